/* act_form_web.c — the few fields of each act: made, and read back. */
#include "catalogue/limit_web.h"
#include "gen/act.words.h"
#include "matter/accuse_web.h"
#include "matter/act_web.h"
#include "matter/handup_web.h"
#include "matter/label_web.h"
#include "matter/pick_web.h"
#include "matter/queue.h"

#define SHORT_MAX 200

static const char *const solved_keys[] = { "yes", "partly", "not", NULL };
static const char *const satisfied_keys[] = { "yes", "fairly", "no", NULL };
static const char *const method_keys[] = { "phone", "paper", "desk", NULL };
static const char *const contact_keys[] = { "phone", "visit", "message", "relay", NULL };
static const char *const result_keys[] = { "reached", "not_reached", NULL };

static const enum judgement_method method_of[] = { METHOD_PHONE, METHOD_PAPER, METHOD_AT_DESK };

/* ---- making ---- */

static str
typed(const struct act_page *pg, const char *name)
{
	return pg->typed ? form_get(pg->typed, str_of(name)) : S("");
}

struct field *
act_part(struct act_page *pg, enum act_kind kind, const char *name, const struct word *label)
{
	struct act_part *a = &pg->part[pg->parts++];

	*a = (struct act_part){ .kind = kind, .field = { .name = name, .label = label, .value = typed(pg, name) } };
	return &a->field;
}

void
act_choices(const struct act_page *pg, struct field *f, const char *const *keys, const struct word *const *words)
{
	size_t n = 0;
	struct choice *c;

	while (keys[n])
		n++;
	c = make(pg->rq->mem, struct choice, n);
	for (size_t i = 0; i < n; i++)
		c[i] = (struct choice){ .value = str_of(keys[i]), .word = words[i] };
	f->choices = c;
	f->n = n;
}

/* The unit that the routing rules propose stands chosen; a dispatcher may choose another. */
static enum err
unit_part(struct db *db, struct act_page *pg)
{
	struct field *f = act_part(pg, PART_SELECT, "unit", &word_act_unit);
	int64_t unit;
	enum err e;

	TRY(pick_units_for(db, pg->rq, pg->m->id, f));
	if (pg->typed || pg->m->type.n == 0)
		return OK;
	e = catalogue_unit_for(db, pg->m->type, pg->m->village, day_of(db->now), &unit);
	if (e == OK && unit != pg->m->unit) {
		f->value = str_fmt(db->mem, "%lld", (long long)unit);
		f->hint = &word_act_unit_proposed;
	}
	return e == NOT_FOUND ? OK : e;
}

static enum err
class_parts(struct db *db, struct act_page *pg)
{
	struct field *type = act_part(pg, PART_SELECT, "type", &word_act_type),
		     *place = act_part(pg, PART_SELECT, "place", &word_act_place);
	struct scope s = actor_scope(&pg->rq->actor);

	TRY(pick_types(db, pg->rq, type));
	TRY(pick_places(db, pg->rq, s.village, place));
	pick_demands(pg->rq, act_part(pg, PART_SELECT, "demand", &word_act_demand));
	if (pg->typed)
		return OK;
	pg->part[pg->parts - 1].field.value = str_fmt(db->mem, "%lld", (long long)pg->m->demand);
	type->value = pg->m->type;
	place->value = str_fmt(db->mem, "%lld", (long long)pg->m->place);
	return OK;
}

/* Filled in by who picked one of the matters that may be the same. */
static void
target_part(struct act_page *pg)
{
	struct field *f =
		act_part(pg, PART_TEXT, "target", pg->act->act == ACT_LINK ? &word_act_target_link : &word_act_target);

	f->hint = &word_act_target_hint;
	if (!pg->typed)
		f->value = form_get(pg->rq->query, S("target"));
}

static void
until_part(struct db *db, struct act_page *pg)
{
	struct field *f = act_part(pg, PART_TEXT, "until", &word_act_until);

	f->type = "date";
	f->hint = &word_act_until_hint;
	if (!pg->typed)
		f->value = day_iso(db->mem, day_add(day_of(pg->m->due), 7));
}

static void
answer_parts(struct db *db, struct act_page *pg)
{
	struct field *done = act_part(pg, PART_AREA, "done", &word_act_done),
		     *by = act_part(pg, PART_TEXT, "done_by", &word_act_done_by);
	struct field *on = act_part(pg, PART_TEXT, "done_on", &word_act_done_on);
	struct field *basis = act_part(pg, PART_TEXT, "basis", &word_act_basis);

	done->hint = &word_act_done_hint;
	done->rows = 7;
	on->type = "date";
	basis->hint = &word_act_basis_hint;
	if (pg->typed)
		return;
	by->value = pg->rq->actor.unit_name;
	on->value = day_iso(db->mem, day_of(db->now));
}

static void
spot_parts(struct act_page *pg)
{
	struct field *done = act_part(pg, PART_AREA, "done", &word_act_said);

	done->rows = 7;
	act_part(pg, PART_TEXT, "basis", &word_act_basis)->hint = &word_act_basis_hint;
}

static void
solved_parts(struct act_page *pg)
{
	const struct word *const solved[] = { label_solved(SOLVED_YES), label_solved(SOLVED_PARTLY),
					      label_solved(SOLVED_NOT) };
	const struct word *const satisfied[] = { label_satisfied(SATISFIED_YES), label_satisfied(SATISFIED_FAIRLY),
						 label_satisfied(SATISFIED_NO) };
	struct field *f;

	act_choices(pg, act_part(pg, PART_RADIOS, "solved", &word_act_solved), solved_keys, solved);
	f = act_part(pg, PART_RADIOS, "satisfied", &word_act_satisfied);
	f->optional = true;
	act_choices(pg, f, satisfied_keys, satisfied);
}

static void
method_part(struct act_page *pg)
{
	const struct word *const method[] = { label_method(METHOD_PHONE), label_method(METHOD_PAPER),
					      label_method(METHOD_AT_DESK) };

	act_choices(pg, act_part(pg, PART_RADIOS, "method", &word_act_method), method_keys, method);
}

static void
contact_parts(struct act_page *pg)
{
	const struct word *const channel[] = { label_contact(1), label_contact(2), label_contact(3), label_contact(4) };
	const struct word *const result[] = { &word_act_reached, &word_act_not_reached };

	act_choices(pg, act_part(pg, PART_RADIOS, "channel", &word_act_contact_how), contact_keys, channel);
	act_choices(pg, act_part(pg, PART_RADIOS, "result", &word_act_contact_result), result_keys, result);
}

static void
text_part(struct act_page *pg)
{
	struct field *f = act_part(pg, PART_AREA, "text", pg->act->label);

	f->optional = pg->act->ask & ASK_TEXT_MAY;
	f->hint = &word_act_text_hint;
	f->rows = 4;
}

enum err
act_form_make(struct db *db, struct act_page *pg)
{
	unsigned ask = pg->act->ask;

	pg->parts = 0;
	if (ask & ASK_UNIT)
		TRY(unit_part(db, pg));
	if (ask & ASK_POST)
		TRY(pick_holders_for(db, pg->rq, pg->m->id, pg->m->unit, pg->m->village,
				     pg->m->state == MATTER_IN_HAND ? pg->m->holder : 0,
				     act_part(pg, PART_SELECT, "post", &word_act_post)));
	if (ask & (ASK_TARGET | ASK_LINK))
		target_part(pg);
	if (ask & ASK_CLASS)
		TRY(class_parts(db, pg));
	if (ask & ASK_UNTIL)
		until_part(db, pg);
	if (ask & ASK_ANSWER)
		answer_parts(db, pg);
	if (ask & ASK_SPOT)
		spot_parts(pg);
	if (ask & ASK_SOLVED)
		solved_parts(pg);
	if (ask & ASK_METHOD)
		method_part(pg);
	if (ask & ASK_CONTACT)
		contact_parts(pg);
	TRY(act_path_make(db, pg));
	if (ask & (ASK_TEXT | ASK_TEXT_MAY))
		text_part(pg);
	if (ask & ASK_VISIBLE)
		act_part(pg, PART_TICK, "visible", &word_act_visible)->ticked = typed(pg, "visible").n > 0;
	return handup_fill(db, pg);
}

/* ---- reading ---- */

static enum err
target_read(struct db *db, struct form_in *in, const struct act_page *pg, struct matter_deed *deed)
{
	str s = form_text(in, "target", SHORT_MAX, &word_act_target_missing, &word_act_target_missing);
	int64_t year, number;
	enum err e;

	if (s.n == 0)
		return OK;
	if (!queue_number(in->mem, s, day_of(db->now), &year, &number)) {
		form_fault(in, "target", &word_act_target_missing);
		return OK;
	}
	e = queue_matter_of(db, &pg->rq->actor, year, number, &deed->target);
	if (e == NOT_FOUND)
		form_fault(in, "target", &word_act_target_none);
	return e == NOT_FOUND ? OK : e;
}

static enum err
class_read(struct db *db, struct form_in *in, struct matter_deed *deed)
{
	bool accusation;
	enum err e;

	deed->type = form_text(in, "type", 12, NULL, &word_act_class_refused);
	TRY(accuse_type(db, deed->type, &accusation));
	if (accusation)
		form_fault(in, "type", &word_act_class_accusation);
	deed->demand = form_int(in, "demand", 0, DEMAND_HEAR, NULL, &word_act_class_refused);
	deed->place = form_int(in, "place", 1, INT64_MAX, &word_act_place_missing, &word_act_place_missing);
	if (deed->place == 0)
		return OK;
	e = pick_village(db, deed->place, &deed->village);
	if (e == NOT_FOUND)
		form_fault(in, "place", &word_act_place_missing);
	return e == NOT_FOUND ? OK : e;
}

static void
answer_read(struct db *db, struct form_in *in, struct matter_deed *deed)
{
	deed->done = form_text(in, "done", MATTER_TEXT_MAX, &word_act_done_missing, &word_act_long);
	deed->done_by = form_text(in, "done_by", SHORT_MAX, &word_act_done_by_missing, &word_act_long_short);
	deed->done_on = form_day(in, "done_on", &word_act_done_on_missing, &word_act_done_on_missing);
	deed->basis = form_text(in, "basis", SHORT_MAX, &word_act_basis_missing, &word_act_long_short);
	if (deed->done_on.n && day_diff(deed->done_on, day_of(db->now)) < 0)
		form_fault(in, "done_on", &word_act_done_on_future);
}

static void
spot_read(struct form_in *in, struct matter_deed *deed)
{
	deed->done = form_text(in, "done", MATTER_TEXT_MAX, &word_act_done_missing, &word_act_long);
	deed->basis = form_text(in, "basis", SHORT_MAX, &word_act_basis_missing, &word_act_long_short);
}

static void
solved_read(struct form_in *in, struct matter_deed *deed)
{
	int solved = form_choice(in, "solved", solved_keys, &word_act_solved_missing);

	deed->solved = solved < 0 ? SOLVED_YES : (enum judgement_solved)(SOLVED_YES + solved);
	deed->satisfied =
		(enum judgement_satisfied)(SATISFIED_UNSAID + 1 + form_choice(in, "satisfied", satisfied_keys, NULL));
	deed->act = deed->solved == SOLVED_YES ? ACT_JUDGE_SOLVED : ACT_JUDGE_UNSOLVED;
}

enum err
act_form_read(struct db *db, struct form_in *in, const struct act_page *pg, struct matter_deed *deed)
{
	unsigned ask = pg->act->ask;

	deed->act = pg->act->act;
	if (ask & ASK_UNIT)
		deed->unit = form_int(in, "unit", 1, INT64_MAX, &word_act_unit_missing, &word_act_unit_missing);
	if (ask & ASK_POST)
		deed->post = form_int(in, "post", 1, INT64_MAX, &word_act_post_missing, &word_act_post_missing);
	if (ask & (ASK_TARGET | ASK_LINK))
		TRY(target_read(db, in, pg, deed));
	if (ask & ASK_CLASS)
		TRY(class_read(db, in, deed));
	if (ask & ASK_UNTIL)
		deed->until = form_day(in, "until", &word_act_until_missing, &word_act_until_missing);
	if (ask & ASK_ANSWER)
		answer_read(db, in, deed);
	if (ask & ASK_SPOT)
		spot_read(in, deed);
	if (ask & ASK_SOLVED)
		solved_read(in, deed);
	if (ask & ASK_METHOD) {
		int method = form_choice(in, "method", method_keys, &word_act_method_missing);

		deed->method = method < 0 ? METHOD_PHONE : method_of[method];
	}
	if (ask & ASK_CONTACT) {
		deed->contact_channel = 1 + form_choice(in, "channel", contact_keys, &word_act_contact_missing);
		deed->contact_result = 1 + form_choice(in, "result", result_keys, &word_act_contact_missing);
	}
	if (ask & (ASK_TEXT | ASK_TEXT_MAY))
		deed->text = form_text(in, "text", MATTER_TEXT_MAX, ask & ASK_TEXT ? &word_act_text_missing : NULL,
				       &word_act_long);
	TRY(act_path_read(db, in, pg, deed));
	deed->visible = ask & ASK_VISIBLE && form_tick(in, "visible");
	return OK;
}

void
act_form_refused(const struct act *act, struct form_in *in)
{
	if (act_path_refused(act, in))
		return;
	if (act->ask & ASK_UNIT)
		form_fault(in, "unit", &word_act_unit_refused);
	else if (act->ask & ASK_POST)
		form_fault(in, "post", &word_act_post_refused);
	else if (act->ask & ASK_TARGET)
		form_fault(in, "target", &word_act_target_refused);
	else if (act->ask & ASK_CLASS)
		form_fault(in, "type", &word_act_class_refused);
	else if (act->ask & ASK_UNTIL)
		form_fault(in, "until", &word_act_until_refused);
	else if (act->ask & ASK_SOLVED)
		form_fault(in, "solved", &word_act_solved_refused);
	else
		form_fault(in, "text", &word_act_refused);
}
