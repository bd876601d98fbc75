/* The panel of an emergency map: totals, remarks, brigades, facilities, the nearest villages, legend and notes. */
#ifndef HZP_PRESENT_AFFECTED_PANEL_H
#define HZP_PRESENT_AFFECTED_PANEL_H

#include "answer/affected.h"
#include "present/map_sheet.h"

/* HzpSheet.content of the design below. */
typedef struct {
    const HzpAffected *answer;
    const char *const *remarks; /* NULL for none */
    bool towns_left_out;        /* too many to draw their boundaries */
    bool area_cut;              /* the map shows what is affected, not all of the area asked for */
} HzpAffectedContent;

extern const HzpPanelDesign hzp_affected_panel;

#endif
