/* Management of hazard points: who is responsible for each, what stands there, what was surveyed, what watches it, what is
 * done about it. Joined from columns of hazard_points and from the tables persons, surveys, monitors and disposals.
 *
 * Three things are told apart for every item of the vocabulary management_item: the point has it, the point lacks it (its
 * owner says so, or a log or inventory has no row of it), and nothing is recorded about it. An item without column and table
 * is not kept: nothing is said about it point by point. Basis and our own rules: docs/methods.md, Management.
 */
#ifndef HZP_DATA_MANAGEMENT_H
#define HZP_DATA_MANAGEMENT_H

#include "base/date_text.h"
#include "data/model.h"

typedef enum { HZP_ITEM_NOT_RECORDED, HZP_ITEM_LACKING, HZP_ITEM_PRESENT } HzpItemState;

/* A person with a role at a point; texts belong to the table. */
typedef struct {
    long point; /* row of hazard_points */
    int role;   /* of the vocabulary person_role */
    const char *name;
    const char *phone;
    HzpTable *table; /* that names the person: hazard_points or persons */
    size_t row;
    const char *phone_field;
} HzpResponsible;

struct HzpManagement {
    size_t items; /* codes of management_item */
    size_t points;
    bool *kept;            /* by item: the project keeps it, and it is due */
    unsigned char *states; /* HzpItemState by point, then item */
    int year;              /* of the plan; 0 where neither it nor as_of is given */
    HzpDate as_of;         /* year 0: unknown */
    bool as_of_assumed;
    bool surveys_due[3];  /* before, during, after the flood season */
    GArray *responsibles; /* HzpResponsible, by point for the columns, then the rows of persons */
    /* Row of hazard_points that a row names, -1 for none; NULL where the table is not there. */
    long *person_point;
    long *survey_point;
    long *monitor_point;
    long *disposal_point;
    double *monitor_lon; /* degrees, NaN without position */
    double *monitor_lat;
    HzpTable *gaps;                /* management_gaps of plan.gpkg */
    HzpTable *disposal_statistics; /* of plan.gpkg */
};

/* Join everything and add what plan.gpkg shows to hazard_points and disposals. Names that match no point, words, dates and
 * the like that are not understood are findings.
 * @return HZP_OK also when there are findings. */
HzpStatus hzp_management_join(HzpModel *model);
void hzp_management_free(HzpManagement *management);

HzpItemState hzp_management_state(const HzpManagement *management, size_t point, size_t item);
/* Position of an item's code in the vocabulary. */
size_t hzp_management_item(const char *code);

/* ---- parts of joining, each in its own file ---- */

/* The states of one item of a point only rise: not recorded < lacking < present. */
void hzp_management_raise(HzpManagement *management, size_t point, size_t item, HzpItemState state);
/* Row of hazard_points for every row of a table, by hazard_id, else by a hazard_name that only one point has. */
long *hzp_management_points_of(HzpModel *model, HzpTable *table, bool may_be_unnamed);
/* A cell as date; a finding and false where it cannot be read. An empty one is year 0. */
bool hzp_management_date(HzpModel *model, HzpTable *table, size_t row, const char *field, HzpDate *date);
/* What a cell says: yes, no, nothing (NULL, "-"); false where its words are not understood. */
bool hzp_management_presence(const char *text, HzpItemState *state);
/* Code that a text means as a whole, or `inside` it; NULL for none. */
const char *hzp_management_code(const char *vocabulary, const char *text, bool inside);
/* Turn a column's words into codes; a word that means none becomes NULL and a finding. */
void hzp_management_codes(HzpModel *model, HzpTable *table, const char *column, const char *vocabulary, bool inside);

void hzp_management_people(HzpModel *model);    /* management_people.c */
void hzp_management_presences(HzpModel *model); /* management_people.c: signs, notices, cards, drills */
void hzp_management_surveys(HzpModel *model);   /* management_surveys.c */
void hzp_management_monitors(HzpModel *model);  /* management_monitors.c */
void hzp_management_disposals(HzpModel *model); /* disposal_ledger.c */
void hzp_management_gaps(HzpModel *model);      /* management_gaps.c */

#endif
