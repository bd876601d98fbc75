/** The message catalogue, for programs that speak the library's languages. */
#ifndef HAZPLAN_TEXT_H
#define HAZPLAN_TEXT_H

#include "hazplan/export.h"

HZP_BEGIN_DECLS

#if defined(__GNUC__)
#define HZP_NULL_TERMINATED __attribute__((sentinel))
#else
#define HZP_NULL_TERMINATED
#endif

/** Text `id` of data/messages/ in the chosen language, its {name} places filled in.
 *
 * The further arguments are pairs of strings (name, value, …) and end with NULL. An unknown id gives the id followed by the
 * arguments, so that nothing is lost. Never NULL; free it with hzp_text_free(). */
HZP_API char *hzp_text(const char *id, ...) HZP_NULL_TERMINATED;

/** Free a text; NULL is fine. The same as free(). */
HZP_API void hzp_text_free(char *text);

HZP_END_DECLS

#endif
