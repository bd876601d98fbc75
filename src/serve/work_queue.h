/* Threads that answer questions, each with its own handle of the plan, and the queue in front of them. The threads that read
 * and write sockets never read the plan, so that a slow client costs no worker and a long question delays no socket. */
#ifndef HZP_SERVE_WORK_QUEUE_H
#define HZP_SERVE_WORK_QUEUE_H

#include <stdbool.h>
#include <stddef.h>

#include "serve/plan_keeper.h"

typedef struct HzpWorkQueue HzpWorkQueue;

/* Does a job on a worker thread. `keeper` is NULL for a job that is not going to be done, since the queue stops or the job
 * waited too long. */
typedef void (*HzpWorkFunction)(void *job, HzpPlanKeeper *keeper);

HzpWorkQueue *hzp_work_queue_new(const char *plan, int threads, HzpWorkFunction work);

/* Take a place in the queue; false when it is full or stops. Then either push a job or give the place back. */
bool hzp_work_queue_reserve(HzpWorkQueue *queue);
void hzp_work_queue_push(HzpWorkQueue *queue, void *job);

/* Break off jobs that take too long. To be called some times a second. */
void hzp_work_queue_look(HzpWorkQueue *queue);

size_t hzp_work_queue_length(HzpWorkQueue *queue);

/* End all jobs, also by breaking them off, and the threads. */
void hzp_work_queue_stop(HzpWorkQueue *queue);
void hzp_work_queue_free(HzpWorkQueue *queue);

#endif
