/* openday_test.c — sessions made by the rule, lines that all end, promises that do not vanish. */
#include "matter/dossier_web.h"
#include "matter/matter_test.h"
#include "matter/today_web.h"
#include "matter/track_web.h"
#include "openday/openday.h"

const struct matter_ear matter_ears[] = { { .keeps = openday_keeps }, { .may = NULL } };
const struct dossier_panel dossier_panels[] = { { NULL } };
const struct track_panel track_panels[] = { { NULL } };
const struct today_extra today_extras[] = { { NULL } };

static const struct job *const jobs[] = { openday_jobs, NULL };

struct deed {
	struct world *w;
	struct actor by;
	int64_t id, post;
	str words;
	day on;
	struct item_new item;
	struct sitting_new sitting;
	struct openday_rule rule;
	struct matter_raise raise;
	struct matter_raised raised;
	const struct photo *photo;
	enum err (*run)(struct tx *tx, struct deed *d);
};

static enum err
deed_run(struct tx *tx, void *arg)
{
	struct deed *d = arg;

	return d->run(tx, d);
}

static enum err
run(struct world *w, struct deed *d)
{
	enum err e;

	d->w = w;
	e = tx_run(w->conn, &w->mem, w->now, TOWN, deed_run, d);
	arena_reset(&w->mem);
	return e;
}

/* clang-format off */
static enum err do_item(struct tx *tx, struct deed *d) { return item_add(tx, &d->by, &d->item, &d->id); }
static enum err do_answer(struct tx *tx, struct deed *d) { return item_answer(tx, &d->by, d->id, d->words); }
static enum err do_promise(struct tx *tx, struct deed *d) { return item_promise(tx, &d->by, d->id, d->words, d->post); }
static enum err do_raise(struct tx *tx, struct deed *d) { return item_raise(tx, &d->by, &d->w->keys, d->id, &d->raise, &d->raised); }
static enum err do_close(struct tx *tx, struct deed *d) { return sitting_close(tx, &d->by, d->id); }
static enum err do_off(struct tx *tx, struct deed *d) { return sitting_call_off(tx, &d->by, d->id, d->words); }
static enum err do_add(struct tx *tx, struct deed *d) { return sitting_add(tx, &d->by, &d->sitting, &d->id); }
static enum err do_rule(struct tx *tx, struct deed *d) { return openday_rule_change(tx, &d->by, d->id, &d->rule); }
static enum err do_keep(struct tx *tx, struct deed *d) { return promise_keep(tx, &d->by, d->id, d->words, d->photo); }
static enum err do_word(struct tx *tx, struct deed *d) { return promise_word(tx, &d->by, d->id, d->words); }
static enum err do_give_up(struct tx *tx, struct deed *d) { return promise_give_up(tx, &d->by, d->id, d->words); }
/* clang-format on */

static void
jobs_run(struct world *w)
{
	CHECK_INT(job_pass(w->conn, jobs, w->now, TOWN), OK);
}

/* The session of VILLAGE on a day of 2026. */
static int64_t
session_on(struct world *w, int month, int mday)
{
	return number(w,
		      "select coalesce(max(id), 0) from openday_session where town = ?1 and village = 101 and kind = 1 "
		      "and day = ?2",
		      day_make(2026, month, mday).n);
}

static void
go_to(struct world *w, int month, int mday)
{
	w->now = moment_at(day_make(2026, month, mday), 10, 0);
}

static int64_t
line_add(struct world *w, int64_t session, const char *words)
{
	struct deed d = { .by = staff(P_CLERK),
			  .run = do_item,
			  .item = { .session = session, .words = str_of(words) } };

	CHECK_INT(run(w, &d), OK);
	return d.id;
}

/* A line that is promised; gives the promise. */
static int64_t
promised(struct world *w, int64_t session, const char *words)
{
	int64_t item = line_add(w, session, "路灯不亮");
	struct deed d = { .by = staff(P_CLERK), .run = do_promise, .id = item, .words = str_of(words), .post = P_HEAD };

	CHECK_INT(run(w, &d), OK);
	return number(w, "select id from openday_promise where town = ?1 and item = ?2", item);
}

static enum err
close_as(struct world *w, struct actor by, int64_t session)
{
	struct deed d = { .by = by, .run = do_close, .id = session };

	return run(w, &d);
}

static enum err
words_as(struct world *w, enum err (*what)(struct tx *, struct deed *), struct actor by, int64_t id, const char *words)
{
	struct deed d = { .by = by, .run = what, .id = id, .words = str_of(words) };

	return run(w, &d);
}

#define OF_PROMISE(w, column, id) number(w, "select " column " from openday_promise where town = ?1 and id = ?2", id)

TEST(sessions_stand_a_year_ahead)
{
	struct world *w = world_open(NULL);

	jobs_run(w); /* 2 March 2026 */
	CHECK_INT(number(w, "select count(*) from openday_session where town = ?1 and village = ?2", VILLAGE), 36);
	CHECK_INT(number(w, "select count(*) from openday_session where town = ?1 and state = ?2", 1), 72);
	CHECK(session_on(w, 3, 4) && session_on(w, 12, 24) && !session_on(w, 3, 5));
	jobs_run(w);
	CHECK_INT(number(w, "select count(*) from openday_session where town = ?1 and village = ?2", VILLAGE), 36);
	world_pass(w, 2);
	jobs_run(w);
	CHECK_INT(number(w, "select max(day) from openday_session where town = ?1 and village = ?2", VILLAGE),
		  day_make(2027, 3, 4).n);
	world_close(w);
}

TEST(a_new_rule_makes_the_year_anew)
{
	struct world *w = world_open(NULL);
	struct deed d = { .by = staff(P_ADMIN), .run = do_rule, .id = VILLAGE };
	int64_t kept, promise;

	jobs_run(w);
	go_to(w, 3, 4);
	promise = promised(w, session_on(w, 3, 4), "换灯");
	CHECK_INT(OF_PROMISE(w, "due_day", promise), day_make(2026, 3, 14).n);
	kept = session_on(w, 3, 4);
	d.rule = (struct openday_rule){
		.kind = RULE_LUNAR, .days = 1u << 3 | 1u << 18, .starts = 540, .ends = 700, .spot = S("街口")
	};
	CHECK_INT(run(w, &d), OK);
	jobs_run(w);
	/* 3 March 2026 is the 15th of the first month: the 18th is 6 March, day 3 of the second month 21 March */
	CHECK(session_on(w, 3, 6) && session_on(w, 3, 21));
	CHECK_INT(number(w, "select state from openday_session where town = ?1 and id = ?2", session_on(w, 3, 14)),
		  SESSION_CALLED_OFF);
	CHECK_INT(number(w, "select state from openday_session where town = ?1 and id = ?2", kept), SESSION_PLANNED);
	CHECK_INT(OF_PROMISE(w, "due_day", promise), day_make(2026, 3, 6).n);
	CHECK_INT(OF_PROMISE(w, "missed", promise), 0);
	/* The other village still follows the township. */
	d.id = 100;
	d.rule = (struct openday_rule){
		.kind = RULE_WEEKDAYS, .days = 1u << 5, .starts = 540, .ends = 700, .spot = S("")
	};
	CHECK_INT(run(w, &d), OK);
	jobs_run(w);
	CHECK_INT(number(w, "select count(*) from openday_session where town = ?1 and village = ?2 and state = 1",
			 FARTHER),
		  53); /* the day of the change itself stays */
	CHECK(session_on(w, 3, 21));
	d.rule.days = 0;
	CHECK_INT(run(w, &d), INVALID);
	world_close(w);
}

/* ★4: a promise missing at two sessions is on the sheet and in the leader's list, whatever anybody does or leaves. */
TEST(a_promise_carried_twice_does_not_vanish)
{
	struct world *w = world_open(NULL);
	struct q_openday_missed_list missed;
	struct q_openday_promises_due_list due;
	struct db db;
	int64_t promise;

	jobs_run(w);
	go_to(w, 3, 4);
	promise = promised(w, session_on(w, 3, 4), "月底前换好路灯");
	CHECK_INT(close_as(w, staff(P_CLERK), session_on(w, 3, 4)), OK);
	CHECK_INT(OF_PROMISE(w, "missed", promise), 0);
	go_to(w, 3, 14);
	CHECK_INT(words_as(w, do_word, staff(P_CLERK), promise, "灯还没到货"), OK);
	CHECK_INT(close_as(w, staff(P_CLERK), session_on(w, 3, 14)), OK);
	CHECK_INT(OF_PROMISE(w, "missed", promise), 1);
	CHECK_INT(OF_PROMISE(w, "due_day", promise), day_make(2026, 3, 24).n);
	/* Nobody holds the next one: its end comes by itself. */
	go_to(w, 3, 27);
	jobs_run(w);
	CHECK_INT(OF_PROMISE(w, "missed", promise), 1);
	go_to(w, 3, 28);
	jobs_run(w);
	CHECK_INT(number(w, "select state from openday_session where town = ?1 and id = ?2", session_on(w, 3, 24)),
		  SESSION_NOT_HELD);
	CHECK_INT(OF_PROMISE(w, "missed", promise), 2);
	CHECK_INT(OF_PROMISE(w, "due_day", promise), day_make(2026, 4, 4).n);
	db = world_db(w);
	CHECK_INT(q_openday_missed(&db, 0, 10, &missed), OK);
	CHECK(missed.n == 1 && missed.p[0].id == promise);
	CHECK_INT(q_openday_promises_due(&db, VILLAGE, day_make(2026, 4, 4), (day){ INT32_MIN }, 0, 10, &due), OK);
	CHECK(due.n == 1 && due.p[0].missed == 2);
	/* Only the leader may say in public that it is not kept; a proof keeps it. */
	CHECK_INT(words_as(w, do_give_up, staff(P_CLERK), promise, "没钱"), FORBIDDEN);
	CHECK_INT(words_as(w, do_give_up, staff(P_DISPATCHER), promise, "没钱"), FORBIDDEN);
	CHECK_INT(words_as(w, do_keep, staff(P_CLERK), promise, ""), INVALID);
	CHECK_INT(words_as(w, do_keep, staff(P_AUDITOR), promise, "换了"), FORBIDDEN);
	CHECK_INT(words_as(w, do_give_up, staff(P_LEADER), promise, "线路要重架，县里下半年改造"), OK);
	CHECK_INT(OF_PROMISE(w, "state", promise), PROMISE_NOT_KEPT);
	CHECK_INT(words_as(w, do_keep, staff(P_CLERK), promise, "换了"), CONFLICT);
	CHECK_INT(number(w, "select count(*) from openday_step where town = ?1 and promise = ?2", promise), 4);
	world_close(w);
}

TEST(what_nobody_ends_is_promised)
{
	struct world *w = world_open(NULL);
	int64_t session, answered_line, open_line;

	jobs_run(w);
	go_to(w, 3, 4);
	session = session_on(w, 3, 4);
	answered_line = line_add(w, session, "社保怎么交");
	open_line = line_add(w, session, "渠漏水");
	CHECK_INT(words_as(w, do_answer, staff(P_CLERK), answered_line, "到窗口或者手机上交"), OK);
	CHECK_INT(words_as(w, do_answer, staff(P_CLERK), answered_line, "再答"), CONFLICT);
	CHECK_INT(close_as(w, staff(P_AUDITOR), session), FORBIDDEN);
	CHECK_INT(close_as(w, staff(P_CLERK), session), OK);
	CHECK_INT(close_as(w, staff(P_CLERK), session), CONFLICT);
	CHECK_INT(number(w, "select outcome from openday_item where town = ?1 and id = ?2", open_line), ITEM_PROMISED);
	CHECK_INT(number(w, "select due_day from openday_promise where town = ?1 and item = ?2", open_line),
		  day_make(2026, 3, 14).n);
	CHECK_INT(number(w, "select post from openday_promise where town = ?1 and item = ?2", open_line), P_CLERK);
	CHECK_INT(number(w, "select count(*) from openday_promise where town = ?1 and item = ?2", answered_line), 0);
	world_close(w);
}

TEST(a_line_becomes_a_matter_of_that_day)
{
	struct world *w = world_open(NULL);
	struct deed d = { .by = staff(P_CLERK), .run = do_raise };
	int64_t session;

	jobs_run(w);
	go_to(w, 3, 4);
	session = session_on(w, 3, 4);
	go_to(w, 3, 6); /* the sheet is typed in two days later */
	d.id = line_add(w, session, "桥栏杆断了");
	d.raise = (struct matter_raise){ .type = S("C01"), .place = VILLAGE, .spot = S("") };
	CHECK_INT(run(w, &d), OK);
	CHECK_INT(number(w, "select channel from matter where town = ?1 and id = ?2", d.raised.id), CHANNEL_OPEN_DAY);
	CHECK_INT(number(w, "select received_at from matter where town = ?1 and id = ?2", d.raised.id),
		  moment_at(day_make(2026, 3, 4), 9, 0).ms);
	CHECK_INT(number(w, "select matter from openday_item where town = ?1 and id = ?2", d.id), d.raised.id);
	CHECK_INT(faults_of(w), 0);
	/* A place of another village is refused, and nothing is left half done. */
	d.id = line_add(w, session, "另一件");
	d.raise.place = FARTHER;
	CHECK(run(w, &d) != OK);
	CHECK_INT(number(w, "select outcome from openday_item where town = ?1 and id = ?2", d.id), ITEM_OPEN);
	world_close(w);
}

TEST(the_proof_of_a_promise_stays_when_a_matter_that_shows_it_too_is_archived)
{
	struct world *w = world_open(NULL);
	const struct photo proof = { .picture = hash_of(S("proof")), .thumb = hash_of(S("proof thumb")) };
	struct deed d = { .by = staff(P_CLERK), .run = do_keep, .words = S("换好了"), .photo = &proof };

	jobs_run(w);
	go_to(w, 3, 4);
	d.id = promised(w, session_on(w, 3, 4), "换灯");
	CHECK_INT(run(w, &d), OK);
	world_photo_stays(w, &proof);
	world_close(w);
}

TEST(who_reaches_a_session)
{
	struct world *w = world_open(NULL);
	struct deed d = { .by = staff(P_GRID), .run = do_item, .item = { .words = S("一件") } };
	struct q_openday_session_row s;
	struct db db;
	struct actor grid = staff(P_GRID), other = staff(P_OTHER), admin = staff(P_ADMIN);
	int64_t far;

	jobs_run(w);
	go_to(w, 3, 4);
	db = world_db(w);
	far = number(w, "select id from openday_session where town = ?1 and village = 102 and day = ?2",
		     day_make(2026, 3, 4).n);
	CHECK_INT(sitting_open(&db, &grid, session_on(w, 3, 4), &s), OK);
	CHECK_INT(sitting_open(&db, &grid, far, &s), NOT_FOUND);
	CHECK_INT(sitting_open(&db, &other, far, &s), NOT_FOUND);
	CHECK_INT(sitting_open(&db, &admin, far, &s), FORBIDDEN);
	d.item.session = far;
	CHECK_INT(run(w, &d), NOT_FOUND);
	d.item.session = session_on(w, 3, 4);
	d.item.n = 5;
	CHECK_INT(run(w, &d), OK);
	CHECK_INT(run(w, &d), CONFLICT); /* the line is taken */
	d.item.session = session_on(w, 3, 14);
	CHECK_INT(run(w, &d), CONFLICT); /* its day has not come */
	world_close(w);
}

TEST(a_session_is_called_off_in_public)
{
	struct world *w = world_open(NULL);
	int64_t early, late;

	jobs_run(w);
	go_to(w, 3, 4);
	early = promised(w, session_on(w, 3, 4), "先办的");
	CHECK_INT(words_as(w, do_off, staff(P_CLERK), session_on(w, 3, 24), "防汛"), FORBIDDEN);
	CHECK_INT(words_as(w, do_off, staff(P_LEADER), session_on(w, 3, 24), ""), INVALID);
	CHECK_INT(words_as(w, do_off, staff(P_LEADER), session_on(w, 3, 4), "已经开了"), INVALID);
	CHECK_INT(words_as(w, do_off, staff(P_LEADER), session_on(w, 3, 24), "防汛"), OK);
	CHECK_INT(OF_PROMISE(w, "due_day", early), day_make(2026, 3, 14).n); /* not its session */
	go_to(w, 3, 14);
	late = promised(w, session_on(w, 3, 14), "后办的");
	CHECK_INT(OF_PROMISE(w, "due_day", late), day_make(2026, 4, 4).n);
	CHECK_INT(words_as(w, do_off, staff(P_LEADER), session_on(w, 4, 4), "清明"), OK);
	CHECK_INT(OF_PROMISE(w, "due_day", late), day_make(2026, 4, 14).n);
	CHECK_INT(OF_PROMISE(w, "missed", late), 0);
	/* A rule that comes back does not bring back what was called off. */
	world_close(w);
}

TEST(a_question_has_somebody_to_answer_it)
{
	struct world *w = world_open(NULL);
	struct deed d = { .by = staff(P_LEADER), .run = do_add };
	struct deed q = { .by = staff(P_CLERK), .run = do_item };

	go_to(w, 3, 4);
	d.sitting = (struct sitting_new){ .village = VILLAGE,
					  .day = day_make(2026, 3, 5),
					  .kind = OPENDAY_SUNSHINE,
					  .starts = 1140,
					  .ends = 1260,
					  .spot = S("院坝") };
	CHECK_INT(run(w, &d), OK);
	q.item.session = d.id;
	CHECK_INT(run(w, &d), CONFLICT);
	d.by = staff(P_CLERK);
	CHECK_INT(run(w, &d), FORBIDDEN);
	go_to(w, 3, 5);
	q.item.words = S("集体的钱用到哪里了");
	CHECK_INT(run(w, &q), INVALID);
	q.item.asked = P_HEAD;
	CHECK_INT(run(w, &q), OK);
	CHECK_INT(close_as(w, staff(P_CLERK), q.item.session), OK);
	CHECK_INT(number(w, "select post from openday_promise where town = ?1 and item = ?2", q.id), P_HEAD);
	world_close(w);
}
