/* County × type × grade, and the key hazard points of the annex. R6, R12. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/analysis.h"
#include "base/message.h"
#include "base/vocabulary.h"

/* ---- county × type × grade ---- */

typedef struct {
    double count;
    double population;
    double households;
    double property;
    double missing[3];
} Cell;

static void add_row(HzpAnalysis *analysis, const char *county, const char *type, const char *grade, const Cell *cell)
{
    HzpTable *table = analysis->statistics;
    size_t row = hzp_table_append(table);
    hzp_table_set_text(table, "county", row, county);
    hzp_table_set_text(table, "type", row, type);
    hzp_table_set_text(table, "type_zh", row, hzp_vocabulary_zh("hazard_type", type));
    hzp_table_set_text(table, "grade", row, grade);
    hzp_table_set_text(table, "grade_zh", row, hzp_vocabulary_zh("grade", grade));
    hzp_table_set_number(table, "hazard_count", row, cell->count);
    hzp_table_set_number(table, "registered_population", row, cell->population);
    hzp_table_set_number(table, "registered_households", row, cell->households);
    hzp_table_set_number(table, "registered_property_wan_yuan", row, cell->property);
    hzp_table_set_number(table, "population_missing", row, cell->missing[0]);
    hzp_table_set_number(table, "households_missing", row, cell->missing[1]);
    hzp_table_set_number(table, "property_missing", row, cell->missing[2]);
}

static void make_statistics(HzpAnalysis *analysis)
{
    static const char *const texts[] = {"county", "type", "type_zh", "grade", "grade_zh"};
    static const char *const numbers[] = {
        "hazard_count",       "registered_population", "registered_households", "registered_property_wan_yuan",
        "population_missing", "households_missing",    "property_missing"};
    analysis->statistics = hzp_table_new("hazard_statistics", 0);
    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
        hzp_table_add_text(analysis->statistics, texts[i]);
    for (size_t i = 0; i < G_N_ELEMENTS(numbers); i++)
        hzp_table_add_number(analysis->statistics, numbers[i], HZP_COLUMN_REAL);
}

static void statistics(HzpAnalysis *analysis)
{
    HzpModel *model = analysis->model;
    HzpTable *points = model->hazard_points;
    long counties = (long)hzp_table_rows(model->counties);
    int types = (int)hzp_vocabulary_count("hazard_type");
    int grades = (int)hzp_vocabulary_count("grade");
    /* One more of each for rows without county, type or grade. */
    size_t cells = (size_t)((counties + 1) * (types + 1) * (grades + 1));
    g_autofree Cell *table = g_new0(Cell, cells);
    for (size_t c = 0; c < cells; c++)
        table[c].population = table[c].households = table[c].property = NAN;
    const double *people = hzp_table_number(points, "population");
    const double *households = hzp_table_number(points, "households");
    const double *property = hzp_table_number(points, "property_wan_yuan");
    for (size_t i = 0; i < hzp_table_rows(points); i++) {
        long county = model->hazard_county[i] < 0 ? counties : model->hazard_county[i];
        int type = hzp_analysis_type(analysis, i);
        int grade = hzp_analysis_grade_index(analysis, i);
        Cell *cell = &table[(county * (types + 1) + (type < 0 ? types : type)) * (grades + 1) + (grade < 0 ? grades : grade)];
        cell->count++;
        hzp_add_known(&cell->population, people[i]);
        hzp_add_known(&cell->households, households[i]);
        hzp_add_known(&cell->property, property[i]);
        cell->missing[0] += isnan(people[i]);
        cell->missing[1] += isnan(households[i]);
        cell->missing[2] += isnan(property[i]);
    }
    make_statistics(analysis);
    const char **names = hzp_table_text(model->counties, "name");
    for (long c = 0; c <= counties; c++) {
        for (int t = 0; t <= types; t++) {
            for (int g = 0; g <= grades; g++) {
                const Cell *cell = &table[(c * (types + 1) + t) * (grades + 1) + g];
                if (cell->count > 0)
                    add_row(analysis, c < counties ? names[c] : NULL, hzp_vocabulary_code("hazard_type", (size_t)t),
                            hzp_vocabulary_code("grade", (size_t)g), cell);
            }
        }
    }
}

/* ---- key hazard points ---- */

typedef struct {
    size_t row;
    int grade;
    double people;
} Candidate;

/* A proposal ranks by grade, then people; the register's order breaks ties. */
static int by_risk(const void *a, const void *b)
{
    const Candidate *first = a;
    const Candidate *second = b;
    if (first->grade != second->grade) return first->grade < second->grade ? -1 : 1;
    if (first->people != second->people) return first->people > second->people ? -1 : 1;
    return first->row < second->row ? -1 : 1;
}

/* The graver of the registered and the rule's grade: a point printed as extra large may not drop out of the annex. */
static int gravest(const HzpAnalysis *analysis, size_t row)
{
    int grade = hzp_analysis_grade_index(analysis, row);
    int registered = hzp_vocabulary_index("grade", hzp_table_text(analysis->model->hazard_points, "registered_grade")[row]);
    if (grade < 0) return registered < 0 ? 99 : registered;
    return registered >= 0 && registered < grade ? registered : grade;
}

static size_t choose(const HzpAnalysis *analysis, Candidate *chosen, const char **origin)
{
    HzpTable *points = analysis->model->hazard_points;
    const double *flag = hzp_table_number(points, "key_point_flag");
    const double *people = hzp_table_number(points, "population");
    const char *select = hzp_project_text(analysis->project, "key_hazard_points.select");
    int limit = hzp_vocabulary_index("grade", hzp_project_text(analysis->project, "key_hazard_points.at_least"));
    bool any_flag = false;
    size_t n = 0;
    for (size_t i = 0; i < hzp_table_rows(points); i++)
        any_flag |= flag[i] == 1;
    bool all = strcmp(select, "all") == 0;
    bool flagged = !all && any_flag && strcmp(select, "auto") == 0;
    *origin = all || flagged ? "flag" : "proposal";
    for (size_t i = 0; i < hzp_table_rows(points); i++) {
        Candidate candidate = {i, gravest(analysis, i), isnan(people[i]) ? -1 : people[i]};
        if (all || (flagged ? flag[i] == 1 : candidate.grade <= limit)) chosen[n++] = candidate;
    }
    /* Flagged rows keep the register's own order, which is the printed one. */
    if (!all && !flagged) qsort(chosen, n, sizeof *chosen, by_risk);
    return n;
}

/* 威胁对象 of a register that holds figures but no sentence: the registered figures in words; NULL where it has none. */
static char *threat_in_words(HzpTable *points, size_t row)
{
    static const struct {
        const char *column;
        const char *message;
    } figures[] = {
        {"households", "threat_households"}, {"population", "threat_people"}, {"property_wan_yuan", "threat_property"}};
    g_autoptr(GPtrArray) parts = g_ptr_array_new_with_free_func(g_free);
    for (size_t i = 0; i < G_N_ELEMENTS(figures); i++) {
        double value = hzp_table_number(points, figures[i].column)[row];
        if (!isnan(value))
            g_ptr_array_add(parts, hzp_message_format(figures[i].message, "value", hzp_text_of_number(value), NULL));
    }
    if (parts->len == 0) return NULL;
    g_ptr_array_add(parts, NULL);
    g_autofree char *separator = hzp_message_format("threat_separator", NULL);
    g_autofree char *list = g_strjoinv(separator, (char **)parts->pdata);
    return hzp_message_format("threat_registered", "figures", list, NULL);
}

static void key_points(HzpAnalysis *analysis)
{
    HzpTable *points = analysis->model->hazard_points;
    g_autofree Candidate *chosen = g_new(Candidate, hzp_table_rows(points) + 1);
    const char *origin = NULL;
    size_t n = choose(analysis, chosen, &origin);
    static const char *const columns[] = {"hazard_id", "name", "location", "threat_text", "stability_text", "monitor_unit"};
    HzpTable *table = analysis->key_hazard_points = hzp_table_new("key_hazard_points", n);
    double *number = hzp_table_add_number(table, "number", HZP_COLUMN_INTEGER);
    double *flag = hzp_table_add_number(points, "key_point", HZP_COLUMN_BOOLEAN);
    hzp_table_add_text(table, "scale_zh");
    hzp_table_add_text(table, "origin");
    for (size_t i = 0; i < hzp_table_rows(points); i++)
        flag[i] = 0;
    for (size_t i = 0; i < n; i++) {
        size_t row = chosen[i].row;
        number[i] = (double)i + 1;
        flag[row] = 1;
        for (size_t c = 0; c < G_N_ELEMENTS(columns); c++) {
            hzp_table_add_text(table, columns[c]);
            hzp_table_set_text(table, columns[c], i, hzp_table_text(points, columns[c])[row]);
        }
        if (!hzp_table_text(points, "threat_text")[row]) {
            g_autofree char *threat = threat_in_words(points, row);
            hzp_table_set_text(table, "threat_text", i, threat);
        }
        /* The printed scale is the register's; the rule's stands in where none is registered. */
        const char *scale = hzp_table_text(points, "registered_grade_zh")[row];
        hzp_table_set_text(table, "scale_zh", i, scale ? scale : hzp_table_text(points, "grade_zh")[row]);
        hzp_table_set_text(table, "origin", i, origin);
    }
}

HzpStatus hzp_analysis_statistics(HzpAnalysis *analysis)
{
    statistics(analysis);
    key_points(analysis);
    return HZP_OK;
}
