#include "geo/geos_session.h"

#include <glib.h>

#include "base/run.h"

typedef struct {
    GEOSContextHandle_t handle;
    char message[512];
} Session;

static void session_free(gpointer data)
{
    Session *session = data;
    GEOS_finish_r(session->handle);
    g_free(session);
}

static GPrivate key = G_PRIVATE_INIT(session_free);

static void keep_message(const char *message, void *user)
{
    Session *session = user;
    g_strlcpy(session->message, message, sizeof session->message);
}

static GEOSInterruptCallback *earlier_callback;

/* GEOS asks every now and then. Its request to stop is one of the whole process and is taken up at once by the thread that
 * makes it; another run that asks in the very same moment would fail in its stead. */
static void stop_when_cancelled(void)
{
    if (earlier_callback) earlier_callback();
    if (hzp_run_cancelled(hzp_run_of_thread())) GEOS_interruptRequest();
}

static gpointer watch_run(gpointer data)
{
    (void)data;
    earlier_callback = GEOS_interruptRegisterCallback(stop_when_cancelled);
    return NULL;
}

static Session *session_get(void)
{
    Session *session = g_private_get(&key);
    if (!session) {
        session = g_new0(Session, 1);
        static GOnce once = G_ONCE_INIT;
        session->handle = GEOS_init_r();
        g_once(&once, watch_run, NULL);
        GEOSContext_setErrorMessageHandler_r(session->handle, keep_message, session);
        GEOSContext_setNoticeMessageHandler_r(session->handle, keep_message, session);
        g_private_set(&key, session);
    }
    return session;
}

GEOSContextHandle_t hzp_geos(void) { return session_get()->handle; }

void hzp_geos_finish(void) { g_private_replace(&key, NULL); }

const char *hzp_geos_message(void) { return session_get()->message; }

void hzp_geometry_free(void *geometry)
{
    if (geometry) GEOSGeom_destroy_r(hzp_geos(), geometry);
}
