/* One sheet of the workbook: title, notice, frozen header, rows; widths follow what was written. */
#ifndef HZP_PRESENT_WORKBOOK_SHEET_H
#define HZP_PRESENT_WORKBOOK_SHEET_H

#include <glib.h>
#include <json.h>
#include <stdbool.h>
#include <xlsxwriter.h>

#include "base/error.h"

/* How the cells of a column print. */
typedef enum {
    HZP_CELL_TEXT,
    HZP_CELL_NUMBER,  /* whole as it is, else two decimals */
    HZP_CELL_INTEGER, /* with thousands separators */
    HZP_CELL_DECIMAL, /* two decimals */
    HZP_CELL_PERCENT, /* a share of 1, two decimals */
    HZP_CELL_KINDS
} HzpCellKind;

/* The kind a name in tables.yaml means: "text", "number", "integer", "decimal", "percent"; NULL is text. False for another
 * name. */
bool hzp_cell_kind_find(const char *name, HzpCellKind *kind);

/* Formats belong to the workbook and are made once for all its sheets. */
typedef struct {
    lxw_format *title;
    lxw_format *notice;
    lxw_format *header;
    lxw_format *cells[HZP_CELL_KINDS][2]; /* plain, and bold for totals */
} HzpCellFormats;

void hzp_cell_formats_make(lxw_workbook *workbook, HzpCellFormats *formats);

typedef struct {
    lxw_worksheet *sheet;
    const HzpCellFormats *formats;
    lxw_row_t row;        /* next row to write */
    lxw_row_t header_row; /* 0 until the header is written; the title stands in row 0 */
    GArray *widths;       /* of double, one a column, in characters */
    double lines;         /* that the current row needs */
    bool failed;          /* the workbook library refused something */
} HzpSheet;

/* Start a sheet with its title and, where there is one, the notice. */
void hzp_sheet_begin(HzpSheet *sheet, lxw_worksheet *worksheet, const HzpCellFormats *formats, const char *title,
                     const char *notice);

/* Write the header row and freeze it; `headers` is NULL-terminated. */
void hzp_sheet_header(HzpSheet *sheet, const char *const *headers);

/* Write a cell of the current row: a number as number, a text as text whatever it begins with, NULL as an empty cell. In a
 * column of numbers a text that is wholly a number is one. */
void hzp_sheet_cell(HzpSheet *sheet, lxw_col_t column, json_object *value, HzpCellKind kind, bool bold);
void hzp_sheet_text(HzpSheet *sheet, lxw_col_t column, const char *text, bool bold);

/* Go on with the next row. False once a worksheet holds no more rows; nothing is written from then on. */
bool hzp_sheet_next(HzpSheet *sheet);

/* Set widths, filter and print layout. The filter covers `filtered` rows below the header. */
void hzp_sheet_end(HzpSheet *sheet, lxw_row_t filtered);

#endif
