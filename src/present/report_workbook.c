#include <errno.h>
#include <locale.h>
#include <string.h>
#include <time.h>

#include "base/message.h"
#include "base/output_file.h"
#include "base/resource.h"
#include "base/vocabulary.h"
#include "base/yaml_tree.h"
#include "present/report_parts.h"
#include "present/report_value.h"
#include "present/summary_tree.h"
#include "present/workbook_sheet.h"

/* Where the rows of a sheet of tables.yaml come from: a table of the plan, or a list of the summary. */
static const struct {
    const char *id;
    const char *table;
    const char *sql;
    const char *list;
} sources[] = {
    {"counties", "counties", "SELECT * FROM counties ORDER BY code, name", NULL},
    {"towns", "towns", "SELECT * FROM towns ORDER BY code, county, name", NULL},
    {"statistics", "hazard_statistics", "SELECT * FROM hazard_statistics ORDER BY rowid", NULL},
    {"management", "management_gaps", "SELECT * FROM management_gaps ORDER BY rowid", NULL},
    {"disposals", "disposals", "SELECT * FROM disposals ORDER BY rowid", NULL},
    {"sensitivity", "exposure_sensitivity", "SELECT * FROM exposure_sensitivity ORDER BY rowid", NULL},
    {"zones", NULL, NULL, "priority_zones"},
    {"annex", NULL, NULL, "key_hazard_points"},
    {"comparison", "comparison", "SELECT * FROM comparison ORDER BY rowid", NULL},
    {"findings", "findings", "SELECT * FROM findings ORDER BY rowid", NULL},
};

typedef struct {
    const char *name; /* key of a row's value */
    const char *vocabulary;
    const char *total; /* summary keys, or NULL */
    const char *missing;
    HzpCellKind kind;
} Column;

typedef struct {
    HzpRun *run;
    HzpPlanFile *plan;
    json_object *summary;
    const char *path; /* of the file as the user named it */
    const HzpYamlNode *root;
    lxw_workbook *workbook;
    HzpCellFormats formats;
    HzpSheet sheet;
    GArray *columns;   /* of Column */
    GPtrArray *labels; /* of codes outside the vocabularies: vocabulary, code, label, …, NULL */
    HzpReportWords words;
} Book;

/* The text of a {zh:, en:} node in the language of messages. */
static const char *worded(const HzpYamlNode *node) { return hzp_yaml_text(hzp_yaml_get(node, hzp_language_get())); }

static const char *word(const Book *book, const char *name)
{
    const char *text = worded(hzp_yaml_get(hzp_yaml_get(book->root, "words"), name));
    return text ? text : "";
}

static void read_words(Book *book)
{
    const HzpYamlNode *vocabularies = hzp_yaml_get(book->root, "labels");
    for (size_t v = 0; v < hzp_yaml_count(vocabularies); v++) {
        const HzpYamlNode *labels = hzp_yaml_item(vocabularies, v);
        for (size_t i = 0; i < hzp_yaml_count(labels); i++) {
            g_ptr_array_add(book->labels, (gpointer)hzp_yaml_key(vocabularies, v));
            g_ptr_array_add(book->labels, (gpointer)hzp_yaml_key(labels, i));
            g_ptr_array_add(book->labels, (gpointer)worded(hzp_yaml_item(labels, i)));
        }
    }
    g_ptr_array_add(book->labels, NULL);
    book->words = (HzpReportWords){.list_join = word(book, "list_join"), .extra = (const char *const *)book->labels->pdata};
}

static HzpStatus read_column(Book *book, const HzpYamlNode *node)
{
    static const char *const known[] = {"column", "zh", "en", "format", "label", "total", "missing", NULL};
    Column column = {.name = hzp_yaml_text(hzp_yaml_get(node, "column")),
                     .vocabulary = hzp_yaml_text(hzp_yaml_get(node, "label")),
                     .total = hzp_yaml_text(hzp_yaml_get(node, "total")),
                     .missing = hzp_yaml_text(hzp_yaml_get(node, "missing"))};
    const char *format = hzp_yaml_text(hzp_yaml_get(node, "format"));
    HZP_TRY(hzp_yaml_check_keys(node, known));
    if (!column.name || !worded(node)) return hzp_yaml_fail(node, "report_column_incomplete", NULL, NULL);
    if (!hzp_cell_kind_find(format, &column.kind)) return hzp_yaml_fail(node, "report_format_unknown", "format", format);
    g_array_append_val(book->columns, column);
    return HZP_OK;
}

static HzpStatus write_header(Book *book, const HzpYamlNode *columns)
{
    g_autoptr(GPtrArray) headers = g_ptr_array_new();
    g_array_set_size(book->columns, 0);
    for (size_t i = 0; i < hzp_yaml_count(columns); i++) {
        HZP_TRY(read_column(book, hzp_yaml_item(columns, i)));
        g_ptr_array_add(headers, (gpointer)worded(hzp_yaml_item(columns, i)));
    }
    g_ptr_array_add(headers, NULL);
    hzp_sheet_header(&book->sheet, (const char *const *)headers->pdata);
    return HZP_OK;
}

/* Lists are joined and codes are named; anything else goes into the cell as it is. */
static void write_cell(Book *book, lxw_col_t at, const Column *column, json_object *value)
{
    if (json_object_is_type(value, json_type_array)) {
        g_autofree char *filter = g_strconcat("list:", column->vocabulary, NULL);
        HzpReportValue list = hzp_report_value(value);
        hzp_report_filter(&list, filter, &book->words);
        hzp_sheet_text(&book->sheet, at, list.text ? list.text : "", false);
        hzp_report_value_clear(&list);
    } else if (column->vocabulary && json_object_is_type(value, json_type_string)) {
        const char *label = hzp_report_label(column->vocabulary, json_object_get_string(value), &book->words);
        hzp_sheet_text(&book->sheet, at, label, false);
    } else {
        hzp_sheet_cell(&book->sheet, at, value, column->kind, false);
    }
}

static bool write_row(Book *book, json_object *row)
{
    for (guint i = 0; i < book->columns->len; i++) {
        const Column *column = &g_array_index(book->columns, Column, i);
        json_object *value = NULL;
        json_object_object_get_ex(row, column->name, &value);
        write_cell(book, (lxw_col_t)i, column, value);
    }
    return hzp_sheet_next(&book->sheet);
}

static HzpStatus write_query(Book *book, const char *sql)
{
    sqlite3_stmt *statement = NULL;
    HZP_TRY(hzp_plan_file_prepare(book->plan, sql, &statement));
    HzpStatus status = HZP_OK;
    bool room = true;
    while (status == HZP_OK && room && hzp_plan_file_step(book->plan, statement)) {
        json_object *row = json_object_new_object();
        for (int i = 0; i < sqlite3_column_count(statement); i++)
            json_object_object_add(row, sqlite3_column_name(statement, i), hzp_summary_value(statement, i));
        room = write_row(book, row);
        json_object_put(row);
        if (hzp_run_cancelled(book->run)) status = hzp_fail(HZP_E_CANCELLED, "cancelled", NULL);
    }
    sqlite3_finalize(statement);
    if (!room) hzp_run_log(book->run, HZP_LOG_WARNING, "report_sheet_full", "sheet", book->sheet.sheet->name, NULL);
    return status;
}

static HzpStatus write_rows(Book *book, const char *id)
{
    for (size_t i = 0; i < G_N_ELEMENTS(sources); i++) {
        if (strcmp(sources[i].id, id) != 0) continue;
        if (sources[i].table && hzp_plan_file_has_rows(book->plan, sources[i].table))
            return write_query(book, sources[i].sql);
        json_object *list = sources[i].list ? hzp_summary_get(book->summary, sources[i].list) : NULL;
        size_t count = json_object_is_type(list, json_type_array) ? json_object_array_length(list) : 0;
        for (size_t place = 0; place < count; place++)
            write_row(book, json_object_array_get_idx(list, place));
    }
    return HZP_OK;
}

/* A row below the table from the summary keys that its columns name: the totals, or how many rows lack the figure. */
static void write_totals_row(Book *book, const char *label, bool missing)
{
    hzp_sheet_text(&book->sheet, 0, label, true);
    for (guint i = 1; i < book->columns->len; i++) {
        const Column *column = &g_array_index(book->columns, Column, i);
        const char *key = missing ? column->missing : column->total;
        HzpCellKind kind = missing ? HZP_CELL_INTEGER : column->kind;
        hzp_sheet_cell(&book->sheet, (lxw_col_t)i, key ? hzp_summary_get(book->summary, key) : NULL, kind, true);
    }
    hzp_sheet_next(&book->sheet);
}

static void write_totals(Book *book)
{
    bool totals = false;
    bool missing = false;
    for (guint i = 0; i < book->columns->len; i++) {
        totals |= g_array_index(book->columns, Column, i).total != NULL;
        missing |= g_array_index(book->columns, Column, i).missing != NULL;
    }
    if (totals) write_totals_row(book, word(book, "total"), false);
    if (missing) write_totals_row(book, word(book, "missing"), true);
}

/* One line of the overview: label, figure, and how many rows lack the figure. */
static void write_figure(Book *book, const char *label, json_object *value, HzpCellKind kind, const char *missing_key)
{
    json_object *missing = missing_key ? hzp_summary_get(book->summary, missing_key) : NULL;
    hzp_sheet_text(&book->sheet, 0, label, false);
    hzp_sheet_cell(&book->sheet, 1, value, kind, false);
    if (missing && json_object_get_int64(missing) > 0) {
        const char *pairs[] = {"count", json_object_get_string(missing), NULL};
        g_autofree char *remark = hzp_template_fill(word(book, "remark"), pairs);
        hzp_sheet_text(&book->sheet, 2, remark, false);
    } else {
        hzp_sheet_cell(&book->sheet, 2, NULL, HZP_CELL_TEXT, false);
    }
    hzp_sheet_next(&book->sheet);
}

/* A line for each member of a mapping: "{label}" in the text is the member's name or the label of its code. */
static void write_members(Book *book, const HzpYamlNode *figure, json_object *mapping, HzpCellKind kind)
{
    const char *vocabulary = hzp_yaml_text(hzp_yaml_get(figure, "label"));
    json_object_object_foreach(mapping, key, member)
    {
        const char *pairs[] = {"label", hzp_report_label(vocabulary, key, &book->words), NULL};
        g_autofree char *label = hzp_template_fill(worded(figure), pairs);
        write_figure(book, label, member, kind, NULL);
    }
}

/* A line or sheet that is left out where there is nothing to say. */
static bool is_optional(const HzpYamlNode *node)
{
    const char *text = hzp_yaml_text(hzp_yaml_get(node, "optional"));
    return text && strcmp(text, "true") == 0;
}

static HzpStatus write_figures(Book *book, const HzpYamlNode *figures)
{
    static const char *const known[] = {"key", "zh", "en", "format", "label", "missing", "optional", NULL};
    for (size_t i = 0; i < hzp_yaml_count(figures); i++) {
        const HzpYamlNode *figure = hzp_yaml_item(figures, i);
        HZP_TRY(hzp_yaml_check_keys(figure, known));
        const char *key = hzp_yaml_text(hzp_yaml_get(figure, "key"));
        const char *format = hzp_yaml_text(hzp_yaml_get(figure, "format"));
        HzpCellKind kind = HZP_CELL_TEXT;
        if (!key || !worded(figure)) return hzp_yaml_fail(figure, "report_column_incomplete", NULL, NULL);
        if (!hzp_cell_kind_find(format, &kind)) return hzp_yaml_fail(figure, "report_format_unknown", "format", format);
        json_object *value = hzp_summary_get(book->summary, key);
        if (!value && is_optional(figure)) continue;
        if (json_object_is_type(value, json_type_object)) {
            write_members(book, figure, value, kind);
        } else {
            write_figure(book, worded(figure), value, kind, hzp_yaml_text(hzp_yaml_get(figure, "missing")));
        }
    }
    return HZP_OK;
}

static HzpStatus begin_sheet(Book *book, const HzpYamlNode *node)
{
    const char *name = worded(hzp_yaml_get(node, "name"));
    lxw_worksheet *worksheet = name ? workbook_add_worksheet(book->workbook, name) : NULL;
    if (!worksheet) return hzp_yaml_fail(node, "report_sheet_name", "name", name);
    json_object *title = hzp_summary_get(book->summary, "title");
    json_object *notice = hzp_summary_get(book->summary, "notice");
    g_autofree char *heading = title ? g_strconcat(json_object_get_string(title), " ", name, NULL) : g_strdup(name);
    hzp_sheet_begin(&book->sheet, worksheet, &book->formats, heading, notice ? json_object_get_string(notice) : NULL);
    return HZP_OK;
}

static HzpStatus fill_sheet(Book *book, const HzpYamlNode *node, lxw_row_t *rows)
{
    const char *id = hzp_yaml_text(hzp_yaml_get(node, "id"));
    HZP_TRY(write_header(book, hzp_yaml_get(node, "columns")));
    HZP_TRY(write_rows(book, id ? id : ""));
    HZP_TRY(write_figures(book, hzp_yaml_get(node, "figures")));
    *rows = book->sheet.row - book->sheet.header_row - 1;
    write_totals(book);
    return HZP_OK;
}

static bool has_rows(const Book *book, const HzpYamlNode *node)
{
    const char *id = hzp_yaml_text(hzp_yaml_get(node, "id"));
    for (size_t i = 0; i < G_N_ELEMENTS(sources); i++) {
        if (g_strcmp0(sources[i].id, id) == 0 && sources[i].table)
            return hzp_plan_file_has_rows(book->plan, sources[i].table);
    }
    return true;
}

static HzpStatus write_sheet(Book *book, const HzpYamlNode *node)
{
    static const char *const known[] = {"id", "name", "columns", "figures", "optional", NULL};
    lxw_row_t rows = 0;
    HZP_TRY(hzp_yaml_check_keys(node, known));
    if (is_optional(node) && !has_rows(book, node)) return HZP_OK;
    HZP_TRY(begin_sheet(book, node));
    HzpStatus status = fill_sheet(book, node, &rows);
    hzp_sheet_end(&book->sheet, rows);
    if (status != HZP_OK) return status;
    return book->sheet.failed ? hzp_fail(HZP_E_INTERNAL, "report_sheet_failed", "sheet", book->sheet.sheet->name, NULL)
                              : HZP_OK;
}

static HzpStatus write_sheets(Book *book)
{
    const HzpYamlNode *sheets = hzp_yaml_get(book->root, "sheets");
    for (size_t i = 0; i < hzp_yaml_count(sheets); i++) {
        HZP_TRY(hzp_run_step(book->run, "report_phase", (double)i, (double)hzp_yaml_count(sheets)));
        HZP_TRY(write_sheet(book, hzp_yaml_item(sheets, i)));
    }
    return hzp_plan_file_check(book->plan);
}

/* The first day of the plan's year stands for the time of writing, so that the same plan gives the same bytes. */
static void set_properties(Book *book)
{
    json_object *year = hzp_summary_get(book->summary, "year");
    json_object *title = hzp_summary_get(book->summary, "title");
    json_object *notice = hzp_summary_get(book->summary, "notice");
    int number = CLAMP(year ? json_object_get_int(year) : 2000, 1970, 9999);
    g_autoptr(GDateTime) day = g_date_time_new_utc(number, 1, 1, 0, 0, 1);
    /* The library copies the texts; its struct has no const. */
    lxw_doc_properties properties = {.title = title ? (char *)json_object_get_string(title) : NULL,
                                     .comments = notice ? (char *)json_object_get_string(notice) : NULL,
                                     .created = (time_t)g_date_time_to_unix(day)};
    workbook_set_properties(book->workbook, &properties);
}

static HzpStatus write_book(Book *book, const char *temporary)
{
    /* The library's own files lie beside the workbook, and go with it. */
    g_autofree char *folder = g_path_get_dirname(temporary);
    lxw_workbook_options options = {.tmpdir = folder};
    book->workbook = workbook_new_opt(temporary, &options);
    if (!book->workbook) return hzp_fail(HZP_E_MEMORY, "out_of_memory", NULL);
    hzp_cell_formats_make(book->workbook, &book->formats);
    set_properties(book);
    HzpStatus status = write_sheets(book);
    if (status != HZP_OK) {
        lxw_workbook_free(book->workbook);
        return status;
    }
    lxw_error error = workbook_close(book->workbook);
    if (error == LXW_NO_ERROR) return HZP_OK;
    const char *reason = error == LXW_ERROR_ZIP_FILE_OPERATION ? g_strerror(errno) : lxw_strerror(error);
    return hzp_fail(HZP_E_IO, "output_unwritable", "file", book->path, "reason", reason, NULL);
}

/* The workbook library prints numbers with the C locale's functions: a decimal comma would break the file. */
static HzpStatus write_book_in_c_locale(Book *book, const char *temporary)
{
    locale_t c_locale = newlocale(LC_NUMERIC_MASK, "C", (locale_t)0);
    locale_t earlier = c_locale ? uselocale(c_locale) : (locale_t)0;
    HzpStatus status = write_book(book, temporary);
    if (c_locale) {
        uselocale(earlier);
        freelocale(c_locale);
    }
    return status;
}

static HzpStatus write_file(Book *book)
{
    g_autofree char *temporary = NULL;
    HZP_TRY(hzp_output_begin(book->path, &temporary));
    HzpStatus status = write_book_in_c_locale(book, temporary);
    if (status == HZP_OK) return hzp_output_commit(temporary, book->path);
    hzp_output_discard(temporary);
    return status;
}

HzpStatus hzp_report_workbook(HzpRun *run, HzpPlanFile *plan, json_object *summary, const char *path)
{
    HzpYaml *tables = NULL;
    g_autofree char *file = hzp_resource_path("data/templates", "tables.yaml");
    if (!file) return hzp_fail(HZP_E_IO, "report_resource_missing", "file", "data/templates/tables.yaml", NULL);
    HZP_TRY(hzp_vocabulary_load());
    HZP_TRY(hzp_yaml_load(file, &tables));
    Book book = {.run = run,
                 .plan = plan,
                 .summary = summary,
                 .path = path,
                 .root = hzp_yaml_root(tables),
                 .columns = g_array_new(FALSE, TRUE, sizeof(Column)),
                 .labels = g_ptr_array_new()};
    read_words(&book);
    HzpStatus status = write_file(&book);
    g_ptr_array_free(book.labels, TRUE);
    g_array_free(book.columns, TRUE);
    hzp_yaml_free(tables);
    return status;
}
