/* petition_web.h — petitions on the desk: the lane on the page of a matter, the list by date, the sheet to copy. Forms
 * stand in petition_form_web.c and opinion_web.c, the resident's side in plea_web.c. */
#ifndef HEYE_PETITION_PETITION_WEB_H
#define HEYE_PETITION_PETITION_WEB_H

#include "matter/dossier_web.h"
#include "matter/today_web.h"
#include "petition/opinion.h"
#include "place/panel_web.h"
#include "web/ledger.h"

#define PETITION_ROWS 30

struct petition_row {
	int64_t matter, year, number, state, sort;
	str title, village_zh, village_en, unit_zh, unit_en, ref;
	moment due;
};

struct petition_list {
	bool all;
	struct petition_row *row;
	size_t n;
	struct ledger_key last;
	url next, export;
};

/* Everything of the lane of one matter; `has` says which parts are there. */
struct petition_view {
	const struct req *rq;
	int64_t matter;
	struct q_petition_of p;
	struct q_petition_objection_of objection;
	struct q_petition_extension_of extension;
	struct q_opinion_last opinion;
	struct q_opinion_given given;
	struct q_opinion_review review, rereview;
	struct {
		bool objection, extension, opinion, given, review, rereview;
	} has;
	/* what this post may do now */
	struct {
		bool ref, accept, object, reply, write, extend, decide, ask, hand_up, result;
	} may;
	enum opinion_kind right; /* which review may be asked for now, until when */
	day last, object_last;
	bool past;
};

/* NOT_FOUND: the matter is no petition. */
MUST_USE enum err petition_view_load(struct db *db, int64_t matter, struct petition_view *v);

const struct word *petition_state_word(int64_t state);
const struct word *petition_sort_word(int64_t sort);
const struct word *petition_outcome_word(int64_t outcome);
const struct word *petition_result_word(int64_t result);
const struct word *petition_method_word(int64_t method);

/* For dossier_panels, track_panels and today_extras. */
enum err petition_dossier(struct page *p, const struct dossier *d);
enum err petition_track(struct db *db, const struct req *rq, struct page *p, int64_t matter, enum matter_state state);
enum err petition_today(struct db *db, struct today *t);

/* What the forms share: the matter and its petition as this post reaches them, and an empty form about it. */
MUST_USE enum err petition_open(struct db *db, const struct req *rq, struct q_petition_matter *m,
				struct q_petition_of *p);
struct panel petition_form(const struct req *rq, const struct q_petition_matter *m, const struct word *title,
			   const struct word *intro, const struct word *button);
enum err petition_back(struct req *rq, struct res *rs);

extern const struct route petition_routes[];
extern const struct ledger_list petition_ledger;
extern const struct route petition_form_routes[];
extern const struct route opinion_routes[];
extern const struct route plea_routes[];

#endif
