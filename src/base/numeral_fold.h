/* Chinese numerals in digits: 二十一组 and 21组 are written by the same people. */
#ifndef HZP_BASE_NUMERAL_FOLD_H
#define HZP_BASE_NUMERAL_FOLD_H

/* The text in NFKC with every 〇 to 九 as its digit and 十 as the tens it stands for ("十" 10, "二十" 20, "十五" 15); words
 * of hundreds and more stay. NULL where the text is not UTF-8. Free with g_free(). */
char *hzp_numerals_fold(const char *text);

#endif
