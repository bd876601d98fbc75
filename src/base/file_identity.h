/* What tells one file from another, and from itself after it was written. */
#ifndef HZP_BASE_FILE_IDENTITY_H
#define HZP_BASE_FILE_IDENTITY_H

#include <stdbool.h>
#include <sys/types.h>
#include <time.h>

typedef struct {
    bool there;
    dev_t device;
    ino_t number;
    off_t size;
    struct timespec written;
} HzpFileIdentity;

/* What lies at `path` now; links are followed. Not `there` where nothing is, or nothing that may be asked. */
HzpFileIdentity hzp_file_identity_look(const char *path);

/* Whether both are there and one file, though it may have been written since. */
bool hzp_file_identity_is_same(const HzpFileIdentity *a, const HzpFileIdentity *b);

/* Whether both are there, one file, and not written between the two looks, as far as size and time tell. */
bool hzp_file_identity_is_unchanged(const HzpFileIdentity *a, const HzpFileIdentity *b);

/* Seconds since it was written, by the clock of this machine: less than 0 where another one set the time. */
double hzp_file_identity_age_s(const HzpFileIdentity *file);

/* Whether it would be seen to be written again: right after it was, its time may stay the same. True for what is not there.
 */
bool hzp_file_identity_is_settled(const HzpFileIdentity *file);

#endif
