/* Setting the thread's last error. The public side is hazplan/error.h. */
#ifndef HZP_BASE_ERROR_H
#define HZP_BASE_ERROR_H

#include <glib.h>

#include "hazplan/error.h"

/* Record message `id` (data/messages/) with its named arguments (name, value, …, NULL) and return `status`, so that a
 * function can write `return hzp_fail(HZP_E_INPUT, "layer_missing", "layer", name, NULL);`. Written once, where the cause is
 * known; callers above only pass the status on. */
HzpStatus hzp_fail(HzpStatus status, const char *id, ...) G_GNUC_NULL_TERMINATED;

/* Choose the language of this thread's messages, in place of the process's; NULL goes back to that. For a server, whose
 * askers speak different ones. */
void hzp_language_set_for_thread(const char *language);

/* Return from the calling function when a call fails. */
#define HZP_TRY(call)                                                                                                        \
    do {                                                                                                                     \
        HzpStatus hzp_try_status_ = (call);                                                                                  \
        if (hzp_try_status_ != HZP_OK) return hzp_try_status_;                                                               \
    } while (0)

/* Status of a file that could not be read or opened: HZP_E_IO where the machine failed, else HZP_E_INPUT. NULL is
 * HZP_E_INPUT. */
HzpStatus hzp_status_of_file(const GError *error);

#endif
