/* mediation_web.h — the pages of people's mediation. Who may open a case decides mediation_open() behind every address; a
 * case page shows the next steps only, each a form of a few fields. */
#ifndef HEYE_MEDIATION_MEDIATION_WEB_H
#define HEYE_MEDIATION_MEDIATION_WEB_H

#include "gen/after.sql.h"
#include "gen/matter.sql.h"
#include "gen/sealed.sql.h"
#include "matter/dossier_web.h"
#include "matter/today_web.h"
#include "mediation/mediation.h"
#include "place/panel_web.h"
#include "web/ledger.h"

#define MEDIATION_ROWS    25
#define MEDIATION_RECORDS 200

/* ---- words of numbers ---- */

const struct word *mediation_kind_word(int64_t kind);
const struct word *mediation_nature_word(int64_t nature);
const struct word *mediation_source_word(int64_t source);
const struct word *mediation_stage_word(int64_t stage, int64_t kept);
str mediation_stage_class(int64_t stage, int64_t kept); /* of the tag */
const struct word *mediation_side_word(int64_t side);
const struct word *mediation_record_word(int64_t kind);
const struct word *mediation_result_word(int64_t kind, int64_t result); /* NULL: none */
const struct word *mediation_part_word(int64_t part);
const struct word *mediation_recusal_word(int64_t why);
const struct word *mediation_level_word(int64_t level);
const struct word *mediation_ruling_word(int64_t ruling);
const struct word *mediation_ground_word(int64_t ground);
const struct word *mediation_kept_word(int64_t kept);
str mediation_yuan(struct arena *a, int64_t fen); /* 1,200 or 1,200.50 */

/* ---- the case page ---- */

struct mediation_page {
	const struct req *rq;
	str no; /* （2026）荷人调字第7号 */
	struct q_mediation_case c;
	struct q_mediation_parties_list parties;
	struct q_mediation_seats_list seats;
	struct q_mediation_records_list records;
	struct q_mediation_agreement agreement; /* of this round, or the one before when that was broken */
	bool agreed, drafted;                   /* it is in force; there is a draft */
	struct q_mediation_instalments_list instalments;
	struct q_mediation_court court;
	bool has_court;
	struct q_mediation_heards_list heard;
	struct q_mediation_scans_list scans;
	struct q_mediation_subsidy_of subsidy;
	bool has_subsidy, may_write, has_first;
	struct q_sealed_looks_list looks;
	bool part_there[PARTS], part_needed[PARTS];
};

MUST_USE enum err mediation_page_load(struct db *db, const struct req *rq, int64_t id, struct mediation_page *p);

/* ---- lists ---- */

struct mediation_row {
	int64_t id, year, number, kind, stage, kept;
	str village_zh, village_en, unit_zh, unit_en;
	moment registered_at, ended_at;
	day due_on, effective_on;
};

struct mediation_list {
	const struct req *rq;
	str mark;
	enum mediation_lane lane;
	bool mine;  /* of a head: only those they mediate */
	bool opens; /* who oversees the township sees how many there are and how far, and opens none */
	struct mediation_row *row;
	size_t n;
	url next, export;
};

/* ---- what other pages show of it ---- */

/* For a party with a receipt: how far it is, who mediates, what is owed when. */
struct track_mediation {
	struct q_mediation_of_matter m;
	str no;
	struct q_mediation_seats_list seats;
	struct q_mediation_instalments_list instalments;
	struct q_mediation_court_now court;
	bool has_court;
};

MUST_USE enum err mediation_dossier_panel(struct page *p, const struct dossier *d);
MUST_USE enum err mediation_track_panel(struct db *db, const struct req *rq, struct page *p, int64_t matter,
					enum matter_state state);
MUST_USE enum err mediation_today(struct db *db, struct today *t);

extern const struct route mediation_routes[];
extern const struct ledger_list mediation_ledger;   /* lists, registration, the case */
extern const struct route mediation_act_routes[];   /* the steps */
extern const struct route mediation_party_routes[]; /* parties and their names */
extern const struct route mediation_paper_routes[]; /* papers and scans */
extern const struct route mediation_round_routes[]; /* rounds, allowances, other parties' word */

#endif
