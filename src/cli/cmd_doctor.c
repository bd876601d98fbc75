#include <string.h>

#include "cli/answer.h"
#include "cli/command.h"
#include "hazplan/environment.h"
#include "hazplan/text.h"

typedef struct {
    CommonValues common;
} Values;

static const char *const columns[] = {"state", "item", "value", "advice", NULL};
static const AnswerHeading headings[] = {{"state", "title_state", 0},
                                         {"item", "title_item", 0},
                                         {"value", "title_value", 0},
                                         {"advice", "title_advice", 0},
                                         {NULL, NULL, 0}};

typedef struct {
    Answer answer;
    bool as_table;
} Doctor;

static void collect(const char *key, const char *value, HzpEnvironmentState state, const char *advice, void *user)
{
    static const char *const codes[] = {"found", "absent", "missing"};
    static const char *const labels[] = {"state_found", "state_absent", "state_missing"};
    Doctor *doctor = user;
    /* A person reads words in their language, a script reads codes. */
    g_autofree char *label = doctor->as_table ? hzp_text(labels[state], NULL) : g_strdup(codes[state]);
    answer_add(&doctor->answer, label, key, value, advice);
}

static HzpStatus run(const void *given)
{
    const Values *values = given;
    const char *format = values->common.format;
    Doctor doctor = {.as_table = strcmp(format, "table") == 0};
    answer_begin(&doctor.answer, "hazplan-environment/1", "items", columns, NULL, headings);
    HzpStatus status = hzp_environment_report(collect, &doctor);
    if (doctor.as_table) {
        answer_write_table(&doctor.answer, NULL);
    } else if (strcmp(format, "csv") == 0) {
        answer_write_csv(&doctor.answer);
    } else {
        answer_write_json(&doctor.answer, NULL);
    }
    answer_clear(&doctor.answer);
    return status;
}

const Command cmd_doctor = {
    .run = run,
    .size = sizeof(Values),
    .about = "about_doctor",
    .options = (const Option[]){OPTION_FORMAT("table|json|csv"), {.name = NULL}},
    .examples = (const Example[]){{"hazplan doctor", "example_doctor_1"},
                                  {"hazplan doctor --format json", "example_doctor_2"},
                                  {NULL, NULL}},
};
