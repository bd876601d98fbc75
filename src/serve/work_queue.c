#include "serve/work_queue.h"

#include <glib.h>
#include <stdatomic.h>

enum { MOST_WAITING = 128, LOOK_US = 100000 };
static const double WAIT_S = 5;    /* who waited longer has asked again, or gone */
static const double ANSWER_S = 10; /* for one answer */

typedef struct {
    void *job;
    gint64 pushed_us;
} Entry;

typedef struct {
    HzpWorkQueue *queue;
    GThread *thread;
    HzpPlanKeeper *keeper;
    _Atomic gint64 busy_since_us; /* 0: idle */
} Worker;

struct HzpWorkQueue {
    HzpWorkFunction work;
    GAsyncQueue *entries; /* of Entry; one with a NULL job ends a worker */
    atomic_int length;    /* places taken, also of jobs at hand */
    atomic_bool stopping;
    int threads;
    Worker *workers;
};

/* Who has nothing to do follows the file, so that all workers have the same one. */
static void look_at_plan(HzpPlanKeeper *keeper)
{
    HzpPlanFile *plan = NULL;
    const char *state = NULL;
    if (hzp_plan_keeper_get(keeper, &plan, &state) != HZP_OK) return;
}

static gpointer run_worker(gpointer data)
{
    Worker *worker = data;
    HzpWorkQueue *queue = worker->queue;
    for (;;) {
        Entry *entry = g_async_queue_timeout_pop(queue->entries, LOOK_US);
        if (!entry) {
            look_at_plan(worker->keeper);
            continue;
        }
        void *job = entry->job;
        bool late = (double)(g_get_monotonic_time() - entry->pushed_us) > WAIT_S * 1e6;
        g_free(entry);
        if (!job) return NULL;
        atomic_store(&worker->busy_since_us, g_get_monotonic_time());
        queue->work(job, late || atomic_load(&queue->stopping) ? NULL : worker->keeper);
        atomic_store(&worker->busy_since_us, 0);
        atomic_fetch_sub(&queue->length, 1);
    }
}

HzpWorkQueue *hzp_work_queue_new(const char *plan, int threads, HzpWorkFunction work)
{
    HzpWorkQueue *queue = g_new0(HzpWorkQueue, 1);
    queue->work = work;
    queue->entries = g_async_queue_new();
    queue->threads = CLAMP(threads, 2, 16); /* one long question may not stop all others */
    queue->workers = g_new0(Worker, (gsize)queue->threads);
    for (int i = 0; i < queue->threads; i++) {
        queue->workers[i].queue = queue;
        queue->workers[i].keeper = hzp_plan_keeper_new(plan);
        queue->workers[i].thread = g_thread_new("answer", run_worker, &queue->workers[i]);
    }
    return queue;
}

bool hzp_work_queue_reserve(HzpWorkQueue *queue)
{
    if (atomic_load(&queue->stopping)) return false;
    if (atomic_fetch_add(&queue->length, 1) < MOST_WAITING) return true;
    atomic_fetch_sub(&queue->length, 1);
    return false;
}

void hzp_work_queue_push(HzpWorkQueue *queue, void *job)
{
    Entry *entry = g_new(Entry, 1);
    *entry = (Entry){job, g_get_monotonic_time()};
    g_async_queue_push(queue->entries, entry);
}

void hzp_work_queue_look(HzpWorkQueue *queue)
{
    gint64 now = g_get_monotonic_time();
    for (int i = 0; i < queue->threads; i++) {
        gint64 since = atomic_load(&queue->workers[i].busy_since_us);
        bool overdue = since > 0 && (double)(now - since) > ANSWER_S * 1e6;
        if (overdue || (since > 0 && atomic_load(&queue->stopping))) hzp_plan_keeper_interrupt(queue->workers[i].keeper);
    }
}

size_t hzp_work_queue_length(HzpWorkQueue *queue) { return (size_t)MAX(atomic_load(&queue->length), 0); }

void hzp_work_queue_stop(HzpWorkQueue *queue)
{
    atomic_store(&queue->stopping, true);
    /* a worker may begin another statement after one was broken off */
    while (atomic_load(&queue->length) > 0) {
        hzp_work_queue_look(queue);
        g_usleep(2000);
    }
    for (int i = 0; i < queue->threads; i++)
        hzp_work_queue_push(queue, NULL);
    for (int i = 0; i < queue->threads; i++) {
        g_thread_join(queue->workers[i].thread);
        hzp_plan_keeper_free(queue->workers[i].keeper);
        queue->workers[i].keeper = NULL;
    }
}

void hzp_work_queue_free(HzpWorkQueue *queue)
{
    if (!queue) return;
    g_async_queue_unref(queue->entries);
    g_free(queue->workers);
    g_free(queue);
}
