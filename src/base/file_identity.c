#include "base/file_identity.h"

#include <sys/stat.h>

HzpFileIdentity hzp_file_identity_look(const char *path)
{
    struct stat found;
    if (stat(path, &found) != 0) return (HzpFileIdentity){0};
    return (HzpFileIdentity){true, found.st_dev, found.st_ino, found.st_size, found.st_mtim};
}

bool hzp_file_identity_is_same(const HzpFileIdentity *a, const HzpFileIdentity *b)
{
    return a->there && b->there && a->device == b->device && a->number == b->number;
}

bool hzp_file_identity_is_unchanged(const HzpFileIdentity *a, const HzpFileIdentity *b)
{
    return hzp_file_identity_is_same(a, b) && a->size == b->size && a->written.tv_sec == b->written.tv_sec &&
           a->written.tv_nsec == b->written.tv_nsec;
}

double hzp_file_identity_age_s(const HzpFileIdentity *file)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (double)(now.tv_sec - file->written.tv_sec) + (double)(now.tv_nsec - file->written.tv_nsec) / 1e9;
}

bool hzp_file_identity_is_settled(const HzpFileIdentity *file)
{
    /* Linux gives files the time of its last tick, 100 to 1000 of which are in a second; FAT keeps every other second. */
    double tick_s = file->written.tv_nsec == 0 ? 2 : 0.01;
    double age_s = hzp_file_identity_age_s(file);
    return !file->there || age_s < 0 || age_s > tick_s;
}
