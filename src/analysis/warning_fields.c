#include "analysis/warning_fields.h"

#include <math.h>

#define TEXT(struct_, name_, member_)                                                                                        \
    {                                                                                                                        \
        (name_), HZP_COLUMN_TEXT, HZP_FIELD_TEXT, offsetof(struct_, member_)                                                 \
    }
#define REAL(struct_, name_, member_)                                                                                        \
    {                                                                                                                        \
        (name_), HZP_COLUMN_REAL, HZP_FIELD_DOUBLE, offsetof(struct_, member_)                                               \
    }
#define COUNT(struct_, name_, member_)                                                                                       \
    {                                                                                                                        \
        (name_), HZP_COLUMN_INTEGER, HZP_FIELD_DOUBLE, offsetof(struct_, member_)                                            \
    }
#define WHOLE(struct_, name_, member_)                                                                                       \
    {                                                                                                                        \
        (name_), HZP_COLUMN_INTEGER, HZP_FIELD_INT, offsetof(struct_, member_)                                               \
    }
#define SIZE(struct_, name_, member_)                                                                                        \
    {                                                                                                                        \
        (name_), HZP_COLUMN_INTEGER, HZP_FIELD_SIZE, offsetof(struct_, member_)                                              \
    }
#define FLAG(struct_, name_, member_)                                                                                        \
    {                                                                                                                        \
        (name_), HZP_COLUMN_BOOLEAN, HZP_FIELD_FLAG, offsetof(struct_, member_)                                              \
    }

#define LEVEL(struct_)                                                                                                       \
    TEXT(struct_, "level", level), TEXT(struct_, "level_zh", level_zh), FLAG(struct_, "at_least", at_least),                 \
        TEXT(struct_, "rule", rule), TEXT(struct_, "rule_zh", rule_zh), TEXT(struct_, "rule_en", rule_en)
#define RAIN(struct_)                                                                                                        \
    REAL(struct_, "max_mm", rain.max_mm), TEXT(struct_, "max_date", rain.max_date),                                          \
        WHOLE(struct_, "heavy_days", rain.heavy_days), FLAG(struct_, "heavy_days_open", rain.heavy_days_open),               \
        REAL(struct_, "total_mm", rain.total_mm), REAL(struct_, "effective_mm", rain.effective_mm),                          \
        WHOLE(struct_, "dry_days", rain.dry_days), WHOLE(struct_, "days_missing", rain.days_missing)
#define CHANGE(struct_) TEXT(struct_, "previous_level", previous_level), TEXT(struct_, "change", change)
#define END                                                                                                                  \
    {                                                                                                                        \
        NULL, HZP_COLUMN_TEXT, HZP_FIELD_TEXT, 0                                                                             \
    }

const HzpWarningField hzp_warning_point_fields[] = {TEXT(HzpWarningPlace, "hazard_id", id),
                                                    TEXT(HzpWarningPlace, "name", name),
                                                    TEXT(HzpWarningPlace, "county", county),
                                                    TEXT(HzpWarningPlace, "town", town),
                                                    LEVEL(HzpWarningPlace),
                                                    TEXT(HzpWarningPlace, "susceptibility", susceptibility),
                                                    TEXT(HzpWarningPlace, "type", type),
                                                    TEXT(HzpWarningPlace, "grade", grade),
                                                    RAIN(HzpWarningPlace),
                                                    COUNT(HzpWarningPlace, "population", population),
                                                    COUNT(HzpWarningPlace, "households", households),
                                                    TEXT(HzpWarningPlace, "monitor_person", contact),
                                                    TEXT(HzpWarningPlace, "phone", phone),
                                                    TEXT(HzpWarningPlace, "prevention_person", prevention_person),
                                                    TEXT(HzpWarningPlace, "prevention_phone", prevention_phone),
                                                    CHANGE(HzpWarningPlace),
                                                    REAL(HzpWarningPlace, "lon", lon),
                                                    REAL(HzpWarningPlace, "lat", lat),
                                                    END};

const HzpWarningField hzp_warning_village_fields[] = {TEXT(HzpWarningPlace, "village_id", id),
                                                      TEXT(HzpWarningPlace, "name", name),
                                                      TEXT(HzpWarningPlace, "county", county),
                                                      TEXT(HzpWarningPlace, "town", town),
                                                      LEVEL(HzpWarningPlace),
                                                      TEXT(HzpWarningPlace, "by_hazard_id", by_hazard_id),
                                                      TEXT(HzpWarningPlace, "susceptibility", susceptibility),
                                                      RAIN(HzpWarningPlace),
                                                      COUNT(HzpWarningPlace, "population", population),
                                                      COUNT(HzpWarningPlace, "households", households),
                                                      REAL(HzpWarningPlace, "exposed_population", exposed_population),
                                                      TEXT(HzpWarningPlace, "contact", contact),
                                                      TEXT(HzpWarningPlace, "phone", phone),
                                                      CHANGE(HzpWarningPlace),
                                                      REAL(HzpWarningPlace, "lon", lon),
                                                      REAL(HzpWarningPlace, "lat", lat),
                                                      END};

const HzpWarningField hzp_warning_town_fields[] = {
    TEXT(HzpWarningTown, "county", county),
    TEXT(HzpWarningTown, "town", town),
    LEVEL(HzpWarningTown),
    TEXT(HzpWarningTown, "decided_by", decided_by),
    TEXT(HzpWarningTown, "decided_by_name", decided_by_name),
    RAIN(HzpWarningTown),
    SIZE(HzpWarningTown, "hazard_points", hazard_points),
    SIZE(HzpWarningTown, "hazard_points_warned", hazard_points_warned),
    SIZE(HzpWarningTown, "hazard_points_unknown", hazard_points_unknown),
    SIZE(HzpWarningTown, "villages", villages),
    SIZE(HzpWarningTown, "villages_warned", villages_warned),
    SIZE(HzpWarningTown, "villages_unknown", villages_unknown),
    COUNT(HzpWarningTown, "population", population),
    COUNT(HzpWarningTown, "households", households),
    REAL(HzpWarningTown, "exposed_population", exposed_population),
    SIZE(HzpWarningTown, "population_missing", population_missing),
    SIZE(HzpWarningTown, "households_missing", households_missing),
    SIZE(HzpWarningTown, "exposed_population_missing", exposed_population_missing),
    CHANGE(HzpWarningTown),
    END};

const HzpWarningField hzp_warning_call_fields[] = {TEXT(HzpWarningCall, "county", county),
                                                   TEXT(HzpWarningCall, "town", town),
                                                   TEXT(HzpWarningCall, "level", level),
                                                   TEXT(HzpWarningCall, "level_zh", level_zh),
                                                   TEXT(HzpWarningCall, "kind", kind),
                                                   TEXT(HzpWarningCall, "id", id),
                                                   TEXT(HzpWarningCall, "place", place),
                                                   TEXT(HzpWarningCall, "role", role),
                                                   TEXT(HzpWarningCall, "person", person),
                                                   TEXT(HzpWarningCall, "phone", phone),
                                                   COUNT(HzpWarningCall, "population", population),
                                                   END};

const char *hzp_warning_field_text(const HzpWarningField *field, const void *row)
{
    return *(const char *const *)((const char *)row + field->offset);
}

double hzp_warning_field_number(const HzpWarningField *field, const void *row)
{
    const char *at = (const char *)row + field->offset;
    switch (field->kind) {
    case HZP_FIELD_DOUBLE:
        return *(const double *)at;
    case HZP_FIELD_INT:
        return *(const int *)at;
    case HZP_FIELD_SIZE:
        return (double)*(const size_t *)at;
    case HZP_FIELD_FLAG:
        return *(const bool *)at;
    default:
        return NAN;
    }
}
