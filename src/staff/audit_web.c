#include "staff/audit_web.h"

#include "desk/event.h"
#include "gen/audit.html.h"
#include "gen/event.sql.h"
#include "gen/staff.words.h"

#define PAGE_ROWS 50

const struct word *
audit_object_word(str object)
{
	static const struct {
		const char *object;
		const struct word *word;
	} rows[] = {
		{ "matter", &word_staff_object_matter },    { "place", &word_staff_object_place },
		{ "unit", &word_staff_object_unit },        { "person", &word_staff_object_person },
		{ "post", &word_staff_object_post },        { "account", &word_staff_object_account },
		{ "setup", &word_staff_object_setup },      { "calendar", &word_staff_object_calendar },
		{ "matter_type", &word_staff_object_type }, { "route_rule", &word_staff_object_rule },
		{ "reveal", &word_staff_object_reveal },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		if (str_eq(object, str_of(rows[i].object)))
			return rows[i].word;
	return NULL;
}

const struct word *
audit_actor_word(int64_t kind)
{
	switch (kind) {
	case ACTOR_NOBODY:
	case ACTOR_RESIDENT: return &word_staff_actor_resident;
	case ACTOR_CLOCK: return &word_staff_actor_clock;
	default: return NULL;
	}
}

/* The history is that of the whole township: a post with an area of its own does not read it. */
static enum err
whole_township(const struct req *rq)
{
	return rq->actor.village ? FORBIDDEN : OK;
}

static enum err
list_page(struct db *db, struct req *rq, struct res *rs)
{
	struct frame f = { .title = &word_staff_events, .rq = rq, .nav = "events" };
	struct q_admin_events_list events;
	struct q_event_last head = { .seq = 0 };
	url next = { S("") };
	int64_t before = 0;
	struct page *p;
	enum err e;

	TRY(whole_township(rq));
	e = q_event_last(db, &head);
	if (e != OK && e != NOT_FOUND)
		return e;
	(void)str_int(form_get(rq->query, S("before")), &before);
	TRY(q_admin_events(db, before > 0 ? before : 0, PAGE_ROWS + 1, &events));
	if (events.n > PAGE_ROWS) {
		events.n = PAGE_ROWS;
		next = req_url(rq, "/desk/events?before=%lld", (long long)events.p[PAGE_ROWS - 1].seq);
	}
	p = res_page(rs);
	frame_begin(p, &f);
	view_audit_list(p, &events, head.seq, e == OK ? str_hex(rq->mem, head.hash.p, head.hash.n) : S(""), next);
	frame_end(p, &f);
	return OK;
}

/* A million rows take seconds: on the slow lane. */
static enum err
check_prepare(struct db *db, struct req *rq)
{
	struct audit_check *c = make(rq->mem, struct audit_check, 1);
	enum err e;

	TRY(whole_township(rq));
	e = event_verify(db, &c->count, &c->bad, &c->why);
	rq->prepared = c;
	c->good = e == OK;
	if (c->good) {
		e = event_verify_anchors(db, rq->site->dir, &c->bad, &c->why);
		c->good = e == OK;
	}
	return e == INVALID ? OK : e;
}

static enum err
check_page(struct db *db, struct req *rq, struct res *rs)
{
	struct frame f = { .title = &word_staff_chain_check, .rq = rq, .nav = "events" };
	struct page *p = res_page(rs);

	(void)db;
	frame_begin(p, &f);
	view_audit_checked(p, rq->prepared);
	frame_end(p, &f);
	return OK;
}

const struct route audit_routes[] = {
	PAGE("/desk/events", DUTY_AUDIT, list_page),
	PAGE_SLOW("/desk/events/check", DUTY_AUDIT, check_page, check_prepare, NULL),
	ROUTES_END,
};
