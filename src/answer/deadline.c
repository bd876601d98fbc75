#include "answer/deadline.h"

#include <math.h>
#include <string.h>

#include "answer/affected_parts.h"
#include "base/message.h"
#include "base/resource.h"
#include "base/vocabulary.h"
#include "base/yaml_tree.h"
#include "hazplan/grade.h"

/* ---- the plan's parameters ---- */

/* Value of a parameter of the plan; of one made before it had the parameter, today's default. Free with g_free(). */
static char *parameter(HzpPlanFile *plan, HzpYaml **defaults, const char *key)
{
    char *value = hzp_plan_file_parameter(plan, key);
    if (value) return value;
    if (!*defaults) {
        g_autofree char *path = hzp_resource_path("data", "parameters.yaml");
        *defaults = path ? hzp_yaml_load_quietly(path) : NULL;
    }
    return *defaults ? g_strdup(hzp_yaml_text(hzp_yaml_find(hzp_yaml_root(*defaults), key))) : NULL;
}

static double parameter_number(HzpPlanFile *plan, HzpYaml **defaults, const char *group, const char *name)
{
    g_autofree char *key = g_strconcat(group, ".", name, NULL);
    g_autofree char *value = parameter(plan, defaults, key);
    return value ? g_ascii_strtod(value, NULL) : NAN;
}

static HzpStatus is_own_parameter(HzpPlanFile *plan, const char *prefix, bool *own)
{
    sqlite3_stmt *statement = NULL;
    HZP_TRY(hzp_plan_file_prepare(
        plan, "SELECT 1 FROM parameters WHERE source = 'project' AND substr(key, 1, length(?1)) = ?1", &statement));
    sqlite3_bind_text(statement, 1, prefix, -1, SQLITE_STATIC);
    *own = hzp_plan_file_step(plan, statement);
    sqlite3_finalize(statement);
    return hzp_plan_file_check(plan);
}

/* ---- the grade ---- */

/* A code; or the Chinese word, as somebody may type it into a plan. HZP_GRADE_NONE for no text and for another one. */
static HzpGrade grade_of_code(const char *code)
{
    for (HzpGrade grade = HZP_GRADE_EXTRA_LARGE; code && grade <= HZP_GRADE_SMALL; grade++) {
        const char *word = hzp_vocabulary_zh("grade", hzp_grade_code(grade));
        if (g_ascii_strcasecmp(hzp_grade_code(grade), code) == 0 || g_strcmp0(word, code) == 0) return grade;
    }
    return HZP_GRADE_NONE;
}

/* A grade that is there and is not understood may be any: the other one must not pass for the whole truth. */
static bool is_not_understood(sqlite3_stmt *row, int column)
{
    const char *text = (const char *)sqlite3_column_text(row, column);
    return text && *text && grade_of_code(text) == HZP_GRADE_NONE;
}

static HzpStatus grade_of_point(HzpPlanFile *plan, const char *hazard_id, HzpDeadline *deadline)
{
    /* Plans of other years may lack one of them. */
    static const char *const columns[] = {"registered_grade", "grade", NULL};
    sqlite3_stmt *statement = NULL;
    HZP_TRY(hzp_answer_select(plan, "hazard_points", columns, false, "WHERE l.hazard_id = ?1", &statement));
    sqlite3_bind_text(statement, 1, hazard_id, -1, SQLITE_STATIC);
    HzpGrade registered = HZP_GRADE_NONE;
    HzpGrade rule = HZP_GRADE_NONE;
    bool understood = true;
    if (hzp_plan_file_step(plan, statement)) {
        understood = !is_not_understood(statement, 1) && !is_not_understood(statement, 2);
        registered = grade_of_code((const char *)sqlite3_column_text(statement, 1));
        rule = grade_of_code((const char *)sqlite3_column_text(statement, 2));
    }
    sqlite3_finalize(statement);
    HZP_TRY(hzp_plan_file_check(plan));
    deadline->registered_grade = hzp_grade_code(registered);
    deadline->rule_grade = hzp_grade_code(rule);
    if (!understood || (registered == HZP_GRADE_NONE && rule == HZP_GRADE_NONE)) return HZP_OK;
    bool both = registered != HZP_GRADE_NONE && rule != HZP_GRADE_NONE;
    deadline->source = both ? HZP_DEADLINE_BOTH : rule == HZP_GRADE_NONE ? HZP_DEADLINE_REGISTERED : HZP_DEADLINE_RULE;
    deadline->grade = hzp_grade_code(both ? MIN(registered, rule) : MAX(registered, rule));
    return HZP_OK;
}

/* Residents and the people of facilities may be the same: the larger number stands for all who are surely inside. */
static HzpGrade count_people(const HzpAffected *answer, const HzpGradeBounds *bounds, HzpDeadline *deadline)
{
    const HzpAffectedTotals *totals = &answer->totals;
    double residents = totals->villages ? totals->exposed_population : 0;
    double others = totals->facilities ? totals->facility_people : NAN;
    deadline->people_missing = totals->exposed_missing + totals->facility_people_missing + totals->without_rain;
    if (answer->asked.outside_region) return HZP_GRADE_NONE; /* what the plan does not cover it does not know */
    /* That no village's point lies in a circle does not show that nobody lives there; nowhere, nobody does. */
    bool somewhere = isfinite(answer->asked.lon);
    deadline->nobody = somewhere && totals->villages == 0 && totals->facilities == 0 && deadline->people_missing == 0;
    if (deadline->nobody) return HZP_GRADE_NONE;
    deadline->of_facilities = isnan(residents) || others > residents;
    deadline->people = deadline->of_facilities ? others : residents;
    return hzp_risk_grade(deadline->people, NAN, bounds);
}

static void grade_of_people(const HzpAffected *answer, const HzpGradeBounds *bounds, HzpDeadline *deadline)
{
    HzpGrade grade = count_people(answer, bounds, deadline);
    if (grade == HZP_GRADE_NONE) return;
    deadline->grade = hzp_grade_code(grade);
    deadline->beyond = hzp_affected_reaches_beyond(&answer->asked);
    deadline->source = deadline->people_missing || deadline->beyond ? HZP_DEADLINE_AT_LEAST : HZP_DEADLINE_PEOPLE;
}

/* The point's own grade decides. That more people than it stands for are inside (a school that the register does not count)
 * must not go unsaid. */
static void check_inside(const HzpAffected *answer, const HzpGradeBounds *bounds, HzpDeadline *deadline)
{
    HzpDeadline inside = {.people = NAN};
    HzpGrade grade = count_people(answer, bounds, &inside);
    if (grade == HZP_GRADE_NONE || !deadline->grade || grade >= grade_of_code(deadline->grade)) return;
    deadline->inside_grade = hzp_grade_code(grade);
    deadline->inside_people = inside.people;
}

static HzpGradeBounds bounds_of(HzpPlanFile *plan, HzpYaml **defaults)
{
    HzpGradeBounds bounds = HZP_RISK_GRADE_BOUNDS;
    for (int grade = HZP_GRADE_EXTRA_LARGE; grade < HZP_GRADE_SMALL; grade++) {
        double bound = parameter_number(plan, defaults, "grading.threatened_people", hzp_grade_code((HzpGrade)grade));
        if (!isnan(bound)) bounds.threatened_people[grade] = bound;
    }
    return bounds;
}

/* ---- hours and words ---- */

/* Of the grade; the shortest of all where a more severe one is possible. */
static HzpStatus take_hours(HzpPlanFile *plan, HzpYaml **defaults, HzpDeadline *deadline)
{
    bool sure = deadline->source != HZP_DEADLINE_UNKNOWN && deadline->source != HZP_DEADLINE_AT_LEAST;
    deadline->hours = NAN;
    for (HzpGrade grade = HZP_GRADE_EXTRA_LARGE; grade <= HZP_GRADE_SMALL; grade++) {
        double hours = parameter_number(plan, defaults, "report.hours", hzp_grade_code(grade));
        bool counts = sure ? strcmp(deadline->grade, hzp_grade_code(grade)) == 0 : true;
        if (counts && !(hours >= deadline->hours)) deadline->hours = hours;
    }
    if (!(deadline->hours > 0)) return hzp_fail(HZP_E_INPUT, "resource_missing", "file", "data/parameters.yaml", NULL);
    return is_own_parameter(plan, "report.hours.", &deadline->hours_of_project);
}

static char *rule_text(const HzpYaml *rules, const char *path)
{
    g_autofree char *key = g_strconcat(path, ".", hzp_language_get(), NULL);
    return g_strdup(hzp_yaml_text(hzp_yaml_find(hzp_yaml_root(rules), key)));
}

/* The rules' words; read once, for a server answers hundreds of questions a second. */
static HzpStatus rules_of_reports(const HzpYaml **rules)
{
    static GMutex lock;
    static HzpYaml *kept;
    HzpStatus status = HZP_OK;
    g_mutex_lock(&lock);
    g_autofree char *path = kept ? NULL : hzp_resource_path("data", "rules/report_deadlines.yaml");
    if (!kept && !path) {
        status = hzp_fail(HZP_E_INPUT, "resource_missing", "file", "data/rules/report_deadlines.yaml", NULL);
    } else if (!kept) {
        status = hzp_yaml_load(path, &kept);
    }
    *rules = kept;
    g_mutex_unlock(&lock);
    return status;
}

static HzpStatus take_words(HzpDeadline *deadline)
{
    const HzpYaml *rules = NULL;
    HZP_TRY(rules_of_reports(&rules));
    bool sure = deadline->source != HZP_DEADLINE_UNKNOWN && deadline->source != HZP_DEADLINE_AT_LEAST;
    g_autofree char *to = g_strconcat("to.", sure ? deadline->grade : hzp_grade_code(HZP_GRADE_EXTRA_LARGE), NULL);
    deadline->to = rule_text(rules, to);
    deadline->rule = rule_text(rules, deadline->hours_of_project ? "source_of_project" : "source");
    deadline->contents = rule_text(rules, "contents");
    return HZP_OK;
}

static HzpStatus take_time(const char *time, const char *date, HzpDeadline *deadline)
{
    HZP_TRY(hzp_moment_read(time, date, deadline->zone, &deadline->event));
    deadline->has_time = true;
    deadline->due_utc = deadline->event.utc + (int64_t)floor(deadline->hours * 3600);
    HZP_TRY(hzp_moment_local(deadline->event.utc, deadline->zone, &deadline->event_local));
    HZP_TRY(hzp_moment_local(deadline->due_utc, deadline->zone, &deadline->due_local));
    deadline->days_later =
        (int)(hzp_date_first_day(deadline->due_local.date) - hzp_date_first_day(deadline->event_local.date));
    deadline->event_text = hzp_moment_text(deadline->event.utc, deadline->zone);
    deadline->due_text = hzp_moment_text(deadline->due_utc, deadline->zone);
    return HZP_OK;
}

/* ---- all of it ---- */

static HzpStatus find(HzpPlanFile *plan, HzpYaml **defaults, const HzpAffected *answer, const char *time, const char *date,
                      HzpDeadline *deadline)
{
    HZP_TRY(hzp_vocabulary_load());
    deadline->people = deadline->inside_people = NAN;
    deadline->zone = parameter(plan, defaults, "report.timezone");
    if (!deadline->zone) deadline->zone = g_strdup(HZP_MOMENT_ZONE);
    HzpGradeBounds bounds = bounds_of(plan, defaults);
    if (answer->asked.kind == HZP_ASKED_HAZARD) {
        HZP_TRY(grade_of_point(plan, answer->asked.hazard_id, deadline));
        check_inside(answer, &bounds, deadline);
    } else {
        grade_of_people(answer, &bounds, deadline);
    }
    HZP_TRY(take_hours(plan, defaults, deadline));
    if (time) HZP_TRY(take_time(time, date, deadline));
    return take_words(deadline);
}

HzpStatus hzp_deadline_find(HzpPlanFile *plan, const HzpAffected *answer, const char *time, const char *date,
                            HzpDeadline **deadline)
{
    HzpYaml *defaults = NULL;
    HzpDeadline *found = g_new0(HzpDeadline, 1);
    HzpStatus status = find(plan, &defaults, answer, time, date, found);
    hzp_yaml_free(defaults);
    if (status != HZP_OK) {
        hzp_deadline_free(found);
        found = NULL;
    }
    *deadline = found;
    return status;
}

void hzp_deadline_free(HzpDeadline *deadline)
{
    if (!deadline) return;
    char *texts[] = {deadline->event_text, deadline->due_text, deadline->zone,
                     deadline->to,         deadline->rule,     deadline->contents};
    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
        g_free(texts[i]);
    g_free(deadline);
}

const char *hzp_deadline_source_code(HzpDeadlineSource source)
{
    static const char *const codes[] = {"unknown", "registered", "rule", "registered_and_rule", "people", "people_at_least"};
    return codes[source];
}

/* ---- sentences ---- */

static char *day_word(const HzpDeadline *deadline)
{
    if (deadline->days_later == 0) return hzp_message_format("deadline_same_day", NULL);
    if (deadline->days_later == 1) return hzp_message_format("deadline_next_day", NULL);
    return hzp_message_format("deadline_later_day", "days", hzp_text_of_size((size_t)deadline->days_later), NULL);
}

char *hzp_deadline_sentence(const HzpDeadline *deadline)
{
    const char *hours = hzp_text_of_number(deadline->hours);
    if (!deadline->has_time) return hzp_message_format("deadline_hours", "hours", hours, NULL);
    const HzpLocalTime *local = &deadline->due_local;
    g_autofree char *date = hzp_date_text(local->date);
    g_autofree char *due =
        g_strdup_printf("%s %02d:%02d", date, local->hour, local->minute); /* seconds fall to the safe side */
    g_autofree char *offset = g_strconcat("UTC", deadline->due_text + strlen("2020-07-22T03:30:00"), NULL);
    g_autofree char *weekday_id = g_strdup_printf("weekday_%s", hzp_text_of_size((size_t)local->weekday));
    g_autofree char *weekday = hzp_message_format(weekday_id, NULL);
    g_autofree char *day = day_word(deadline);
    g_autofree char *sentence = hzp_message_format("deadline_due", "due", due, "offset", offset, "weekday", weekday, "day",
                                                   day, "hours", hours, NULL);
    if (!deadline->event.twice) return g_steal_pointer(&sentence);
    return hzp_message_format("deadline_due_twice", "sentence", sentence, NULL);
}

/* Cut, not rounded: 99.97 people are small and must not read as the 100 that are medium. */
static const char *people_text(double people) { return hzp_text_of_number(floor(people * 10) / 10); }

static char *both_reason(const HzpDeadline *deadline, const char *grade)
{
    const char *registered = hzp_vocabulary_label("grade", deadline->registered_grade);
    const char *rule = hzp_vocabulary_label("grade", deadline->rule_grade);
    if (strcmp(deadline->registered_grade, deadline->rule_grade) == 0)
        return hzp_message_format("deadline_reason_agree", "grade", grade, NULL);
    return hzp_message_format("deadline_reason_both", "registered", registered, "rule", rule, "grade", grade, NULL);
}

static char *grade_reason(const HzpDeadline *deadline)
{
    const char *grade = hzp_vocabulary_label("grade", deadline->grade);
    const char *people = people_text(deadline->people);
    switch (deadline->source) {
    case HZP_DEADLINE_REGISTERED:
        return hzp_message_format("deadline_reason_registered", "grade", grade, NULL);
    case HZP_DEADLINE_RULE:
        return hzp_message_format("deadline_reason_rule", "grade", grade, NULL);
    case HZP_DEADLINE_BOTH:
        return both_reason(deadline, grade);
    case HZP_DEADLINE_PEOPLE:
        return hzp_message_format(deadline->of_facilities ? "deadline_reason_facility" : "deadline_reason_people", "people",
                                  people, "grade", grade, NULL);
    case HZP_DEADLINE_AT_LEAST:
        if (deadline->people_missing == 0)
            return hzp_message_format("deadline_reason_beyond", "people", people, "grade", grade, NULL);
        return hzp_message_format("deadline_reason_at_least", "people", people, "grade", grade, "missing",
                                  hzp_text_of_size(deadline->people_missing), NULL);
    case HZP_DEADLINE_UNKNOWN:
        if (deadline->nobody) return hzp_message_format("deadline_reason_nobody", NULL);
    }
    return hzp_message_format("deadline_reason_unknown", NULL);
}

char *hzp_deadline_reason(const HzpDeadline *deadline)
{
    g_autofree char *reason = grade_reason(deadline);
    if (!deadline->inside_grade) return g_steal_pointer(&reason);
    return hzp_message_format("deadline_reason_inside", "reason", reason, "people", people_text(deadline->inside_people),
                              "grade", hzp_vocabulary_label("grade", deadline->inside_grade), NULL);
}
