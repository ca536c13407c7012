/* intake_web.c — GET and POST /desk/new. */
#include "matter/intake_web.h"
#include "catalogue/limit.h"
#include "gen/frame.html.h"
#include "gen/intake.html.h"
#include "gen/intake.words.h"
#include "matter/accuse_web.h"
#include "matter/label_web.h"
#include "matter/pick_web.h"
#include "matter/say.h"
#include "matter/shot_web.h"

#define SPOT_MAX     200
#define NAME_CHARS   50
#define TEL_MAX      30
#define REF_MAX      60
#define OFFICE_OPENS 9
#define TYPED        14 /* fields with text in them */

static const char *const level_keys[] = { "open", "sealed", "none", NULL };
static const enum identity_level level_of[] = { IDENTITY_OPEN, IDENTITY_SEALED, IDENTITY_NONE };

/* ---- making ---- */

/* Everything but the web, which residents use themselves. */
static void
channel_choices(struct req *rq, struct field *f)
{
	struct choice *c = make(rq->mem, struct choice, CHANNELS);

	c[0] = (struct choice){ .value = S(""), .word = &word_intake_channel_choose };
	f->n = 1;
	for (int i = CHANNEL_WALK_IN; i < CHANNELS; i++)
		c[f->n++] = (struct choice){ .value = str_of(matter_channel_key((enum matter_channel)i)),
					     .word = label_channel(i) };
	f->choices = c;
}

static void
level_choices(struct req *rq, bool sealing, struct field *f)
{
	struct choice *c = make(rq->mem, struct choice, 3);

	c[f->n++] = (struct choice){ .value = S("open"), .word = label_level(IDENTITY_OPEN) };
	if (sealing)
		c[f->n++] = (struct choice){ .value = S("sealed"), .word = label_level(IDENTITY_SEALED) };
	c[f->n++] = (struct choice){ .value = S("none"), .word = label_level(IDENTITY_NONE) };
	f->choices = c;
}

static enum err
form_make(struct db *db, struct req *rq, struct intake_form *f)
{
	struct scope s = actor_scope(&rq->actor);
	struct matter_keys keys;

	TRY(matter_keys_load(db, rq->site->dir, rq->site->root_key, &keys));
	f->rq = rq;
	f->sealing = keys.identity.has_sealed_pub;
	f->channel = (struct field){ .name = "channel", .label = &word_intake_channel };
	f->words = (struct field){
		.name = "words", .label = &word_intake_words, .hint = &word_intake_words_hint, .rows = 6
	};
	f->type = (struct field){ .name = "type", .label = &word_intake_type };
	f->place = (struct field){ .name = "place", .label = &word_intake_place };
	f->spot = (struct field){ .name = "spot", .label = &word_intake_spot, .optional = true };
	f->name = (struct field){ .name = "name", .label = &word_intake_name, .optional = true };
	f->phone = (struct field){
		.name = "tel", .label = &word_intake_phone, .optional = true, .type = "tel", .mode = "tel"
	};
	f->level = (struct field){ .name = "level", .label = &word_intake_level, .hint = &word_intake_level_hint };
	f->behalf = (struct field){ .name = "behalf", .label = &word_intake_behalf };
	f->received = (struct field){ .name = "received",
				      .label = &word_intake_received,
				      .hint = &word_intake_received_hint,
				      .optional = true,
				      .type = "date" };
	f->hour = (struct field){ .name = "hour", .label = &word_intake_hour, .optional = true, .type = "time" };
	f->accused = (struct field){
		.name = "accused", .label = &word_intake_accused, .hint = &word_intake_accused_hint, .optional = true
	};
	TRY(pick_units(db, rq, &f->accused));
	f->external = (struct field){ .name = "external", .label = &word_intake_external, .optional = true };
	f->upstream = (struct field){ .name = "upstream",
				      .label = &word_intake_upstream,
				      .hint = &word_intake_upstream_hint,
				      .optional = true,
				      .type = "date" };
	f->demand = (struct field){ .name = "demand", .label = &word_intake_demand, .hint = &word_intake_demand_hint };
	pick_demands(rq, &f->demand);
	channel_choices(rq, &f->channel);
	level_choices(rq, f->sealing, &f->level);
	TRY(pick_types(db, rq, &f->type));
	return pick_places(db, rq, s.village, &f->place);
}

static void
form_fill(struct intake_form *f, const struct form *typed, const struct faults *faults)
{
	struct field *all[TYPED] = { &f->channel, &f->words,    &f->type,   &f->place,    &f->spot,
				     &f->name,    &f->phone,    &f->level,  &f->received, &f->external,
				     &f->hour,    &f->upstream, &f->demand, &f->accused };

	for (size_t i = 0; i < TYPED; i++)
		all[i]->value = form_get(typed, str_of(all[i]->name));
	f->behalf.ticked = form_get(typed, S("behalf")).n > 0;
	f->faults = faults;
	f->more_open = f->behalf.ticked || f->received.value.n || f->external.value.n || f->upstream.value.n ||
		       f->accused.value.n || form_fault_of(faults, "received") || form_fault_of(faults, "external") ||
		       form_fault_of(faults, "upstream") || form_fault_of(faults, "hour");
}

static void
form_show(struct req *rq, struct res *rs, const struct intake_form *f)
{
	struct frame frame = { .title = &word_intake_title, .rq = rq, .nav = "new" };
	struct page *p = res_page(rs);

	frame_begin(p, &frame);
	view_intake_page(p, f);
	frame_end(p, &frame);
}

static enum err
intake_page(struct db *db, struct req *rq, struct res *rs)
{
	struct intake_form f = { 0 };

	TRY(form_make(db, rq, &f));
	form_show(rq, rs, &f);
	return OK;
}

/* ---- reading ---- */

static void
channel_read(struct form_in *in, struct matter_raise *m)
{
	str text = form_get(in->form, S("channel"));

	for (int i = CHANNEL_WALK_IN; i < CHANNELS; i++)
		if (str_eq(text, str_of(matter_channel_key((enum matter_channel)i))))
			m->channel = (enum matter_channel)i;
	if (m->channel == 0)
		form_fault(in, "channel", &word_intake_channel_missing);
}

static enum err
place_read(struct db *db, struct form_in *in, struct matter_raise *m)
{
	enum err e;

	m->place = form_int(in, "place", 1, INT64_MAX, &word_intake_place_missing, &word_intake_place_missing);
	if (m->place == 0)
		return OK;
	e = pick_village(db, m->place, &m->village);
	if (e == NOT_FOUND)
		form_fault(in, "place", &word_intake_place_missing);
	return e == NOT_FOUND ? OK : e;
}

/* A name or number without a choice of who may know it is not taken: nothing about identity is decided for somebody. */
static void
identity_read_form(struct form_in *in, bool sealing, struct identity *id)
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

/* "16:05" of the order; false when nothing was typed. */
static bool
hour_read(struct form_in *in, int *minute)
{
	str typed = str_narrow(in->mem, form_text(in, "hour", 8, NULL, &word_intake_hour_bad)), h, m;
	int64_t hours, minutes;

	*minute = -1;
	if (typed.n == 0)
		return false;
	*minute = 0;
	if (!str_cut(typed, ':', &h, &m) || !str_int(h, &hours) || !str_int(str_head(m, 2), &minutes) || hours < 0 ||
	    hours > 23 || minutes < 0 || minutes > 59)
		return false;
	*minute = (int)(hours * 60 + minutes);
	return true;
}

/* By when the order of the hotline wants an answer: it wins over our own limits. */
static void
upstream_read(struct db *db, struct form_in *in, struct matter_raise *m)
{
	day due = form_day(in, "upstream", NULL, &word_intake_upstream_bad);
	moment from = m->received_at.ms ? m->received_at : db->now;

	m->demand = form_int(in, "demand", 0, DEMAND_HEAR, NULL, &word_intake_upstream_bad);
	if (due.n == 0)
		return;
	m->upstream_due = (moment){ moment_at(day_add(due, 1), 0, 0).ms - 1 };
	if (m->channel != CHANNEL_HOTLINE_12345)
		form_fault(in, "upstream", &word_intake_upstream_only);
	else if (m->upstream_due.ms <= from.ms)
		form_fault(in, "upstream", &word_intake_upstream_early);
}

/* Paper counts from the day the box was opened, a hotline order from the day it reached us; a day gone by counts from
 * its morning. */
static void
received_read(struct db *db, struct form_in *in, struct matter_raise *m)
{
	day on = form_day(in, "received", NULL, &word_intake_received_bad), today = day_of(db->now);
	int minute = -1;

	if (on.n && day_diff(on, today) < 0)
		form_fault(in, "received", &word_intake_received_future);
	else if (on.n && day_diff(on, today) > 0)
		m->received_at = moment_at(on, OFFICE_OPENS, 0);
	if (hour_read(in, &minute) && on.n)
		m->received_at = moment_at(on, minute / 60, minute % 60);
	else if (minute >= 0)
		form_fault(in, "hour", &word_intake_hour_bad);
	if (m->received_at.ms > db->now.ms)
		form_fault(in, "hour", &word_intake_received_future);
	upstream_read(db, in, m);
	m->external_ref = form_text(in, "external", REF_MAX, NULL, &word_intake_external_long);
}

static enum err
intake_read(struct db *db, struct req *rq, struct form_in *in, bool sealing, struct matter_raise *m)
{
	const struct shots *s = shot_of(rq);

	channel_read(in, m);
	m->words = form_text(in, "words", MATTER_TEXT_MAX, &word_intake_words_missing, &word_intake_words_long);
	m->type = form_text(in, "type", 12, NULL, &word_intake_type_gone);
	TRY(place_read(db, in, m));
	m->spot = form_text(in, "spot", SPOT_MAX, NULL, &word_intake_spot_long);
	identity_read_form(in, sealing, &m->identity);
	m->on_behalf = form_tick(in, "behalf");
	m->accused_unit = form_int(in, "accused", 1, INT64_MAX, NULL, &word_intake_type_gone);
	received_read(db, in, m);
	for (m->photos = 0; m->photos < s->n; m->photos++)
		m->photo[m->photos] = s->photo[m->photos];
	if (s->bad)
		form_fault(in, "photo", s->bad);
	m->code_seed = rq->once;
	return OK;
}

static enum err
intake_faulty(struct db *db, struct req *rq, struct res *rs, const struct form_in *in)
{
	struct intake_form f = { 0 };

	TRY(form_make(db, rq, &f));
	form_fill(&f, rq->form, &in->faults);
	res_status(rs, 422);
	form_show(rq, rs, &f);
	return INVALID;
}

/* The form with its long lists is made only when it must be shown again: this runs on the one writer. */
static enum err
intake_change(struct tx *tx, struct req *rq, struct res *rs)
{
	struct form_in in = form_in(rq->mem, rq->form);
	struct matter_raise m = { 0 };
	bool handed;
	struct matter_raised raised;
	struct matter_keys keys;
	enum err e;

	TRY(matter_keys_load(&tx->db, rq->site->dir, rq->site->root_key, &keys));
	TRY(intake_read(&tx->db, rq, &in, keys.identity.has_sealed_pub, &m));
	TRY(accuse_type(&tx->db, m.type, &handed));
	if (handed) /* nothing of it is kept: the clerk gives the slip */
		return see_other(rq, rs, "/accuse");
	if (!form_good(&in))
		return intake_faulty(&tx->db, rq, rs, &in);
	e = matter_raise(tx, &rq->actor, &keys, &m, &raised);
	if (e == INVALID || e == NOT_FOUND) {
		form_fault(&in, "place", &word_intake_refused);
		return intake_faulty(&tx->db, rq, rs, &in);
	}
	TRY(e);
	return see_other(rq, rs, "/desk/slip/%s/%lld", raised.code, (long long)raised.id);
}

const struct route intake_routes[] = {
	PAGE("/desk/new", DUTY_INTAKE, intake_page),
	CHANGE_SLOW("/desk/new", DUTY_INTAKE, intake_change, shot_take, shot_any),
	ROUTES_END,
};
