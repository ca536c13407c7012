#include "mediation/case_test.h"

static enum err
first_half(struct tx *tx, struct doing *d)
{
	const struct identity_keys *k = &d->w->keys.identity;

	switch (d->op) {
	case OP_REGISTER: return mediation_register(tx, d->by, &d->w->keys, &d->new, &d->made);
	case OP_PARTY: return mediation_party_add(tx, d->by, k, d->id, &d->party);
	case OP_CHANGE: return mediation_party_change(tx, d->by, k, d->id, &d->party);
	case OP_ANSWER: return mediation_answer(tx, d->by, d->id, d->n, d->yes, METHOD_AT_DESK, d->fine, d->text);
	case OP_CHOOSE: return mediation_choose(tx, d->by, d->id, d->n, d->yes, true);
	case OP_RECUSE: return mediation_recuse(tx, d->by, d->id, d->n, (enum mediation_recusal)d->a);
	case OP_NOTICE: return mediation_notice(tx, d->by, d->id, d->on);
	case OP_RECORD: return mediation_record(tx, d->by, d->id, &d->entry);
	case OP_DRAFT: return mediation_draft(tx, d->by, d->id, &d->terms);
	case OP_SIGN: return mediation_sign(tx, d->by, d->id, d->on, d->on2, d->on3);
	case OP_COPY: return mediation_copies(tx, d->by, d->id, d->n, d->on);
	case OP_FAIL: return mediation_fail(tx, d->by, d->id, d->text, d->on);
	case OP_INSTALMENT: return mediation_instalment(tx, d->by, d->id, d->on, d->fen, d->text);
	case OP_PAY: return mediation_pay(tx, d->by, d->id, d->n, d->on);
	case OP_BREAK: return mediation_break(tx, d->by, d->id, d->n, d->on);
	default: break;
	}
	return BROKEN;
}

static enum err
opened(struct tx *tx, struct doing *d)
{
	struct q_mediation_case c;

	return mediation_open(&tx->db, d->by, d->id, &c);
}

static enum err
parties_of(struct tx *tx, struct doing *d)
{
	struct party p[MEDIATION_PARTIES];

	TRY(mediation_parties_open(tx, d->by, &d->w->keys.identity, d->id, SEALED_CONDUCT, p, MEDIATION_PARTIES,
				   &d->count));
	for (size_t i = 0; i < d->count; i++)
		CHECK(p[i].field[PARTY_NAME].n > 0);
	return OK;
}

static enum err
second_half(struct tx *tx, struct doing *d)
{
	switch (d->op) {
	case OP_PERFORM: return mediation_perform(tx, d->by, d->id, d->on);
	case OP_COURT_ASK: return mediation_court_ask(tx, d->by, d->id, d->a, d->text, d->on);
	case OP_COURT_RULED: return mediation_court_ruled(tx, d->by, d->id, d->a, d->text, d->on);
	case OP_FILE: return mediation_file(tx, d->by, d->id, d->on, KEEP_YEARS, d->text);
	case OP_HEAR:
		return mediation_hear(tx, d->by, d->id, d->n, SOLVED_YES, SATISFIED_FAIRLY, METHOD_PHONE, d->text);
	case OP_RATE: return mediation_rate_set(tx, d->by, d->on, d->a, d->fen, d->text);
	case OP_SUBSIDY: return mediation_subsidy(tx, d->by, d->id, d->a);
	case OP_SWEEP: return mediation_sweep_open(tx, d->by, d->n, d->on, d->on2, &d->id);
	case OP_SWEEP_END: return mediation_sweep_end(tx, d->by, d->id, d->yes, d->text);
	case OP_SCAN: return mediation_scan_add(tx, d->by, d->id, PART_COVER, d->photo, 1);
	case OP_OPEN: return opened(tx, d);
	case OP_PARTIES: return parties_of(tx, d);
	case OP_REPLY: return mediation_reply(tx, d->by, d->n);
	case OP_BARE: return mediation_text_bare(tx, &d->w->keys.identity, d->id, d->text, &d->yes);
	default: return first_half(tx, d);
	}
}

static enum err
run(struct tx *tx, void *ctx)
{
	return second_half(tx, ctx);
}

enum err
do_it(struct world *w, struct actor by, struct doing *d)
{
	enum err e;

	d->w = w;
	d->by = &by;
	e = tx_run(w->conn, &w->mem, w->now, TOWN, run, d);
	arena_reset(&w->mem);
	return e;
}

#define DO(w_, ...) do_it(w_, staff(P_HANDLER), &(struct doing){ __VA_ARGS__ })

int64_t
registered(struct world *w, enum mediation_kind kind, enum mediation_nature nature)
{
	struct doing d = { .op = OP_REGISTER };
	struct party a = { .side = 1, .body = 1, .seen = true }, b = { .side = 2, .body = 1, .seen = true };

	a.field[PARTY_NAME] = S("田大力");
	a.field[PARTY_PHONE] = S("19900000012");
	b.field[PARTY_NAME] = S("谷小满");
	d.new = (struct mediation_new){ .kind = kind,
					.nature = nature,
					.source = SOURCE_APPLIED,
					.village = VILLAGE,
					.place = GROUP,
					.facts = S("甲方的水沟被乙方的围墙堵了，下雨进屋。"),
					.wish = S("把沟通开。") };
	CHECK_INT(do_it(w, staff(P_HANDLER), &d), OK);
	CHECK_INT(DO(w, .op = OP_PARTY, .id = d.made.id, .party = a), OK);
	CHECK_INT(DO(w, .op = OP_PARTY, .id = d.made.id, .party = b), OK);
	return d.made.id;
}

int64_t
willing(struct world *w, enum mediation_kind kind, enum mediation_nature nature)
{
	int64_t id = registered(w, kind, nature);

	CHECK_INT(DO(w, .op = OP_ANSWER, .id = id, .n = 1, .yes = true, .fine = true), OK);
	CHECK_INT(DO(w, .op = OP_ANSWER, .id = id, .n = 2, .yes = true), OK);
	CHECK_INT(stage_of(w, id), STAGE_WILLING);
	return id;
}

int64_t
under_way(struct world *w, enum mediation_kind kind, enum mediation_nature nature)
{
	int64_t id = willing(w, kind, nature);

	CHECK_INT(DO(w, .op = OP_CHOOSE, .id = id, .n = P_HANDLER, .yes = true), OK);
	CHECK_INT(DO(w, .op = OP_NOTICE, .id = id, .on = day_of(w->now)), OK);
	CHECK_INT(stage_of(w, id), STAGE_UNDER_WAY);
	return id;
}

int64_t
settled(struct world *w, enum mediation_kind kind, enum mediation_nature nature)
{
	int64_t id = under_way(w, kind, nature);
	day today = day_of(w->now);
	struct mediation_entry e = { .kind = RECORD_SESSION,
				     .on = today,
				     .spot = S("村委会"),
				     .people = S("甲方、乙方、调解员"),
				     .words = S("双方各退一步。"),
				     .result = 1 };
	struct mediation_terms t = { .form = FORM_WRITTEN,
				     .facts = S("围墙压了水沟。"),
				     .terms = S("乙方拆墙三米，甲方出工。"),
				     .manner = S("双方到场，十天内做完。"),
				     .fen = 90000 };

	CHECK_INT(DO(w, .op = OP_RECORD, .id = id, .entry = e), OK);
	CHECK_INT(DO(w, .op = OP_DRAFT, .id = id, .terms = t), OK);
	CHECK_INT(DO(w, .op = OP_SIGN, .id = id, .on = today, .on2 = today, .on3 = today), OK);
	CHECK_INT(stage_of(w, id), STAGE_SETTLED);
	return id;
}

int64_t
stage_of(struct world *w, int64_t id)
{
	return number(w, "select stage from mediation where town = ?1 and id = ?2", id);
}

int64_t
case_matter_of(struct world *w, int64_t id)
{
	return number(w, "select matter from mediation where town = ?1 and id = ?2", id);
}
