/* step_web.h — one form for each thing that can be done to a case: what it does, the few fields it needs, one button.
 *
 * The table mediation_steps is the whole list; the domain decides who may do what when, and a page only offers what it
 * allows. Forms are panels (place/panel_web.h) at /mediation/ID/do/PATH.
 *
 * names: pick */
#ifndef HEYE_MEDIATION_STEP_WEB_H
#define HEYE_MEDIATION_STEP_WEB_H

#include "mediation/mediation_web.h"

/* One form that was sent. */
struct step_taken {
	struct req *rq;
	struct form_in in;
	const struct mediation_page *m;
	struct identity_keys keys;
};

typedef enum err step_make(struct db *db, const struct mediation_page *m, struct panel *f);
typedef enum err step_take(struct tx *tx, struct step_taken *t);

struct step {
	const char *path;        /* last piece of the address */
	const struct word *name; /* of the button that leads here, and the title */
	const struct word *effect;
	const struct word *button;
	bool (*now)(const struct mediation_page *m); /* whether it can be done */
	bool main, red;                              /* main: what usually comes next */
	step_make *ask;
	step_take *take;
};

extern const struct step mediation_steps[]; /* ends with a row without path */

/* The first half of a case: step_begin_web.c. */
step_make step_answer_make, step_mediator_make, step_recuse_make, step_notice_make, step_record_make, step_fail_make;
step_take step_answer_take, step_mediator_take, step_recuse_take, step_notice_take, step_record_take, step_fail_take;

/* The second: step_end_web.c. */
step_make step_agreement_make, step_instalment_make, step_sign_make, step_copies_make, step_pay_make, step_perform_make,
	step_break_make, step_court_make, step_ruled_make, step_file_make, step_subsidy_make;
step_take step_agreement_take, step_instalment_take, step_sign_take, step_copies_take, step_pay_take, step_perform_take,
	step_break_take, step_court_take, step_ruled_take, step_file_take, step_subsidy_take;

/* ---- what forms share ---- */

/* A text that must name nobody; a fault when it does. */
MUST_USE enum err step_text(struct tx *tx, struct step_taken *t, const char *field, size_t most,
			    const struct word *missing, str *text);
int64_t step_yuan(struct form_in *in, const char *field, bool needed); /* in fen */
/* Choices whose values are 1, 2, 3 … with these words. */
struct choice *step_choices(struct arena *mem, const struct word *const *words, size_t n);
int step_choice(struct form_in *in, const char *field, int most); /* 1 … most, or 0 with a fault */
enum mediation_record_kind step_record_of(const struct req *rq);  /* from the last piece of the address */

#endif
