/* Layers in the coordinates of a map service (GCJ-02, BD-09) that nobody declared, and the other way round.
 *
 * An offset of some 500 m shows only near borders: positions on one side of a unit fall out of the unit that their rows name,
 * and undoing the offset brings these back without taking others out. What is compared is therefore not how many are outside,
 * but the rows that change sides: those that come in against those that go out (McNemar 1947, Psychometrika 12, 153–157).
 * Wrong names, coarse coordinates and generalized borders are the same in every direction; moving such positions takes more
 * out than it brings in.
 */
#include <math.h>

#include "base/message.h"
#include "check/model_check.h"
#include "check/own_unit.h"
#include "geo/map_offset.h"

/* What the coordinates may be in, when what was done to them is taken back first. */
typedef struct {
    HzpMapOffset truly;    /* the layer's own offset */
    HzpMapOffset boundary; /* or that of the polygons that it is compared with */
} Guess;

typedef struct {
    size_t judged;
    size_t outside; /* of them, before anything is moved */
    size_t in;      /* come in by the guess */
    size_t out;     /* go out */
} Count;

static void move(HzpMapOffset declared, const Guess *guess, double *lon, double *lat)
{
    hzp_map_offset_apply(declared, lon, lat);
    hzp_map_offset_undo(guess->truly, lon, lat);
    hzp_map_offset_apply(guess->boundary, lon, lat);
}

static Count count_moves(const HzpOwnUnits *units, HzpMapOffset declared, const Guess *guess)
{
    Count count = {0, 0, 0, 0};
    for (size_t row = 0; row < hzp_table_rows(units->table); row++) {
        if (hzp_run_check(units->model->run) != HZP_OK) break;
        if (!hzp_own_units_judges(units, row)) continue;
        double lon = units->positions->lon[row];
        double lat = units->positions->lat[row];
        bool before = hzp_own_units_holds(units, row, lon, lat);
        move(declared, guess, &lon, &lat);
        bool after = hzp_own_units_holds(units, row, lon, lat);
        count.judged++;
        count.outside += !before;
        count.in += !before && after;
        count.out += before && !after;
    }
    return count;
}

static bool tells(const HzpFindings *findings, const Count *count)
{
    double least_rows = hzp_findings_parameter(findings, "offset_suspected", "least_rows");
    double least_percent = hzp_findings_parameter(findings, "offset_suspected", "least_percent");
    return (double)count->in >= least_rows && (double)count->in * 100 >= least_percent * (double)(count->in + count->out);
}

static void tell(const HzpOwnUnits *units, HzpMapOffset declared, const Guess *guess, const Count *count)
{
    HzpFindings *findings = units->model->findings;
    HzpMapOffset offset = guess->boundary ? guess->boundary : guess->truly;
    const char *code = guess->boundary ? "offset_of_boundaries" : offset ? "offset_suspected" : "offset_not_there";
    const char *boundaries = units->towns ? "towns" : "counties";
    hzp_findings_add(findings, code, guess->boundary ? boundaries : units->layer, NULL, NULL, "offset",
                     hzp_map_offset_name(offset ? offset : declared), "rows", hzp_text_of_size(count->judged), "count",
                     hzp_text_of_size(count->outside), "in", hzp_text_of_size(count->in), "out", hzp_text_of_size(count->out),
                     "other", units->layer, "boundaries", boundaries, NULL);
}

/* The guess that brings most in. */
static void check_layer(const HzpOwnUnits *units)
{
    static const Guess guesses[] = {{HZP_OFFSET_NONE, HZP_OFFSET_NONE},
                                    {HZP_OFFSET_GCJ02, HZP_OFFSET_NONE},
                                    {HZP_OFFSET_BD09, HZP_OFFSET_NONE},
                                    {HZP_OFFSET_NONE, HZP_OFFSET_GCJ02},
                                    {HZP_OFFSET_NONE, HZP_OFFSET_BD09}};
    HzpMapOffset declared = hzp_map_offset_named(units->input->crs);
    const Guess *best = NULL;
    Count best_count = {0, 0, 0, 0};
    for (size_t i = 0; i < G_N_ELEMENTS(guesses); i++) {
        /* Where an offset was undone, that it was not there is the likelier guess. */
        if (guesses[i].truly == declared && !(guesses[i].boundary && !declared)) continue;
        if (guesses[i].boundary && declared) continue;
        Count count = count_moves(units, declared, &guesses[i]);
        if (!tells(units->model->findings, &count)) continue;
        if (best && count.in - count.out <= best_count.in - best_count.out) continue;
        best = &guesses[i];
        best_count = count;
    }
    if (best) tell(units, declared, best, &best_count);
}

HzpStatus hzp_check_offset(HzpModel *model)
{
    HzpOwnUnits units;
    static const char *const codes[] = {"offset_suspected", "offset_not_there", "offset_of_boundaries"};
    bool wanted = false;
    for (size_t i = 0; i < G_N_ELEMENTS(codes); i++)
        wanted |= hzp_findings_wants(model->findings, codes[i]);
    for (size_t i = 0; wanted && hzp_own_units_open(model, i, &units); i++) {
        if (units.table) check_layer(&units);
        hzp_own_units_close(&units);
    }
    return HZP_OK;
}
