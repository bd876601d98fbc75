#include "serve/listen_socket.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/message.h"

enum { BACKLOG = 128 };

typedef union {
    struct sockaddr any;
    struct sockaddr_in v4;
    struct sockaddr_in6 v6;
    struct sockaddr_storage room;
} Address;

static HzpStatus read_address(const char *text, int port, Address *address, socklen_t *size)
{
    const struct addrinfo hints = {.ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM, .ai_flags = AI_NUMERICHOST};
    struct addrinfo *found = NULL;
    const char *numeric = strcmp(text, "localhost") == 0 ? "127.0.0.1" : text;
    if (getaddrinfo(numeric, NULL, &hints, &found) != 0)
        return hzp_fail(HZP_E_USAGE, "serve_address_wrong", "address", text, NULL);
    memset(address, 0, sizeof *address);
    *size = found->ai_addrlen;
    memcpy(address, found->ai_addr, found->ai_addrlen);
    freeaddrinfo(found);
    if (address->any.sa_family == AF_INET6) {
        address->v6.sin6_port = htons((unsigned short)port);
    } else {
        address->v4.sin_port = htons((unsigned short)port);
    }
    return HZP_OK;
}

static bool is_loopback(const Address *address)
{
    if (address->any.sa_family == AF_INET6) return IN6_IS_ADDR_LOOPBACK(&address->v6.sin6_addr) != 0;
    return ntohl(address->v4.sin_addr.s_addr) >> 24 == 127;
}

HzpStatus hzp_listen_is_loopback(const char *text, bool *loopback)
{
    Address address;
    socklen_t size;
    HZP_TRY(read_address(text, 0, &address, &size));
    *loopback = is_loopback(&address);
    return HZP_OK;
}

static char *url_of(const Address *address)
{
    char text[INET6_ADDRSTRLEN] = "";
    if (address->any.sa_family == AF_INET6) {
        inet_ntop(AF_INET6, &address->v6.sin6_addr, text, sizeof text);
        return g_strdup_printf("http://[%s]:%u/", text, (unsigned)ntohs(address->v6.sin6_port));
    }
    inet_ntop(AF_INET, &address->v4.sin_addr, text, sizeof text);
    return g_strdup_printf("http://%s:%u/", text, (unsigned)ntohs(address->v4.sin_port));
}

/* 0, or the errno of what failed. A port that was just in use may be taken again; one that is in use may not. */
static int bind_and_listen(int descriptor, const Address *address, socklen_t size)
{
    int on = 1, flags = fcntl(descriptor, F_GETFL);
    if (fcntl(descriptor, F_SETFD, FD_CLOEXEC) != 0 || flags < 0) return errno;
    if (fcntl(descriptor, F_SETFL, flags | O_NONBLOCK) != 0) return errno;
    if (setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) != 0) return errno;
    if (bind(descriptor, &address->any, size) != 0 || listen(descriptor, BACKLOG) != 0) return errno;
    return 0;
}

HzpStatus hzp_listen_open(const char *text, int port, HzpListenSocket *listening)
{
    Address address;
    socklen_t size;
    *listening = (HzpListenSocket){.descriptor = -1};
    HZP_TRY(read_address(text, port, &address, &size));
    int descriptor = socket(address.any.sa_family, SOCK_STREAM, 0);
    int error = descriptor < 0 ? errno : bind_and_listen(descriptor, &address, size);
    if (error != 0) {
        if (descriptor >= 0) close(descriptor);
        return hzp_fail(HZP_E_IO, error == EADDRINUSE ? "serve_port_in_use" : "serve_cannot_listen", "address", text, "port",
                        hzp_text_of_size((size_t)port), "reason", g_strerror(error), NULL);
    }
    getsockname(descriptor, &address.any, &size);
    *listening = (HzpListenSocket){descriptor, is_loopback(&address), url_of(&address)};
    return HZP_OK;
}

void hzp_listen_clear(HzpListenSocket *listening)
{
    g_free(listening->url);
    listening->url = NULL;
}
