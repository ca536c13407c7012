/* act_path_web.c — the fields of the rarer acts: reasons of a list, the way onward, whom it complains about, links. */
#include "gen/act.words.h"
#include "gen/conflict.sql.h"
#include "matter/act_web.h"
#include "matter/pick_web.h"

#define OFFICERS  600
#define SHORT_MAX 200

static const char *const numbers[] = { "1", "2", "3", "4", "5", NULL };

static const struct word *const returns[] = { &word_act_return_1, &word_act_return_2, &word_act_return_3,
					      &word_act_return_4, &word_act_return_5 };
static const struct word *const rejects[] = { &word_act_reject_1, &word_act_reject_2, &word_act_reject_3,
					      &word_act_reject_4 };
static const struct word *const refers[] = { &word_act_refer_1, &word_act_refer_2, &word_act_refer_3 };
static const struct word *const links[] = { &word_act_link_1, &word_act_link_2, &word_act_link_3, &word_act_link_4 };

struct list {
	const struct word *const *word;
	int n;
};

static struct list
list_of(enum matter_act a)
{
	switch (a) {
	case ACT_RETURN_UNIT: return (struct list){ returns, RETURN_REASONS - 1 };
	case ACT_REJECT:
	case ACT_REJECT_NO:
	case ACT_REJECT_ASK: return (struct list){ rejects, REJECT_REASONS - 1 };
	case ACT_REFER:
	case ACT_REFER_NO:
	case ACT_REFER_ASK: return (struct list){ refers, REFER_REASONS - 1 };
	case ACT_LINK: return (struct list){ links, LINKS - 1 };
	default: return (struct list){ NULL, 0 };
	}
}

const struct word *
act_path_reason(enum matter_act act, int64_t reason)
{
	struct list l = list_of(act);

	return reason >= 1 && reason <= l.n ? l.word[reason - 1] : NULL;
}

static void
list_part(struct act_page *pg, const char *name, const struct word *label)
{
	struct list l = list_of(pg->act->act);
	const char **keys = make(pg->rq->mem, const char *, (size_t)l.n + 1);

	for (int i = 0; i < l.n; i++)
		keys[i] = numbers[i];
	act_choices(pg, act_part(pg, PART_RADIOS, name, label), keys, l.word);
}

static str
name_of(const struct req *rq, str zh, str en)
{
	return rq->lang == EN && en.n ? en : zh;
}

/* Either of the two; each has a first choice that says none. */
static enum err
accused_parts(struct db *db, struct act_page *pg)
{
	struct field *unit = act_part(pg, PART_SELECT, "unit", &word_act_accused_unit),
		     *person = act_part(pg, PART_SELECT, "person", &word_act_accused_person);
	struct q_conflict_officers_list l;
	struct choice *c;

	TRY(pick_units(db, pg->rq, unit));
	((struct choice *)(uintptr_t)unit->choices)[0].word = &word_act_accused_none;
	TRY(q_conflict_officers(db, day_of(db->now), OFFICERS, &l));
	c = make(db->mem, struct choice, l.n + 1);
	c[0] = (struct choice){ .value = S(""), .word = &word_act_accused_none };
	for (size_t i = 0; i < l.n; i++)
		c[i + 1] = (struct choice){ .value = str_fmt(db->mem, "%lld", (long long)l.p[i].person),
					    .text = str_fmt(db->mem, "%.*s · %.*s", STR_ARG(l.p[i].name),
							    STR_ARG(name_of(pg->rq, l.p[i].unit_zh, l.p[i].unit_en))) };
	person->choices = c;
	person->n = l.n + 1;
	unit->optional = person->optional = true;
	return OK;
}

enum err
act_path_make(struct db *db, struct act_page *pg)
{
	unsigned ask = pg->act->ask;

	if (ask & ASK_REASON)
		list_part(pg, "reason", &word_act_reason);
	if (ask & ASK_LINK)
		list_part(pg, "kind", &word_act_link_kind);
	if (ask & ASK_ONWARD) {
		act_part(pg, PART_TEXT, "basis", &word_act_basis_law);
		act_part(pg, PART_AREA, "onward", &word_act_onward)->rows = 3;
	}
	if (ask & ASK_RECEIPT) {
		act_part(pg, PART_TEXT, "receipt", &word_act_receipt_number);
		act_part(pg, PART_TEXT, "receipt_on", &word_act_receipt_on)->type = "date";
	}
	if (ask & ASK_ACCUSED)
		TRY(accused_parts(db, pg));
	if (ask & ASK_RULE && pg->rq->actor.role == ROLE_LEADER && pg->m->type.n)
		act_part(pg, PART_TICK, "make_rule", &word_act_make_rule)->ticked =
			pg->typed && form_get(pg->typed, S("make_rule")).n;
	return OK;
}

enum err
act_path_read(struct db *db, struct form_in *in, const struct act_page *pg, struct matter_deed *deed)
{
	unsigned ask = pg->act->ask;
	struct list l = list_of(pg->act->act);
	const char **keys = make(db->mem, const char *, (size_t)l.n + 1);

	for (int i = 0; i < l.n; i++)
		keys[i] = numbers[i];
	if (ask & ASK_REASON)
		deed->reason = 1 + form_choice(in, "reason", keys, &word_act_reason_missing);
	if (ask & ASK_LINK)
		deed->link = (enum matter_link_kind)(1 + form_choice(in, "kind", keys, &word_act_reason_missing));
	if (ask & ASK_ONWARD) {
		deed->basis = form_text(in, "basis", SHORT_MAX, &word_act_basis_missing, &word_act_long_short);
		deed->onward = form_text(in, "onward", MATTER_TEXT_MAX, &word_act_onward_missing, &word_act_long);
	}
	if (ask & ASK_RECEIPT) {
		deed->receipt = form_text(in, "receipt", SHORT_MAX, &word_act_receipt_missing, &word_act_long_short);
		deed->done_on = form_day(in, "receipt_on", &word_act_receipt_missing, &word_act_receipt_missing);
	}
	if (ask & ASK_ACCUSED) {
		deed->unit = form_int(in, "unit", 1, INT64_MAX, NULL, &word_act_accused_missing);
		deed->person = form_int(in, "person", 1, INT64_MAX, NULL, &word_act_accused_missing);
		if ((deed->unit == 0) == (deed->person == 0))
			form_fault(in, "unit", &word_act_accused_missing);
	}
	deed->make_rule = ask & ASK_RULE && form_tick(in, "make_rule");
	return OK;
}

bool
act_path_refused(const struct act *act, struct form_in *in)
{
	const char *field = act->ask & (ASK_UNIT | ASK_ACCUSED) ? "unit"
			    : act->ask & ASK_REASON             ? "reason"
			    : act->ask & ASK_ONWARD             ? "onward"
			    : act->ask & ASK_RECEIPT            ? "receipt_on"
			    : act->ask & ASK_LINK               ? "target"
								: NULL;

	if (act->act < ACT_RETURN_UNIT || !field)
		return false;
	form_fault(in, field, &word_act_path_refused);
	return true;
}
