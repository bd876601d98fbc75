/** Visibility of the public functions.
 *
 * The library is built with hidden visibility; only what carries HZP_API is exported, and tests/meta/exports checks the list.
 */
#ifndef HAZPLAN_EXPORT_H
#define HAZPLAN_EXPORT_H

#if defined(__GNUC__)
#define HZP_API __attribute__((visibility("default")))
#else
#define HZP_API
#endif

#ifdef __cplusplus
#define HZP_BEGIN_DECLS extern "C" {
#define HZP_END_DECLS }
#else
#define HZP_BEGIN_DECLS
#define HZP_END_DECLS
#endif

#endif
