#include "exposure/raster_exposure.h"

#include <math.h>
#include <omp.h>

#include "exposure/raster_band.h"
#include "exposure/raster_shapes.h"

enum {
    BAND_ROWS = 512, /* at least: boundaries are cut at bands, which costs little when bands are higher than zones */
    LOCKS = 64
};

/* What one thread needs. */
typedef struct {
    HzpCellWindow *window;
    void *values;
    GArray *met; /* size_t: parts that reach the window */
} Worker;

typedef struct {
    HzpRun *run;
    const HzpRasterReader *reader;
    const HzpRasterQuestion *question;
    HzpRasterResult *result;
    HzpRasterBands *bands;
    HzpCellMeaning meaning;
    double people_unit; /* what the kernel's value stands for */
    double area_unit;   /* km² */
    int threads;
    Worker *workers;
    GMutex locks[LOCKS];
    size_t band_rows;
    size_t n_bands;
    size_t band;
    const HzpBandPart *parts;
    size_t n_parts;
    HzpStatus status;
    char *message; /* of the thread that failed */
} Job;

/* ---- sums ---- */

static const double NOTHING = 1e-12; /* of an area: what rounding leaves */

double hzp_raster_sum_people(const HzpRasterSum *sum)
{
    double area = hzp_exact_sum_value(&sum->area);
    if (area <= 0) return 0;
    if (area - hzp_exact_sum_value(&sum->missing) <= area * NOTHING) return NAN;
    return fmax(hzp_exact_sum_value(&sum->people), 0);
}

static double share_of(const HzpRasterSum *sum, const HzpExactSum *part)
{
    double area = hzp_exact_sum_value(&sum->area);
    if (!(area > 0)) return NAN;
    double share = hzp_exact_sum_value(part) / area;
    return share > NOTHING ? fmin(share, 1) : 0;
}

double hzp_raster_sum_missing_share(const HzpRasterSum *sum) { return share_of(sum, &sum->missing); }

double hzp_raster_sum_outside_share(const HzpRasterSum *sum) { return share_of(sum, &sum->outside); }

static HzpRasterSum *sum_at(const Job *job, size_t i)
{
    size_t n = job->result->n_regions;
    size_t exposed = n * (size_t)job->result->n_groups;
    if (i < n) return &job->result->region[i];
    return i < n + exposed ? &job->result->exposed[i - n] : &job->result->zone[i - n - exposed];
}

static void add(Job *job, size_t i, const HzpCellSums *found)
{
    HzpRasterSum *sum = sum_at(job, i);
    g_mutex_lock(&job->locks[i % LOCKS]);
    hzp_exact_sum_add(&sum->people, found->value * job->people_unit);
    hzp_exact_sum_add(&sum->area, found->area * job->area_unit);
    if (found->missing != 0) hzp_exact_sum_add(&sum->missing, found->missing * job->area_unit);
    g_mutex_unlock(&job->locks[i % LOCKS]);
}

static void add_beyond(Job *job, size_t i, double area)
{
    const HzpCellSums beyond = {0, area, area};
    if (area == 0) return;
    add(job, i, &beyond);
    g_mutex_lock(&job->locks[i % LOCKS]);
    hzp_exact_sum_add(&sum_at(job, i)->outside, area * job->area_unit);
    g_mutex_unlock(&job->locks[i % LOCKS]);
}

/* ---- what lies outside the raster ---- */

/* Call for the boundary of each polygon of a part. */
static void each_polygon(Job *job, const HzpBandPart *part, const HzpCellRange *rows, double line, const double *row_area,
                         void (*each)(Job *, const HzpBandPart *, const HzpCellRange *, double, const double *))
{
    if (!part->groups) {
        each(job, part, rows, line, row_area);
        return;
    }
    g_autofree HzpDirectedEdge *edges = g_new(HzpDirectedEdge, part->n);
    for (uint32_t mask = part->any_group; mask; mask &= mask - 1) {
        HzpBandPart one = {.sum = part->sum + (size_t)__builtin_ctz(mask), .edges = edges, .box = part->box};
        for (size_t i = 0; i < part->n; i++) {
            if (part->groups[i] >> __builtin_ctz(mask) & 1) edges[one.n++] = part->edges[i];
        }
        each(job, &one, rows, line, row_area);
    }
}

/* Left and right of it, within its rows. On a geographic raster what lies half a turn away comes back on the other side. */
static void add_beside(Job *job, const HzpBandPart *part, const HzpCellRange *rows, double line, const double *row_area)
{
    (void)line;
    (void)row_area;
    const HzpRasterGrid *grid = job->reader->grid;
    double columns = (double)grid->columns;
    double beside = grid->turn > 0 ? fmax(0, (grid->turn - columns) / 2) : INFINITY;
    if (part->box.min_x < 0)
        add_beyond(job, part->sum, hzp_cell_area_between(&job->meaning, rows, -beside, 0, part->edges, part->n));
    if (part->box.max_x > columns)
        add_beyond(job, part->sum,
                   hzp_cell_area_between(&job->meaning, rows, columns, columns + beside, part->edges, part->n));
}

/* Above or below it: rows from `line` on. */
static void add_outside(Job *job, const HzpBandPart *part, const HzpCellRange *rows, double line, const double *row_area)
{
    const HzpRasterGrid *grid = job->reader->grid;
    double columns = (double)grid->columns;
    double beside = grid->turn > 0 ? fmax(0, (grid->turn - columns) / 2) : INFINITY;
    g_autofree HzpDirectedEdge *edges = g_new(HzpDirectedEdge, part->n);
    for (size_t i = 0; i < part->n; i++) {
        const HzpDirectedEdge *edge = &part->edges[i];
        edges[i] = (HzpDirectedEdge){edge->x0, edge->y0 - line, edge->x1, edge->y1 - line};
    }
    const HzpCellMeaning meaning = {.row_area = row_area};
    add_beyond(job, part->sum, hzp_cell_area_between(&meaning, rows, -beside, columns + beside, edges, part->n));
}

static void take_outside(Job *job)
{
    const HzpRasterGrid *grid = job->reader->grid;
    double low = INFINITY;
    double high = -INFINITY;
    job->parts = hzp_raster_bands_gather(job->bands, &job->n_parts);
    for (size_t i = 0; i < job->n_parts; i++) {
        low = fmin(low, floor(job->parts[i].box.min_y));
        high = fmax(high, ceil(job->parts[i].box.max_y));
    }
    if (job->n_parts == 0) return;
    size_t n_rows = (size_t)(high - low);
    const HzpCellRange rows = {.rows = n_rows};
    g_autofree double *row_area = grid->row_area ? g_new(double, n_rows) : NULL;
    for (size_t row = 0; row_area && row < n_rows; row++)
        row_area[row] = hzp_raster_grid_cell_area_m2(grid, low + (double)row);
#pragma omp parallel for schedule(dynamic, 16) num_threads(job->threads)
    for (size_t i = 0; i < job->n_parts; i++)
        each_polygon(job, &job->parts[i], &rows, low, row_area, add_outside);
}

/* ---- windows ---- */

static void fail_once(Job *job, HzpStatus status)
{
#pragma omp critical(hzp_raster_failure)
    if (job->status == HZP_OK) {
        job->status = status;
        job->message = g_strdup(hzp_error_message());
    }
}

static void choose_parts(const Job *job, const HzpCellRange *range, GArray *met)
{
    double left = (double)range->column;
    double right = (double)(range->column + range->columns);
    double top = (double)range->row;
    double bottom = (double)(range->row + range->rows);
    g_array_set_size(met, 0);
    for (size_t i = 0; i < job->n_parts; i++) {
        const HzpBox *box = &job->parts[i].box;
        if (box->max_x > left && box->min_x < right && box->max_y > top && box->min_y < bottom) g_array_append_val(met, i);
    }
}

static HzpStatus take_window(Job *job, const HzpCellRange *range, int thread)
{
    const HzpRasterReader *reader = job->reader;
    Worker *worker = &job->workers[thread];
    choose_parts(job, range, worker->met);
    if (worker->met->len == 0) return HZP_OK;
    HZP_TRY(reader->read(reader->user, thread, range, worker->values));
    size_t beyond = reader->doubles ? hzp_cell_window_load_double(worker->window, range, &job->meaning, worker->values)
                                    : hzp_cell_window_load_float(worker->window, range, &job->meaning, worker->values);
    size_t negative = hzp_cell_window_negative(worker->window);
    if (beyond > 0) {
#pragma omp atomic
        job->result->beyond_largest += beyond;
    }
    if (negative > 0) {
#pragma omp atomic
        job->result->negative += negative;
    }
    for (guint k = 0; k < worker->met->len; k++) {
        const HzpBandPart *part = &job->parts[g_array_index(worker->met, size_t, k)];
        HzpCellSums sums[HZP_COVER_GROUPS];
        if (part->groups)
            hzp_cell_window_sum_groups(worker->window, part->edges, part->groups, part->n, job->result->n_groups, sums);
        else
            hzp_cell_window_sum(worker->window, part->edges, part->n, sums);
        for (uint32_t mask = part->groups ? part->any_group : 1; mask; mask &= mask - 1)
            add(job, part->sum + (size_t)__builtin_ctz(mask), &sums[__builtin_ctz(mask)]);
    }
    return HZP_OK;
}

/* ---- the pass ---- */

static void move_to_band(Job *job, size_t band)
{
    const HzpRasterGrid *grid = job->reader->grid;
    double from = (double)MIN(band * job->band_rows, grid->rows);
    double to = band < job->n_bands ? (double)MIN((band + 1) * job->band_rows, grid->rows) : INFINITY;
    hzp_raster_bands_move(job->bands, from, to);
}

static void take_window_of(Job *job, size_t band, const HzpCellRange *rows, size_t w)
{
    const HzpRasterGrid *grid = job->reader->grid;
    size_t across = (grid->columns + grid->window_columns - 1) / grid->window_columns;
    size_t down = (rows->rows + grid->window_rows - 1) / grid->window_rows;
    HzpCellRange range = {.column = w % across * grid->window_columns, .row = rows->row + w / across * grid->window_rows};
    range.columns = MIN(grid->window_columns, grid->columns - range.column);
    range.rows = MIN(grid->window_rows, rows->row + rows->rows - range.row);
    HzpStatus status = take_window(job, &range, omp_get_thread_num());
    if (status != HZP_OK) fail_once(job, status);
    if (omp_get_thread_num() == 0)
        hzp_run_step(job->run, "phase_raster", (double)band + (double)w / (double)(across * down), (double)job->n_bands);
}

static void take_band(Job *job, size_t band)
{
    const HzpRasterGrid *grid = job->reader->grid;
    HzpCellRange rows = {.row = band * job->band_rows, .columns = grid->columns};
    rows.rows = MIN(job->band_rows, grid->rows - rows.row);
    size_t across = (grid->columns + grid->window_columns - 1) / grid->window_columns;
    size_t down = (rows.rows + grid->window_rows - 1) / grid->window_rows;
    job->parts = hzp_raster_bands_gather(job->bands, &job->n_parts);
#pragma omp parallel num_threads(job->threads)
    {
        /* Meanwhile one thread fetches the shapes of the next band. */
#pragma omp single nowait
        move_to_band(job, band + 1);
#pragma omp for schedule(dynamic, 1)
        for (size_t w = 0; w < across * down; w++) {
            if (job->status == HZP_OK && !hzp_run_cancelled(job->run)) take_window_of(job, band, &rows, w);
        }
    }
    for (size_t i = 0; i < job->n_parts; i++) {
        const HzpBox *box = &job->parts[i].box;
        if (box->min_x < 0 || box->max_x > (double)grid->columns)
            each_polygon(job, &job->parts[i], &rows, 0, NULL, add_beside);
    }
}

static HzpStatus pass(Job *job)
{
    hzp_raster_bands_move(job->bands, -INFINITY, 0);
    take_outside(job);
    move_to_band(job, 0);
    for (size_t band = 0; band < job->n_bands && job->status == HZP_OK; band++) {
        HZP_TRY(hzp_run_step(job->run, "phase_raster", (double)band, (double)job->n_bands));
        take_band(job, band);
    }
    if (job->status != HZP_OK) return hzp_fail(job->status, "raster_pass_failed", "reason", job->message, NULL);
    take_outside(job);
    return hzp_run_step(job->run, "phase_raster", (double)job->n_bands, (double)job->n_bands);
}

static HzpRasterResult *result_new(const HzpRasterQuestion *question)
{
    HzpRasterResult *result = g_new0(HzpRasterResult, 1);
    result->n_regions = hzp_raster_regions(question).n;
    result->n_groups = question->n_groups;
    result->region = g_new0(HzpRasterSum, result->n_regions + 1);
    result->exposed = g_new0(HzpRasterSum, result->n_regions * (size_t)result->n_groups + 1);
    if (question->want_zones) result->zone = g_new0(HzpRasterSum, hzp_raster_zones(question).n + 1);
    return result;
}

void hzp_raster_result_free(HzpRasterResult *result)
{
    if (!result) return;
    g_free(result->region);
    g_free(result->exposed);
    g_free(result->zone);
    g_free(result);
}

static void job_begin(Job *job)
{
    const HzpRasterGrid *grid = job->reader->grid;
    size_t cells = grid->window_columns * grid->window_rows;
    job->meaning = (HzpCellMeaning){grid->row_area, job->reader->density, job->reader->largest, job->reader->no_data};
    job->area_unit = 1e-6 * (grid->row_area ? 1 : grid->cell_m2);
    job->people_unit = job->reader->density ? job->area_unit : 1;
    job->band_rows = (BAND_ROWS + grid->window_rows - 1) / grid->window_rows * grid->window_rows;
    job->n_bands = (grid->rows + job->band_rows - 1) / job->band_rows;
    job->threads = MIN(hzp_run_threads(job->run), job->reader->threads);
    job->bands = hzp_raster_bands_new(job->question, job->threads);
    job->workers = g_new0(Worker, job->threads);
    for (int t = 0; t < job->threads; t++)
        job->workers[t] =
            (Worker){hzp_cell_window_new(), g_malloc(cells * (job->reader->doubles ? sizeof(double) : sizeof(float))),
                     g_array_new(FALSE, FALSE, sizeof(size_t))};
    for (size_t i = 0; i < LOCKS; i++)
        g_mutex_init(&job->locks[i]);
}

static void job_end(Job *job)
{
    for (int t = 0; t < job->threads; t++) {
        hzp_cell_window_free(job->workers[t].window);
        g_free(job->workers[t].values);
        g_array_unref(job->workers[t].met);
    }
    for (size_t i = 0; i < LOCKS; i++)
        g_mutex_clear(&job->locks[i]);
    g_free(job->workers);
    g_free(job->message);
    hzp_raster_bands_free(job->bands);
}

HzpStatus hzp_raster_exposure_compute(HzpRun *run, const HzpRasterReader *reader, const HzpRasterQuestion *asked,
                                      HzpRasterResult **result)
{
    HzpRasterQuestion question = *asked;
    if (!question.zones && !question.circles) {
        question.n_groups = 0;
        question.want_zones = false;
    }
    Job job = {.run = run, .reader = reader, .question = &question, .result = result_new(&question)};
    job_begin(&job);
    HzpStatus status = pass(&job);
    job_end(&job);
    if (status != HZP_OK) {
        hzp_raster_result_free(job.result);
        job.result = NULL;
    }
    *result = job.result;
    return status;
}
