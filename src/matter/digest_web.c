#include "matter/digest_web.h"

#include "gen/clock.sql.h"
#include "gen/digest.html.h"
#include "gen/digest.words.h"
#include "gen/frame.html.h"
#include "gen/web.words.h"
#include "matter/matter.h"
#include "place/panel_web.h"

const struct word *
digest_word(int64_t what)
{
	static const struct word *const w[DIGEST_WHATS] = {
		[DIGEST_UNASSIGNED] = &word_digest_unassigned, [DIGEST_LATE] = &word_digest_late,
		[DIGEST_TAKEN] = &word_digest_taken,           [DIGEST_DECIDE] = &word_digest_decide,
		[DIGEST_DECIDED] = &word_digest_decided,       [DIGEST_TOMORROW] = &word_digest_tomorrow,
		[DIGEST_MOVED] = &word_digest_moved,           [DIGEST_REFUSED] = &word_digest_refused,
	};

	return what > 0 && what < DIGEST_WHATS ? w[what] : &word_digest_late;
}

bool
digest_whole_day(moment due)
{
	return due.ms + 1 == moment_at(day_add(day_of(due), 1), 0, 0).ms;
}

static enum err
lines_load(struct db *db, struct digest_page *d, const struct q_digest_lines *after, int64_t most)
{
	const struct actor *a = &d->rq->actor;
	struct q_digest_one one;
	enum err e = q_digest_one(db, a->post, d->on, &one);

	d->n = e == OK ? one.n : 0;
	if (e != OK && e != NOT_FOUND)
		return e;
	return q_digest_lines(db, a->post, d->on, a->unit, a->person, after->what, after->due, after->matter,
			      after->kind, most, &d->lines);
}

enum err
digest_today(struct db *db, const struct req *rq, struct digest_page *d)
{
	const struct q_digest_lines from_the_top = { 0 };

	*d = (struct digest_page){ .rq = rq, .on = day_of(db->now) };
	return lines_load(db, d, &from_the_top, DIGEST_TOP);
}

/* "what-due-matter-kind" of the last line seen. */
static struct q_digest_lines
after_of(const struct req *rq)
{
	str rest = form_get(rq->query, S("after")), part;
	struct q_digest_lines l = { 0 };
	int64_t n[4] = { 0 };
	size_t i = 0;

	for (; i < 4 && rest.n; i++) {
		(void)str_cut(rest, '-', &part, &rest);
		if (!str_int(part, &n[i]) || n[i] < 0)
			return l;
	}
	if (i == 4) {
		l.what = n[0];
		l.due.ms = n[1];
		l.matter = n[2];
		l.kind = n[3];
	}
	return l;
}

static enum err
digest_page(struct db *db, struct req *rq, struct res *rs)
{
	bool print = form_get(rq->query, S("print")).n > 0;
	struct frame f = { .title = &word_digest_title, .rq = rq, .nav = "today", .print = print };
	struct digest_page d = { .rq = rq, .on = day_of(db->now) };
	const struct q_digest_lines after = after_of(rq);
	struct page *p;
	const char *on;

	if (!day_parse(form_get(rq->query, S("day")), &d.on) || d.on.n > day_of(db->now).n)
		d.on = day_of(db->now);
	TRY(lines_load(db, &d, &after, DIGEST_PAGE));
	TRY(digest_quiet(db, &d.quiet));
	TRY(q_digest_days(db, rq->actor.post, day_of(db->now), DIGEST_DAYS, &d.days));
	on = str_z(rq->mem, day_iso(rq->mem, d.on));
	d.print = req_url(rq, "/desk/digest?day=%s&print=1", on);
	if (d.lines.n == DIGEST_PAGE) {
		const struct q_digest_lines *l = &d.lines.p[DIGEST_PAGE - 1];

		d.next = req_url(rq, "/desk/digest?day=%s&after=%lld-%lld-%lld-%lld%s", on, (long long)l->what,
				 (long long)l->due.ms, (long long)l->matter, (long long)l->kind,
				 print ? "&print=1" : "");
	}
	p = res_page(rs);
	frame_begin(p, &f);
	view_digest_page(p, &d, rq->town, print);
	frame_end(p, &f);
	return OK;
}

/* ---- quiet hours ---- */

static enum err
quiet_form(struct db *db, const struct req *rq, struct panel *f)
{
	struct quiet q;

	TRY(digest_quiet(db, &q));
	*f = (struct panel){ .rq = rq,
			     .nav = "calendar",
			     .title = &word_digest_quiet,
			     .intro = &word_digest_quiet_intro,
			     .button = &word_web_save,
			     .back = S("/admin/calendar"),
			     .typed = rq->method == POST ? rq->form : NULL };
	panel_number(f, "from", &word_digest_quiet_from, q.from);
	panel_number(f, "until", &word_digest_quiet_until, q.until);
	return OK;
}

static enum err
quiet_page(struct db *db, struct req *rq, struct res *rs)
{
	struct panel f;

	TRY(quiet_form(db, rq, &f));
	return panel_show(&f, rs);
}

static enum err
quiet_change(struct tx *tx, struct req *rq, struct res *rs)
{
	struct form_in in = form_in(rq->mem, rq->form);
	struct quiet q = { 0 };
	struct panel f;

	TRY(quiet_form(&tx->db, rq, &f));
	q.from = (int)form_int(&in, "from", 15, 23, &word_digest_quiet_from_range, &word_digest_quiet_from_range);
	q.until = (int)form_int(&in, "until", 5, 12, &word_digest_quiet_until_range, &word_digest_quiet_until_range);
	f.faults = in.faults;
	if (f.faults.n)
		return panel_show(&f, rs);
	TRY(digest_quiet_set(tx, &rq->actor, &q));
	return see_other(rq, rs, "/admin/calendar");
}

/* ---- what a new holiday list changed: numbers and dates, no word of anybody ---- */

static enum err
moves_page(struct db *db, struct req *rq, struct res *rs)
{
	struct frame f = { .title = &word_digest_moves, .rq = rq, .nav = "calendar" };
	struct moves_page m = { .rq = rq };
	struct q_clock_list list;
	int64_t matter = 0, kind = 0;
	struct page *p;
	enum err e = q_clock_list(db, &list);

	if (e != OK)
		return e;
	m.version = list.version;
	(void)str_int(form_get(rq->query, S("version")), &m.version);
	(void)str_int(form_get(rq->query, S("after")), &matter);
	(void)str_int(form_get(rq->query, S("kind")), &kind);
	TRY(q_renew_moves(db, m.version, matter, kind, INT16_MAX, DIGEST_PAGE, &m.moves));
	if (m.moves.n == DIGEST_PAGE)
		m.next = req_url(rq, "/admin/calendar/moves?version=%lld&after=%lld&kind=%lld", (long long)m.version,
				 (long long)m.moves.p[DIGEST_PAGE - 1].matter,
				 (long long)m.moves.p[DIGEST_PAGE - 1].kind);
	p = res_page(rs);
	frame_begin(p, &f);
	view_digest_moves(p, &m);
	frame_end(p, &f);
	return OK;
}

const struct route digest_routes[] = {
	PAGE("/desk/digest", DUTY_READ, digest_page),
	PAGE("/admin/quiet", DUTY_ADMIN, quiet_page),
	CHANGE("/admin/quiet", DUTY_ADMIN, quiet_change),
	PAGE("/admin/calendar/moves", DUTY_ADMIN, moves_page),
	ROUTES_END,
};
