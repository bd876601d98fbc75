/* The summary of a plan as a tree: the rows of the summary table (dotted keys) put back together.
 *
 * A key's parts are parted by '.'; a dot inside a name is written "\.", a backslash "\\". A part of digits below anything but
 * a "by_…" mapping is a place in a list, counted from 0 without gaps. The values `[]` and `{}` are an empty list and mapping.
 * The tree starts from what data/schema/summary.schema.json requires, so a key that the plan lacks is null (or an empty list
 * or mapping) and its readers always find the same shape.
 */
#ifndef HZP_PRESENT_SUMMARY_TREE_H
#define HZP_PRESENT_SUMMARY_TREE_H

#include <glib.h>
#include <json.h>

#include "data/plan_file.h"

/* Parts of a dotted key with the escapes taken out; free with g_strfreev(). An empty key has no part. */
GStrv hzp_summary_key_split(const char *key);

/* Put a value (whose reference it takes; NULL is null) under a dotted key, making what lies between. HZP_E_INPUT naming the
 * key when it contradicts what is there: a list place out of turn, a value where there is a mapping, or the reverse. */
HzpStatus hzp_summary_put(json_object *tree, const char *key, json_object *value);

/* Value under a dotted key; NULL where it is missing or null. Borrowed from the tree. */
json_object *hzp_summary_get(json_object *tree, const char *key);

/* The least tree that a JSON schema allows: its required properties, null, empty or the const it names. Free with
 * json_object_put(). Understands what summary.schema.json uses: type, properties, required, const. */
json_object *hzp_summary_skeleton(json_object *schema);

/* Read the summary table of a plan. Free the tree with json_object_put(). */
HzpStatus hzp_summary_read(HzpPlanFile *plan, json_object **tree);

/* A JSON number that prints with as few digits as read back to the same value; NaN and infinities are null. */
json_object *hzp_summary_number(double value);

/* Value of a row of the summary table, whose third column names its type: "text", "integer", "real" or "null"; the texts `[]`
 * and `{}` of another type are an empty list and mapping. NULL for null. */
json_object *hzp_summary_value_of_text(const char *text, const char *type);

/* Value of a column of a statement's current row: a number, a text, an empty list for the text `[]` and mapping for `{}`;
 * NULL for NULL and for a blob. */
json_object *hzp_summary_value(sqlite3_stmt *statement, int column);

#endif
