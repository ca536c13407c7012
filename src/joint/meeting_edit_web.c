/* meeting_edit_web.c — forms of a meeting: agenda, outcomes, decisions. */
#include "gen/joint.words.h"
#include "gen/meeting.words.h"
#include "joint/meeting_web.h"
#include "matter/queue.h"

/* ---- the agenda ---- */

static enum err
item_form(struct db *db, const struct req *rq, struct q_meeting_of *m, struct panel *f)
{
	TRY(meeting_open(db, rq, m));
	*f = meeting_form(rq, m, &word_meeting_item_add, &word_meeting_item_lead, &word_meeting_item_go);
	panel_text(f, "number", &word_meeting_item_matter, S(""))->optional = true;
	panel_text(f, "topic", &word_meeting_item_topic, S(""))->optional = true;
	return OK;
}

static enum err
item_page(struct db *db, struct req *rq, struct res *rs)
{
	struct q_meeting_of m;
	struct panel f;

	TRY(item_form(db, rq, &m, &f));
	return panel_show(&f, rs);
}

static enum err
number_typed(struct db *db, const struct req *rq, struct form_in *in, int64_t *matter)
{
	str typed = form_text(in, "number", 40, NULL, &word_meeting_item_matter_bad);
	int64_t year, number;
	enum err e;

	if (typed.n == 0)
		return OK;
	if (!queue_number(rq->mem, typed, day_of(db->now), &year, &number)) {
		form_fault(in, "number", &word_meeting_item_matter_bad);
		return OK;
	}
	e = queue_matter_of(db, &rq->actor, year, number, matter);
	if (e == NOT_FOUND)
		form_fault(in, "number", &word_meeting_item_matter_bad);
	return e == NOT_FOUND ? OK : e;
}

static enum err
item_change(struct tx *tx, struct req *rq, struct res *rs)
{
	struct form_in in = form_in(rq->mem, rq->form);
	struct q_meeting_of m;
	int64_t matter = 0;
	struct panel f;
	str topic;
	enum err e;

	TRY(item_form(&tx->db, rq, &m, &f));
	TRY(number_typed(&tx->db, rq, &in, &matter));
	topic = form_text(&in, "topic", MEETING_SHORT, NULL, &word_meeting_item_topic_missing);
	if (form_good(&in) && matter == 0 && topic.n == 0)
		form_fault(&in, "topic", &word_meeting_item_topic_missing);
	f.faults = in.faults;
	if (f.faults.n)
		return panel_show(&f, rs);
	e = meeting_item(tx, &rq->actor, m.id, matter, topic);
	if (e == CONFLICT || e == NOT_FOUND)
		panel_fault(&f, "number", e == CONFLICT ? &word_meeting_item_conflict : &word_meeting_item_matter_bad);
	if (f.faults.n)
		return panel_show(&f, rs);
	TRY(e);
	return meeting_back(rq, rs);
}

static enum err
item_of(struct db *db, const struct req *rq, struct q_meeting_of *m, struct q_meeting_items *item)
{
	struct q_meeting_items_list items;
	int64_t n;

	TRY(meeting_open(db, rq, m));
	if (!str_int(rq->param[1], &n))
		return NOT_FOUND;
	TRY(q_meeting_items(db, m->id, rq->actor.unit, rq->actor.person, MEETING_ITEMS, &items));
	for (size_t i = 0; i < items.n; i++)
		if (items.p[i].n == n) {
			*item = items.p[i];
			return OK;
		}
	return NOT_FOUND;
}

static str
item_title(const struct req *rq, const struct q_meeting_items *item)
{
	if (item->matter == 0)
		return item->topic;
	return str_fmt(rq->mem, "%lld-%lld %.*s%s%.*s", (long long)item->year, (long long)item->number,
		       STR_ARG(item->title), item->topic.n ? " · " : "", STR_ARG(item->topic));
}

static enum err
outcome_form(struct db *db, const struct req *rq, struct q_meeting_items *item, struct panel *f)
{
	struct q_meeting_of m;

	TRY(item_of(db, rq, &m, item));
	*f = meeting_form(rq, &m, &word_meeting_outcome, NULL, &word_meeting_outcome_go);
	f->about = item_title(rq, item);
	panel_area(f, "outcome", &word_meeting_outcome, item->outcome)->rows = 8;
	return OK;
}

static enum err
outcome_page(struct db *db, struct req *rq, struct res *rs)
{
	struct q_meeting_items item;
	struct panel f;

	TRY(outcome_form(db, rq, &item, &f));
	return panel_show(&f, rs);
}

static enum err
outcome_change(struct tx *tx, struct req *rq, struct res *rs)
{
	struct form_in in = form_in(rq->mem, rq->form);
	struct q_meeting_items item;
	struct panel f;
	str outcome;

	TRY(outcome_form(&tx->db, rq, &item, &f));
	outcome = form_text(&in, "outcome", MEETING_TEXT, &word_meeting_outcome_missing, &word_meeting_outcome_missing);
	f.faults = in.faults;
	if (f.faults.n)
		return panel_show(&f, rs);
	TRY(meeting_outcome(tx, &rq->actor, rq->id, item.n, outcome));
	return meeting_back(rq, rs);
}

/* ---- decisions ---- */

static enum err
decide_form(struct db *db, const struct req *rq, struct q_meeting_items *item, struct panel *f)
{
	struct q_meeting_of m;

	TRY(item_of(db, rq, &m, item));
	*f = meeting_form(rq, &m, &word_meeting_decide, &word_meeting_decide_lead, &word_meeting_decide_go);
	f->about = item_title(rq, item);
	return joint_task_fields(db, f, item->matter);
}

static enum err
decide_page(struct db *db, struct req *rq, struct res *rs)
{
	struct q_meeting_items item;
	struct panel f;

	TRY(decide_form(db, rq, &item, &f));
	return panel_show(&f, rs);
}

static enum err
decide_change(struct tx *tx, struct req *rq, struct res *rs)
{
	struct form_in in = form_in(rq->mem, rq->form);
	struct q_meeting_items item;
	struct task_new n = { 0 };
	struct panel f;
	enum err e;

	TRY(decide_form(&tx->db, rq, &item, &f));
	joint_task_typed(&f, &in, &n);
	if (f.faults.n)
		return panel_show(&f, rs);
	e = meeting_decide(tx, &rq->actor, rq->id, item.n, &n);
	if (e == INVALID) {
		panel_fault(&f, "unit", &word_joint_unit_refused);
		return panel_show(&f, rs);
	}
	TRY(e);
	return meeting_back(rq, rs);
}

static enum err
said_form(struct db *db, const struct req *rq, struct q_task_of *t, struct panel *f)
{
	struct q_meeting_of m;
	int64_t task;

	TRY(meeting_open(db, rq, &m));
	if (!str_int(rq->param[1], &task))
		return NOT_FOUND;
	TRY(task_read(db, &rq->actor, task, t));
	if (t->meeting == 0 || t->meeting == m.id)
		return NOT_FOUND;
	*f = meeting_form(rq, &m, &word_meeting_said_do, NULL, &word_meeting_outcome_go);
	f->about = t->what;
	panel_area(f, "said", &word_meeting_said, S(""));
	return OK;
}

static enum err
said_page(struct db *db, struct req *rq, struct res *rs)
{
	struct q_task_of t;
	struct panel f;

	TRY(said_form(db, rq, &t, &f));
	return panel_show(&f, rs);
}

static enum err
said_change(struct tx *tx, struct req *rq, struct res *rs)
{
	struct form_in in = form_in(rq->mem, rq->form);
	struct q_task_of t;
	struct panel f;
	str said;

	TRY(said_form(&tx->db, rq, &t, &f));
	said = form_text(&in, "said", MEETING_TEXT, &word_meeting_said_missing, &word_meeting_said_missing);
	f.faults = in.faults;
	if (f.faults.n)
		return panel_show(&f, rs);
	TRY(meeting_said(tx, &rq->actor, rq->id, t.id, said));
	return meeting_back(rq, rs);
}

#define FORM(path_, name_)                                          \
	PAGE("/desk/meetings/" path_, DUTY_DISPATCH, name_##_page), \
		CHANGE("/desk/meetings/" path_, DUTY_DISPATCH, name_##_change)

const struct route meeting_edit_routes[] = {
	FORM(":id/item", item),
	FORM(":id/items/:n/outcome", outcome),
	FORM(":id/items/:n/decide", decide),
	FORM(":id/open/:n", said),
	ROUTES_END,
};
