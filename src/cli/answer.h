/* Answers on standard output: rows of texts as a table, CSV, JSON or GeoJSON. */
#ifndef HZP_CLI_ANSWER_H
#define HZP_CLI_ANSWER_H

#include <glib.h>
#include <json-c/json.h>

typedef struct {
    const char *schema;         /* "hazplan-findings/1" */
    const char *list;           /* key of the rows in JSON, "findings" */
    const char *const *columns; /* keys, ended by NULL */
    const char *const *titles;  /* message ids of the table's headings, ended by NULL */
    GPtrArray *rows;            /* of char **, each ended by NULL; a column without a value is "" */
} Answer;

/* An answer without rows; free the rows with answer_clear(). */
void answer_begin(Answer *answer, const char *schema, const char *list, const char *const *columns,
                  const char *const *titles);
void answer_clear(Answer *answer);

/* Append a row: as many texts as columns. */
void answer_add(Answer *answer, ...);

/* Write columns `first` and on of the rows whose column 0 is `group` (all rows when NULL), aligned by display columns. */
void answer_write_table(const Answer *answer, const char *group, size_t first);

/* RFC 4180, UTF-8, one heading line of keys. */
void answer_write_csv(const Answer *answer);

/* {"schema": …, (members of `head`,) list: [{column: value, …}, …]}. Takes `head` over; NULL is fine. */
void answer_write_json(const Answer *answer, json_object *head);

/* A FeatureCollection whose features have the columns as properties and no geometry (RFC 7946, 3.2). */
void answer_write_geojson(const Answer *answer);

#endif
