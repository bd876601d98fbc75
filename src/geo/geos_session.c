#include "geo/geos_session.h"

#include <glib.h>

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

static Session *session_get(void)
{
    Session *session = g_private_get(&key);
    if (!session) {
        session = g_new0(Session, 1);
        session->handle = GEOS_init_r();
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
