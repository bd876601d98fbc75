/* What the files about CRS share of PROJ. Only crs*.c and gauss_kruger.c include this. */
#ifndef HZP_GEO_CRS_PARTS_H
#define HZP_GEO_CRS_PARTS_H

#include <proj.h>

#include "geo/crs.h"

struct HzpTransform {
    PJ_CONTEXT *context;
    HzpMapOffset offset; /* undone before the steps */
    PJ *steps[2];        /* one after the other; NULL does nothing */
};

/* Silent, and without the network. */
PJ_CONTEXT *hzp_proj_context_new(void);
/* NULL when PROJ does not know it, or it is no CRS. */
PJ *hzp_proj_crs(PJ_CONTEXT *context, const char *definition);

#endif
