/* Every staff page of the loop for every post, on a matter that the post reaches and on one that it does not. */
#include "matter/act_web.h"
#include "matter/bulk_web.h"
#include "matter/dossier_web.h"
#include "matter/intake_web.h"
#include "matter/matter_test.h"
#include "matter/queue_web.h"
#include "matter/slip_web.h"
#include "matter/today_web.h"

#include <string.h>

static const struct route *const tables[] = { today_routes, queue_routes,  dossier_routes, act_routes,
					      bulk_routes,  intake_routes, slip_routes,    NULL };
static const int64_t posts[] = { P_CLERK, P_INSIDER, P_DISPATCHER, P_HANDLER, P_HANDLER2, P_HEAD,
				 P_GRID,  P_OTHER,   P_OTHER_HEAD, P_LEADER,  P_AUDITOR,  P_ADMIN };
#define POSTS (sizeof(posts) / sizeof(*posts))

struct visit {
	struct world *w;
	const struct route *route;
	struct req rq;
	struct res rs;
	enum err result;
};

static const struct town_card card = { .town = TOWN };

/* A request as serve.c would make it, without the network. */
static struct visit
visit_make(struct world *w, const struct route *r, int64_t post, int64_t matter, struct form *form)
{
	static const struct nav none = { .key = NULL };
	static struct site site;
	static struct form empty;
	static struct http_request http = { .host = { "heye.example", 12 } };
	struct visit v = { .w = w, .route = r };
	const char *colon = strstr(r->path, ":id");

	site = (struct site){
		.nav = &none, .dir = w->dir, .depot = w->depot, .root_key = &w->root, .receipt_open = receipt_open
	};
	v.rq = (struct req){ .mem = &w->mem,
			     .http = &http,
			     .method = r->method,
			     .actor = staff(post),
			     .id = matter,
			     .town = &card,
			     .now = w->now,
			     .form = form ? form : &empty,
			     .query = &empty,
			     .site = &site };
	v.rq.param[0] = str_fmt(&w->mem, "%lld", (long long)matter);
	v.rq.param[1] = S("1");
	v.rq.path = str_of(r->path);
	if (colon)
		v.rq.path =
			str_fmt(&w->mem, "%.*s%lld%s", (int)(colon - r->path), r->path, (long long)matter, colon + 3);
	v.rs = (struct res){ .mem = &w->mem };
	v.rs.page = (struct page){ .now = w->now };
	return v;
}

static enum err
change_run(struct tx *tx, void *arg)
{
	struct visit *v = arg;

	return v->route->change(tx, &v->rq, &v->rs);
}

static void
visit_go(struct visit *v)
{
	struct db db = world_db(v->w);

	if (!duty_held(v->rq.actor.role, v->route->duty))
		v->result = FORBIDDEN;
	else if (v->route->method == POST)
		v->result = tx_run(v->w->conn, &v->w->mem, v->w->now, TOWN, change_run, v);
	else
		v->result = v->route->page(&db, &v->rq, &v->rs);
}

static enum err
visit(struct world *w, const struct route *r, int64_t post, int64_t matter, struct form *form)
{
	struct visit v = visit_make(w, r, post, matter, form);

	visit_go(&v);
	arena_reset(&w->mem);
	return v.result;
}

static bool
of_matter(const struct route *r)
{
	return strncmp(r->path, "/desk/matters/:id", 17) == 0;
}

/* Another unit's matter looks like one that is not there, on every page and for every act. */
TEST(a_matter_out_of_scope_is_not_found_anywhere)
{
	static const int64_t strangers[] = { P_OTHER, P_OTHER_HEAD };
	struct world *w = world_open(NULL);
	int64_t id = raise_of(w, "C02");
	int64_t events;
	int asked = 0;

	in_hand(w, id);
	events = number(w, "select count(*) from event where town = ?1", 0);
	for (const struct route *const *t = tables; *t; t++)
		for (const struct route *r = *t; r->path; r++)
			for (size_t i = 0; of_matter(r) && i < 2; i++) {
				enum err e = visit(w, r, strangers[i], id, NULL);
				enum err want = duty_held(staff(strangers[i]).role, r->duty) ? NOT_FOUND : FORBIDDEN;

				if (e != want)
					printf("  %s %s by %lld: %d\n", r->method == POST ? "POST" : "GET", r->path,
					       (long long)strangers[i], e);
				CHECK_INT(e, want);
				asked++;
			}
	CHECK(asked > 50);
	CHECK_INT(number(w, "select count(*) from event where town = ?1", 0), events);
	world_close(w);
}

/* Whatever the state, a page answers, or refuses with a reason; it never breaks. The table of acts is the only
 * judge. */
static void
walk(struct world *w, int64_t id)
{
	for (const struct route *const *t = tables; *t; t++)
		for (const struct route *r = *t; r->path; r++)
			for (size_t i = 0; r->method == GET && i < POSTS; i++) {
				enum err e = visit(w, r, posts[i], id, NULL);

				if (e == INVALID || e == BUSY || e == BROKEN)
					printf("  %s by %lld: %d\n", r->path, (long long)posts[i], e);
				CHECK(e == OK || e == NOT_FOUND || e == FORBIDDEN || e == CONFLICT);
				if (posts[i] == P_ADMIN && of_matter(r))
					CHECK_INT(e, FORBIDDEN);
			}
}

TEST(every_page_answers_every_post_in_every_state)
{
	struct world *w = world_open(NULL);
	int64_t id = raise_of(w, "C02"), lead = raise_of(w, "C02"), second = raise_of(w, "C02");

	walk(w, id);
	offered(w, id);
	walk(w, id);
	CHECK_INT(act(w, staff(P_HANDLER), id, (struct matter_deed){ .act = ACT_CLAIM }), OK);
	walk(w, id);
	CHECK_INT(act(w, staff(P_HANDLER), id, (struct matter_deed){ .act = ACT_ASK, .text = S("哪一盏？") }), OK);
	walk(w, id);
	CHECK_INT(act(w, resident(id), id, (struct matter_deed){ .act = ACT_GIVE, .text = S("第三盏") }), OK);
	answered(w, id);
	walk(w, id);
	CHECK_INT(act(w, resident(id), id, (struct matter_deed){ .act = ACT_JUDGE_UNSOLVED, .solved = SOLVED_NOT }),
		  OK);
	walk(w, id);
	CHECK_INT(act(w, resident(id), id, (struct matter_deed){ .act = ACT_WITHDRAW }), OK);
	walk(w, id);
	(void)merged(w, second, lead);
	walk(w, second);
	walk(w, lead);
	world_close(w);
}

static struct form
form_of(struct form_field *f, size_t n)
{
	return (struct form){ .field = f, .n = n };
}

/* No call of any role without a judgement closes a matter as effective, and none of the auditor's or
 * administrator's writes. */
TEST(no_post_gets_round_the_table_with_a_form_that_names_everything)
{
	struct form_field f[] = { { S("revision"), S("0") },
				  { S("text"), S("说明") },
				  { S("done"), S("办了") },
				  { S("done_by"), S("组") },
				  { S("done_on"), S("2026-03-02") },
				  { S("basis"), S("规定") },
				  { S("unit"), S("3") },
				  { S("post"), S("22") },
				  { S("target"), S("2") },
				  { S("type"), S("B01") },
				  { S("place"), S("101") },
				  { S("channel"), S("phone") },
				  { S("result"), S("reached") },
				  { S("method"), S("phone") },
				  { S("solved"), S("yes") },
				  { S("purpose"), S("1") },
				  { S("visible"), S("1") } };
	struct form form = form_of(f, sizeof(f) / sizeof(*f));
	struct world *w = world_open(NULL);

	for (size_t i = 0; i < POSTS; i++) {
		struct actor by = staff(posts[i]);

		for (const struct route *r = act_routes; r->path; r++) {
			int64_t id, events;
			enum err e;

			if (r->method != POST)
				continue;
			id = raise_of(w, "C02");
			in_hand(w, id);
			events = number(w, "select count(*) from event where town = ?1", 0);
			f[0].value = str_fmt(
				&w->mem, "%lld",
				(long long)number(w, "select revision from matter where town = ?1 and id = ?2", id));
			e = visit(w, r, posts[i], id, &form);
			CHECK(e != BROKEN && e != BUSY);
			if (e != OK)
				CHECK_INT(number(w, "select count(*) from event where town = ?1", 0), events);
			if (by.role == ROLE_AUDITOR || by.role == ROLE_ADMINISTRATOR)
				CHECK(e != OK);
			CHECK(state_of(w, id) != MATTER_CLOSED_EFFECTIVE);
		}
	}
	CHECK_INT(faults_of(w), 0);
	world_close(w);
}

static const struct route *
route_of(const struct route *table, enum method method, const char *end)
{
	for (; table->path; table++)
		if (table->method == method && str_ends(str_of(table->path), str_of(end)))
			return table;
	test_fail(__FILE__, __LINE__, "there is no route %s", end);
	return table - 1;
}

/* Two people open the same page; the second is told what the first did, and finds everything typed. */
TEST(the_second_of_two_sees_what_changed_beside_what_was_typed)
{
	struct form_field f[] = { { S("revision"), S("") },
				  { S("seen"), S("0") },
				  { S("post"), S("22") },
				  { S("text"), S("我周三起培训，请接着办") } };
	struct form form = form_of(f, 4);
	struct world *w = world_open(NULL);
	int64_t id = raise_of(w, "C02");
	struct visit v;

	in_hand(w, id);
	f[0].value = str_fmt(&w->mem, "%lld",
			     (long long)number(w, "select revision from matter where town = ?1 and id = ?2", id));
	f[0].value = S("3");
	CHECK_INT(number(w, "select revision from matter where town = ?1 and id = ?2", id), 3);
	CHECK_INT(act(w, staff(P_HEAD), id, (struct matter_deed){ .act = ACT_NOTE, .text = S("组长去看过") }), OK);
	v = visit_make(w, route_of(act_routes, POST, "/hand-over"), P_HANDLER, id, &form);
	visit_go(&v);
	CHECK_INT(v.result, CONFLICT);
	CHECK_INT(v.rs.status, 409);
	CHECK(str_has(out_view(&v.rs.out), S("我周三起培训，请接着办")));
	CHECK(str_has(out_view(&v.rs.out), S("组长去看过")));
	CHECK(str_has(out_view(&v.rs.out), S("name=\"revision\" value=\"4\"")));
	arena_reset(&w->mem);
	CHECK_INT(number(w, "select holder from matter where town = ?1 and id = ?2", id), P_HANDLER);
	world_close(w);
}

/* The preview of several matters says what would happen and leaves everything as it was. */
TEST(a_preview_writes_nothing_and_the_press_writes_one_event_each)
{
	struct form_field f[] = { { S("do"), S("offer") },
				  { S("target"), S("2") },
				  { S("id"), S("") },
				  { S("id"), S("") },
				  { S("id"), S("") } };
	struct form form = form_of(f, 5);
	struct world *w = world_open(NULL);
	int64_t id[3] = { raise_of(w, "C02"), raise_of(w, "C02"), raise_of(w, "C02") }, events;
	char text[3][40];
	struct visit v;

	offered(w, id[2]);
	for (int i = 0; i < 3; i++) {
		snprintf(text[i], sizeof(text[i]), "%lld.%d", (long long)id[i], i == 2 ? 2 : 1);
		f[2 + i].value = str_of(text[i]);
	}
	events = number(w, "select count(*) from event where town = ?1", 0);
	v = visit_make(w, route_of(bulk_routes, POST, "/bulk"), P_DISPATCHER, 0, &form);
	visit_go(&v);
	CHECK_INT(v.result, INVALID);
	CHECK_INT(v.rs.status, 200);
	CHECK(str_has(out_view(&v.rs.out), S("会办 2 件，办不了 1 件")));
	arena_reset(&w->mem);
	CHECK_INT(number(w, "select count(*) from event where town = ?1", 0), events);
	CHECK_INT(visit(w, route_of(bulk_routes, POST, "/offer"), P_DISPATCHER, 0, &form), OK);
	CHECK_INT(number(w, "select count(*) from event where town = ?1", 0), events + 2);
	CHECK_INT(state_of(w, id[0]), MATTER_OFFERED);
	CHECK_INT(faults_of(w), 0);
	world_close(w);
}

TEST(intake_takes_a_matter_and_prints_its_slip_only_for_who_entered_it)
{
	struct form_field f[] = { { S("channel"), S("walk_in") },   { S("words"), S("水沟堵了") },
				  { S("place"), S("111") },         { S("name"), S("周大姐") },
				  { S("tel"), S("138 0000 1111") }, { S("level"), S("open") } };
	struct form form = form_of(f, 6), missing = form_of(f, 3);
	struct world *w = world_open(NULL);
	const struct route *slip = &slip_routes[0];
	struct visit v;
	char code[19];
	int64_t id;

	CHECK_INT(matter_begin(w->dir, &w->root), OK);
	missing.n = 2;
	CHECK_INT(visit(w, route_of(intake_routes, POST, "/new"), P_CLERK, 0, &missing), INVALID);
	CHECK_INT(visit(w, route_of(intake_routes, POST, "/new"), P_AUDITOR, 0, &form), FORBIDDEN);
	v = visit_make(w, route_of(intake_routes, POST, "/new"), P_CLERK, 0, &form);
	visit_go(&v);
	CHECK_INT(v.result, OK);
	CHECK(str_starts(v.rs.location, S("/desk/slip/")) && v.rs.location.n > 30);
	snprintf(code, sizeof(code), "%.18s", v.rs.location.p + 11);
	CHECK(str_int(str_skip(v.rs.location, 30), &id));
	arena_reset(&w->mem);
	for (int i = 0; i < 2; i++) {
		struct db db = world_db(w);

		v = visit_make(w, slip, i ? P_DISPATCHER : P_CLERK, id, NULL);
		v.rq.param[0] = str_of(code);
		v.rq.param[1] = str_fmt(&w->mem, "%lld", (long long)id);
		CHECK_INT(slip->prepare(&db, &v.rq), OK);
		visit_go(&v);
		CHECK_INT(v.result, i ? NOT_FOUND : OK);
		CHECK(i || str_has(out_view(&v.rs.out), str_fmt(&w->mem, "%.4s %.4s", code, code + 4)));
		arena_reset(&w->mem);
	}
	world_close(w);
}
