/* Character encodings: which one bytes are in, told by strict decoding, and decoding itself.
 *
 * UTF-8 betrays itself: hardly any text of another encoding is valid in it. GB18030 holds GBK and GB2312, so that one
 * decoder reads all three. Big5 is mostly valid as GB18030 too; what tells them apart is that ordinary texts stay within
 * GB2312 (GB/T 2312-1980, both bytes from A1 on), while two of five Big5 characters have a second byte below 7F.
 */
#ifndef HZP_DATA_TEXT_ENCODING_H
#define HZP_DATA_TEXT_ENCODING_H

#include <stdbool.h>
#include <stddef.h>

/* What the texts of a source speak for. Start with zeros. */
typedef struct {
    const char *declared; /* decoder of what the source says of itself; NULL for nothing */
    size_t texts;         /* with bytes beyond ASCII */
    size_t wide_utf8;     /* of them valid UTF-8 with a character of three bytes or more, as Chinese ones are */
    size_t not_utf8;      /* not valid in each */
    size_t not_gb18030;
    size_t not_big5;
    size_t not_declared;
    size_t pairs; /* characters of two bytes, read as GB18030 */
    size_t pairs_beyond_gb2312;
} HzpEncodingEvidence;

/* Decoder (a name that iconv knows) of a word such as "GBK", "ANSI 936", "65001", a byte-order mark and spaces aside; NULL
 * when it is no encoding. All of GB2312, GBK, CP936 are GB18030. Needs hzp_vocabulary_load(). */
const char *hzp_encoding_decoder(const char *word);

/* Text as UTF-8; NULL when the bytes are not valid in the encoding. With `cut`, an incomplete last character is left out
 * and *cut tells so: a dBASE cell ends where its width ends. Free with g_free(). */
char *hzp_encoding_decode(const char *decoder, const char *bytes, size_t length, bool *cut);

/* Take one text into account; `may_be_cut` when it fills its cell to the last byte. */
void hzp_encoding_weigh(HzpEncodingEvidence *evidence, const char *bytes, size_t length, bool may_be_cut);

/* The decoder to use: the declared one unless the bytes contradict it; NULL when no encoding that we know fits all texts. */
const char *hzp_encoding_decide(const HzpEncodingEvidence *evidence);

/* Where nothing fits all: what fits most of them, so that the others can be named one by one; NULL when it is not even most.
 */
const char *hzp_encoding_nearest(const HzpEncodingEvidence *evidence);

#endif
