/* notice_form_web.c — the form of each kind of notice: only what the record does not say. */
#include "gen/notice.words.h"
#include "gen/track.sql.h"
#include "notice/notice_web.h"

static const char *const names[NOTICE_PARTS] = {
	[PART_ROUTE] = "route",     [PART_SORT] = "sort",       [PART_REASON] = "reason",   [PART_BASIS] = "basis",
	[PART_ONWARD] = "onward",   [PART_UNTIL] = "until",     [PART_REQUEST] = "request", [PART_FACTS] = "facts",
	[PART_OPINION] = "opinion", [PART_OUTCOME] = "outcome", [PART_REVIEW] = "review",
};

static const struct word *const labels[NOTICE_PARTS] = {
	[PART_ROUTE] = &word_notice_route,     [PART_SORT] = &word_notice_sort,
	[PART_REASON] = &word_notice_reason,   [PART_BASIS] = &word_notice_basis,
	[PART_ONWARD] = &word_notice_onward,   [PART_UNTIL] = &word_notice_until,
	[PART_REQUEST] = &word_notice_request, [PART_FACTS] = &word_notice_facts,
	[PART_OPINION] = &word_notice_opinion, [PART_OUTCOME] = &word_notice_outcome,
	[PART_REVIEW] = &word_notice_review,
};

static const struct word *const missing[NOTICE_PARTS] = {
	[PART_ROUTE] = &word_notice_route_missing,     [PART_SORT] = &word_notice_sort_missing,
	[PART_REASON] = &word_notice_reason_missing,   [PART_BASIS] = &word_notice_basis_missing,
	[PART_ONWARD] = &word_notice_onward_missing,   [PART_UNTIL] = &word_notice_until_missing,
	[PART_REQUEST] = &word_notice_request_missing, [PART_FACTS] = &word_notice_facts_missing,
	[PART_OPINION] = &word_notice_opinion_missing, [PART_OUTCOME] = &word_notice_outcome_missing,
	[PART_REVIEW] = &word_notice_review_missing,
};

static const struct choice sorts[] = {
	{ .value = { "", 0 }, .word = &word_notice_choose },  { .value = { "1", 1 }, .word = &word_notice_sort_1 },
	{ .value = { "2", 1 }, .word = &word_notice_sort_2 }, { .value = { "3", 1 }, .word = &word_notice_sort_3 },
	{ .value = { "4", 1 }, .word = &word_notice_sort_4 }, { .value = { "5", 1 }, .word = &word_notice_sort_5 },
	{ .value = { "6", 1 }, .word = &word_notice_sort_6 },
};
static const char *const sort_keys[] = { "1", "2", "3", "4", "5", "6", NULL };

static const struct choice outcomes[] = {
	{ .value = { "", 0 }, .word = &word_notice_choose },
	{ .value = { "1", 1 }, .word = &word_notice_outcome_1 },
	{ .value = { "2", 1 }, .word = &word_notice_outcome_2 },
	{ .value = { "3", 1 }, .word = &word_notice_outcome_3 },
};
static const char *const outcome_keys[] = { "1", "2", "3", NULL };

/* What stands in a part before anybody types: the record, or the article that applies. */
static str
first_text(const struct notice_form *f, enum notice_part part, const struct q_track_answer *answer,
	   const struct notice_in *record)
{
	if (record->text[part].n)
		return record->text[part];
	switch (part) {
	case PART_ROUTE: return S("由综治中心登记，派给有职权的单位；单位领事、办理、答复，最后由您来评是否解决。");
	case PART_REQUEST: return f->m->words;
	case PART_FACTS: return answer->done;
	case PART_BASIS:
		if (f->kind == NOTICE_ACCEPTED)
			return S("《信访工作条例》第二十三条。");
		return f->kind == NOTICE_OPINION ? answer->basis : S("");
	case PART_UNTIL: return day_iso(f->rq->mem, record->until);
	case PART_SORT: return record->sort ? str_fmt(f->rq->mem, "%d", record->sort) : S("");
	case PART_OUTCOME: return record->outcome ? str_fmt(f->rq->mem, "%d", record->outcome) : S("");
	default: return S("");
	}
}

enum err
notice_form_make(struct db *db, struct notice_form *f)
{
	const struct form *typed = f->faults ? f->rq->form : NULL;
	struct notice_in record = { .kind = f->kind };
	struct q_track_answer answer = { 0 };
	enum err e = q_track_answer(db, f->m->id, &answer);

	if (e != OK && e != NOT_FOUND)
		return e;
	TRY(notice_from_record(db, f->m->id, &record));
	for (enum notice_part part = 0; part < NOTICE_PARTS; part++) {
		struct notice_field *n = &f->part[f->parts];

		if (!notice_part_asked(f->kind, part))
			continue;
		n->part = part;
		n->area = part != PART_SORT && part != PART_OUTCOME && part != PART_UNTIL;
		n->field = (struct field){ .name = names[part],
					   .label = labels[part],
					   .rows = part == PART_BASIS ? 2 : 4 };
		n->field.value = typed ? form_get(typed, str_of(names[part])) : first_text(f, part, &answer, &record);
		if (part == PART_UNTIL)
			n->field.type = "date";
		if (part == PART_SORT)
			n->field.choices = sorts, n->field.n = sizeof(sorts) / sizeof(*sorts);
		if (part == PART_OUTCOME)
			n->field.choices = outcomes, n->field.n = sizeof(outcomes) / sizeof(*outcomes);
		f->parts++;
	}
	return OK;
}

struct notice_in
notice_form_read(struct form_in *in, enum notice_kind kind)
{
	struct notice_in n = { .kind = kind };

	for (enum notice_part part = 0; part < NOTICE_PARTS; part++) {
		if (!notice_part_asked(kind, part))
			continue;
		if (part == PART_SORT)
			n.sort = 1 + form_choice(in, names[part], sort_keys, missing[part]);
		else if (part == PART_OUTCOME)
			n.outcome = 1 + form_choice(in, names[part], outcome_keys, missing[part]);
		else if (part == PART_UNTIL)
			n.until = form_day(in, names[part], missing[part], missing[part]);
		else
			n.text[part] = form_text(in, names[part], NOTICE_TEXT, missing[part], &word_notice_too_long);
	}
	return n;
}

void
notice_form_until(struct form_in *in)
{
	form_fault(in, names[PART_UNTIL], missing[PART_UNTIL]);
}
