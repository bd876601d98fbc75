/* Parts of the QML reader; see map_qml.h. */
#ifndef HZP_PRESENT_MAP_QML_READER_H
#define HZP_PRESENT_MAP_QML_READER_H

#include <libxml/tree.h>

#include "present/map_style.h"

/* What is being read, for messages. */
typedef struct {
    const char *layer;
    const char *rule;
} HzpQmlPlace;

/* Fail at an element: it has `value`, and `accepted` is what can be drawn. */
HzpStatus hzp_qml_fail(const HzpQmlPlace *place, const char *element, const char *value, const char *accepted);

/* First child element of a name (any name: NULL) and the next one like it. */
xmlNode *hzp_qml_child(const xmlNode *parent, const char *name);
xmlNode *hzp_qml_next(const xmlNode *node, const char *name);

/* Attribute as text that belongs to the document, or `fallback`. */
const char *hzp_qml_attribute(const xmlNode *node, const char *name, const char *fallback);
/* Attribute as a whole number text or `fallback` when missing; an unreadable one is an error. */
HzpStatus hzp_qml_number(const HzpQmlPlace *place, const char *name, const char *text, double *value);
/* The same for a number that has bounds: a share (0 to 1), a length on the sheet (0 to HZP_QML_LONGEST). */
HzpStatus hzp_qml_number_within(const HzpQmlPlace *place, const char *name, const char *text, double least, double most,
                                double *value);
/* In any unit, longer than any sheet. */
#define HZP_QML_LONGEST 10000.0

/* Fail where an element's data-defined properties are in use. */
HzpStatus hzp_qml_refuse_data_defined(const HzpQmlPlace *place, const xmlNode *node);

/* Factor from a QGIS unit ("MM", "Point", "Inch", "Pixel") to millimetres; an unknown one is an error. */
HzpStatus hzp_qml_unit(const HzpQmlPlace *place, const char *element, const char *unit, double *millimetres);

/* Read a <symbol>. */
HzpStatus hzp_qml_symbol(const HzpQmlPlace *place, const xmlNode *node, HzpSymbol **symbol);

/* Read <labeling>. */
HzpStatus hzp_qml_labeling(const HzpQmlPlace *place, const xmlNode *node, HzpLabelStyle *label);

#endif
