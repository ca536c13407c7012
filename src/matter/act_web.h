/* act_web.h — one page for each act on a matter: what it will do to the clock, the few fields it needs, one button.
 *
 * The table `acts` is the whole list; state.c decides who may do which when, and a page only offers what it allows.
 * Each form carries the revision that the actor saw. When somebody was faster, the page comes back with what changed
 * beside what was typed. */
#ifndef HEYE_MATTER_ACT_WEB_H
#define HEYE_MATTER_ACT_WEB_H

#include "gen/dossier.sql.h"
#include "gen/extend.sql.h"
#include "gen/path.sql.h"
#include "matter/matter.h"
#include "matter/twin.h"
#include "web/web.h"

/* What a form asks for, as a set. */
enum act_field {
	ASK_TEXT = 1 << 0, /* with `label`; needed unless ASK_TEXT_MAY */
	ASK_TEXT_MAY = 1 << 1,
	ASK_VISIBLE = 1 << 2,
	ASK_UNIT = 1 << 3,
	ASK_POST = 1 << 4,
	ASK_TARGET = 1 << 5,
	ASK_CLASS = 1 << 6,
	ASK_ANSWER = 1 << 7,
	ASK_SPOT = 1 << 8, /* what was said and on what basis */
	ASK_SOLVED = 1 << 9,
	ASK_METHOD = 1 << 10,
	ASK_CONTACT = 1 << 11,
	ASK_PHOTO = 1 << 12,
	SHOW_ANSWER = 1 << 13, /* the answer that waits */
	ACT_RED = 1 << 14,     /* cannot be undone by the office */
	ASK_REASON = 1 << 15,  /* of the list of the act (act_path_web.c) */
	ASK_ONWARD = 1 << 16,  /* basis, and which body or review path */
	ASK_RECEIPT = 1 << 17, /* number and day that the other body gave */
	ASK_RULE = 1 << 18,    /* a leader's ruling may become a routing rule */
	ASK_ACCUSED = 1 << 19, /* an office or an officer */
	ASK_LINK = 1 << 20,
	SHOW_DECISION = 1 << 21, /* the proposal that waits */
	ASK_UNTIL = 1 << 22,
	SHOW_EXTENSION = 1 << 23 /* the extension that waits */
};

struct act {
	const char *path; /* last piece of the address */
	enum matter_act act;
	enum duty duty;
	unsigned ask;
	const struct word *name;   /* of the button that leads here, and the title */
	const struct word *effect; /* what it does, above all to the clock */
	const struct word *button;
	const struct word *label; /* of the text, or NULL */
	const char *key;          /* keyboard shortcut, or NULL */
};

extern const struct act acts[]; /* ends with a row without path */

/* Whether this actor would be let do it now. */
bool act_may(const struct act *a, const struct actor *by, const struct q_dossier_matter *m, moment now);

enum act_kind { PART_TEXT, PART_AREA, PART_SELECT, PART_RADIOS, PART_TICK };

struct act_part {
	enum act_kind kind;
	struct field field;
};

#define ACT_PARTS 8

/* The page of one act, first time, with faults, or after a conflict. */
struct act_page {
	const struct req *rq;
	const struct act *act;
	const struct q_dossier_matter *m;
	const struct faults *faults;
	const struct form *typed;        /* what was typed, or NULL the first time */
	struct act_part part[ACT_PARTS]; /* the fields, in the order of the page */
	size_t parts;
	const struct q_dossier_answers *answer;      /* SHOW_ANSWER, or NULL */
	const struct q_path_decision_open *decision; /* SHOW_DECISION, or NULL */
	const struct q_extend_list *extension;       /* SHOW_EXTENSION, or NULL */
	const struct twins *twins;                   /* ASK_TARGET of a merger */
	int64_t alike_year, alike_number;            /* an earlier answer that reads almost the same; 0: none */
	bool conflict;                               /* somebody was faster */
	bool possible;                               /* after a conflict: the act could still be done */
	const struct q_dossier_entries_list *newer;  /* what changed */
};

/* Makes the fields, filled in with what was typed (act_form_web.c). */
MUST_USE enum err act_form_make(struct db *db, struct act_page *page);
/* Reads the form into a deed; faults are gathered in `in`. */
MUST_USE enum err act_form_read(struct db *db, struct form_in *in, const struct act_page *page,
				struct matter_deed *deed);
/* The fields of the rarer paths (act_path_web.c). */
MUST_USE enum err act_path_make(struct db *db, struct act_page *page);
MUST_USE enum err act_path_read(struct db *db, struct form_in *in, const struct act_page *page,
				struct matter_deed *deed);
bool act_path_refused(const struct act *act, struct form_in *in);
const struct word *act_path_reason(enum matter_act act, int64_t reason); /* of a list, or NULL */

/* A part of the form. */
struct field *act_part(struct act_page *page, enum act_kind kind, const char *name, const struct word *label);
void act_choices(const struct act_page *page, struct field *f, const char *const *keys,
		 const struct word *const *words);

/* For a refusal of the domain that the form could not foresee. */
void act_form_refused(const struct act *act, struct form_in *in);

extern const struct route act_routes[];

#endif
