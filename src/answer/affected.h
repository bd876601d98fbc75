/* Who is affected: villages, people, hazard points, brigades and facilities in an area that somebody asks for. R16, R17, R29.
 *
 * Everything is read from plan.gpkg by its spatial indexes; no layer is scanned, and no library is called that takes long to
 * load (no GDAL, no GEOS). A plan whose CRS is not geographic is answered all the same, by a caller who transforms.
 *
 * Area asked for:
 *   hazard    the zone of a hazard point. Villages, shares and people are those of the table `exposure`: what the plan
 * printed. circle    all places at most radius_m away by geodesic distance (a place exactly on the circle is inside). area
 * polygons in degrees. A village point is in or out; of a village polygon the share of its area counts, in an equal-area
 * projection. People of a village without a figure are missing (NaN), and the totals say how many villages lack it.
 */
#ifndef HZP_ANSWER_AFFECTED_H
#define HZP_ANSWER_AFFECTED_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "data/plan_file.h"
#include "geo/polygon_set.h"
#include "hazplan/affected.h"

typedef enum { HZP_ASKED_HAZARD, HZP_ASKED_CIRCLE, HZP_ASKED_AREA } HzpAskedKind;

/* What was asked, after names and coordinates were understood. Texts are owned by the answer. */
typedef struct {
    HzpAskedKind kind;
    const char *hazard_id; /* of a hazard; NULL otherwise */
    const char *name;      /* of the hazard, town or village asked for, or of the area's file; NULL for bare coordinates */
    const char
        *place_kind; /* what the name is of: hazard_point, village, town, county, key_town, area; NULL for coordinates */
    double lon, lat; /* where distances begin: the hazard point, the centre, a point in the area */
    double radius_m; /* of a circle, or of the circle that is the hazard's zone; NaN otherwise */
    double rain_mm;  /* of an area of rain: at least so much fell on a day; NaN or 0 otherwise */
    const HzpPolygonSet *area; /* degrees; of an area, NULL otherwise. The asker's. */
    bool outside_region;       /* the place lies in none of the plan's counties */
    double beyond_share;       /* of the area, 0-1: in none of the plan's counties; NaN where the plan has no boundaries */
} HzpAsked;

/* A smaller share beyond the plan's counties is what two drawings of one boundary differ by. */
#define HZP_BEYOND_SHARE 0.005

/* Missing numbers are NaN, missing texts NULL. */
typedef struct {
    const char *village_id, *name, *town, *county;
    double population, households;
    double exposed_population; /* population times share */
    double share;              /* of the village inside, 0-1 */
    double distance_m;         /* geodesic, from (lon, lat) of the question to the village's nearest place */
    double bearing_deg;        /* from there to (lon, lat) of the village, 0-360 from north */
    const char *contact, *phone;
    const char *nearest_key_town; /* of any status, as the plan has it */
    double nearest_key_town_m;
    const char *nearest_existing_brigade;
    double nearest_existing_brigade_m;
    double lon, lat; /* of its point, or of a point inside its polygon */
} HzpAffectedVillage;

typedef struct {
    const char *hazard_id, *name, *type, *type_zh, *grade, *grade_zh, *county, *town;
    double distance_m, bearing_deg;
    double population, households; /* registered */
    const char *monitor_person, *phone;
    double lon, lat;
} HzpAffectedHazard;

/* Key towns with a fire and rescue brigade; status existing, planned or deferred. */
typedef struct {
    const char *name, *county, *town, *tier, *status, *status_zh;
    double distance_m, bearing_deg;
    double lon, lat;
} HzpAffectedBrigade;

/* Threatened besides residents; its people are not added to theirs. */
typedef struct {
    const char *facility_id, *name, *kind, *kind_zh, *town, *county;
    double people;
    double distance_m, bearing_deg;
    const char *contact, *phone;
    double lon, lat;
} HzpAffectedFacility;

enum { HZP_NEAREST_VILLAGE_M = 100000 };

typedef struct {
    size_t villages, hazard_points, towns, facilities;
    double population, households, exposed_population; /* NaN where no village has the figure */
    size_t population_missing, households_missing;     /* villages without the figure */
    size_t exposed_missing;                            /* whose people inside are not known */
    size_t without_rain;    /* of an area of rain: villages of the plan of which it is not known whether so much fell */
    double facility_people; /* NaN likewise */
    size_t facility_people_missing;
} HzpAffectedTotals;

/* Of the plan that was asked: a plan of last year must be seen to be one. */
typedef struct {
    const char *title, *region, *notice;
    long year; /* 0 where the plan has none */
} HzpAffectedPlan;

typedef struct {
    const char *layer, *id, *name, *town, *county;
} HzpAffectedUnplaced;

/* Of the whole plan those without a position, for nobody knows what they are near to; and of those near to what was asked the
 * ones whose geometry cannot be read. */
typedef struct {
    size_t villages, hazard_points, facilities, key_towns;
    GArray *named; /* of HzpAffectedUnplaced: the first few of each, by id */
} HzpAffectedUnplacedAll;

struct HzpAffected {
    GStringChunk *texts;
    HzpPolygonSet *area; /* what asked.area is, where the answer owns it; NULL otherwise */
    const char *crs;     /* of the plan, and of lon and lat where it is geographic */
    HzpAffectedPlan plan;
    HzpFileIdentity file; /* of the plan that was asked */
    HzpAsked asked;
    HzpAffectedTotals totals;
    GArray *villages;   /* of HzpAffectedVillage, nearest first, ties by id (as all lists) */
    GArray *hazards;    /* of HzpAffectedHazard, in the area; the hazard asked for first */
    GArray *brigades;   /* of HzpAffectedBrigade: the three nearest of any status, and the nearest existing one */
    GArray *facilities; /* of HzpAffectedFacility, in the area */
    HzpAffectedUnplacedAll unplaced;
    /* Where a hazard point's zone or a circle holds no village: the nearest one, at most HZP_NEAREST_VILLAGE_M away. Nobody
     * of it is in any total; its share and its people inside are NaN. */
    bool has_nearest;
    HzpAffectedVillage nearest;
    struct HzpDeadline *deadline;          /* of the report (answer/deadline.h) */
    struct HzpKeyPeriodAnswer *key_period; /* of the day that was asked about (answer/key_period.h); NULL for none */
};

/* Answer a question about an open plan. *answer is NULL after a failure; free it with hzp_affected_free(). */
HzpStatus hzp_affected_find(HzpPlanFile *plan, const HzpAsked *asked, HzpAffected **answer);

/* Add what depends on the day and the time of the event: by when to report, and whether the day is in a key period. Part of
 * hzp_affected_ask(). */
HzpStatus hzp_affected_date(HzpPlanFile *plan, const HzpAffectedQuestion *question, HzpAffected *answer);

/* Understand a question and answer it: hzp_affected() on an open plan. */
HzpStatus hzp_affected_ask(HzpPlanFile *plan, const HzpAffectedQuestion *question, HzpAffected **answer);

/* ---- what was meant ---- */

/* A place that a word may mean; the list is what to show when it is not unique. */
typedef struct {
    char *kind; /* as in HzpAsked */
    char *id, *name, *town, *county;
    double lon, lat;
} HzpPlaceFound;

/* Places of the plan that a text means, best first (GPtrArray of HzpPlaceFound, freed with g_ptr_array_unref()): an exact id,
 * else exact names, else names that contain it (counties and towns first), at most `limit`. `kinds`: "hazard_point", or NULL
 * for all kinds. */
HzpStatus hzp_affected_places(HzpPlanFile *plan, const char *text, const char *kinds, size_t limit, GPtrArray **places);

/* --hazard: fills hazard_id, name, lon, lat, radius_m. HZP_E_USAGE with a message that lists the candidates where the text is
 * not unique, or tells that there is none and what is near. Texts are kept in `texts`. */
HzpStatus hzp_affected_ask_hazard(HzpPlanFile *plan, const char *text, GStringChunk *texts, HzpAsked *asked);
/* --at: "LON,LAT" in any usual writing, or the name of a place of the plan. `map_offset` as in HzpAffectedQuestion. */
HzpStatus hzp_affected_ask_at(HzpPlanFile *plan, const char *text, const char *map_offset, GStringChunk *texts,
                              HzpAsked *asked);

/* ---- what is said ---- */

/* How many places have no position. */
size_t hzp_affected_unplaced_count(const HzpAffectedUnplacedAll *unplaced);
/* That they were not looked at, with the names of a few, in the language of messages; NULL where there is none. Free with
 * g_free(). */
char *hzp_affected_unplaced_sentence(const HzpAffectedUnplacedAll *unplaced);
/* That of some villages no rain is known; NULL where there is none. Free with g_free(). */
char *hzp_affected_rain_sentence(const HzpAffectedTotals *totals);

/* Whether so much of the area lies beyond the plan's counties that people may be missing from every figure, and a sentence
 * that says so; NULL where it does not. Free with g_free(). */
bool hzp_affected_reaches_beyond(const HzpAsked *asked);
char *hzp_affected_beyond_sentence(const HzpAsked *asked);

/* In the language of messages, NULL where there is nothing to say; free with g_free(). That the plan is of a year before the
 * event's or the day's that was asked about; without either, and `by_clock`, before this year. */
char *hzp_affected_age_sentence(const HzpAffected *answer, bool by_clock);
/* What the register says of the hazard point asked for: stands beside the modelled people, either of which may be 0 while the
 * other is not. */
char *hzp_affected_registered_sentence(const HzpAffected *answer);
/* Of a zone or circle without a village: the nearest one and its phone, or that there is none. */
char *hzp_affected_nearest_sentence(const HzpAffected *answer);

/* hzp_affected_text() into a text that is appended to; the table is in the language of messages. */
void hzp_affected_put_json(GString *to, const HzpAffected *answer, size_t limit);
void hzp_affected_put_csv(GString *to, const HzpAffected *answer, size_t limit);
void hzp_affected_put_geojson(GString *to, const HzpAffected *answer, size_t limit);
void hzp_affected_put_table(GString *to, const HzpAffected *answer, size_t limit);

/* One of the eight compass words for a bearing in degrees: code of the vocabulary `compass` ("ne"), NULL for NaN. */
const char *hzp_compass_code(double bearing_deg);

#endif
