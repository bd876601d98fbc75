#include "serve/patience.h"

#include <glib.h>
#include <sys/socket.h>

static const double ARRIVE_S = 10;        /* for a request to arrive, or the next one to begin */
static const double ARRIVE_CROWDED_S = 1; /* the same where more than half of all connections are in use */
static const double TAKE_S = 30;          /* for an answer to be made and taken */

struct HzpPatient {
    int descriptor;
    bool answering;
    bool shut;
    gint64 since_us;
};

struct HzpPatience {
    GMutex lock;
    GHashTable *patients; /* as a set */
    size_t most;
};

HzpPatience *hzp_patience_new(size_t most)
{
    HzpPatience *patience = g_new0(HzpPatience, 1);
    g_mutex_init(&patience->lock);
    patience->patients = g_hash_table_new_full(NULL, NULL, g_free, NULL);
    patience->most = most;
    return patience;
}

void hzp_patience_free(HzpPatience *patience)
{
    if (!patience) return;
    g_hash_table_unref(patience->patients);
    g_mutex_clear(&patience->lock);
    g_free(patience);
}

HzpPatient *hzp_patience_begin(HzpPatience *patience, int descriptor)
{
    HzpPatient *patient = g_new0(HzpPatient, 1);
    *patient = (HzpPatient){descriptor, false, false, g_get_monotonic_time()};
    g_mutex_lock(&patience->lock);
    g_hash_table_add(patience->patients, patient);
    g_mutex_unlock(&patience->lock);
    return patient;
}

/* The lock also keeps a descriptor from being shut after it was closed and given to another connection. */
void hzp_patience_end(HzpPatience *patience, HzpPatient *patient)
{
    g_mutex_lock(&patience->lock);
    g_hash_table_remove(patience->patients, patient);
    g_mutex_unlock(&patience->lock);
}

void hzp_patience_turn(HzpPatience *patience, HzpPatient *patient, bool answering)
{
    g_mutex_lock(&patience->lock);
    patient->answering = answering;
    patient->since_us = g_get_monotonic_time();
    g_mutex_unlock(&patience->lock);
}

void hzp_patience_look(HzpPatience *patience)
{
    GHashTableIter iterator;
    gpointer key;
    gint64 now = g_get_monotonic_time();
    g_mutex_lock(&patience->lock);
    bool crowded = 2 * g_hash_table_size(patience->patients) > patience->most;
    g_hash_table_iter_init(&iterator, patience->patients);
    while (g_hash_table_iter_next(&iterator, &key, NULL)) {
        HzpPatient *patient = key;
        double limit_s = patient->answering ? TAKE_S : crowded ? ARRIVE_CROWDED_S : ARRIVE_S;
        if (patient->shut || (double)(now - patient->since_us) < limit_s * 1e6) continue;
        shutdown(patient->descriptor, SHUT_RDWR);
        patient->shut = true;
    }
    g_mutex_unlock(&patience->lock);
}

size_t hzp_patience_count(HzpPatience *patience)
{
    g_mutex_lock(&patience->lock);
    size_t count = g_hash_table_size(patience->patients);
    g_mutex_unlock(&patience->lock);
    return count;
}
