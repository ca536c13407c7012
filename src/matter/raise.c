/* raise.c — a matter comes in: number, receipt code, identity apart, one holder and one due date from its first
 * moment. */
#include "base/log.h"
#include "base/rand.h"
#include "base/utf8.h"
#include "desk/duty.h"
#include "matter/deed.h"
#include "matter/keys.h"
#include "matter/receipt.h"
#include "matter/timer.h"

#define TITLE_MAX    40
#define POSITION_MAX 32
#define SEED_BYTES   16
#define OLDEST_DAYS  400 /* a letter or a box may have waited; a wrong year in a form has not */

static bool
by_resident(const struct actor *by)
{
	return by->kind == ACTOR_NOBODY || by->kind == ACTOR_RESIDENT;
}

static enum err
may_raise(const struct actor *by, const struct matter_raise *in)
{
	if (by_resident(by))
		return in->channel == CHANNEL_WEB && !in->on_behalf ? OK : INVALID;
	if (by->kind != ACTOR_STAFF || by->post == 0 || !duty_held(by->role, in->same_as ? DUTY_DISPATCH : DUTY_INTAKE))
		return FORBIDDEN;
	return by->role == ROLE_GRID_WORKER && by->village && by->village != in->village ? FORBIDDEN : OK;
}

static enum err
good(struct db *db, const struct matter_raise *in, moment received)
{
	if (in->channel < CHANNEL_WEB || in->channel >= CHANNELS || in->photos > MATTER_PHOTOS)
		return INVALID;
	if (in->words.n == 0 || utf8_count(in->words) > MATTER_TEXT_MAX || utf8_count(in->spot) > TEXT_SHORT ||
	    in->position.n > POSITION_MAX || utf8_count(in->external_ref) > TEXT_SHORT)
		return INVALID;
	if (received.ms > db->now.ms || day_diff(day_of(received), day_of(db->now)) > OLDEST_DAYS)
		return INVALID;
	if (in->upstream_due.ms && (in->upstream_due.ms <= received.ms || in->channel != CHANNEL_HOTLINE_12345))
		return INVALID;
	if (!limit_demand_good(in->demand))
		return INVALID;
	return office_place(db, in->village, in->place ? in->place : in->village);
}

/* The type must be one of today; that of the day of receipt, which decides the limits, has been looked up already. */
static enum err
type_known(struct db *db, const struct matter_raise *in, moment received, const struct limits *l)
{
	if (in->type.n == 0)
		return OK;
	if (day_diff(day_of(received), day_of(db->now)) != 0)
		return office_type(db, in->type);
	return str_eq(l->code, in->type) ? OK : INVALID;
}

static bool
letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/* The first characters of the words as one line, for lists; what is cut shows it, and no English word is cut in two. */
static str
title_of(struct arena *a, str words)
{
	bool cut = utf8_count(words) > TITLE_MAX;
	str head = str_dup(a, utf8_head(words, cut ? TITLE_MAX - 1 : TITLE_MAX));
	char *p = make(a, char, head.n + 1);
	size_t n = head.n;

	for (size_t i = 0; i < head.n; i++)
		p[i] = (unsigned char)head.p[i] < ' ' ? ' ' : head.p[i];
	if (!cut)
		return str_trim((str){ p, n });
	while (n > 0 && letter(p[n - 1]) && letter(words.p[n]))
		n--;
	return str_join(a, str_trim((str){ p, n ? n : head.n }), S("…"));
}

static void
code_make(struct db *db, const struct matter_keys *k, str seed, char code[19])
{
	char fresh[SEED_BYTES];

	if (seed.n == 0) {
		rand_bytes(fresh, sizeof(fresh));
		seed = (str){ fresh, sizeof(fresh) };
	}
	receipt_make(&k->receipt_code, db->town, seed, code);
}

static enum err
row_add(struct tx *tx, const struct actor *by, const struct matter_raise *in, const struct timer *t, int64_t id,
	int64_t holder, int64_t level, str token)
{
	struct q_matter_next_number number;
	int year = day_civil(day_of(tx->db.now)).year;
	int64_t entered_by = by->kind == ACTOR_STAFF ? by->post : 0;

	TRY(q_matter_next_number(tx, year, &number));
	return q_matter_insert(
		tx, id, year, number.number, in->channel, t->started, tx->db.now, entered_by, in->on_behalf,
		in->external_ref, in->type, in->village, in->place ? in->place : in->village, in->spot, in->position,
		title_of(tx->db.mem, in->words), in->words, level, token, holder, t->due, in->demand, in->upstream_due);
}

static bool
category_good(str s)
{
	return s.n == 1 && s.p[0] >= 'A' && s.p[0] <= 'Z';
}

/* What the resident chose of the kind is kept for the dispatcher, who decides it. */
static enum err
first_entry(struct tx *tx, const struct actor *by, const struct matter_raise *in, const struct timer *t, int64_t id)
{
	struct entry e = { .matter = id,
			   .act = ACT_RAISE,
			   .to = MATTER_RECEIVED,
			   .text = in->words,
			   .visible = true,
			   .photo = in->photo,
			   .photos = in->photos };

	e.detail = str_fmt(tx->db.mem, "channel %s due %.*s v%lld", matter_channel_key(in->channel),
			   STR_ARG(day_iso(tx->db.mem, day_of(t->due))), (long long)t->version);
	if (in->type.n == 0 && category_good(in->category))
		e.detail = str_fmt(tx->db.mem, "%.*s category %.*s", STR_ARG(e.detail), STR_ARG(in->category));
	return record_entry(tx, by, &e);
}

static enum err
token_of(struct tx *tx, const struct matter_keys *k, const struct matter_raise *in, int64_t *level, str *token)
{
	struct q_matter_reporter r;

	if (in->same_as) {
		TRY(q_matter_reporter(&tx->db, in->same_as, &r));
		*level = r.level;
		*token = r.token;
		return OK;
	}
	*level = in->identity.level;
	return identity_put(tx, &k->identity, &in->identity, token);
}

static enum err
accused(struct tx *tx, const struct actor *by, const struct matter_raise *in, int64_t id)
{
	const struct actor *who = by->kind == ACTOR_STAFF ? by : &actor_clock;

	if (in->accused_unit)
		TRY(matter_conflict_add(tx, who, id, in->accused_unit, 0));
	return in->accused_person ? matter_conflict_add(tx, who, id, 0, in->accused_person) : OK;
}

enum err
matter_raise(struct tx *tx, const struct actor *by, const struct matter_keys *k, const struct matter_raise *in,
	     struct matter_raised *out)
{
	moment received = in->received_at.ms ? in->received_at : tx->db.now;
	struct limits l;
	struct timer t, assign;
	int64_t holder, level;
	str token;

	TRY(may_raise(by, in));
	TRY(good(&tx->db, in, received));
	TRY(office_desk(&tx->db, 0, &holder));
	TRY(timer_limits(&tx->db, in->type, in->demand, in->channel, received, &l));
	TRY(type_known(&tx->db, in, received, &l));
	TRY(clock_calendar(&tx->db, &l.calendar));
	TRY(timer_of_claim(&tx->db, &l, received, 0, &assign));
	assign.kind = CLOCK_ASSIGN;
	if (in->upstream_due.ms)
		TRY(timer_of_upstream(&tx->db, in->upstream_due, received, &t));
	else
		TRY(timer_of_answer(&tx->db, &l, received, 0, &t));
	TRY(token_of(tx, k, in, &level, &token));
	out->id = rand_id(tx->db.now.ms);
	code_make(&tx->db, k, in->code_seed, out->code);
	TRY(row_add(tx, by, in, &t, out->id, holder, level, token));
	TRY(timer_start(tx, out->id, &t));
	TRY(timer_start(tx, out->id, &assign));
	TRY(record_raise(tx, in->village, holder));
	TRY(first_entry(tx, by, in, &t, out->id));
	TRY(receipt_wait(tx, k, out->id, out->code));
	return accused(tx, by, in, out->id);
}
