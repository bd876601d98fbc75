/* Texts for users: a catalogue in data/messages/, in Chinese and English, with named arguments.
 *
 * A template holds {name} where an argument goes, so a translator may reorder them and a damaged catalogue cannot crash a
 * format function. Arguments are pairs of strings (name, value, name, value, …, NULL); a NULL value prints as an empty text.
 */
#ifndef HZP_BASE_MESSAGE_H
#define HZP_BASE_MESSAGE_H

#include <glib.h>
#include <stdarg.h>

#include "hazplan/error.h"

/* Format the message `id` in the current language. Never NULL; free with g_free(). An unknown id (or a catalogue that cannot
 * be found) gives the id followed by the arguments, so that nothing is lost. The text is valid UTF-8 whatever the values are.
 */
char *hzp_message_format(const char *id, ...) G_GNUC_NULL_TERMINATED;
char *hzp_message_format_va(const char *id, va_list arguments);

/* Fill the {name} places of any template with the pairs; free with g_free(). A name without a value stays as it is. */
char *hzp_template_fill(const char *text, const char *const *pairs);

/* Texts of numbers for message arguments; each is valid until 16 more were made on this thread. Whole numbers keep all their
 * digits (below 1e15), others are cut to 10 of them. */
const char *hzp_text_of_size(size_t value);
const char *hzp_text_of_number(double value);
/* The shortest text that reads back as the same number, for what is stored. */
const char *hzp_text_of_value(double value);

/* HZP_E_IO where a part of the catalogue is there and cannot be read: output would hold ids in place of words. */
HzpStatus hzp_message_check(void);

/* Free the catalogue at the end of the program, so that leak checks are quiet; ids are printed from then on. */
void hzp_message_forget(void);

#endif
