/* Answers on standard output: rows of texts as a table, CSV, JSON or GeoJSON. */
#ifndef HZP_CLI_ANSWER_H
#define HZP_CLI_ANSWER_H

#include <glib.h>
#include <json-c/json.h>

/* A column of the table: which key, the message id of its heading, and how many columns of the screen it takes at most (0: as
 * many as it needs). */
typedef struct {
    const char *key;
    const char *title;
    size_t most;
} AnswerHeading;

typedef struct {
    const char *schema;            /* "hazplan-findings/1" */
    const char *list;              /* key of the rows in JSON, "findings" */
    const char *const *columns;    /* keys, ended by NULL */
    const char *const *numbers;    /* those of the keys whose values are numbers in JSON; NULL for none */
    const AnswerHeading *headings; /* of the table, ended by a NULL key */
    GPtrArray *rows;               /* of char **, each ended by NULL; a column without a value is "" */
} Answer;

/* An answer without rows; free the rows with answer_clear(). */
void answer_begin(Answer *answer, const char *schema, const char *list, const char *const *columns,
                  const char *const *numbers, const AnswerHeading *headings);
void answer_clear(Answer *answer);

/* A text of the data on one line: it may hold line breaks or escape sequences, and a table shows neither. Free with g_free().
 */
char *answer_printable(const char *text);

/* Append a row: as many texts as columns. */
void answer_add(Answer *answer, ...);

/* Write the columns that have headings, of the rows whose column 0 is `group` (all rows when NULL), aligned by display
 * columns.
 */
void answer_write_table(const Answer *answer, const char *group);

/* RFC 4180, UTF-8, one heading line of keys. */
void answer_write_csv(const Answer *answer);

/* {"schema": …, (members of `head`,) list: [{column: value, …}, …]}. Takes `head` over; NULL is fine. A number that is
 * missing is null. */
void answer_write_json(const Answer *answer, json_object *head);

/* A FeatureCollection whose features have the columns as properties (RFC 7946); the geometry is the point of the columns lon
 * and lat, null where they are missing (3.2). */
void answer_write_geojson(const Answer *answer);

#endif
