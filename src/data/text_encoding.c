#include "data/text_encoding.h"

#include <glib.h>
#include <string.h>

#include "base/vocabulary.h"

static const char UTF_8[] = "UTF-8";
static const char GB18030[] = "GB18030";
static const char BIG5[] = "BIG5";

const char *hzp_encoding_decoder(const char *word)
{
    static const char mark[] = "\xEF\xBB\xBF";
    if (!word) return NULL;
    if (g_str_has_prefix(word, mark)) word += strlen(mark);
    g_autofree char *bare = g_utf8_make_valid(word, -1);
    g_strstrip(bare);
    if (!*bare) return NULL;
    const char *code = hzp_vocabulary_match("encoding", bare);
    if (code) return code;
    /* iconv takes a name of signs only for the locale's own. */
    if (!g_str_is_ascii(bare) || !g_ascii_isalnum(*bare)) return NULL;
    GIConv known = g_iconv_open(UTF_8, bare);
    if (known == (GIConv)-1) return NULL;
    g_iconv_close(known);
    return g_intern_string(bare);
}

static char *decode_utf8(const char *bytes, size_t length, bool *cut)
{
    const char *end = NULL;
    if (g_utf8_validate_len(bytes, length, &end)) return g_strndup(bytes, length);
    size_t valid = (size_t)(end - bytes);
    if (!cut || g_utf8_get_char_validated(end, (gssize)(length - valid)) != (gunichar)-2) return NULL;
    *cut = true;
    return g_strndup(bytes, valid);
}

char *hzp_encoding_decode(const char *decoder, const char *bytes, size_t length, bool *cut)
{
    if (cut) *cut = false;
    if (strcmp(decoder, UTF_8) == 0) return decode_utf8(bytes, length, cut);
    gsize used = 0;
    char *text = g_convert(bytes, (gssize)length, UTF_8, decoder, &used, NULL, NULL);
    if (!text || used == length) return text;
    if (cut) {
        *cut = true;
        return text;
    }
    g_free(text);
    return NULL;
}

static bool fits(const char *decoder, const char *bytes, size_t length, bool may_be_cut)
{
    bool cut = false;
    g_autofree char *text = hzp_encoding_decode(decoder, bytes, length, may_be_cut ? &cut : NULL);
    return text != NULL;
}

static bool is_ascii(const char *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if ((unsigned char)bytes[i] >= 0x80) return false;
    }
    return true;
}

static bool has_wide_utf8(const char *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if ((unsigned char)bytes[i] >= 0xE0) return true;
    }
    return false;
}

static void count_pairs(HzpEncodingEvidence *evidence, const unsigned char *bytes, size_t length)
{
    for (size_t i = 0; i + 1 < length; i++) {
        if (bytes[i] < 0x80) continue;
        bool four = bytes[i + 1] >= 0x30 && bytes[i + 1] <= 0x39;
        bool ordinary = bytes[i] >= 0xA1 && bytes[i] <= 0xF7 && bytes[i + 1] >= 0xA1;
        evidence->pairs++;
        if (!ordinary) evidence->pairs_beyond_gb2312++;
        i += four ? 3 : 1;
    }
}

void hzp_encoding_weigh(HzpEncodingEvidence *evidence, const char *bytes, size_t length, bool may_be_cut)
{
    if (is_ascii(bytes, length)) return;
    evidence->texts++;
    bool utf8 = fits(UTF_8, bytes, length, may_be_cut);
    if (!utf8) evidence->not_utf8++;
    if (utf8 && has_wide_utf8(bytes, length)) evidence->wide_utf8++;
    if (!fits(GB18030, bytes, length, may_be_cut)) evidence->not_gb18030++;
    if (!fits(BIG5, bytes, length, may_be_cut)) evidence->not_big5++;
    if (evidence->declared && !fits(evidence->declared, bytes, length, may_be_cut)) evidence->not_declared++;
    count_pairs(evidence, (const unsigned char *)bytes, length);
}

/* Rare characters of names lie beyond GB2312 too, but not one in six of all. */
static bool reads_as_big5(const HzpEncodingEvidence *evidence)
{
    return evidence->not_big5 == 0 && evidence->pairs_beyond_gb2312 * 6 > evidence->pairs;
}

/* A code page of single bytes takes any bytes for letters, and Big5 takes most of GB2312: ordinary Chinese is worth more than
 * their word. */
static bool is_credible(const HzpEncodingEvidence *evidence)
{
    enum { ENOUGH_PAIRS = 20 };
    const char *declared = evidence->declared;
    if (strcmp(declared, UTF_8) == 0 || strcmp(declared, GB18030) == 0 || evidence->not_gb18030 > 0) return true;
    if (strcmp(declared, BIG5) == 0) return evidence->pairs < ENOUGH_PAIRS || evidence->pairs_beyond_gb2312 > 0;
    return evidence->pairs_beyond_gb2312 * 6 > evidence->pairs;
}

const char *hzp_encoding_decide(const HzpEncodingEvidence *evidence)
{
    const char *declared = evidence->declared;
    bool utf8 = evidence->not_utf8 == 0;
    if (evidence->texts == 0) return declared ? declared : UTF_8;
    if (utf8 && (!declared || evidence->wide_utf8 > 0 || evidence->not_declared > 0)) return UTF_8;
    if (declared && evidence->not_declared == 0) return is_credible(evidence) ? declared : GB18030;
    if (reads_as_big5(evidence)) return BIG5;
    return evidence->not_gb18030 == 0 ? GB18030 : NULL;
}

const char *hzp_encoding_nearest(const HzpEncodingEvidence *evidence)
{
    bool utf8 = evidence->not_utf8 <= evidence->not_gb18030;
    size_t misfits = utf8 ? evidence->not_utf8 : evidence->not_gb18030;
    if (evidence->declared && evidence->not_declared <= misfits) return evidence->declared;
    if (misfits * 2 > evidence->texts) return NULL;
    return utf8 ? UTF_8 : GB18030;
}
