/* Vocabularies of data/vocabulary.yaml: codes, their labels in both languages, and the words registers use for them. */
#ifndef HZP_BASE_VOCABULARY_H
#define HZP_BASE_VOCABULARY_H

#include <glib.h>

#include "base/error.h"

/* Load the vocabularies once; HZP_E_INPUT when the file that comes with the program is missing or broken. */
HzpStatus hzp_vocabulary_load(void);
void hzp_vocabulary_forget(void);

/* Number of codes of a vocabulary ("hazard_type", "grade", …) and the code at a position, in the file's order. */
size_t hzp_vocabulary_count(const char *vocabulary);
const char *hzp_vocabulary_code(const char *vocabulary, size_t index);

/* Position of a code, or -1. */
int hzp_vocabulary_index(const char *vocabulary, const char *code);

/* Label of a code: Chinese, English, or in the language of messages. NULL for NULL or an unknown code. */
const char *hzp_vocabulary_zh(const char *vocabulary, const char *code);
const char *hzp_vocabulary_en(const char *vocabulary, const char *code);
const char *hzp_vocabulary_label(const char *vocabulary, const char *code);

/* Code that a text means as a whole (code, label or alias; spaces and case do not matter), or NULL. */
const char *hzp_vocabulary_match(const char *vocabulary, const char *text);

/* The last letters of all words of a code, lower case, each once; what a text must end in to be one of them. Free with
 * g_free().
 */
char *hzp_vocabulary_last_letters(const char *vocabulary, const char *code);

/* Codes whose words occur in a text, in order of appearance, longest word first where two begin at one place; each once.
 * Splits lists ("崩塌、滑坡") and finds words inside names ("黄土滑坡隐患区"). Free the array (not the codes) with
 * g_ptr_array_free(). */
GPtrArray *hzp_vocabulary_find_all(const char *vocabulary, const char *text);

#endif
