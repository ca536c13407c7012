/* say_web.c — the three pages of raising a matter. Each POST keeps the draft and goes on, or keeps it and says what to
 * put right. */
#include "matter/say_web.h"
#include "gen/frame.html.h"
#include "gen/say.html.h"
#include "gen/say.sql.h"
#include "gen/say.words.h"
#include "matter/accuse_web.h"
#include "matter/shot_web.h"

#define PLACES_MAX 1000

/* The draft that the address or the form names; a fresh one when it names none. */
static enum err
draft_find(struct db *db, const struct req *rq, struct say *s, struct say_form *f)
{
	str token = form_get(rq->method == POST ? rq->form : rq->query, S("d"));
	enum err e = say_token_ok(token) ? say_open(db, token, s) : NOT_FOUND;

	*f = (struct say_form){ .say = s, .token = token };
	f->then_check = str_eq(form_get(rq->method == POST ? rq->form : rq->query, S("then")), S("check"));
	if (e == OK || (e == NOT_FOUND && rq->method == POST && say_token_ok(token)))
		return OK;
	if (e != NOT_FOUND)
		return e;
	f->gone = token.n > 0;
	f->token = say_token(rq->mem);
	return OK;
}

static enum err
sealing(struct db *db, const struct req *rq, bool *yes)
{
	struct matter_keys k;

	TRY(matter_keys_load(db, rq->site->dir, rq->site->root_key, &k));
	*yes = k.identity.has_sealed_pub;
	return OK;
}

static enum err
show_already(struct req *rq, struct res *rs, str code)
{
	struct frame f = { .title = &word_say_already, .rq = rq };
	struct page *p = res_page(rs);

	frame_begin(p, &f);
	view_say_already_page(p, code);
	frame_end(p, &f);
	return OK;
}

static str
back_to(const struct req *rq, const struct say_form *f, const char *step)
{
	return str_fmt(rq->mem, "%s?d=%.*s", f->then_check ? "/say/check" : step, STR_ARG(f->token));
}

static enum err
show_what(struct db *db, struct req *rq, struct res *rs, const struct say_form *f)
{
	struct frame frame = { .title = &word_say_what_title,
			       .rq = rq,
			       .back = f->then_check ? back_to(rq, f, "/say/check") : S("/") };
	struct field category;
	struct page *p;

	TRY(say_category_field(db, rq, f->say, &category));
	p = res_page(rs);
	frame_begin(p, &frame);
	view_say_what_page(p, f, &category);
	frame_end(p, &frame);
	rs->no_store = false;
	return OK;
}

static enum err
show_where(struct db *db, struct req *rq, struct res *rs, const struct say_form *f)
{
	struct frame frame = { .title = &word_say_where_title, .rq = rq, .back = back_to(rq, f, "/say") };
	struct say_form all = *f;
	struct q_place_villages_list villages;
	struct q_place_groups_list groups;
	struct say_fields in;
	struct page *p;

	TRY(sealing(db, rq, &all.sealing));
	TRY(q_place_villages(db, day_of(db->now), PLACES_MAX, &villages));
	TRY(q_place_groups(db, day_of(db->now), PLACES_MAX, &groups));
	all.villages = &villages;
	all.groups = &groups;
	TRY(say_fields_make(db, rq, &all, &in));
	p = res_page(rs);
	frame_begin(p, &frame);
	view_say_where_page(p, &all, &in);
	frame_end(p, &frame);
	rs->no_store = false;
	rs->script = true; /* the button that asks the phone where it is */
	return OK;
}

static enum err
what_page(struct db *db, struct req *rq, struct res *rs)
{
	struct say s = { 0 };
	struct say_form f;

	TRY(draft_find(db, rq, &s, &f));
	return s.code.n ? show_already(rq, rs, s.code) : show_what(db, rq, rs, &f);
}

static enum err
where_page(struct db *db, struct req *rq, struct res *rs)
{
	struct say s = { 0 };
	struct say_form f;

	TRY(draft_find(db, rq, &s, &f));
	if (s.code.n)
		return show_already(rq, rs, s.code);
	return f.gone || s.what.n == 0 ? show_what(db, rq, rs, &f) : show_where(db, rq, rs, &f);
}

static enum err
check_page(struct db *db, struct req *rq, struct res *rs)
{
	struct frame frame = { .title = &word_say_check_title, .rq = rq };
	struct say_row row[SAY_ROWS];
	struct catalogue_type type;
	struct say s = { 0 };
	struct say_form f;
	struct page *p;
	size_t rows;

	TRY(draft_find(db, rq, &s, &f));
	if (s.code.n)
		return show_already(rq, rs, s.code);
	if (f.gone || s.what.n == 0)
		return show_what(db, rq, rs, &f);
	if (!s.placed)
		return show_where(db, rq, rs, &f);
	if (s.type.n) {
		TRY(catalogue_type_or_default(db, s.type, day_of(db->now), &type));
		f.urgent = type.urgency == URGENCY_EMERGENCY;
	}
	f.then_check = false;
	TRY(say_rows_make(db, rq, &f, row, &rows));
	frame.back = back_to(rq, &f, "/say/where");
	p = res_page(rs);
	frame_begin(p, &frame);
	view_say_check_page(p, &f, row, rows);
	frame_end(p, &frame);
	return OK;
}

/* Faults keep the draft as well: what was typed outlives a dead battery. Only a text beyond all limits is not kept, and
 * comes back in the page alone. */
static enum err
keep_faulty(struct tx *tx, struct res *rs, const struct say_form *f)
{
	enum err e = say_keep(tx, f->token, f->say);

	res_status(rs, 422);
	return e == INVALID ? OK : e;
}

static enum err
what_post(struct tx *tx, struct req *rq, struct res *rs)
{
	struct form_in in = form_in(rq->mem, rq->form);
	struct say s = { 0 };
	struct say_form f;
	bool handed;

	TRY(draft_find(&tx->db, rq, &s, &f));
	if (s.code.n) { /* gone back past the receipt and written something else: that is a new matter */
		s = (struct say){ 0 };
		f.token = say_token(rq->mem);
	}
	say_read_what(&in, rq, &s);
	if (!form_good(&in)) {
		f.faults = &in.faults;
		TRY(keep_faulty(tx, rs, &f));
		return show_what(&tx->db, rq, rs, &f);
	}
	TRY(accuse_type(&tx->db, s.type, &handed));
	if (handed) { /* nothing of it is kept: the discipline body takes it */
		TRY(say_keep(tx, f.token, &(struct say){ 0 }));
		return see_other(rq, rs, "/accuse");
	}
	TRY(say_keep(tx, f.token, &s));
	return see_other(rq, rs, "/say/%s?d=%s", f.then_check && s.placed ? "check" : "where", str_z(rq->mem, f.token));
}

static enum err
where_post(struct tx *tx, struct req *rq, struct res *rs)
{
	struct form_in in = form_in(rq->mem, rq->form);
	struct say s = { 0 };
	struct say_form f;
	bool can_seal, handed;

	TRY(draft_find(&tx->db, rq, &s, &f));
	if (s.code.n)
		return show_already(rq, rs, s.code);
	TRY(sealing(&tx->db, rq, &can_seal));
	TRY(say_read_where(&tx->db, &in, can_seal, &s));
	if (!form_good(&in)) {
		f.faults = &in.faults;
		TRY(keep_faulty(tx, rs, &f));
		return show_where(&tx->db, rq, rs, &f);
	}
	TRY(accuse_type(&tx->db, s.type, &handed));
	if (handed) {
		TRY(say_keep(tx, f.token, &(struct say){ 0 }));
		return see_other(rq, rs, "/accuse");
	}
	TRY(say_keep(tx, f.token, &s));
	return see_other(rq, rs, "/say/check?d=%s", str_z(rq->mem, f.token));
}

/* `seed` makes the receipt code: the same seed gives the same code, so nothing is raised twice. */
static enum err
hand_in(struct tx *tx, struct req *rq, const struct say *s, str seed, struct matter_raised *out)
{
	bool named = s->who > 1 + IDENTITY_NONE;
	struct matter_raise in = { .channel = CHANNEL_WEB,
				   .type = s->type,
				   .category = s->category,
				   .place = s->place,
				   .spot = s->spot,
				   .position = s->position,
				   .words = s->what,
				   .photos = s->photos,
				   .received_at = tx->db.now,
				   .accused_unit = s->accused,
				   .code_seed = seed };
	struct matter_keys k;
	struct q_say_place place;

	TRY(matter_keys_load(&tx->db, rq->site->dir, rq->site->root_key, &k));
	TRY(q_say_place(&tx->db, s->place, day_of(tx->db.now), &place));
	in.village = place.village;
	if (named)
		in.identity = (struct identity){ .level = (enum identity_level)(s->who - 1),
						 .name = s->name,
						 .phone = s->phone };
	memcpy(in.photo, s->photo, sizeof(in.photo));
	return matter_raise(tx, &rq->actor, &k, &in, out);
}

/* A whole report in one POST, without a draft: from a poster's page or another program. Its idempotency key is
 * the seed. */
static enum err
whole_post(struct tx *tx, struct req *rq, struct res *rs)
{
	struct form_in in = form_in(rq->mem, rq->form);
	struct say s = { 0 };
	struct say_form f = { .say = &s, .faults = &in.faults };
	struct matter_raised raised;
	bool can_seal, what_good, handed;

	say_read_what(&in, rq, &s);
	what_good = form_good(&in);
	TRY(sealing(&tx->db, rq, &can_seal));
	TRY(say_read_where(&tx->db, &in, can_seal, &s));
	TRY(accuse_type(&tx->db, s.type, &handed));
	if (handed)
		return see_other(rq, rs, "/accuse");
	if (form_good(&in)) {
		TRY(hand_in(tx, rq, &s, rq->once.n ? rq->once : say_token(rq->mem), &raised));
		return see_other(rq, rs, "/receipt/%s", raised.code);
	}
	f.token = say_token(rq->mem);
	TRY(keep_faulty(tx, rs, &f));
	return what_good ? show_where(&tx->db, rq, rs, &f) : show_what(&tx->db, rq, rs, &f);
}

static enum err
check_post(struct tx *tx, struct req *rq, struct res *rs)
{
	struct matter_raised raised;
	struct say s = { 0 };
	struct say_form f;
	const char *d;

	if (form_has(rq->form, S("what")))
		return whole_post(tx, rq, rs);
	TRY(draft_find(&tx->db, rq, &s, &f));
	d = str_z(rq->mem, f.token);
	if (s.code.n)
		return see_other(rq, rs, "/receipt/%s", str_z(rq->mem, s.code));
	if (s.what.n == 0 || !s.placed)
		return see_other(rq, rs, s.what.n ? "/say/where?d=%s" : "/say?d=%s", d);
	TRY(hand_in(tx, rq, &s, f.token, &raised));
	TRY(say_keep(tx, f.token, &(struct say){ .code = str_of(raised.code) }));
	return see_other(rq, rs, "/receipt/%s", raised.code);
}

static enum err
photo_page(struct db *db, struct req *rq, struct res *rs)
{
	struct say s = { 0 };
	struct say_form f;

	TRY(draft_find(db, rq, &s, &f));
	if (rq->id < 1 || (size_t)rq->id > s.photos)
		return NOT_FOUND;
	TRY(shot_send(rq, rs, hash_str(&s.photo[rq->id - 1].thumb)));
	rs->no_store = true; /* the first photo is another one as soon as it was taken out */
	return OK;
}

const struct route say_routes[] = {
	PAGE("/say", DUTY_PUBLIC, what_page),
	CHANGE_SLOW("/say", DUTY_PUBLIC, what_post, shot_take, shot_any),
	PAGE("/say/where", DUTY_PUBLIC, where_page),
	CHANGE("/say/where", DUTY_PUBLIC, where_post),
	PAGE("/say/check", DUTY_PUBLIC, check_page),
	CHANGE_SLOW("/say/check", DUTY_PUBLIC, check_post, shot_take, shot_any),
	PAGE("/say/photo/:n", DUTY_PUBLIC, photo_page),
	ROUTES_END,
};
