#include "data/merge_table.h"

#include <math.h>
#include <string.h>

#include "base/date_text.h"
#include "base/message.h"

typedef enum { UNSEEN, ON_PATH, SOUND, IN_CYCLE } Colour;

typedef struct {
    const char *old_code;
    const char *new_code;
    size_t row;
    GPtrArray *others; /* further new codes of a split, NULL without */
    Colour colour;
} Link;

struct HzpMergeTable {
    GHashTable *links; /* old code -> Link */
    GPtrArray *order;  /* the same, by row */
    GHashTable *news;  /* set of new codes */
};

static void link_free(gpointer data)
{
    Link *link = data;
    if (link->others) g_ptr_array_free(link->others, TRUE);
    g_free(link);
}

/* A merge of a later year has not happened in the plan's year. */
static bool applies(HzpModel *model, size_t row)
{
    HzpTable *table = model->merged_villages;
    const char *text = hzp_table_text(table, "date")[row];
    HzpDate date;
    if (!hzp_date_parse(text, &date)) {
        hzp_findings_add_row(model->findings, "merge_date_unreadable", table, row, "date", "value", text, NULL);
        return false;
    }
    if (!date.year || isnan(model->project->year) || date.year <= model->project->year) return true;
    hzp_findings_add_row(model->findings, "merge_later", table, row, "date", "value", text, "year",
                         hzp_text_of_number(model->project->year), NULL);
    return false;
}

static void add_part(Link *link, const char *new_code)
{
    if (strcmp(link->new_code, new_code) == 0) return;
    if (!link->others) link->others = g_ptr_array_new();
    for (guint i = 0; i < link->others->len; i++) {
        if (strcmp(g_ptr_array_index(link->others, i), new_code) == 0) return;
    }
    g_ptr_array_add(link->others, (gpointer)new_code);
}

static void read_row(HzpMergeTable *merges, HzpModel *model, size_t row)
{
    HzpTable *table = model->merged_villages;
    const char *old_code = hzp_table_text(table, "old_code")[row];
    const char *new_code = hzp_table_text(table, "new_code")[row];
    /* Tables of all codes list the villages that stayed, too. An empty code is an error of its own. */
    if (!old_code || !new_code || strcmp(old_code, new_code) == 0 || !applies(model, row)) return;
    g_hash_table_add(merges->news, (gpointer)new_code);
    Link *link = g_hash_table_lookup(merges->links, old_code);
    if (link) {
        add_part(link, new_code);
        return;
    }
    link = g_new0(Link, 1);
    *link = (Link){old_code, new_code, row, NULL, UNSEEN};
    g_hash_table_insert(merges->links, (gpointer)old_code, link);
    g_ptr_array_add(merges->order, link);
}

/* ---- cycles ---- */

static void tell_cycle(HzpModel *model, const GPtrArray *path, guint first)
{
    g_autoptr(GString) codes = g_string_new(NULL);
    for (guint i = first; i < path->len; i++) {
        Link *link = g_ptr_array_index(path, i);
        link->colour = IN_CYCLE;
        g_string_append_printf(codes, "%s → ", link->old_code);
    }
    const Link *start = g_ptr_array_index(path, first);
    g_string_append(codes, start->old_code);
    hzp_findings_add_row(model->findings, "merge_cycle", model->merged_villages, start->row, "old_code", "value",
                         start->old_code, "codes", codes->str, NULL);
}

/* Every link is walked once: what is met again on the path closes a cycle, what was walked before is known. */
static void walk(HzpMergeTable *merges, HzpModel *model, Link *start)
{
    g_autoptr(GPtrArray) path = g_ptr_array_new();
    Link *link = start;
    for (; link && link->colour == UNSEEN; link = g_hash_table_lookup(merges->links, link->new_code)) {
        link->colour = ON_PATH;
        g_ptr_array_add(path, link);
    }
    guint first = 0;
    if (link && link->colour == ON_PATH && g_ptr_array_find(path, link, &first)) tell_cycle(model, path, first);
    for (guint i = 0; i < path->len; i++) {
        Link *passed = g_ptr_array_index(path, i);
        if (passed->colour == ON_PATH) passed->colour = SOUND;
    }
}

/* ---- all of it ---- */

HzpMergeTable *hzp_merge_table_new(HzpModel *model)
{
    HzpMergeTable *merges = g_new0(HzpMergeTable, 1);
    merges->links = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, link_free);
    merges->order = g_ptr_array_new();
    merges->news = g_hash_table_new(g_str_hash, g_str_equal);
    for (size_t i = 0; i < hzp_table_rows(model->merged_villages); i++)
        read_row(merges, model, i);
    for (guint i = 0; i < merges->order->len; i++)
        walk(merges, model, g_ptr_array_index(merges->order, i));
    return merges;
}

void hzp_merge_table_free(HzpMergeTable *merges)
{
    if (!merges) return;
    g_ptr_array_free(merges->order, TRUE);
    g_hash_table_destroy(merges->news);
    g_hash_table_destroy(merges->links);
    g_free(merges);
}

HzpMergeState hzp_merge_table_follow(const HzpMergeTable *merges, const char **code, size_t *row)
{
    HzpMergeState state = HZP_MERGE_NONE;
    for (const Link *link = g_hash_table_lookup(merges->links, *code); link;
         link = g_hash_table_lookup(merges->links, *code)) {
        if (link->colour == IN_CYCLE) return HZP_MERGE_CYCLE;
        if (link->others) return HZP_MERGE_SPLIT;
        *code = link->new_code;
        if (row) *row = link->row;
        state = HZP_MERGE_FOUND;
    }
    return state;
}

void hzp_merge_table_each(const HzpMergeTable *merges, void (*each)(const char *, size_t, void *), void *user)
{
    for (guint i = 0; i < merges->order->len; i++) {
        const Link *link = g_ptr_array_index(merges->order, i);
        each(link->old_code, link->row, user);
    }
}

bool hzp_merge_table_is_new(const HzpMergeTable *merges, const char *code)
{
    return g_hash_table_contains(merges->news, code);
}

char *hzp_merge_table_parts(const HzpMergeTable *merges, const char *code)
{
    const Link *link = g_hash_table_lookup(merges->links, code);
    GString *codes = g_string_new(link ? link->new_code : "");
    for (guint i = 0; link && link->others && i < link->others->len; i++)
        g_string_append_printf(codes, ", %s", (const char *)g_ptr_array_index(link->others, i));
    return g_string_free(codes, FALSE);
}
