/* Areas in words, for findings. */
#ifndef HZP_DATA_AREA_TEXT_H
#define HZP_DATA_AREA_TEXT_H

/* "0.35 m²", "12.5 km²" (from 0.1 km² on) with four digits, in the current language; free with g_free(). */
char *hzp_area_text(double area_m2);

#endif
