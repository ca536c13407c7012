/* check.c — the invariants of features.md §4.2 over one township, streamed. */
#include "gen/check.sql.h"
#include "identity/identity.h"
#include "matter/deed.h"

#include <stdarg.h>
#include <string.h>

struct check {
	struct db *db;
	void (*fault)(void *ctx, const char *line);
	void *ctx;
};

static void __attribute__((format(printf, 2, 3))) fault(struct check *c, const char *format, ...)
{
	char line[240];
	va_list ap;

	va_start(ap, format);
	vsnprintf(line, sizeof(line), format, ap);
	va_end(ap);
	c->fault(c->ctx, line);
}

/* One visitor for each list of bad matters. */
#define BAD(query, words)                                                 \
	static enum err query##_bad(void *ctx, const struct q_##query *r) \
	{                                                                 \
		fault(ctx, "matter %lld: " words, (long long)r->id);      \
		return OK;                                                \
	}

BAD(check_due, "not exactly one holder, one running clock and its due date")
BAD(check_start, "the answer clock does not start when the matter was received")
BAD(check_gated, "whom it complains about and what the lists ask for do not agree")
BAD(check_extended, "extended without one approval by another person")
BAD(check_paused, "paused for longer than ten working days, or without a pause")
BAD(check_ended, "closed, and a clock of it runs on")
BAD(check_upstream, "due on another day than the hotline's order says")
BAD(check_judged, "closed as effective without the resident's judgement")
BAD(check_heard, "closed by a word that was not taken by a clerk outside the handling unit")
BAD(check_approved, "an answer was approved by who wrote it")
BAD(check_silent, "closed by silence before two channels were tried, or before its time")
BAD(check_followed, "merged and followed do not agree")
BAD(check_last, "the last entry of the timeline leads to another state")

BAD(check_returns, "returned more than twice in a round")
BAD(check_decided, "decided by who proposed it")
BAD(check_accused, "held by somebody whom it complains about")
BAD(check_grounds, "not accepted, referred or explained without its decision")

/* The holder of a matter through its history, as its entries name them. */
struct history {
	struct check *c;
	int64_t id, holder, last, open; /* of the matter in hand: whom the entries name, and who holds it by its row */
};

static void
history_end(struct history *h)
{
	if (h->id && h->open && h->holder && h->holder != h->last)
		fault(h->c, "matter %lld: the timeline names another holder than the matter", (long long)h->id);
}

/* From its first entry on somebody is named, and whoever comes next is named in the entry that brings them. */
static enum err
history_row(void *ctx, const struct q_check_holders *r)
{
	struct history *h = ctx;
	ptrdiff_t at = str_find(r->detail, S("holder "));
	bool first = r->id != h->id;
	str number, rest;
	int64_t n = 0;

	if (first) {
		history_end(h);
		*h = (struct history){ .c = h->c, .id = r->id };
	}
	if (at >= 0) {
		(void)str_cut(str_skip(r->detail, (size_t)at + 7), ' ', &number, &rest);
		if (!str_int(number, &n) || (n == 0 && matter_open((enum matter_state)r->state)))
			fault(h->c, "matter %lld: entry %lld leaves it to nobody", (long long)r->id, (long long)r->seq);
		h->holder = n;
	}
	h->last = r->holder;
	h->open = r->open;
	return OK;
}

static enum err
history(struct check *c)
{
	struct history h = { .c = c };

	TRY(q_check_holders(c->db, history_row, &h));
	history_end(&h);
	return OK;
}

static enum err
count_row(void *ctx, const struct q_check_counts *r)
{
	if (r->n != r->found)
		fault(ctx, "counter axis %lld ref %lld lane %lld says %lld, the list has %lld", (long long)r->axis,
		      (long long)r->ref, (long long)r->lane, (long long)r->n, (long long)r->found);
	return OK;
}

static enum err
counters(struct check *c, const struct q_check_matters *all)
{
	struct q_check_count_sums sum;

	TRY(q_check_counts(c->db, count_row, c));
	TRY(q_check_count_sums(c->db, &sum));
	if (sum.town_n != all->n || sum.village_n != all->n || sum.unit_n != all->with_unit ||
	    sum.holder_n != all->with_holder)
		fault(c, "the counters do not add up to %lld matters", (long long)all->n);
	return OK;
}

/* "answer ID MARK …" names the answer and what it said. */
static enum err
answer_row(struct check *c, const struct q_check_entries *r)
{
	struct q_matter_answer a;
	str word, rest, id, mark;
	int64_t n = 0;
	enum err e;

	if (!str_cut(r->detail, ' ', &word, &rest) || !str_cut(rest, ' ', &id, &rest) || !str_int(id, &n)) {
		fault(c, "matter %lld: entry %lld names no answer", (long long)r->matter, (long long)r->seq);
		return OK;
	}
	str_cut(rest, ' ', &mark, &rest);
	e = q_matter_answer(c->db, n, &a);
	if (e != OK && e != NOT_FOUND)
		return e;
	if (e == NOT_FOUND || a.matter != r->matter ||
	    !str_eq(mark, answer_mark(c->db->mem, a.done, a.done_by, a.done_on, a.basis)))
		fault(c, "matter %lld: answer %lld is not what was approved", (long long)r->matter, (long long)n);
	return OK;
}

static enum err
entry_row(void *ctx, const struct q_check_entries *r)
{
	struct check *c = ctx;
	size_t mark = arena_mark(c->db->mem);
	hash h = hash_of(r->text);
	enum err e = OK;

	if (r->object.p == NULL)
		fault(c, "matter %lld: entry %lld has no event", (long long)r->matter, (long long)r->seq);
	else if (!str_eq(r->object, S("matter")) || r->object_id != r->matter || !str_eq(r->detail, r->event_detail) ||
		 !str_eq(r->kind, str_of(matter_act_key((enum matter_act)r->act))) ||
		 !str_eq(r->state_to, str_of(matter_state_key((enum matter_state)r->state))))
		fault(c, "matter %lld: entry %lld is not what its event says", (long long)r->matter, (long long)r->seq);
	else if (r->archived ? r->text.n != 0 : r->text.n ? !str_eq(r->text_hash, hash_str(&h)) : r->text_hash.n != 0)
		fault(c, "matter %lld: the words of entry %lld were changed", (long long)r->matter, (long long)r->seq);
	else if (r->act == ACT_APPROVE_ANSWER || r->act == ACT_ANSWER_SPOT)
		e = answer_row(c, r);
	arena_back(c->db->mem, mark);
	return e;
}

static enum err
token_row(void *ctx, const struct q_check_token *r)
{
	struct check *c = ctx;
	size_t mark = arena_mark(c->db->mem);
	bool holds = true;
	enum err e = OK;

	if (r->level == IDENTITY_NONE)
		fault(c, "matter %lld: holds an identity that was not given", (long long)r->id);
	if (db_has(c->db, STORE_IDENTITY))
		e = identity_holds(c->db, r->token, &holds);
	if (e == OK && !holds)
		fault(c, "matter %lld: its identity is missing in the identity store", (long long)r->id);
	arena_back(c->db->mem, mark);
	return e;
}

static enum err
receipts(struct check *c, int64_t matters)
{
	struct q_check_receipts r;

	TRY(q_check_receipts(c->db, &r));
	if (r.n != matters)
		fault(c, "%lld matters have %lld receipt codes", (long long)matters, (long long)r.n);
	return OK;
}

enum err
matter_check(struct db *db, void (*say)(void *ctx, const char *line), void *ctx, int64_t *matters)
{
	struct check c = { .db = db, .fault = say, .ctx = ctx };
	struct q_check_matters all;

	TRY(q_check_matters(db, &all));
	*matters = all.n;
	TRY(q_check_due(db, check_due_bad, &c));
	TRY(q_check_start(db, check_start_bad, &c));
	TRY(q_check_gated(db, check_gated_bad, &c));
	TRY(q_check_extended(db, check_extended_bad, &c));
	TRY(q_check_paused(db, check_paused_bad, &c));
	TRY(q_check_ended(db, check_ended_bad, &c));
	TRY(q_check_upstream(db, check_upstream_bad, &c));
	TRY(q_check_judged(db, check_judged_bad, &c));
	TRY(q_check_heard(db, check_heard_bad, &c));
	TRY(q_check_approved(db, check_approved_bad, &c));
	TRY(q_check_silent(db, check_silent_bad, &c));
	TRY(q_check_followed(db, check_followed_bad, &c));
	TRY(q_check_last(db, check_last_bad, &c));
	TRY(q_check_returns(db, check_returns_bad, &c));
	TRY(q_check_decided(db, check_decided_bad, &c));
	TRY(q_check_accused(db, check_accused_bad, &c));
	TRY(q_check_grounds(db, check_grounds_bad, &c));
	TRY(history(&c));
	TRY(counters(&c, &all));
	TRY(q_check_entries(db, entry_row, &c));
	TRY(q_check_token(db, token_row, &c));
	return receipts(&c, all.kept);
}

/* ---- files ---- */

static enum err
file_row(void *ctx, const struct q_check_files *r)
{
	const struct matter_files *to = ctx;

	return to->each(to->ctx, r->picture, r->thumb);
}

static enum err
draft_row(void *ctx, const struct q_check_draft_files *r)
{
	const struct matter_files *to = ctx;

	return to->each(to->ctx, r->picture, r->thumb);
}

enum err
matter_files(struct db *db, struct matter_files *to)
{
	TRY(q_check_files(db, file_row, to));
	TRY(q_check_draft_files(db, draft_row, to));
	for (const struct matter_ear *e = matter_ears; !matter_ear_ends(e); e++)
		if (e->files)
			TRY(e->files(db, to));
	return OK;
}
