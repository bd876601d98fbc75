/* Place names as plans print them: with or without 县/镇/乡/街道办事处/村委会. Endings are in data/place_names.yaml. */
#ifndef HZP_BASE_PLACE_NAME_H
#define HZP_BASE_PLACE_NAME_H

#include <glib.h>
#include <stdbool.h>

#include "base/error.h"

typedef enum { HZP_PLACE_COUNTY, HZP_PLACE_TOWN, HZP_PLACE_VILLAGE } HzpPlaceLevel;

HzpStatus hzp_place_name_load(void);
void hzp_place_name_forget(void);

/* The name without spaces and without its administrative ending ("巴公镇" -> "巴公", "城区" stays); free with g_free(). NULL
 * for NULL. */
char *hzp_place_stem(const char *name, HzpPlaceLevel level);

/* The name as it is compared: full-width forms narrowed, spaces left out, variant characters replaced by the usual one (岀 by
 * 出, 莊 by 庄, as data/place_names.yaml lists), numerals in digits (一组 is 1组). Free with g_free(); NULL for NULL. */
char *hzp_place_fold(const char *name);

/* What names of one place have in common: folded, without the ending. Free with g_free(); NULL for NULL. */
char *hzp_place_key(const char *name, HzpPlaceLevel level);

/* Whether two names mean the same place of one level: their keys are equal ("北城办事处", "北城街道"). 乡 and 镇 of one stem
 * are taken for the same town, since towns are upgraded. */
bool hzp_place_same(const char *a, const char *b, HzpPlaceLevel level);

/* Whether two characters sound or look alike, as data/place_names.yaml groups them. */
bool hzp_place_letters_alike(gunichar a, gunichar b);

/* How many bytes at the beginning of the folded `text` name this place (its name, or its stem with any ending), 0 if they do
 * not. A bare stem counts only when `bare` is set. */
size_t hzp_place_prefix(const char *text, const char *name, HzpPlaceLevel level, bool bare);

#endif
