/* Blocks of a panel one below the other, and the short texts among them. */
#ifndef HZP_PRESENT_PANEL_STACK_H
#define HZP_PRESENT_PANEL_STACK_H

#include "present/map_sheet.h"

/* Blocks from the top, then the one that takes what room is left (NULL for none), then those at the bottom; the lists end
 * with NULL. Returns the height of all. */
double hzp_panel_stack(const HzpPanel *panel, HzpPageBox box, bool draw, const HzpPanelColumn *top, HzpPanelColumn rest,
                       const HzpPanelColumn *bottom);

/* A paragraph that must be seen: bold, red, with a bar beside it. */
double hzp_panel_remark(const HzpPanel *panel, const char *text, HzpPageBox box, bool draw);
/* A paragraph among the notes; takes the text. */
double hzp_panel_caveat(const HzpPanel *panel, char *text, HzpPageBox box, bool draw);

/* The legend as a block. */
double hzp_panel_legend(const HzpPanel *panel, HzpPageBox box, bool draw);

#endif
