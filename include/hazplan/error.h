/** Status codes, the thread's last error, and the language of messages. */
#ifndef HAZPLAN_ERROR_H
#define HAZPLAN_ERROR_H

#include "hazplan/export.h"

HZP_BEGIN_DECLS

/** What a public function returns. Everything but HZP_OK leaves a message for hzp_error_message(). */
typedef enum {
    HZP_OK = 0,
    HZP_E_USAGE,     /**< an argument or option is wrong: the caller's mistake (exit code 2) */
    HZP_E_INPUT,     /**< input data or project file has errors (exit code 3) */
    HZP_E_CRS,       /**< a coordinate reference system is missing, unknown or does not fit (exit code 3) */
    HZP_E_GEOMETRY,  /**< a geometry cannot be used (exit code 3) */
    HZP_E_IO,        /**< reading or writing failed: disk full, permission, written by others meanwhile (exit code 1) */
    HZP_E_MEMORY,    /**< out of memory (exit code 1) */
    HZP_E_CANCELLED, /**< hzp_run_cancel() was called (exit code 1) */
    HZP_E_INTERNAL   /**< a library below failed in a way that is nobody's input (exit code 1) */
} HzpStatus;

/** Name of a status, such as "HZP_E_INPUT"; never NULL. */
HZP_API const char *hzp_status_name(HzpStatus status);

/** Exit code of the command line for a status: 0, 1, 2 or 3. */
HZP_API int hzp_status_exit_code(HzpStatus status);

/** Message of the last failed call on this thread, in the chosen language; "" when none failed.
 * The text belongs to the library and is valid until the next failing call on this thread. */
HZP_API const char *hzp_error_message(void);

/** Identifier of that message in data/messages/ (for scripts, independent of language); "" when none failed. */
HZP_API const char *hzp_error_id(void);

/** Choose the language of all messages and texts of this process: "zh" or "en". Any other value is HZP_E_USAGE.
 * Call it before other functions; it is not meant to be switched while other threads run. */
HZP_API HzpStatus hzp_language_set(const char *language);

/** The chosen language: "zh" (also before any choice) or "en". */
HZP_API const char *hzp_language_get(void);

HZP_END_DECLS

#endif
