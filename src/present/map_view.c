#include "present/map_view.h"

#include <math.h>

double hzp_view_x(const HzpView *view, double x)
{
    return view->body.x + view->body.width / 2 + (x - view->centre_x) * 1000 / view->denominator;
}

double hzp_view_y(const HzpView *view, double y)
{
    return view->body.y + view->body.height / 2 - (y - view->centre_y) * 1000 / view->denominator;
}

double hzp_view_map_x(const HzpView *view, double page_x)
{
    return view->centre_x + (page_x - view->body.x - view->body.width / 2) * view->denominator / 1000;
}

double hzp_view_map_y(const HzpView *view, double page_y)
{
    return view->centre_y - (page_y - view->body.y - view->body.height / 2) * view->denominator / 1000;
}

char *hzp_view_projection(const HzpCrsFacts *facts, double longitude, double *meridian)
{
    char lon[32];
    char a[32];
    char rf[32];
    *meridian = round(longitude * 20) / 20;
    g_ascii_formatd(lon, sizeof lon, "%.2f", *meridian);
    g_ascii_formatd(a, sizeof a, "%.10g", facts->semi_major_m);
    g_ascii_formatd(rf, sizeof rf, "%.12g", facts->inverse_flattening);
    g_autofree char *ellipsoid =
        facts->inverse_flattening > 0 ? g_strdup_printf("+a=%s +rf=%s", a, rf) : g_strdup_printf("+R=%s", a);
    return g_strdup_printf("+proj=tmerc +lat_0=0 +lon_0=%s +k=1 +x_0=500000 +y_0=0 %s +units=m +no_defs +type=crs", lon,
                           ellipsoid);
}

double hzp_view_nice_scale(double least, const double *mantissas, size_t count)
{
    double power = pow(10, floor(log10(fmax(least, 1))));
    for (int decade = 0; decade < 2; decade++, power *= 10) {
        for (size_t i = 0; i < count; i++) {
            if (mantissas[i] * power >= least * (1 - 1e-9)) return mantissas[i] * power;
        }
    }
    return least;
}

int hzp_view_graticule_step(double span_degrees)
{
    static const int steps[] = {1, 2, 5, 10, 15, 20, 30, 60, 120, 300, 600};
    double minutes = span_degrees * 60;
    for (size_t i = 0; i < G_N_ELEMENTS(steps); i++) {
        if (minutes / steps[i] <= 7) return steps[i];
    }
    return 1200;
}

double hzp_view_bar_length(double most)
{
    double power = pow(10, floor(log10(fmax(most, 1))));
    if (most >= 5 * power) return 5 * power;
    return most >= 2 * power ? 2 * power : power;
}
