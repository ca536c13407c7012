#include "notice/notice.h"

#include "base/rand.h"
#include "base/utf8.h"
#include "desk/clock.h"
#include "desk/event.h"

#define ACCEPT_DAYS   15
#define RECEIPT_CLOCK 1 /* number of the receipt's own clock; 0 is a registered petition's */
#define CLOCKS        8

enum { DECISION_REJECT = 1, DECISION_REFER = 2 }; /* matter_decision.kind */

#define BIT(n)  (1u << (n))
#define OPINION (BIT(PART_REQUEST) | BIT(PART_FACTS) | BIT(PART_OPINION) | BIT(PART_BASIS) | BIT(PART_OUTCOME))
#define DESK    (BIT(ROLE_CLERK) | BIT(ROLE_DISPATCHER))
#define OFFICE  (BIT(ROLE_HANDLER) | BIT(ROLE_UNIT_HEAD) | BIT(ROLE_LEADER))

struct kind {
	const char *key, *title, *sign; /* sign: between the township's first character and the year */
	unsigned parts, roles;
};

static const struct kind kinds[NOTICE_KINDS] = {
	[NOTICE_RECEIPT] = { "receipt", "信访事项收件回执", "收", BIT(PART_ROUTE), DESK | OFFICE },
	[NOTICE_ACCEPTED] = { "accepted", "信访事项受理告知书", "受告", BIT(PART_SORT) | BIT(PART_BASIS),
			      DESK | OFFICE },
	[NOTICE_NOT_ACCEPTED] = { "not_accepted", "信访事项不予受理告知书", "不受告",
				  BIT(PART_REASON) | BIT(PART_BASIS) | BIT(PART_ONWARD), DESK | BIT(ROLE_LEADER) },
	[NOTICE_TRANSFER] = { "transfer", "信访事项转送告知书", "转告", BIT(PART_REASON) | BIT(PART_ONWARD),
			      DESK | BIT(ROLE_LEADER) },
	[NOTICE_EXTENSION] = { "extension", "信访事项延长办理期限告知书", "延告",
			       BIT(PART_REASON) | BIT(PART_BASIS) | BIT(PART_UNTIL), DESK | OFFICE },
	[NOTICE_OPINION] = { "opinion", "信访事项处理意见书", "处", OPINION | BIT(PART_REVIEW), OFFICE },
	[NOTICE_RIGHTS] = { "rights", "信访事项复查、复核权利告知书", "权告", BIT(PART_REVIEW), DESK | OFFICE },
	[NOTICE_REVIEW] = { "review", "信访事项复查意见书", "查", OPINION | BIT(PART_REVIEW),
			    BIT(ROLE_UNIT_HEAD) | BIT(ROLE_LEADER) },
	[NOTICE_REREVIEW] = { "rereview", "信访事项复核意见书", "核", OPINION, BIT(ROLE_UNIT_HEAD) | BIT(ROLE_LEADER) },
};

static bool
kind_good(enum notice_kind kind)
{
	return kind >= NOTICE_RECEIPT && kind < NOTICE_KINDS;
}

bool
notice_part_asked(enum notice_kind kind, enum notice_part part)
{
	return kind_good(kind) && kinds[kind].parts & BIT(part);
}

str
notice_title(enum notice_kind kind)
{
	return kind_good(kind) ? str_of(kinds[kind].title) : S("");
}

const char *
notice_key(enum notice_kind kind)
{
	return kind_good(kind) ? kinds[kind].key : "";
}

str
notice_number(struct arena *mem, str town, enum notice_kind kind, int64_t year, int64_t number)
{
	str first = utf8_head(town, 1);

	return kind_good(kind) ? str_fmt(mem, "%.*s%s〔%lld〕%lld号", STR_ARG(first), kinds[kind].sign, (long long)year,
					 (long long)number)
			       : S("");
}

bool
notice_may(const struct actor *by, enum notice_kind kind, enum matter_state state)
{
	bool handled = state != MATTER_RECEIVED && state != MATTER_NOT_ACCEPTED;

	if (by->kind != ACTOR_STAFF || !kind_good(kind) || !(kinds[kind].roles & BIT(by->role)))
		return false;
	if (state == MATTER_ARCHIVED || state == MATTER_MERGED)
		return false;
	switch (kind) {
	case NOTICE_NOT_ACCEPTED: return state == MATTER_NOT_ACCEPTED; /* which takes two persons to reach */
	case NOTICE_ACCEPTED: return state != MATTER_NOT_ACCEPTED && state != MATTER_WITHDRAWN;
	case NOTICE_EXTENSION: return handled && matter_open(state);
	case NOTICE_OPINION:
	case NOTICE_REVIEW:
	case NOTICE_REREVIEW: return handled && state != MATTER_WITHDRAWN;
	default: return true;
	}
}

static enum err
from_decision(struct db *db, int64_t matter, int64_t kind, struct notice_in *in)
{
	struct q_notice_decision d;

	TRY(q_notice_decision(db, matter, kind, &d));
	in->text[PART_REASON] = d.words;
	in->text[PART_BASIS] = d.basis;
	in->text[PART_ONWARD] = d.onward;
	return OK;
}

/* The extension of the matter's answer, or that of the petition's handling time. */
static enum err
from_extension(struct db *db, int64_t matter, const struct q_notice_petition *p, struct notice_in *in)
{
	struct q_notice_extension x;
	enum err e = q_notice_extension(db, matter, &x);

	in->text[PART_BASIS] = S("《信访工作条例》第三十四条。");
	in->text[PART_REASON] = e == OK ? x.reason : p->reason;
	in->until = e == OK ? day_of(x.due_to) : p->until;
	if (e != OK && e != NOT_FOUND)
		return e;
	return in->until.n ? OK : NOT_FOUND;
}

/* A petition's opinion is the one that was approved there. */
static enum err
from_opinion(struct db *db, int64_t matter, struct notice_in *in)
{
	struct q_notice_opinion o;

	TRY(q_notice_opinion(db, matter, &o));
	in->text[PART_REQUEST] = o.request;
	in->text[PART_FACTS] = o.facts;
	in->text[PART_OPINION] = o.opinion;
	in->text[PART_BASIS] = o.basis;
	in->text[PART_REVIEW] = o.onward;
	in->outcome = (int)o.outcome;
	return OK;
}

static enum err
from_review(struct db *db, int64_t matter, struct notice_in *in)
{
	struct q_notice_review r;

	TRY(q_notice_review(db, matter, in->kind == NOTICE_REVIEW ? 1 : 2, &r));
	in->text[PART_REQUEST] = r.words;
	in->text[PART_OPINION] = r.opinion;
	return OK;
}

/* What the petition lane says; `there`: the matter is registered in it. */
struct petition_says {
	struct q_notice_petition row;
	bool there;
};

static enum err
petition_ask(struct db *db, int64_t matter, struct petition_says *p)
{
	enum err e;

	*p = (struct petition_says){ .there = false };
	e = q_notice_petition(db, matter, &p->row);
	p->there = e == OK;
	return e == NOT_FOUND ? OK : e;
}

static enum err
from_record(struct db *db, int64_t matter, const struct petition_says *p, struct notice_in *in)
{
	enum err e = OK;

	switch (in->kind) {
	case NOTICE_ACCEPTED:
		in->sort = (int)p->row.sort;
		in->text[PART_BASIS] = p->row.basis;
		break;
	case NOTICE_NOT_ACCEPTED: e = from_decision(db, matter, DECISION_REJECT, in); break;
	case NOTICE_TRANSFER:
		e = from_decision(db, matter, DECISION_REFER, in);
		return e == NOT_FOUND ? OK : e; /* an office may pass it on within 15 days without that */
	case NOTICE_EXTENSION: e = from_extension(db, matter, &p->row, in); break;
	case NOTICE_OPINION:
		if (p->there)
			e = from_opinion(db, matter, in);
		break;
	case NOTICE_REVIEW:
	case NOTICE_REREVIEW:
		if (p->there)
			e = from_review(db, matter, in);
		break;
	default: break;
	}
	return e == NOT_FOUND ? CONFLICT : e;
}

enum err
notice_from_record(struct db *db, int64_t matter, struct notice_in *in)
{
	struct petition_says p;

	TRY(petition_ask(db, matter, &p));
	return from_record(db, matter, &p, in);
}

enum err
notice_ready(struct db *db, int64_t matter, bool kind[NOTICE_KINDS])
{
	struct petition_says p;

	TRY(petition_ask(db, matter, &p));
	for (int k = 0; k < NOTICE_KINDS; k++) {
		struct notice_in in = { .kind = (enum notice_kind)k };
		enum err e = kind[k] ? from_record(db, matter, &p, &in) : OK;

		if (e != OK && e != CONFLICT)
			return e;
		kind[k] &= e == OK;
	}
	return OK;
}

/* Bits of the required parts that are not there. */
static unsigned
parts_missing(const struct notice_in *in)
{
	unsigned missing = 0;

	for (enum notice_part p = 0; p < NOTICE_PARTS; p++) {
		bool there = p == PART_SORT      ? in->sort >= 1 && in->sort <= NOTICE_SORTS
			     : p == PART_OUTCOME ? in->outcome >= 1 && in->outcome <= NOTICE_OUTCOMES
			     : p == PART_UNTIL   ? in->until.n != 0
						 : str_trim(in->text[p]).n > 0;

		if (notice_part_asked(in->kind, p) && !there)
			missing |= BIT(p);
	}
	return missing;
}

/* The old one is of the same matter and kind, and nothing has taken its place yet. */
static enum err
corrected_good(struct db *db, int64_t matter, const struct notice_in *in)
{
	struct q_notice_row old;

	if (in->corrects == 0)
		return OK;
	TRY(q_notice_row(db, in->corrects, &old));
	return old.matter == matter && old.kind == (int64_t)in->kind && old.newer == 0 ? OK : CONFLICT;
}

/* A notice of a decision says what was decided: its date is the approved one. */
static enum err
record_good(struct db *db, int64_t matter, const struct notice_in *in, unsigned *missing)
{
	struct notice_in record = { .kind = in->kind };

	if (in->decided)
		return OK;
	TRY(notice_from_record(db, matter, &record));
	if (in->kind == NOTICE_EXTENSION && in->until.n != record.until.n)
		*missing |= BIT(PART_UNTIL);
	return OK;
}

static enum err
event_write(struct tx *tx, const struct actor *by, int64_t id, str kind, str detail, const hash *text)
{
	struct event e = { .object = S("notice"), .id = id, .kind = kind, .detail = detail };
	int64_t seq;

	if (text)
		e.text = *text;
	return event_add(tx, by, &e, &seq);
}

/* A receipt promises to tell within 15 days whether the matter is accepted: that date runs from then on, unless a
 * registered petition has such a clock already. What tells it stops the clocks. */
static enum err
clocks_follow(struct tx *tx, int64_t matter, enum notice_kind kind, const struct q_notice_facts *f)
{
	struct matter_timer t = { .kind = CLOCK_NOTICE,
				  .n = RECEIPT_CLOCK,
				  .from = f->received_at,
				  .due = { moment_at(day_add(notice_accept_by(f->received_at), 1), 0, 0).ms - 1 },
				  .source_zh = S("《信访工作条例》第二十三条"),
				  .source_en = S("Petition Regulations, art. 23") };
	struct q_notice_clocks_list running;
	enum err e = OK;
	moment due;

	TRY(q_notice_clocks(&tx->db, matter, CLOCKS, &running));
	if (kind == NOTICE_RECEIPT && running.n == 0 && matter_open((enum matter_state)f->state)) {
		e = matter_timer_start(tx, matter, &t, &due);
		return e == CONFLICT ? OK : e; /* it ran before and was kept */
	}
	if (kind != NOTICE_ACCEPTED && kind != NOTICE_NOT_ACCEPTED && kind != NOTICE_TRANSFER)
		return OK;
	for (size_t i = 0; i < running.n; i++)
		TRY(matter_timer_met(tx, matter, CLOCK_NOTICE, running.p[i].round));
	return OK;
}

enum err
notice_issue(struct tx *tx, const struct actor *by, int64_t matter, const struct notice_in *in, unsigned *missing,
	     int64_t *id)
{
	struct q_notice_next_number next;
	struct q_notice_facts f;
	int64_t year = day_civil(day_of(tx->db.now)).year;
	str document, detail;
	hash digest;

	*missing = parts_missing(in);
	TRY(q_notice_facts(&tx->db, matter, &f));
	if (!notice_may(by, in->kind, (enum matter_state)f.state))
		return FORBIDDEN;
	TRY(record_good(&tx->db, matter, in, missing));
	if (*missing)
		return INVALID;
	TRY(corrected_good(&tx->db, matter, in));
	TRY(q_notice_next_number(tx, in->kind, year, &next));
	TRY(notice_draft(&tx->db, matter, in, year, next.number, &document));
	digest = hash_of(document);
	*id = rand_id(tx->db.now.ms);
	TRY(q_notice_insert(tx, *id, matter, in->kind, year, next.number, in->corrects, tx->db.now, by->post, document,
			    hash_str(&digest)));
	TRY(clocks_follow(tx, matter, in->kind, &f));
	detail = str_fmt(tx->db.mem, "%s %lld-%lld of matter %lld", kinds[in->kind].key, (long long)year,
			 (long long)next.number, (long long)matter);
	if (in->corrects)
		detail = str_fmt(tx->db.mem, "%.*s corrects %lld", STR_ARG(detail), (long long)in->corrects);
	return event_write(tx, by, *id, S("issue"), detail, &digest);
}

enum err
notice_ear_after(struct tx *tx, const struct actor *by, int64_t matter, enum matter_act act, enum matter_state from,
		 enum matter_state to)
{
	struct notice_in in = { .kind = act == ACT_REJECT           ? NOTICE_NOT_ACCEPTED
					: act == ACT_REFER          ? NOTICE_TRANSFER
					: act == ACT_EXTEND_APPROVE ? NOTICE_EXTENSION
								    : NOTICE_KINDS };
	unsigned missing;
	int64_t id;

	(void)from;
	if (!kind_good(in.kind) || !notice_may(by, in.kind, to))
		return OK;
	TRY(notice_from_record(&tx->db, matter, &in));
	return notice_issue(tx, by, matter, &in, &missing, &id);
}

enum err
notice_deliver(struct tx *tx, const struct actor *by, int64_t notice, const struct notice_delivery_in *in)
{
	struct q_notice_row n;
	int64_t id = rand_id(tx->db.now.ms);
	str none = { NULL, 0 }, picture = none, thumb = none;
	hash remark = hash_of(in->remark);

	TRY(q_notice_row(&tx->db, notice, &n));
	if (by->kind != ACTOR_STAFF || by->role == ROLE_AUDITOR || by->role == ROLE_ADMINISTRATOR)
		return FORBIDDEN;
	if (in->method < DELIVERED_BY_HAND || in->method >= DELIVERY_METHODS || in->done_on.n == 0)
		return INVALID;
	if (day_diff(day_of(n.issued_at), in->done_on) < 0 || day_diff(in->done_on, day_of(tx->db.now)) < 0)
		return INVALID;
	if (in->photo) {
		picture = hash_str(&in->photo->picture);
		thumb = hash_str(&in->photo->thumb);
	}
	TRY(q_notice_delivery_insert(tx, id, notice, in->method, in->done_on, by->post, tx->db.now, in->remark, picture,
				     thumb));
	return event_write(tx, by, notice, S("deliver"),
			   str_fmt(tx->db.mem, "method %d on %.*s%s", (int)in->method,
				   STR_ARG(day_iso(tx->db.mem, in->done_on)), in->photo ? " with photo" : ""),
			   in->remark.n ? &remark : NULL);
}

day
notice_accept_by(moment received)
{
	return day_add(day_of(received), ACCEPT_DAYS);
}

enum err
notice_keeps(struct db *db, str file, bool *is)
{
	struct q_notice_keeps k;

	TRY(q_notice_keeps(db, file, &k));
	*is = k.kept;
	return OK;
}
