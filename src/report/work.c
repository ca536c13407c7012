#include "report/work.h"

#include "base/out.h"
#include "base/rand.h"
#include "base/utf8.h"
#include "desk/event.h"

enum err
work_read(struct db *db, const struct actor *by, int64_t id, struct work_report *r)
{
	struct scope s = actor_scope(by);

	if (s.none)
		return NOT_FOUND;
	TRY(q_work_one(db, id, s.unit, s.village, &r->row));
	r->period = period_of((enum period_kind)r->row.span, r->row.from_on);
	r->period.from = r->row.from_on;
	r->period.to = r->row.to_on;
	return q_work_sections(db, id, WORK_SECTIONS, &r->sections);
}

enum err
work_reports(struct db *db, const struct actor *by, moment before, int64_t before_id, int64_t most,
	     struct q_work_list_list *l)
{
	struct scope s = actor_scope(by);

	*l = (struct q_work_list_list){ 0 };
	return s.none ? OK : q_work_list(db, s.unit, s.village, before, before_id, most, l);
}

static enum err
event(struct tx *tx, const struct actor *by, int64_t id, const char *kind, hash text, str detail)
{
	struct event e = { .object = S("work_report"), .id = id, .kind = str_of(kind), .text = text, .detail = detail };
	int64_t seq;

	return event_add(tx, by, &e, &seq);
}

static bool
good(str title, const struct work_section *s, size_t n)
{
	if (title.n == 0 || utf8_count(title) > WORK_TITLE_MOST || n == 0 || n > WORK_SECTIONS)
		return false;
	for (size_t i = 0; i < n; i++)
		if (utf8_count(s[i].heading) > WORK_TITLE_MOST || utf8_count(s[i].words) > WORK_TEXT_MOST)
			return false;
	return true;
}

static enum err
sections_set(struct tx *tx, int64_t id, const struct work_section *s, size_t n, hash *text)
{
	struct out all = out_make(tx->db.mem, 4096, 1 << 20);

	for (size_t i = 0; i < n; i++) {
		TRY(q_work_section_set(tx, id, (int64_t)i, s[i].unit, s[i].heading, s[i].words));
		out_fmt(&all, "%zu:%.*s|%zu:%.*s|", s[i].heading.n, STR_ARG(s[i].heading), s[i].words.n,
			STR_ARG(s[i].words));
	}
	*text = hash_of(out_view(&all));
	return OK;
}

enum err
work_make(struct tx *tx, const struct actor *by, const struct period *p, str title, const struct work_section *s,
	  size_t n, int64_t *id)
{
	struct scope scope = actor_scope(by);
	hash text;

	if (scope.none || !good(title, s, n))
		return INVALID;
	*id = rand_id(tx->db.now.ms);
	TRY(q_work_insert(tx, *id, p->kind, p->from, p->to, title, scope.unit, scope.village, by->post, tx->db.now));
	TRY(sections_set(tx, *id, s, n, &text));
	return event(tx, by, *id, "make", text, period_key(tx->db.mem, p));
}

enum err
work_edit(struct tx *tx, const struct actor *by, int64_t id, int64_t revision, str title, const struct work_section *s,
	  size_t n)
{
	struct work_report r;
	enum err e;
	hash text;

	TRY(work_read(&tx->db, by, id, &r));
	if (!good(title, s, n))
		return INVALID;
	e = q_work_touch(tx, id, revision, title);
	if (e != OK)
		return e == NOT_FOUND ? CONFLICT : e;
	TRY(sections_set(tx, id, s, n, &text));
	return event(tx, by, id, "edit", text, S(""));
}

enum err
work_freeze(struct tx *tx, const struct actor *by, int64_t id, int64_t revision, str document,
	    const struct work_number *numbers, size_t n)
{
	struct work_report r;
	hash whole = hash_of(document);
	enum err e;

	TRY(work_read(&tx->db, by, id, &r));
	e = q_work_freeze(tx, id, revision, by->post, tx->db.now, by->unit, by->person, document, hash_str(&whole));
	if (e != OK)
		return e == NOT_FOUND ? CONFLICT : e;
	for (size_t i = 0; i < n; i++) {
		const struct work_number *k = &numbers[i];

		TRY(q_work_number_insert(tx, id, k->n, k->figure, k->shape, k->version, k->unit, k->part, k->value,
					 k->below, k->listed, k->list_hash, k->records));
	}
	return event(tx, by, id, "freeze", whole, str_fmt(tx->db.mem, "numbers %zu", n));
}

enum err
work_restate(struct tx *tx, const struct actor *by, int64_t id, const struct work_change *c, size_t n)
{
	struct q_work_restatement_last last;
	struct work_report r;
	struct out all = out_make(tx->db.mem, 1024, 1 << 20);
	int64_t number;

	TRY(work_read(&tx->db, by, id, &r));
	if (r.row.frozen_at.ms == 0 || n == 0)
		return INVALID;
	TRY(q_work_restatement_last(&tx->db, id, &last));
	number = last.n + 1;
	if (number > WORK_RESTATEMENTS)
		return INVALID;
	TRY(q_work_restatement_insert(tx, id, number, by->post, tx->db.now));
	for (size_t i = 0; i < n; i++) {
		TRY(q_work_change_insert(tx, id, number, c[i].n, c[i].value, c[i].below, c[i].version, c[i].added,
					 c[i].removed));
		out_fmt(&all, "%lld:%lld/%lld+%.*s-%.*s|", (long long)c[i].n, (long long)c[i].value,
			(long long)c[i].below, STR_ARG(c[i].added), STR_ARG(c[i].removed));
	}
	return event(tx, by, id, "restate", hash_of(out_view(&all)),
		     str_fmt(tx->db.mem, "restatement %lld", (long long)number));
}
