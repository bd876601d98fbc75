#include "present/workbook_sheet.h"

#include <math.h>
#include <string.h>

/* Limits of the file format, and of what is pleasant to read. */
enum { MOST_ROWS = 1048576, MOST_CHARACTERS = 32767, HEADER_WIDTH = 8, LEAST_WIDTH = 6, MOST_WIDTH = 50 };
enum { LINE_HEIGHT = 16, A3_PAPER = 8, A4_PAPER = 9, MANY_COLUMNS = 12 };

static const struct {
    const char *name;
    const char *number_format;
} kinds[HZP_CELL_KINDS] = {
    [HZP_CELL_TEXT] = {"text", NULL},          [HZP_CELL_NUMBER] = {"number", "General"},
    [HZP_CELL_INTEGER] = {"integer", "#,##0"}, [HZP_CELL_DECIMAL] = {"decimal", "#,##0.00"},
    [HZP_CELL_PERCENT] = {"percent", "0.00%"},
};

bool hzp_cell_kind_find(const char *name, HzpCellKind *kind)
{
    *kind = HZP_CELL_TEXT;
    if (!name) return true;
    for (int i = 0; i < HZP_CELL_KINDS; i++) {
        if (strcmp(kinds[i].name, name) != 0) continue;
        *kind = (HzpCellKind)i;
        return true;
    }
    return false;
}

static lxw_format *cell_format(lxw_workbook *workbook, HzpCellKind kind, bool bold)
{
    lxw_format *format = workbook_add_format(workbook);
    format_set_border(format, LXW_BORDER_THIN);
    format_set_border_color(format, 0xBFBFBF);
    format_set_align(format, LXW_ALIGN_VERTICAL_CENTER);
    if (kinds[kind].number_format) {
        format_set_num_format(format, kinds[kind].number_format);
    } else {
        format_set_text_wrap(format);
    }
    if (bold) {
        format_set_bold(format);
        format_set_bg_color(format, 0xF2F2F2);
    }
    return format;
}

void hzp_cell_formats_make(lxw_workbook *workbook, HzpCellFormats *formats)
{
    formats->title = workbook_add_format(workbook);
    format_set_bold(formats->title);
    format_set_font_size(formats->title, 14);
    formats->notice = workbook_add_format(workbook);
    format_set_bold(formats->notice);
    format_set_font_color(formats->notice, 0xC00000);
    formats->header = workbook_add_format(workbook);
    format_set_bold(formats->header);
    format_set_border(formats->header, LXW_BORDER_THIN);
    format_set_border_color(formats->header, 0xBFBFBF);
    format_set_bg_color(formats->header, 0xDDEBF7);
    format_set_align(formats->header, LXW_ALIGN_CENTER);
    format_set_align(formats->header, LXW_ALIGN_VERTICAL_CENTER);
    format_set_text_wrap(formats->header);
    for (int kind = 0; kind < HZP_CELL_KINDS; kind++) {
        for (int bold = 0; bold < 2; bold++)
            formats->cells[kind][bold] = cell_format(workbook, (HzpCellKind)kind, bold == 1);
    }
}

static void note_result(HzpSheet *sheet, lxw_error error)
{
    if (error != LXW_NO_ERROR) sheet->failed = true;
}

/* A text cut to what a cell may hold. */
static void write_text(HzpSheet *sheet, lxw_col_t column, const char *text, lxw_format *format)
{
    g_autofree char *cut = g_utf8_strlen(text, -1) > MOST_CHARACTERS ? g_utf8_substring(text, 0, MOST_CHARACTERS) : NULL;
    note_result(sheet, worksheet_write_string(sheet->sheet, sheet->row, column, cut ? cut : text, format));
}

void hzp_sheet_begin(HzpSheet *sheet, lxw_worksheet *worksheet, const HzpCellFormats *formats, const char *title,
                     const char *notice)
{
    *sheet = (HzpSheet){.sheet = worksheet, .formats = formats, .widths = g_array_new(FALSE, TRUE, sizeof(double))};
    note_result(sheet, worksheet_set_row(worksheet, 0, 24, NULL));
    write_text(sheet, 0, title, formats->title);
    sheet->row++;
    if (notice) write_text(sheet, 0, notice, formats->notice);
    if (notice) sheet->row++;
}

/* Wide characters (CJK) take two places. */
static double display_width(const char *text)
{
    double width = 0;
    for (const char *at = text; *at; at = g_utf8_next_char(at)) {
        gunichar character = g_utf8_get_char(at);
        width += g_unichar_iswide(character) ? 2 : 1;
    }
    return width;
}

static void widen(HzpSheet *sheet, lxw_col_t column, double width)
{
    if (sheet->widths->len <= column) g_array_set_size(sheet->widths, column + 1U);
    double *widest = &g_array_index(sheet->widths, double, column);
    *widest = fmax(*widest, width);
}

void hzp_sheet_header(HzpSheet *sheet, const char *const *headers)
{
    sheet->header_row = sheet->row;
    double lines = 1;
    for (lxw_col_t column = 0; headers[column]; column++) {
        double width = display_width(headers[column]);
        write_text(sheet, column, headers[column], sheet->formats->header);
        widen(sheet, column, fmin(width, HEADER_WIDTH));
        lines = fmax(lines, ceil(width / HEADER_WIDTH));
    }
    note_result(sheet, worksheet_set_row(sheet->sheet, sheet->row, LINE_HEIGHT * lines + 4, NULL));
    sheet->row++;
    worksheet_freeze_panes(sheet->sheet, sheet->row, sheet->widths->len > MANY_COLUMNS ? 1 : 0);
}

void hzp_sheet_text(HzpSheet *sheet, lxw_col_t column, const char *text, bool bold)
{
    double width = display_width(text);
    write_text(sheet, column, text, sheet->formats->cells[HZP_CELL_TEXT][bold]);
    widen(sheet, column, width);
    /* Only a text wider than the widest column wraps; not every program fits the row's height by itself. */
    if (width > MOST_WIDTH - 2) sheet->lines = fmax(sheet->lines, ceil(width / (MOST_WIDTH - 3)));
}

/* NaN where the cell is none. */
static double number_of(json_object *value, HzpCellKind kind)
{
    if (json_object_is_type(value, json_type_int) || json_object_is_type(value, json_type_double))
        return json_object_get_double(value);
    if (kind == HZP_CELL_TEXT || !json_object_is_type(value, json_type_string)) return NAN;
    char *end = NULL;
    const char *text = json_object_get_string(value);
    double number = g_ascii_strtod(text, &end);
    return end != text && !*end && isfinite(number) ? number : NAN;
}

void hzp_sheet_cell(HzpSheet *sheet, lxw_col_t column, json_object *value, HzpCellKind kind, bool bold)
{
    double number = number_of(value, kind);
    if (kind == HZP_CELL_NUMBER && number != floor(number)) kind = HZP_CELL_DECIMAL;
    lxw_format *format = sheet->formats->cells[kind][bold];
    if (!isnan(number)) {
        char text[64];
        note_result(sheet, worksheet_write_number(sheet->sheet, sheet->row, column, number, format));
        g_ascii_formatd(text, sizeof text, kind == HZP_CELL_INTEGER ? "%.0f" : "%.2f", number);
        widen(sheet, column, (double)strlen(text) + 2);
    } else if (value && json_object_get_string_len(value) > 0) {
        hzp_sheet_text(sheet, column, json_object_get_string(value), bold);
    } else {
        note_result(sheet, worksheet_write_blank(sheet->sheet, sheet->row, column, format));
    }
}

bool hzp_sheet_next(HzpSheet *sheet)
{
    if (sheet->lines > 1)
        note_result(sheet, worksheet_set_row(sheet->sheet, sheet->row, LINE_HEIGHT * fmin(sheet->lines, 25), NULL));
    sheet->lines = 0;
    if (sheet->row + 1 >= MOST_ROWS) return false;
    sheet->row++;
    return true;
}

void hzp_sheet_end(HzpSheet *sheet, lxw_row_t filtered)
{
    lxw_col_t columns = (lxw_col_t)sheet->widths->len;
    for (lxw_col_t column = 0; column < columns; column++) {
        double width = CLAMP(g_array_index(sheet->widths, double, column) + 2, LEAST_WIDTH, MOST_WIDTH);
        note_result(sheet, worksheet_set_column(sheet->sheet, column, column, width, NULL));
    }
    if (filtered > 0 && columns > 0) {
        lxw_row_t last = sheet->header_row + filtered;
        note_result(sheet, worksheet_autofilter(sheet->sheet, sheet->header_row, 0, last, (lxw_col_t)(columns - 1)));
    }
    worksheet_set_landscape(sheet->sheet);
    worksheet_set_paper(sheet->sheet, columns > MANY_COLUMNS ? A3_PAPER : A4_PAPER);
    worksheet_fit_to_pages(sheet->sheet, 1, 0);
    note_result(sheet, worksheet_repeat_rows(sheet->sheet, 0, sheet->header_row));
    note_result(sheet, worksheet_set_footer(sheet->sheet, "&C&P / &N"));
    g_array_free(sheet->widths, TRUE);
    sheet->widths = NULL;
}
