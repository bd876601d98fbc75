#include "serve/http_server.h"

#include <microhttpd.h>
#include <string.h>
#include <unistd.h>

#include "serve/api.h"
#include "serve/page_files.h"
#include "serve/patience.h"
#include "serve/request_guard.h"
#include "serve/work_queue.h"

enum { MOST_CONNECTIONS = 256, CONNECTION_BYTES = 32768, SILENT_S = 15, MOST_ANSWER_BYTES = 64 << 20 };

struct HzpHttpServer {
    struct MHD_Daemon *daemon;
    HzpRequestGuard guard;
    HzpPatience *patience;
    HzpWorkQueue *queue;
    GArray *files;
};

/* One request, from its first line to the end of its answer. */
typedef struct {
    HzpHttpServer *server;
    struct MHD_Connection *connection;
    char *target; /* path and query as sent */
    HzpQuery query;
    const HzpApiRoute *route;
    const char *language; /* NULL: the server's */
    bool began;
    bool asked;   /* given to a worker */
    bool unknown; /* the answer asks for a token */
    HzpHttpAnswer answer;
} Request;

static HzpPatient *patient_of(struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    return info ? info->socket_context : NULL;
}

static void on_connection(void *data, struct MHD_Connection *connection, void **socket_context,
                          enum MHD_ConnectionNotificationCode what)
{
    HzpHttpServer *server = data;
    if (what == MHD_CONNECTION_NOTIFY_STARTED) {
        const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
        *socket_context = hzp_patience_begin(server->patience, info->connect_fd);
    } else if (*socket_context) {
        hzp_patience_end(server->patience, *socket_context);
        *socket_context = NULL;
    }
}

static void *on_request_line(void *data, const char *uri, struct MHD_Connection *connection)
{
    Request *request = g_new0(Request, 1);
    request->server = data;
    request->connection = connection;
    request->target = g_strdup(uri);
    hzp_http_answer_begin(&request->answer);
    return request;
}

static void on_completed(void *data, struct MHD_Connection *connection, void **context, enum MHD_RequestTerminationCode how)
{
    HzpHttpServer *server = data;
    Request *request = *context;
    HzpPatient *patient = patient_of(connection);
    (void)how;
    if (patient) hzp_patience_turn(server->patience, patient, false);
    *context = NULL;
    if (!request) return;
    hzp_http_answer_clear(&request->answer);
    hzp_query_clear(&request->query);
    g_free(request->target);
    g_free(request);
}

/* ---- on a worker ---- */

static void do_request(void *job, HzpPlanKeeper *keeper)
{
    Request *request = job;
    hzp_language_set_for_thread(request->language);
    if (keeper) {
        hzp_api_answer(request->route, &request->query, keeper, &request->answer);
    } else {
        hzp_http_refuse(&request->answer, 503, "serve_busy", NULL);
    }
    if (request->answer.body->len > MOST_ANSWER_BYTES) hzp_http_refuse(&request->answer, 413, "serve_answer_too_large", NULL);
    /* the connection's own thread writes the answer */
    MHD_resume_connection(request->connection);
}

/* ---- on the thread of the sockets ---- */

static const char *header(const Request *request, const char *name)
{
    return MHD_lookup_connection_value(request->connection, MHD_HEADER_KIND, name);
}

static enum MHD_Result count_header(void *data, enum MHD_ValueKind kind, const char *name, const char *value)
{
    HzpRequestFacts *facts = data;
    (void)kind;
    facts->header_bytes += strlen(name) + (value ? strlen(value) : 0) + 4;
    if (g_ascii_strcasecmp(name, "host") != 0) return MHD_YES;
    facts->host_twice = facts->host != NULL;
    facts->host = value ? value : "";
    return MHD_YES;
}

static HzpRequestFacts facts_of(const Request *request, const char *method)
{
    const char *length = header(request, "Content-Length");
    HzpRequestFacts facts = {.method = method,
                             .target = request->target,
                             .authorization = header(request, "Authorization"),
                             .cookie = MHD_lookup_connection_value(request->connection, MHD_COOKIE_KIND, "hazplan"),
                             .has_body = (length && strcmp(length, "0") != 0) || header(request, "Transfer-Encoding")};
    MHD_get_connection_values(request->connection, MHD_HEADER_KIND, count_header, &facts);
    return facts;
}

static void give_cookie(const Request *request, HzpHttpAnswer *answer)
{
    if (!request->server->guard.token) return;
    answer->cookie =
        g_strdup_printf("hazplan=%s; Path=/; HttpOnly; SameSite=Strict", hzp_token_cookie(request->server->guard.token));
}

static void answer_session(Request *request)
{
    give_cookie(request, &request->answer);
    request->answer.status = 200;
    g_string_assign(request->answer.body, "{\"schema\": \"hazplan-session/1\"}\n");
}

/* The page's files hold nothing of the plan and are for anyone who may connect. */
static void answer_file(Request *request, const HzpPageFile *file)
{
    HzpHttpAnswer *answer = &request->answer;
    const char *known = header(request, "If-None-Match");
    answer->type = file->type;
    answer->tag = file->tag;
    answer->status = known && strcmp(known, file->tag) == 0 ? 304 : 200;
    if (answer->status == 200) g_string_append_len(answer->body, file->bytes, (gssize)file->size);
}

/* /?token=… from a link: the page again, without the token in the address. */
static void answer_link(Request *request)
{
    give_cookie(request, &request->answer);
    request->answer.status = 303;
}

/* What needs no plan is said here; true when a worker has to be asked. */
static bool answer_at_once(Request *request, const HzpRequestFacts *facts)
{
    HzpHttpAnswer *answer = &request->answer;
    char *mark = strchr(request->target, '?');
    if (!hzp_request_is_proper(&request->server->guard, facts, answer)) return false;
    if (mark) *mark = '\0';
    if (!hzp_query_read(mark ? mark + 1 : NULL, &request->query, answer)) return false;
    request->language = hzp_query_language(hzp_query_get(&request->query, "lang"), header(request, "Accept-Language"));
    hzp_language_set_for_thread(request->language);
    const HzpPageFile *file = hzp_page_file_get(request->server->files, request->target);
    const char *token = file ? hzp_query_get(&request->query, "token") : NULL;
    request->route = hzp_api_route(request->target);
    bool session = strcmp(request->target, "/api/v1/session") == 0;
    if (file && !token) {
        answer_file(request, file);
    } else if (!file && !session && !request->route) {
        hzp_http_refuse(answer, 404, "serve_no_such_address", NULL);
    } else if (!hzp_request_is_known(&request->server->guard, facts, token, answer)) {
        return false;
    } else if (token) {
        answer_link(request);
    } else if (session) {
        answer_session(request);
    } else {
        return hzp_query_knows(&request->query, request->route->parameters, answer);
    }
    return false;
}

static void add_headers(const Request *request, struct MHD_Response *response)
{
    static const char *const always[][2] = {
        {"Content-Security-Policy", "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"},
        {"X-Content-Type-Options", "nosniff"},
        {"X-Frame-Options", "DENY"},
        {"Referrer-Policy", "no-referrer"},
        {"Cross-Origin-Resource-Policy", "same-origin"},
        {"Cross-Origin-Opener-Policy", "same-origin"},
        {"Vary", "Accept-Language"},
    };
    const HzpHttpAnswer *answer = &request->answer;
    for (size_t i = 0; i < G_N_ELEMENTS(always); i++)
        MHD_add_response_header(response, always[i][0], always[i][1]);
    MHD_add_response_header(response, "Content-Type", answer->type);
    MHD_add_response_header(response, "Cache-Control", answer->tag ? "no-cache" : "no-store");
    if (answer->tag) MHD_add_response_header(response, "ETag", answer->tag);
    if (answer->cookie) MHD_add_response_header(response, "Set-Cookie", answer->cookie);
    if (answer->plan_state) MHD_add_response_header(response, "Hazplan-Plan", answer->plan_state);
    if (answer->status == 303) MHD_add_response_header(response, "Location", "/");
    if (answer->status == 401) MHD_add_response_header(response, "WWW-Authenticate", "Bearer realm=\"hazplan\"");
    if (answer->status == 405) MHD_add_response_header(response, "Allow", "GET, HEAD");
    if (answer->status == 503) MHD_add_response_header(response, "Retry-After", "1");
    if (answer->status == 429) MHD_add_response_header(response, "Retry-After", "60");
    /* what follows a request that was not understood is not understood either */
    if (answer->status == 413 || answer->status == 431) MHD_add_response_header(response, "Connection", "close");
}

static enum MHD_Result send_answer(Request *request)
{
    GString *body = request->answer.body;
    size_t size = body->len;
    request->answer.body = NULL;
    struct MHD_Response *response =
        MHD_create_response_from_buffer_with_free_callback(size, g_string_free(body, FALSE), g_free);
    if (!response) return MHD_NO;
    add_headers(request, response);
    enum MHD_Result result = MHD_queue_response(request->connection, request->answer.status, response);
    MHD_destroy_response(response);
    return result;
}

static enum MHD_Result ask_worker(Request *request)
{
    if (!hzp_work_queue_reserve(request->server->queue)) {
        hzp_http_refuse(&request->answer, 503, "serve_busy", NULL);
        return send_answer(request);
    }
    request->asked = true;
    MHD_suspend_connection(request->connection);
    hzp_work_queue_push(request->server->queue, request);
    return MHD_YES;
}

/* Called when the headers are there, again when the request is complete, and again when a worker has answered. */
static enum MHD_Result on_request(void *data, struct MHD_Connection *connection, const char *url, const char *method,
                                  const char *version, const char *upload, size_t *upload_size, void **context)
{
    HzpHttpServer *server = data;
    Request *request = *context;
    (void)url;
    (void)version;
    (void)upload;
    if (!request) return MHD_NO;
    if (request->asked) return send_answer(request);
    bool first = !request->began;
    request->began = true;
    HzpRequestFacts facts = facts_of(request, method);
    if (first) {
        HzpPatient *patient = patient_of(connection);
        if (patient) hzp_patience_turn(server->patience, patient, true);
        if (!facts.has_body) return MHD_YES;
    }
    *upload_size = 0;
    hzp_language_set_for_thread(hzp_query_language(NULL, header(request, "Accept-Language")));
    return answer_at_once(request, &facts) ? ask_worker(request) : send_answer(request);
}

HzpStatus hzp_http_server_start(const char *plan, int threads, const HzpListenSocket *listening, HzpToken *token,
                                HzpHttpServer **started)
{
    HzpHttpServer *server = g_new0(HzpHttpServer, 1);
    server->guard = (HzpRequestGuard){.loopback = listening->loopback, .token = token};
    server->patience = hzp_patience_new(MOST_CONNECTIONS);
    server->queue = hzp_work_queue_new(plan, threads, do_request);
    HzpStatus status = hzp_page_files_read(&server->files);
    if (status == HZP_OK) {
        server->daemon = MHD_start_daemon(
            MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME, 0, NULL, NULL, on_request, server,
            MHD_OPTION_LISTEN_SOCKET, listening->descriptor, MHD_OPTION_CONNECTION_LIMIT, (unsigned)MOST_CONNECTIONS,
            MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)CONNECTION_BYTES, MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)SILENT_S,
            MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_NOTIFY_CONNECTION, on_connection, server, MHD_OPTION_URI_LOG_CALLBACK,
            on_request_line, server, MHD_OPTION_NOTIFY_COMPLETED, on_completed, server, MHD_OPTION_END);
        if (!server->daemon) status = hzp_fail(HZP_E_IO, "serve_not_started", NULL);
    }
    if (status != HZP_OK) {
        close(listening->descriptor);
        hzp_http_server_stop(server);
        server = NULL;
    }
    *started = server;
    return status;
}

void hzp_http_server_look(HzpHttpServer *server)
{
    hzp_patience_look(server->patience);
    hzp_work_queue_look(server->queue);
}

void hzp_http_server_stop(HzpHttpServer *server)
{
    /* MHD may only be stopped when no connection is suspended any more, that is, when no worker has a job. */
    hzp_work_queue_stop(server->queue);
    if (server->daemon) MHD_stop_daemon(server->daemon);
    hzp_work_queue_free(server->queue);
    hzp_patience_free(server->patience);
    if (server->files) g_array_unref(server->files);
    hzp_token_free(server->guard.token);
    g_free(server);
}
