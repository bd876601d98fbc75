/* Who is responsible for a point, and what is there or was done: sign, notice, cards, drill. */
#include <string.h>

#include "base/message.h"
#include "base/vocabulary.h"
#include "data/management.h"

/* By the vocabulary person_role. */
static const struct {
    const char *code;
    const char *name_field; /* columns of hazard_points */
    const char *phone_field;
    const char *name_item;
    const char *phone_item;
} roles[] = {
    {"prevention", "prevention_person", "prevention_phone", "prevention_person", "prevention_phone"},
    {"monitoring", "monitor_person", "phone", "monitor_person", "monitor_phone"},
    {"technical", "technical_person", "technical_phone", "technical_person", "technical_phone"},
};

/* "无" in a cell for a name says that there is nobody; "-" says nothing, and a bare "是" names nobody either. */
static HzpItemState state_of_text(const char *text)
{
    HzpItemState state = HZP_ITEM_PRESENT;
    const char *code = text ? hzp_vocabulary_match("presence", text) : NULL;
    if (code) return strcmp(code, "no") == 0 ? HZP_ITEM_LACKING : HZP_ITEM_NOT_RECORDED;
    return hzp_management_presence(text, &state) && state == HZP_ITEM_NOT_RECORDED ? state : HZP_ITEM_PRESENT;
}

static void add_responsible(HzpManagement *management, size_t role, long point, HzpResponsible person)
{
    size_t name_item = hzp_management_item(roles[role].name_item);
    size_t phone_item = hzp_management_item(roles[role].phone_item);
    HzpItemState named = state_of_text(person.name);
    HzpItemState reached = state_of_text(person.phone);
    hzp_management_raise(management, (size_t)point, name_item, named);
    hzp_management_raise(management, (size_t)point, phone_item, reached);
    person.point = point;
    person.role = (int)role;
    if (named != HZP_ITEM_PRESENT) person.name = NULL;
    if (reached != HZP_ITEM_PRESENT) person.phone = NULL;
    if (person.name || person.phone) g_array_append_val(management->responsibles, person);
}

static void people_of_columns(HzpModel *model)
{
    HzpManagement *management = model->management;
    HzpTable *points = model->hazard_points;
    for (size_t role = 0; role < G_N_ELEMENTS(roles); role++) {
        const char **names = hzp_table_text(points, roles[role].name_field);
        const char **phones = hzp_table_text(points, roles[role].phone_field);
        if (hzp_table_header(points, roles[role].name_field))
            management->kept[hzp_management_item(roles[role].name_item)] = true;
        if (hzp_table_header(points, roles[role].phone_field))
            management->kept[hzp_management_item(roles[role].phone_item)] = true;
        for (size_t i = 0; i < management->points; i++)
            add_responsible(
                management, role, (long)i,
                (HzpResponsible){
                    .name = names[i], .phone = phones[i], .table = points, .row = i, .phone_field = roles[role].phone_field});
    }
}

/* One row may name several roles: 监测、预防责任人. */
static void person_of_row(HzpModel *model, size_t row, const char *text)
{
    HzpManagement *management = model->management;
    HzpTable *persons = model->persons;
    g_autoptr(GPtrArray) codes = hzp_vocabulary_find_all("person_role", text);
    if (codes->len == 0)
        hzp_findings_add_row(model->findings, "management_word_unknown", persons, row, "role", "value", text, NULL);
    for (guint i = 0; i < codes->len; i++) {
        int role = hzp_vocabulary_index("person_role", g_ptr_array_index(codes, i));
        /* A list that names some people of a role keeps that role. */
        management->kept[hzp_management_item(roles[role].name_item)] = true;
        if (hzp_table_header(persons, "phone")) management->kept[hzp_management_item(roles[role].phone_item)] = true;
        if (management->person_point[row] < 0) continue;
        const HzpResponsible person = {.name = hzp_table_text(persons, "name")[row],
                                       .phone = hzp_table_text(persons, "phone")[row],
                                       .table = persons,
                                       .row = row,
                                       .phone_field = "phone"};
        add_responsible(management, (size_t)role, management->person_point[row], person);
    }
}

static void people_of_table(HzpModel *model)
{
    HzpTable *persons = model->persons;
    if (!persons) return;
    model->management->person_point = hzp_management_points_of(model, persons, false);
    const char **texts = hzp_table_text(persons, "role");
    for (size_t i = 0; i < hzp_table_rows(persons); i++)
        person_of_row(model, i, texts[i]);
}

static void free_text(gpointer text) { g_string_free(text, TRUE); }

static void append_name(GHashTable *texts, const char **cell, const char *name)
{
    GString *text = g_hash_table_lookup(texts, cell);
    if (!text) {
        text = g_string_new(*cell && state_of_text(*cell) == HZP_ITEM_PRESENT ? *cell : "");
        g_hash_table_insert(texts, (gpointer)cell, text);
    }
    g_string_append_printf(text, "%s%s", text->len ? "、" : "", name);
}

/* All that are named, so that the point's columns hold them wherever they come from. */
static void show_people(HzpModel *model)
{
    HzpTable *points = model->hazard_points;
    const GArray *people = model->management->responsibles;
    /* cell -> its text: joined one by one, a point of thousands of people would take forever */
    g_autoptr(GHashTable) joined = g_hash_table_new_full(NULL, NULL, NULL, free_text);
    for (guint i = 0; i < people->len; i++) {
        const HzpResponsible *person = &g_array_index(people, HzpResponsible, i);
        if (person->table == points) continue;
        const char **names = hzp_table_text(points, roles[person->role].name_field);
        const char **phones = hzp_table_text(points, roles[person->role].phone_field);
        if (person->name) append_name(joined, &names[person->point], person->name);
        if (person->phone) append_name(joined, &phones[person->point], person->phone);
    }
    GHashTableIter iter;
    gpointer cell = NULL;
    gpointer text = NULL;
    g_hash_table_iter_init(&iter, joined);
    while (g_hash_table_iter_next(&iter, &cell, &text))
        *(const char **)cell = hzp_table_keep(points, ((GString *)text)->str);
}

void hzp_management_people(HzpModel *model)
{
    people_of_columns(model);
    people_of_table(model);
    show_people(model);
}

/* ---- signs, notices, cards, drills ---- */

static void presence_of_column(HzpModel *model, const char *field, const char *item_code)
{
    HzpTable *points = model->hazard_points;
    HzpManagement *management = model->management;
    size_t item = hzp_management_item(item_code);
    if (!hzp_table_header(points, field)) return;
    management->kept[item] = true;
    const char **texts = hzp_table_text(points, field);
    for (size_t i = 0; i < management->points; i++) {
        HzpItemState state = HZP_ITEM_NOT_RECORDED;
        if (!hzp_management_presence(texts[i], &state))
            hzp_findings_add_row(model->findings, "management_word_unknown", points, i, field, "value", texts[i], NULL);
        hzp_management_raise(management, i, item, state);
    }
}

/* A drill of earlier years no longer counts. */
static HzpItemState state_of_drill(const HzpModel *model, const char *text, bool *understood)
{
    HzpDate date = {0};
    HzpItemState state = HZP_ITEM_NOT_RECORDED;
    *understood = true;
    if (!text || !hzp_date_parse(text, &date) || date.year == 0) {
        *understood = hzp_management_presence(text, &state);
        return state;
    }
    int year = model->management->year;
    double years = hzp_project_number(model->project, "management.drill_years");
    return year == 0 || date.year + years >= year ? HZP_ITEM_PRESENT : HZP_ITEM_LACKING;
}

static void drills(HzpModel *model)
{
    HzpTable *points = model->hazard_points;
    size_t item = hzp_management_item("drill");
    if (!hzp_table_header(points, "drill_date")) return;
    model->management->kept[item] = true;
    const char **texts = hzp_table_text(points, "drill_date");
    for (size_t i = 0; i < model->management->points; i++) {
        bool understood = true;
        HzpItemState state = state_of_drill(model, texts[i], &understood);
        if (!understood)
            hzp_findings_add_row(model->findings, "management_word_unknown", points, i, "drill_date", "value", texts[i],
                                 NULL);
        hzp_management_raise(model->management, i, item, state);
    }
}

void hzp_management_presences(HzpModel *model)
{
    static const char *const items[] = {"warning_sign", "notice", "work_card", "evacuation_card"};
    for (size_t i = 0; i < G_N_ELEMENTS(items); i++)
        presence_of_column(model, items[i], items[i]);
    drills(model);
}
