/* mediation.h — people's mediation from the first word to the closed file (People's Mediation Law; domain.md §3).
 *
 * One dispute, one matter, one case, one number. The matter stays the resident's: the case hangs on it, moves it into
 * and out of mediation, and the answer goes the usual way, so that the parties judge. Everything stands on three
 * rules. Voluntary: nothing goes on before all parties said yes, and one clear no ends it at any time (articles 3, 17,
 * 23). Need to know: a case is open to who keeps or mediates it, to the head of its committee and to the leader, to
 * nobody else (article 15). Enter once: what is written here prints the whole file (mediation/file.h).
 *
 * Texts say 甲方 and 乙方; what names a person is a sealed record (identity/sealed.h), and a text that holds a party's
 * name, telephone or identity number is refused. Nothing here counts or compares people. */
#ifndef HEYE_MEDIATION_MEDIATION_H
#define HEYE_MEDIATION_MEDIATION_H

#include "base/calendar.h"
#include "desk/file.h"
#include "gen/mediation.sql.h"
#include "identity/sealed.h"
#include "matter/matter.h"

/* The numbers of all these stand in the tables: never renumber. */
enum mediation_kind {
	KIND_FAMILY = 1,
	KIND_NEIGHBOUR,
	KIND_HOUSE,
	KIND_DAMAGE,
	KIND_CONTRACT,
	KIND_LAND,
	KIND_TAKING,
	KIND_LABOUR,
	KIND_VILLAGE,
	KIND_ENVIRONMENT,
	KIND_TRAFFIC,
	KIND_MEDICAL,
	KIND_PROPERTY,
	KIND_OTHER,
	KINDS
};

enum mediation_nature { NATURE_NONE, NATURE_STATUS, NATURE_FARMLAND, NATURE_WOODLAND, NATURES };
enum mediation_source { SOURCE_APPLIED = 1, SOURCE_OWN, SOURCE_POLICE, SOURCE_COURT, SOURCE_ASSIGNED, SOURCES };

enum mediation_stage {
	STAGE_REGISTERED = 1, /* 已登记: the parties are asked */
	STAGE_WILLING,        /* 双方同意: mediators are chosen, rights told */
	STAGE_UNDER_WAY,      /* 调解中 */
	STAGE_SETTLED,        /* 已达成协议 */
	STAGE_BROKEN,         /* 有一方没有履行: open again */
	STAGE_FAILED,         /* 调解不成 */
	STAGE_FILED,          /* 已归档, after an agreement */
	STAGE_REFUSED,        /* 一方不愿意 */
	STAGE_HANDED,         /* 移送: a case for the police or another office */
	STAGE_DROPPED,        /* the matter was withdrawn or merged */
	STAGES
};

enum mediation_lane { MEDIATION_OPEN = 1, MEDIATION_KEEPING, MEDIATION_ENDED };
enum mediation_why { WHY_NONE, WHY_REFUSED, WHY_NO_AGREEMENT, WHY_HANDED, WHY_WITHDRAWN, WHY_MERGED, WHYS };
enum mediation_seat_part { SEAT_KEEPER, SEAT_FIRST, SEAT_FURTHER };
enum mediation_recusal { RECUSAL_NONE, RECUSAL_RELATED, RECUSAL_INTEREST, RECUSAL_ASKED, RECUSAL_OWN, RECUSALS };

enum mediation_record_kind {
	RECORD_INQUIRY = 1, /* 调查记录 */
	RECORD_SESSION, /* 调解记录. result 1 agreed, 2 goes on, 3 no agreement; flag 1 open session, 2 guests with consent */
	RECORD_VISIT, /* 回访记录. result 1 kept, 2 partly, 3 not; flags below */
	RECORD_ALARM, /* art. 25. result 1 calmed here, 2 reported to the police, 3 to another office; flag 1 handed over whole */
	RECORD_DECISION, /* 行政处理 of woodland. result 1 asked for, 2 decided */
	RECORD_NOTE,     /* 卷宗情况说明 */
	RECORD_EVIDENCE, /* 证据材料: what was handed in */
	RECORD_PROXY,    /* 授权委托书: for whom */
	RECORDS
};
enum mediation_session_flag { SESSION_PUBLIC = 1, SESSION_GUESTS = 2 };
enum mediation_visit_flag { VISIT_CONTENT = 1, VISIT_TENSION = 2, VISIT_SUED = 4, VISIT_WRONG = 8 };

enum mediation_kept { KEPT_NOTHING, KEPT_RUNNING, KEPT_DONE, KEPT_BROKEN };
enum mediation_form { FORM_WRITTEN = 1, FORM_ORAL };

/* The thirteen parts of the file and its closing report (司发通〔2010〕239号). */
enum mediation_part {
	PART_COVER = 0,
	PART_APPLICATION,
	PART_RIGHTS,
	PART_IDENTITY,
	PART_PROXY,
	PART_INQUIRY,
	PART_EVIDENCE,
	PART_SESSION,
	PART_AGREEMENT,
	PART_RECEIPTS,
	PART_VISIT,
	PART_COURT,
	PART_NOTE,
	PART_BACK,
	PART_CLOSING,
	PARTS
};

#define MEDIATION_TEXT    3000 /* characters */
#define MEDIATION_SHORT   200
#define MEDIATION_PARTIES 12
#define MEDIATION_SCANS   200
#define COURT_DAYS        30 /* natural days, moved to the next working day */
#define REMIND_DAYS       3  /* before an instalment */
#define COURT_WARN_DAYS   10
#define KEEP_YEARS        30
#define SUIT_DAYS         30 /* against a decision on woodland */

/* ---- who reaches what; stands in the SQL of every query ---- */

struct mediation_reach {
	bool none;
	bool whole;                  /* leader, auditor, dispatcher: lists and figures of their area */
	int64_t village, unit, post; /* unit: the committee that the post heads, else 0 */
};
struct mediation_reach mediation_reach_of(const struct actor *by);

/* NOT_FOUND: no such case, or not this actor's to know. Auditors and dispatchers reach lists, never a case. */
MUST_USE enum err mediation_open(struct db *db, const struct actor *by, int64_t id, struct q_mediation_case *c);
/* Who keeps or mediates it, or heads its committee, may go on with it. */
bool mediation_may_write(const struct actor *by, const struct q_mediation_case *c);

/* ---- registration ---- */

struct mediation_new {
	int64_t matter; /* 0: a matter is raised for it */
	enum mediation_kind kind;
	enum mediation_nature nature;
	enum mediation_source source;
	bool spoken;
	int64_t village, place; /* with no matter */
	enum matter_channel channel;
	str type;        /* of the matter to be raised; empty: the usual one of the kind */
	str facts, wish; /* what happened; what the applicant asks for */
	int64_t sweep;   /* found in a round, or 0 */
	str code_seed;
};

struct mediation_made {
	int64_t id, matter;
	char code[19]; /* receipt of the matter that was raised, else empty */
};

/* CONFLICT: the matter has a case already. INVALID: a text is missing, the matter is closed or merged, the committee is
 * complained about. NOT_FOUND: the matter is out of reach. */
MUST_USE enum err mediation_register(struct tx *tx, const struct actor *by, const struct matter_keys *k,
				     const struct mediation_new *in, struct mediation_made *out);
str mediation_type_of(enum mediation_kind kind, enum mediation_nature nature); /* the catalogue's type */

/* ---- parties ---- */

enum party_field {
	PARTY_NAME, /* of a person or an organisation */
	PARTY_PHONE,
	PARTY_NUMBER,  /* identity number, or the organisation's code */
	PARTY_PROXY,   /* who acts for the party */
	PARTY_TELLING, /* these four never stand in a text */
	PARTY_ADDRESS = PARTY_TELLING,
	PARTY_SEX,
	PARTY_BIRTH, /* 1962-01-02 */
	PARTY_NATION,
	PARTY_JOB,
	PARTY_FIELDS
};

struct party {
	int64_t n;
	int side, body;
	bool seen, proxy;
	str field[PARTY_FIELDS];
};

/* Why a text of a party is refused. */
enum party_fault { PARTY_GOOD, PARTY_NO_NAME, PARTY_BAD_BIRTH, PARTY_BAD_NUMBER, PARTY_BAD_PHONE };
enum party_fault party_check(const struct party *p);
bool party_number_ok(str number); /* GB 11643, date included */
int party_age(str birth, day on); /* -1: unknown */

MUST_USE enum err mediation_party_add(struct tx *tx, const struct actor *by, const struct identity_keys *k, int64_t id,
				      struct party *p);
/* Other texts for a party; the looks that were needed are logged by mediation_parties_open(). */
MUST_USE enum err mediation_party_change(struct tx *tx, const struct actor *by, const struct identity_keys *k,
					 int64_t id, const struct party *p);
/* All parties with their names. Writes the look first. FORBIDDEN: not who keeps or mediates the case. */
MUST_USE enum err mediation_parties_open(struct tx *tx, const struct actor *by, const struct identity_keys *k,
					 int64_t id, int purpose, struct party *p, size_t most, size_t *n);
/* Whether a text holds a party's name, telephone or identity number, or any eleven digits of a telephone. */
MUST_USE enum err mediation_text_bare(struct tx *tx, const struct identity_keys *k, int64_t id, str text, bool *bare);

/* A party's yes or no, at any time while the case is open. The last yes opens the way; a no ends the case. */
MUST_USE enum err mediation_answer(struct tx *tx, const struct actor *by, int64_t id, int64_t party, bool yes,
				   enum judgement_method how, bool open_fine, str words);

/* ---- mediators, rights, sessions ---- */

/* INVALID: no such post in force, or it was recused. */
MUST_USE enum err mediation_choose(struct tx *tx, const struct actor *by, int64_t id, int64_t post, bool first,
				   bool by_parties);
MUST_USE enum err mediation_recuse(struct tx *tx, const struct actor *by, int64_t id, int64_t post,
				   enum mediation_recusal why);
MUST_USE enum err mediation_notice(struct tx *tx, const struct actor *by, int64_t id, day on);

struct mediation_entry {
	enum mediation_record_kind kind;
	day on;
	str spot, people, words;
	int result, flags;
};
/* INVALID: text missing, a day to come or before registration, an open session that a party does not want or that is
 * about a family, a visit before there is an agreement. CONFLICT: not in this stage. */
MUST_USE enum err mediation_record(struct tx *tx, const struct actor *by, int64_t id, const struct mediation_entry *e);

/* ---- how it ends ---- */

struct mediation_terms {
	enum mediation_form form;
	bool oral_ok; /* all parties said so */
	str facts, disputed, terms, manner;
	day last_on;
	int64_t fen;
};
/* Writes or corrects the draft of this round. INVALID: oral without all ticks, or about farmland. */
MUST_USE enum err mediation_draft(struct tx *tx, const struct actor *by, int64_t id, const struct mediation_terms *t);

/* Signed: the agreement is in force on the latest of the days; an oral one on `parties_on`. The matter leaves
 * mediation, and its holder's answer is drafted when it is the holder who does this. */
MUST_USE enum err mediation_sign(struct tx *tx, const struct actor *by, int64_t id, day parties_on, day mediator_on,
				 day seal_on);
day mediation_effective(enum mediation_form form, day parties_on, day mediator_on, day seal_on);
MUST_USE enum err mediation_copies(struct tx *tx, const struct actor *by, int64_t id, int64_t party, day on);

/* No agreement: the parties are told the other ways on `told`. */
MUST_USE enum err mediation_fail(struct tx *tx, const struct actor *by, int64_t id, str words, day told);

/* ---- afterwards ---- */

MUST_USE enum err mediation_instalment(struct tx *tx, const struct actor *by, int64_t id, day due, int64_t fen,
				       str what);
MUST_USE enum err mediation_pay(struct tx *tx, const struct actor *by, int64_t id, int64_t n, day on);
/* Not performed: the case is open again in a new round. n 0: the whole agreement. */
MUST_USE enum err mediation_break(struct tx *tx, const struct actor *by, int64_t id, int64_t n, day on);
MUST_USE enum err mediation_perform(struct tx *tx, const struct actor *by, int64_t id, day on);

/* The last day for the joint application; none when the court does not confirm such agreements. */
day mediation_court_last(const struct calendar *c, day effective, enum mediation_nature nature);
MUST_USE enum err mediation_court_ask(struct tx *tx, const struct actor *by, int64_t id, int ground, str court, day on);
MUST_USE enum err mediation_court_ruled(struct tx *tx, const struct actor *by, int64_t id, int ruling, str paper,
					day on);

/* The holder's answer to the matter, written from the case: the agreement, or that there is none and which ways are
 * left. `matter` is reached as a matter; nothing of the case but its number and dates goes into it. */
MUST_USE enum err mediation_reply(struct tx *tx, const struct actor *by, int64_t matter);

/* Closes the file. CONFLICT: something is still owed. */
MUST_USE enum err mediation_file(struct tx *tx, const struct actor *by, int64_t id, day on, int years, str note);

/* What another party says of the result, by a clerk outside the committee. */
MUST_USE enum err mediation_hear(struct tx *tx, const struct actor *by, int64_t id, int64_t party,
				 enum judgement_solved solved, enum judgement_satisfied satisfied,
				 enum judgement_method method, str words);

/* Who is to be asked, and at which number: opened by that clerk to call, and logged. */
MUST_USE enum err mediation_hear_open(struct tx *tx, const struct actor *by, const struct identity_keys *k, int64_t id,
				      int64_t party, struct party *p);

/* ---- allowances ---- */

MUST_USE enum err mediation_rate_set(struct tx *tx, const struct actor *by, day from, int level, int64_t fen,
				     str basis);
/* CONFLICT: this dispute was paid for, under this case, another of the same matter, or one that it repeats. NOT_FOUND:
 * no rate in force. INVALID: not settled. */
MUST_USE enum err mediation_subsidy(struct tx *tx, const struct actor *by, int64_t id, int level);

/* ---- rounds ---- */

MUST_USE enum err mediation_sweep_open(struct tx *tx, const struct actor *by, int64_t village, day from, day to,
				       int64_t *id);
/* "Found" needs cases that were registered from it; "none found" needs that there are none. */
MUST_USE enum err mediation_sweep_end(struct tx *tx, const struct actor *by, int64_t id, bool found, str words);

/* ---- papers ---- */

MUST_USE enum err mediation_scan_add(struct tx *tx, const struct actor *by, int64_t id, enum mediation_part part,
				     const struct photo *photo, size_t n);

/* ---- heard from the matter, and by itself ---- */

/* For matter_ears: the matter goes with the case, not before it. */
MUST_USE enum err mediation_ear_may(struct db *db, const struct actor *by, int64_t matter, enum matter_act act);
MUST_USE enum err mediation_ear_after(struct tx *tx, const struct actor *by, int64_t matter, enum matter_act act,
				      enum matter_state from, enum matter_state to);
extern const struct job mediation_jobs[]; /* reminders of instalments; records without a case */

/* Whether a post keeps or mediates open cases: asked before it ends. */
MUST_USE enum err mediation_holds(struct db *db, int64_t post, int64_t *n);

/* "（2026）荷人调字第7号"; `mark` is the first character of the township's name. */
str mediation_no(struct arena *a, str mark, int64_t year, int64_t number);
str mediation_mark(struct db *db);

/* For matter_ears: whether a photo of this slice lies in the file. */
MUST_USE enum err mediation_keeps(struct db *db, str file, bool *is);
MUST_USE enum err mediation_files(struct db *db, struct matter_files *to);

#endif
