/* queue_web.c — GET /desk/matters. Two counts and one list, whatever the size of the township. */
#include "matter/queue_web.h"
#include "gen/catalogue.sql.h"
#include "gen/frame.html.h"
#include "gen/place.sql.h"
#include "gen/queue.html.h"
#include "gen/queue.words.h"
#include "http/url.h"
#include "matter/figure_web.h"
#include "matter/label_web.h"
#include "matter/receipt.h"

#define VILLAGES 60
#define TYPES    500

/* ---- addresses ---- */

static url
address_of(const struct queue_page *q, const char *path, enum queue_view view, const struct queue_key *after,
	   const char *without)
{
	const struct queue_ask *a = &q->ask;
	struct out o = out_make(q->rq->mem, 96, 512);

	out_fmt(&o, "%s?lane=%s", path, queue_view_key(view));
	if (a->village && strcmp(without, "village") != 0)
		out_fmt(&o, "&village=%lld", (long long)a->village);
	if (a->type.n && strcmp(without, "type") != 0)
		out_fmt(&o, "&type=%.*s", STR_ARG(a->type));
	if (a->channel && strcmp(without, "channel") != 0)
		out_fmt(&o, "&channel=%s", matter_channel_key(a->channel));
	if (after)
		out_fmt(&o, "&after=%lld.%lld", (long long)after->sort.ms, (long long)after->id);
	return req_url(q->rq, "%.*s", STR_ARG(out_view(&o)));
}

static url
address(const struct queue_page *q, enum queue_view view, const struct queue_key *after, const char *without)
{
	return address_of(q, "/desk/matters", view, after, without);
}

url
queue_url_export(const struct queue_page *q)
{
	return address_of(q, "/desk/lists/matters/export", q->ask.view, NULL, "");
}

url
queue_url(const struct queue_page *q, enum queue_view view, const struct queue_key *after)
{
	return address(q, view == QUEUE_VIEWS ? q->ask.view : view, after, "");
}

url
queue_url_without(const struct queue_page *q, const char *filter)
{
	return address(q, q->ask.view, NULL, filter);
}

url
queue_url_types(const struct queue_page *q)
{
	url to = address(q, q->ask.view, NULL, "");

	return (url){ str_join(q->rq->mem, to.s, S("&filters=1")) };
}

const struct word *
queue_view_word(enum queue_view v)
{
	static const struct word *const w[QUEUE_VIEWS] = { &word_queue_mine,     &word_queue_late,
							   &word_queue_received, &word_queue_offered,
							   &word_queue_in_hand,  &word_queue_answered,
							   &word_queue_closed };

	return w[v];
}

/* ---- what the address asks for ---- */

static enum matter_channel
channel_of(str text)
{
	for (int c = CHANNEL_WEB; c < CHANNELS; c++)
		if (str_eq(text, str_of(matter_channel_key((enum matter_channel)c))))
			return (enum matter_channel)c;
	return (enum matter_channel)0;
}

/* Codes are letters and digits; anything else in an address is no filter. */
static str
type_of(str code)
{
	for (size_t i = 0; i < code.n; i++)
		if (!((code.p[i] >= 'A' && code.p[i] <= 'Z') || (code.p[i] >= '0' && code.p[i] <= '9')))
			return S("");
	return code.n <= 12 ? code : S("");
}

static struct queue_ask
ask_of(const struct req *rq)
{
	struct queue_ask a = { .view = QUEUE_IN_HAND, .most = QUEUE_ROWS };
	str sort, id;

	(void)queue_view_of(form_get(rq->query, S("lane")), &a.view);
	if (form_get(rq->query, S("late")).n)
		a.view = QUEUE_LATE;
	if (!str_int(form_get(rq->query, S("village")), &a.village) || a.village < 0)
		a.village = 0;
	a.type = type_of(form_get(rq->query, S("type")));
	a.channel = channel_of(form_get(rq->query, S("channel")));
	if (!str_cut(form_get(rq->query, S("after")), '.', &sort, &id) || !str_int(sort, &a.after.sort.ms) ||
	    !str_int(id, &a.after.id))
		a.after = (struct queue_key){ { 0 }, 0 };
	return a;
}

/* ---- search ---- */

/* A resident reads the receipt code out on the phone. The slow hash is looked up on the slow lane only. */
static bool
code_asked(struct req *rq)
{
	char code[19];

	return receipt_parse(form_get(rq->query, S("q")), code) == OK;
}

struct code_found {
	int64_t matter; /* 0: none */
};

static enum err
code_prepare(struct db *db, struct req *rq)
{
	struct code_found *f = make(rq->mem, struct code_found, 1);
	char code[19];
	int64_t follower;
	enum err e;

	TRY(receipt_parse(form_get(rq->query, S("q")), code));
	e = rq->site->receipt_open(db, str_of(code), false, &f->matter, &follower);
	if (e == CONFLICT)
		e = rq->site->receipt_open(db, str_of(code), true, &f->matter, &follower);
	rq->prepared = f;
	return e == NOT_FOUND ? OK : e;
}

/* True: the search led to a matter, and the answer is a redirect. */
static enum err
search(struct db *db, struct req *rq, struct queue_page *q, int64_t *matter)
{
	const struct code_found *f = rq->prepared;
	int64_t year, number;
	enum err e;

	*matter = 0;
	q->searched = str_trim(form_get(rq->query, S("q")));
	if (q->searched.n == 0)
		return OK;
	if (f) {
		*matter = f->matter;
		q->missing = f->matter == 0;
		return OK;
	}
	if (!queue_number(rq->mem, q->searched, day_of(db->now), &year, &number)) {
		q->words = true; /* the search by words stands above this slice: the page sends it on */
		return OK;
	}
	e = queue_matter_of(db, &rq->actor, year, number, matter);
	q->missing = e == NOT_FOUND;
	return e == NOT_FOUND ? OK : e;
}

/* ---- the page ---- */

static enum err
load(struct db *db, struct req *rq, struct queue_page *q)
{
	struct scope s = actor_scope(&rq->actor);

	q->offer = duty_held(rq->actor.role, DUTY_DISPATCH);
	q->assign = duty_held(rq->actor.role, DUTY_ASSIGN) && rq->actor.role == ROLE_UNIT_HEAD;
	TRY(queue_lengths(db, &rq->actor, &q->ask, &q->lengths));
	TRY(queue_find(db, &rq->actor, &q->ask, &q->found));
	if (s.village == 0) {
		struct q_place_villages_list *l = make(rq->mem, struct q_place_villages_list, 1);

		TRY(q_place_villages(db, day_of(db->now), VILLAGES, l));
		q->villages = l;
	}
	if (form_get(rq->query, S("filters")).n || q->ask.type.n) {
		struct q_catalogue_types_list *l = make(rq->mem, struct q_catalogue_types_list, 1);

		TRY(q_catalogue_types(db, day_of(db->now), TYPES, l));
		q->types = l;
	}
	return OK;
}

static enum err
queue_page(struct db *db, struct req *rq, struct res *rs)
{
	struct frame f = { .title = &word_queue_title, .rq = rq, .nav = "matters" };
	struct queue_page q = { .rq = rq, .ask = ask_of(rq) };
	int64_t matter;
	struct page *p;

	TRY(search(db, rq, &q, &matter));
	if (matter)
		return see_other(rq, rs, "/desk/matters/%lld", (long long)matter);
	if (q.words)
		return see_other(rq, rs, "/desk/search?q=%s", str_z(rq->mem, url_encode(rq->mem, q.searched)));
	if (!str_int(form_get(rq->query, S("done")), &q.done) || q.done < 0 || q.done > 1000)
		q.done = 0;
	TRY(load(db, rq, &q));
	p = res_page(rs);
	frame_begin(p, &f);
	view_queue_page(p, &q);
	frame_end(p, &f);
	return OK;
}

/* ---- as a file ---- */

static enum err
ledger_page(struct db *db, const struct req *rq, struct ledger_key after, size_t most, struct ledger_page *p)
{
	struct queue_ask a = ask_of(rq);
	struct queue_found f;

	a.after = (struct queue_key){ after.at, after.id };
	a.most = most;
	TRY(queue_find(db, &rq->actor, &a, &f));
	for (p->n = 0; p->n < f.n; p->n++)
		p->id[p->n] = f.row[p->n].id;
	p->more = f.more || f.unfinished;
	p->next = (struct ledger_key){ f.next.sort, f.next.id };
	return OK;
}

const struct ledger_list queue_ledger = { "matters",         "/desk/matters",       "matters",
					  &word_queue_title, &figure_matter_ledger, ledger_page };

const struct route queue_routes[] = {
	PAGE_SLOW("/desk/matters", DUTY_READ, queue_page, code_prepare, code_asked),
	ROUTES_END,
};
