/* track_web.c — the tracking page, its photos, and how a code gets there. */
#include "matter/track_web.h"
#include "desk/clock.h"
#include "gen/frame.html.h"
#include "gen/matter.sql.h"
#include "gen/track.html.h"
#include "gen/track.words.h"
#include "matter/receipt.h"
#include "matter/shot_web.h"
#include "matter/timer.h"

/* A session knows the follower it began with; a merger or its undoing since then counts at once. */
static enum err
follow(struct db *db, struct track *t)
{
	struct q_matter_follower_of_origin f;
	struct q_matter_judged judged;
	struct q_track_matter *lead = make(db->mem, struct q_track_matter, 1);

	TRY(q_matter_follower_of_origin(db, t->own.id, &f));
	TRY(q_track_matter(db, f.matter, lead));
	TRY(q_matter_judged(db, lead->id, lead->reopened, f.id, &judged));
	t->by.follower = f.id;
	t->by.matter = lead->id;
	t->m = lead;
	t->merged_at = f.since;
	t->judged = judged.n > 0;
	return OK;
}

enum err
track_open(struct db *db, const struct req *rq, struct track *t)
{
	struct q_matter_follower f;
	int64_t id = rq->actor.matter;

	*t = (struct track){ .by = rq->actor, .code = rq->code };
	if (rq->actor.follower) {
		TRY(q_matter_follower(db, rq->actor.follower, &f));
		id = f.origin;
	}
	TRY(q_track_matter(db, id, &t->own));
	t->by.matter = id;
	t->by.follower = 0;
	t->m = &t->own;
	return t->own.state == MATTER_MERGED ? follow(db, t) : OK;
}

bool
track_may(const struct track *t, enum matter_act act)
{
	return matter_may(&t->by, act, (enum matter_state)t->m->state, t->m->unit, t->m->holder, t->m->answered_by);
}

enum err
track_may_reopen(struct db *db, const struct track *t, day *last, bool *may)
{
	*may = false;
	*last = (day){ 0 };
	if (!track_may(t, ACT_REOPEN))
		return OK;
	TRY(matter_reopen_last(db, t->own.type, t->own.received_at, (enum matter_state)t->own.state, t->own.closed_at,
			       last));
	*may = day_diff(day_of(db->now), *last) >= 0;
	return OK;
}

enum err
track_may_object(struct db *db, const struct track *t, day *last, bool *may)
{
	const struct calendar *c;

	*may = false;
	*last = (day){ 0 };
	if (!t->by.follower || !track_may(t, ACT_UNMERGE))
		return OK;
	TRY(clock_calendar(db, &c));
	*last = calendar_add(c, day_of(t->merged_at), OBJECT_DAYS, NULL);
	*may = day_diff(day_of(db->now), *last) >= 0;
	return OK;
}

bool
track_may_judge(const struct track *t)
{
	return t->m->answered_at.ms && !t->judged && track_may(t, ACT_JUDGE_SOLVED);
}

static enum err
may_load(struct db *db, struct track_page *p)
{
	const struct track *t = p->t;

	TRY(track_may_reopen(db, t, &p->reopen_last, &p->can_reopen));
	TRY(track_may_object(db, t, &p->object_last, &p->can_object));
	p->reopen_over = track_may(t, ACT_REOPEN) && !p->can_reopen;
	p->can_judge = track_may_judge(t);
	p->can_give = track_may(t, ACT_GIVE);
	p->can_add = track_may(t, ACT_ADD_WORD) && !p->can_give;
	p->can_withdraw = track_may(t, ACT_WITHDRAW);
	return OK;
}

static enum err
answer_load(struct db *db, struct track_page *p)
{
	struct q_track_question question;
	enum err e = OK;

	if (p->can_give) {
		TRY(q_track_question(db, p->t->m->id, &question));
		p->question = question.text;
	}
	if (p->t->m->answered_at.ms)
		e = q_track_answer(db, p->t->m->id, &p->answer);
	p->answered = p->t->m->answered_at.ms && e == OK;
	return e == NOT_FOUND ? OK : e;
}

/* A page of the timeline: the newest, or those before the one named in the address. */
static enum err
entries_load(struct db *db, const struct req *rq, struct track_page *p)
{
	const char *code = str_z(rq->mem, rq->code);
	int64_t before = 0;
	bool paged = str_int(form_get(rq->query, S("before")), &before) && before > 0;

	TRY(q_track_entries(db, p->t->own.id, paged ? before : INT64_MAX, TRACK_ENTRIES + 1, &p->entries));
	if (p->entries.n > TRACK_ENTRIES)
		p->older =
			req_url(rq, "/m/%s?before=%lld#history", code, (long long)p->entries.p[TRACK_ENTRIES - 1].seq);
	if (paged)
		p->newer = req_url(rq, "/m/%s#history", code);
	if (p->t->own.id == p->t->m->id && !p->path.has.photos)
		return OK;
	return q_track_photos(db, p->t->own.id, TRACK_PHOTOS, &p->photos);
}

static enum err
page_load(struct db *db, const struct req *rq, struct track_page *p)
{
	const char *code = str_z(rq->mem, rq->code);

	p->give_to = req_url(rq, "/m/%s/give", code);
	p->word_to = req_url(rq, "/m/%s/word", code);
	TRY(may_load(db, p));
	TRY(path_load(db, p->t->m->id, false, &p->path));
	p->can_refuse = !p->t->by.follower && track_may(p->t, ACT_OBJECT);
	TRY(q_track_clocks(db, p->t->m->id, TRACK_CLOCKS, &p->clocks));
	if (p->path.has.extensions)
		TRY(q_extend_list(db, p->t->m->id, TRACK_CLOCKS, &p->extensions));
	TRY(entries_load(db, rq, p));
	TRY(answer_load(db, p));
	if (p->t->own.named && p->t->own.level == IDENTITY_OPEN)
		TRY(q_track_reveals(db, p->t->own.id, TRACK_REVEALS, &p->reveals));
	return OK;
}

void
track_panels_show(struct page *p, const struct track_page *t)
{
	for (const struct track_panel *s = track_panels; s->show && *t->shown == OK; s++)
		*t->shown = s->show(t->db, t->rq, p, t->t->m->id, (enum matter_state)t->t->m->state);
}

static enum err
progress_page(struct db *db, struct req *rq, struct res *rs)
{
	struct frame f = { .title = &word_track_title, .rq = rq };
	struct field word = { .name = "text", .label = &word_track_more_label, .rows = 4 };
	struct field reply = { .name = "text", .label = &word_track_give, .rows = 4 };
	struct track t;
	enum err shown = OK;
	struct track_page all = { .t = &t, .rq = rq, .db = db, .shown = &shown };
	struct page *p;

	TRY(track_open(db, rq, &t));
	TRY(page_load(db, rq, &all));
	p = res_page(rs);
	frame_begin(p, &f);
	view_track_page_all(p, &all, rq->town, &word, &reply);
	frame_end(p, &f);
	return shown;
}

static enum err
show_find(struct req *rq, struct res *rs, const struct faults *faults)
{
	struct frame f = { .title = &word_track_find, .rq = rq, .back = S("/") };
	struct field code = { .name = "code",
			      .label = &word_track_code,
			      .mode = "numeric",
			      .value = faults ? form_get(rq->form, S("code")) : S("") };
	struct page *p = res_page(rs);

	frame_begin(p, &f);
	view_track_find_page(p, faults, &code, rq->town);
	frame_end(p, &f);
	return OK;
}

static enum err
find_page(struct db *db, struct req *rq, struct res *rs)
{
	(void)db;
	return show_find(rq, rs, NULL);
}

static size_t
digits_in(str s)
{
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++)
		n += s.p[i] >= '0' && s.p[i] <= '9';
	return n;
}

/* The check digits find a slip of the finger here; whether there is such a code is decided at its own address,
 * where guessing is held back. */
static enum err
find_post(struct tx *tx, struct req *rq, struct res *rs)
{
	struct form_in in = form_in(rq->mem, rq->form);
	str typed = form_text(&in, "code", 100, &word_track_find_missing, &word_track_find_short);
	char code[19];

	(void)tx;
	if (form_good(&in) && receipt_parse(typed, code) == OK)
		return see_other(rq, rs, "/m/%s", code);
	form_fault(&in, "code",
		   digits_in(str_narrow(rq->mem, typed)) == 18 ? &word_track_find_wrong : &word_track_find_short);
	res_status(rs, 422);
	TRY(show_find(rq, rs, &in.faults));
	return INVALID;
}

static enum err
photo_find(struct db *db, struct req *rq, struct q_track_photo *photo)
{
	struct track t;
	int64_t n;

	TRY(track_open(db, rq, &t));
	if (!str_int(rq->param[1], &n))
		return NOT_FOUND;
	return q_track_photo(db, t.own.id, n, photo);
}

static enum err
photo_page(struct db *db, struct req *rq, struct res *rs)
{
	struct q_track_photo photo;

	TRY(photo_find(db, rq, &photo));
	return shot_send(rq, rs, photo.picture);
}

static enum err
thumb_page(struct db *db, struct req *rq, struct res *rs)
{
	struct q_track_photo photo;

	TRY(photo_find(db, rq, &photo));
	return shot_send(rq, rs, photo.thumb);
}

const struct route track_routes[] = {
	PAGE("/find", DUTY_PUBLIC, find_page),
	CHANGE("/find", DUTY_PUBLIC, find_post),
	PAGE("/m/:code", DUTY_RECEIPT, progress_page),
	PAGE("/m/:code/photo/:n", DUTY_RECEIPT, photo_page),
	PAGE("/m/:code/thumb/:n", DUTY_RECEIPT, thumb_page),
	ROUTES_END,
};
