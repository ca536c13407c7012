/* line_web.c — one line of a session: said, and how it ended. The same form at the session's page and behind the code of a
 * printed line. */
#include "gen/frame.html.h"
#include "gen/intake.words.h"
#include "gen/opendesk.html.h"
#include "gen/opendesk.words.h"
#include "matter/label_web.h"
#include "matter/pick_web.h"
#include "matter/say.h"
#include "openday/opendesk_web.h"
#include "place/panel_web.h"

#define POSTS      300
#define SPOT_MAX   200
#define NAME_CHARS 50
#define TEL_MAX    30

static const char *const ends[] = { "answered", "promised", "matter", "later", NULL };
enum { END_ANSWERED, END_PROMISED, END_MATTER, END_LATER };

/* ---- the form ---- */

enum err
opendesk_posts(struct db *db, const struct req *rq, int64_t village, const struct word *none, struct field *f)
{
	struct q_openday_posts_list l;
	struct choice *c;

	TRY(q_openday_posts(db, village, day_of(db->now), POSTS, &l));
	c = make(rq->mem, struct choice, l.n + 1);
	c[0] = (struct choice){ .value = S(""), .word = none };
	for (size_t i = 0; i < l.n; i++)
		c[i + 1] =
			(struct choice){ .value = panel_id(rq->mem, l.p[i].id),
					 .text = str_fmt(rq->mem, "%.*s · %.*s",
							 STR_ARG(panel_name_for(rq, l.p[i].title_zh, l.p[i].title_en)),
							 STR_ARG(panel_name_for(rq, l.p[i].unit_zh, l.p[i].unit_en))) };
	f->choices = c;
	f->n = l.n + 1;
	return OK;
}

static str
typed_or(const struct form *typed, const char *name, str usual)
{
	return typed ? form_get(typed, str_of(name)) : usual;
}

enum err
opendesk_entry_make(struct db *db, const struct req *rq, const struct q_openday_session_row *s,
		    const struct form *typed, struct opendesk_entry *e)
{
	static const struct choice choices[] = {
		{ .value = { "answered", 8 }, .word = &word_opendesk_end_answered },
		{ .value = { "promised", 8 }, .word = &word_opendesk_end_promised },
		{ .value = { "matter", 6 }, .word = &word_opendesk_end_matter },
		{ .value = { "later", 5 }, .word = &word_opendesk_end_later },
	};
	bool sunshine = s->kind == OPENDAY_SUNSHINE;

	e->to = req_url(rq, "/desk/days/%lld/line/%d", (long long)s->id, e->n);
	e->words = (struct field){ .name = "words",
				   .label = sunshine ? &word_opendesk_question : &word_opendesk_words,
				   .hint = sunshine ? &word_opendesk_question_hint : &word_opendesk_words_hint,
				   .rows = 3,
				   .focus = typed == NULL && form_has(rq->query, S("next")),
				   .value = typed_or(typed, "words", S("")) };
	e->end = (struct field){ .name = "end",
				 .label = &word_opendesk_end,
				 .choices = choices,
				 .n = e->said.n ? 3 : 4,
				 .value = typed_or(typed, "end", S("")) };
	e->text = (struct field){ .name = "text",
				  .label = &word_opendesk_text,
				  .hint = &word_opendesk_text_hint,
				  .optional = true,
				  .rows = 2,
				  .value = typed_or(typed, "text", S("")) };
	e->post = (struct field){ .name = "post",
				  .label = sunshine ? &word_opendesk_asked : &word_opendesk_post,
				  .value = typed_or(typed, "post", panel_id(rq->mem, s->post)) };
	return opendesk_posts(db, rq, s->village, &word_opendesk_post_missing, &e->post);
}

/* ---- the page of one line ---- */

struct line {
	struct q_openday_session_row s;
	struct q_openday_item_line item; /* id 0: not there yet */
	int n;
};

static enum err
line_open(struct db *db, struct req *rq, struct line *l)
{
	int64_t n;
	enum err e;

	TRY(sitting_open(db, &rq->actor, rq->id, &l->s));
	if (!str_int(rq->param[1], &n) || n < 0 || n > OPENDAY_LINES)
		return NOT_FOUND;
	l->n = (int)n;
	e = n ? q_openday_item_line(db, rq->id, n, &l->item) : NOT_FOUND;
	if (e == NOT_FOUND)
		l->item = (struct q_openday_item_line){ 0 };
	return e == NOT_FOUND ? OK : e;
}

static enum err
line_show(struct db *db, struct req *rq, struct res *rs, const struct line *l, const struct faults *faults)
{
	struct frame f = { .title = &word_opendesk_entry, .rq = rq, .nav = "days" };
	struct opendesk_line page = { .rq = rq,
				      .s = l->s,
				      .entry = { .n = l->n, .said = l->item.words, .faults = faults } };
	bool running = sitting_running(&l->s, day_of(db->now));
	struct page *p;

	if (running)
		TRY(opendesk_entry_make(db, rq, &l->s, faults ? rq->form : NULL, &page.entry));
	if (running && l->item.asked && !faults)
		page.entry.post.value = panel_id(rq->mem, l->item.asked);
	p = res_page(rs);
	frame_begin(p, &f);
	running ? view_opendesk_line(p, &page) : view_opendesk_over(p, &page);
	frame_end(p, &f);
	return OK;
}

static enum err
line_page(struct db *db, struct req *rq, struct res *rs)
{
	struct line l;

	TRY(line_open(db, rq, &l));
	if (l.item.id && l.item.outcome != ITEM_OPEN)
		return see_other(rq, rs, "/desk/days/%lld", (long long)rq->id);
	return line_show(db, rq, rs, &l, NULL);
}

struct line_typed {
	str words, text;
	int end;
	int64_t post;
};

static void
line_read(struct form_in *in, const struct line *l, struct line_typed *t)
{
	bool sunshine = l->s.kind == OPENDAY_SUNSHINE, fresh = l->item.id == 0;

	if (fresh)
		t->words = form_text(in, "words", OPENDAY_WORDS_MAX, &word_opendesk_words_missing,
				     &word_opendesk_too_long);
	t->end = form_choice(in, "end", ends, &word_opendesk_end_missing);
	t->text = form_text(in, "text", OPENDAY_WORDS_MAX, NULL, &word_opendesk_too_long);
	t->post = form_int(in, "post", 1, INT64_MAX, NULL, &word_opendesk_post_missing);
	if ((t->end == END_ANSWERED || t->end == END_PROMISED) && t->text.n == 0 &&
	    form_fault_of(&in->faults, "text") == NULL)
		form_fault(in, "text", &word_opendesk_text_missing);
	if (t->post == 0 && (t->end == END_PROMISED || (sunshine && fresh)) &&
	    form_fault_of(&in->faults, "post") == NULL)
		form_fault(in, "post", &word_opendesk_post_missing);
}

static enum err
line_do(struct tx *tx, struct req *rq, struct line *l, const struct line_typed *t)
{
	struct item_new n = { .session = l->s.id, .n = l->n, .words = t->words, .asked = t->post };

	if (l->item.id == 0)
		TRY(item_add(tx, &rq->actor, &n, &l->item.id));
	if (t->end == END_ANSWERED)
		return item_answer(tx, &rq->actor, l->item.id, t->text);
	if (t->end == END_PROMISED)
		return item_promise(tx, &rq->actor, l->item.id, t->text, t->post);
	return OK;
}

static enum err
line_post(struct tx *tx, struct req *rq, struct res *rs)
{
	struct form_in in = form_in(rq->mem, rq->form);
	struct line_typed t = { 0 };
	struct q_openday_item_row row;
	struct line l;
	enum err e;

	TRY(line_open(&tx->db, rq, &l));
	line_read(&in, &l, &t);
	e = in.faults.n ? OK : line_do(tx, rq, &l, &t);
	if (e == INVALID)
		form_fault(&in, "post", &word_opendesk_post_missing);
	else if (e == CONFLICT && sitting_running(&l.s, day_of(tx->db.now)))
		form_fault(&in, "words", &word_opendesk_line_taken);
	else
		TRY(e);
	if (in.faults.n) {
		res_status(rs, 422);
		TRY(line_show(&tx->db, rq, rs, &l, &in.faults));
		return INVALID;
	}
	TRY(q_openday_item_row(&tx->db, l.item.id, &row));
	if (t.end == END_MATTER)
		return see_other(rq, rs, "/desk/days/%lld/line/%d/matter", (long long)rq->id, (int)row.n);
	return see_other(rq, rs, "/desk/days/%lld?next=1", (long long)rq->id);
}

/* ---- taking it up as a matter ---- */

static const char *const level_keys[] = { "open", "sealed", "none", NULL };
static const enum identity_level level_of[] = { IDENTITY_OPEN, IDENTITY_SEALED, IDENTITY_NONE };

static enum err
raise_make(struct db *db, struct req *rq, const struct line *l, bool sealing, const struct faults *faults,
	   struct opendesk_raise *r)
{
	struct choice *c = make(rq->mem, struct choice, 3);
	const struct form *typed = faults ? rq->form : NULL;

	*r = (struct opendesk_raise){ .rq = rq, .s = l->s, .words = l->item.words, .n = l->n, .faults = faults };
	r->type = (struct field){ .name = "type", .label = &word_intake_type, .value = typed_or(typed, "type", S("")) };
	r->place = (struct field){ .name = "place",
				   .label = &word_opendesk_group,
				   .value = typed_or(typed, "place", panel_id(rq->mem, l->s.village)) };
	r->spot = (struct field){
		.name = "spot", .label = &word_intake_spot, .optional = true, .value = typed_or(typed, "spot", S(""))
	};
	r->name = (struct field){
		.name = "name", .label = &word_intake_name, .optional = true, .value = typed_or(typed, "name", S(""))
	};
	r->phone = (struct field){ .name = "tel",
				   .label = &word_intake_phone,
				   .optional = true,
				   .type = "tel",
				   .mode = "tel",
				   .value = typed_or(typed, "tel", S("")) };
	r->level = (struct field){ .name = "level",
				   .label = &word_intake_level,
				   .hint = &word_intake_level_hint,
				   .choices = c,
				   .value = typed_or(typed, "level", S("")) };
	c[r->level.n++] = (struct choice){ .value = S("open"), .word = label_level(IDENTITY_OPEN) };
	if (sealing)
		c[r->level.n++] = (struct choice){ .value = S("sealed"), .word = label_level(IDENTITY_SEALED) };
	c[r->level.n++] = (struct choice){ .value = S("none"), .word = label_level(IDENTITY_NONE) };
	TRY(pick_types(db, rq, &r->type));
	return pick_places(db, rq, l->s.village, &r->place);
}

static enum err
raise_show(struct db *db, struct req *rq, struct res *rs, const struct line *l, const struct faults *faults)
{
	struct frame f = { .title = &word_opendesk_raise, .rq = rq, .nav = "days" };
	struct opendesk_raise r;
	struct matter_keys keys;
	struct page *p;

	TRY(matter_keys_load(db, rq->site->dir, rq->site->root_key, &keys));
	TRY(raise_make(db, rq, l, keys.identity.has_sealed_pub, faults, &r));
	p = res_page(rs);
	frame_begin(p, &f);
	view_opendesk_raise(p, &r);
	frame_end(p, &f);
	return OK;
}

static enum err
raise_open(struct db *db, struct req *rq, struct line *l)
{
	TRY(line_open(db, rq, l));
	return l->item.id && l->item.outcome == ITEM_OPEN && sitting_running(&l->s, day_of(db->now)) ? OK : CONFLICT;
}

static enum err
raise_page(struct db *db, struct req *rq, struct res *rs)
{
	struct line l;
	enum err e = raise_open(db, rq, &l);

	if (e == CONFLICT)
		return see_other(rq, rs, "/desk/days/%lld", (long long)rq->id);
	TRY(e);
	return raise_show(db, rq, rs, &l, NULL);
}

/* A name or number without a choice of who may know it is not taken. */
static void
identity_typed(struct form_in *in, bool sealing, struct identity *id)
{
	str typed = form_text(in, "tel", TEL_MAX, NULL, &word_intake_phone_bad);
	int level;
	bool given;

	id->name = form_text(in, "name", NAME_CHARS, NULL, &word_intake_name_long);
	id->phone = S("");
	if (typed.n && !say_phone(in->mem, typed, &id->phone))
		form_fault(in, "tel", &word_intake_phone_bad);
	given = typed.n || id->name.n;
	level = form_choice(in, "level", level_keys, given ? &word_intake_level_missing : NULL);
	id->level = level < 0 ? IDENTITY_NONE : level_of[level];
	if (id->level == IDENTITY_SEALED && !sealing)
		form_fault(in, "level", &word_intake_no_seal);
	if (id->level != IDENTITY_NONE && !given)
		form_fault(in, "tel", &word_intake_level_empty);
	if (id->level == IDENTITY_NONE && given && level >= 0)
		form_fault(in, "level", &word_intake_level_none);
}

static enum err
raise_post(struct tx *tx, struct req *rq, struct res *rs)
{
	struct form_in in = form_in(rq->mem, rq->form);
	struct matter_raise m = { .code_seed = rq->once };
	struct matter_raised raised;
	struct matter_keys keys;
	struct line l;
	enum err e;

	TRY(raise_open(&tx->db, rq, &l));
	TRY(matter_keys_load(&tx->db, rq->site->dir, rq->site->root_key, &keys));
	m.type = form_text(&in, "type", 12, NULL, &word_intake_type_gone);
	m.place = form_int(&in, "place", 1, INT64_MAX, NULL, &word_intake_place_missing);
	m.spot = form_text(&in, "spot", SPOT_MAX, NULL, &word_intake_spot_long);
	identity_typed(&in, keys.identity.has_sealed_pub, &m.identity);
	e = in.faults.n ? OK : item_raise(tx, &rq->actor, &keys, l.item.id, &m, &raised);
	if (e == INVALID || e == NOT_FOUND)
		form_fault(&in, "place", &word_opendesk_refused);
	else
		TRY(e);
	if (in.faults.n) {
		res_status(rs, 422);
		TRY(raise_show(&tx->db, rq, rs, &l, &in.faults));
		return INVALID;
	}
	return see_other(rq, rs, "/desk/slip/%s/%lld", raised.code, (long long)raised.id);
}

const struct route line_routes[] = {
	PAGE("/desk/days/:id/line/:n", DUTY_INTAKE, line_page),
	CHANGE("/desk/days/:id/line/:n", DUTY_INTAKE, line_post),
	PAGE("/desk/days/:id/line/:n/matter", DUTY_INTAKE, raise_page),
	CHANGE("/desk/days/:id/line/:n/matter", DUTY_INTAKE, raise_post),
	ROUTES_END,
};
