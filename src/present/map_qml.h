/* Reading a declared part of QGIS layer styles (QML, QGIS 3.22 and later).
 *
 * Renderers: singleSymbol, categorizedSymbol, graduatedSymbol, RuleRenderer. Symbol layers: SimpleFill, LinePatternFill,
 * PointPatternFill, SimpleLine, SimpleMarker. Names: simple labelling with one column. Anything else that would change the
 * picture is HZP_E_INPUT naming layer, rule and element and what to do; nothing is left out silently. What has no bearing on
 * a printed map (forms, aliases, 3D, actions) and where QGIS would place names is not read: names are placed by us.
 */
#ifndef HZP_PRESENT_MAP_QML_H
#define HZP_PRESENT_MAP_QML_H

#include "present/map_style.h"

/* Read the style of `layer` from QML text. Free with hzp_style_free(). */
HzpStatus hzp_qml_read(const char *layer, const char *text, size_t length, HzpStyle **style);

#endif
