/* A YAML file as a tree of nodes that know their lines.
 *
 * libyaml parses; this adds look-up, checked scalars and "unknown key" errors that name file, line and key. libcyaml maps
 * YAML to C structs but cannot describe mappings with free keys (overrides by town name, message catalogues, scores by hazard
 * type), which the project file is full of. Anchors and aliases are not followed: a project file has no use for them and they
 * are the way to blow up a parser.
 */
#ifndef HZP_BASE_YAML_TREE_H
#define HZP_BASE_YAML_TREE_H

#include <glib.h>
#include <stdbool.h>

#include "base/error.h"

typedef struct HzpYaml HzpYaml;
typedef struct HzpYamlNode HzpYamlNode;

/* Load a file (UTF-8, at most 16 MiB). HZP_E_INPUT with file and line for a syntax error or a duplicate key; HZP_E_INPUT when
 * the file cannot be read. Free with hzp_yaml_free(). */
HzpStatus hzp_yaml_load(const char *path, HzpYaml **yaml);
HzpStatus hzp_yaml_parse(const char *name, const char *text, size_t length, HzpYaml **yaml);
/* The same without an error message, for the message catalogue itself; NULL on any failure. */
HzpYaml *hzp_yaml_load_quietly(const char *path);
void hzp_yaml_free(HzpYaml *yaml);

/* Root node; never NULL for a loaded file (an empty file has an empty mapping). Nodes belong to the tree. */
const HzpYamlNode *hzp_yaml_root(const HzpYaml *yaml);
const char *hzp_yaml_path(const HzpYamlNode *node);
int hzp_yaml_line(const HzpYamlNode *node);

bool hzp_yaml_is_mapping(const HzpYamlNode *node);
bool hzp_yaml_is_sequence(const HzpYamlNode *node);
bool hzp_yaml_is_scalar(const HzpYamlNode *node);
/* A plain (unquoted) empty scalar, `~` or `null`. */
bool hzp_yaml_is_null(const HzpYamlNode *node);

/* Number of entries of a mapping or sequence; 0 for anything else and for NULL. */
size_t hzp_yaml_count(const HzpYamlNode *node);
/* Entry by position; the key is NULL for a sequence. */
const HzpYamlNode *hzp_yaml_item(const HzpYamlNode *node, size_t index);
const char *hzp_yaml_key(const HzpYamlNode *node, size_t index);
/* Value of a key; NULL where the node is not a mapping, is NULL, or lacks the key. */
const HzpYamlNode *hzp_yaml_get(const HzpYamlNode *node, const char *key);
/* Value of a dotted path of keys, "hazard.radius_m.landslide". */
const HzpYamlNode *hzp_yaml_find(const HzpYamlNode *node, const char *path);

/* Text of a scalar; NULL for anything else, for null and for a NULL node. */
const char *hzp_yaml_text(const HzpYamlNode *node);

/* Checked scalars. A NULL or null node leaves the result as it is and returns HZP_OK; a wrong value is HZP_E_INPUT naming
 * file, line, key and value. Numbers are parsed whole ("10xyz" is refused). */
HzpStatus hzp_yaml_read_text(const HzpYamlNode *node, const char **value);
HzpStatus hzp_yaml_read_number(const HzpYamlNode *node, double least, double most, double *value);
HzpStatus hzp_yaml_read_bool(const HzpYamlNode *node, bool *value);

/* HZP_E_INPUT naming the line when a mapping holds a key that is not in the NULL-terminated list, or is not a mapping. NULL
 * is fine. */
HzpStatus hzp_yaml_check_keys(const HzpYamlNode *node, const char *const *known);

/* Fail at a node: `id` of data/messages/ with the further pairs, and {file}, {line} filled in. */
HzpStatus hzp_yaml_fail(const HzpYamlNode *node, const char *id, const char *name, const char *value);

#endif
