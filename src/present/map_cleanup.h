/* Freeing what Pango, Cairo and fontconfig keep, so that leak checks are quiet. */
#ifndef HZP_PRESENT_MAP_CLEANUP_H
#define HZP_PRESENT_MAP_CLEANUP_H

/* Call once at the very end of the program, after all maps were drawn; no map can be drawn afterwards. */
void hzp_map_cleanup(void);

#endif
