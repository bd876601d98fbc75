/* The panel of a warning's map: notice, levels with towns, points and people, rain, the towns that are warned. */
#ifndef HZP_PRESENT_WARNING_PANEL_H
#define HZP_PRESENT_WARNING_PANEL_H

#include "analysis/warning.h"
#include "present/map_sheet.h"

/* HzpSheet.content is the HzpWarning. */
extern const HzpPanelDesign hzp_warning_panel;

#endif
