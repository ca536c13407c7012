/* dossier_web.h — everything about one matter on one page: the resident's own words first, then what happened, by
 * when, who has it, and exactly the acts that this post may do now. */
#ifndef HEYE_MATTER_DOSSIER_WEB_H
#define HEYE_MATTER_DOSSIER_WEB_H

#include "gen/dossier.sql.h"
#include "gen/extend.sql.h"
#include "gen/track.sql.h"
#include "matter/matter.h"
#include "matter/path_web.h"
#include "matter/twin.h"
#include "web/web.h"

#define DOSSIER_ENTRIES 60 /* a page of the timeline */
#define DOSSIER_SIDE    20 /* rows of a list beside it */

/* NOT_FOUND: there is none, or the post does not reach it. */
MUST_USE enum err dossier_open(struct db *db, const struct actor *by, int64_t id, struct q_dossier_matter *m);

/* The same, and guests come in too: for pages that only show (matter/guest.h). */
MUST_USE enum err dossier_read(struct db *db, const struct actor *by, int64_t id, struct q_dossier_matter *m,
			       bool *guest);

/* A post that a timeline entry names by number: the new holder. */
struct dossier_post {
	int64_t id;
	str zh, en, person;
};

struct dossier {
	const struct req *rq;
	struct db *db;
	enum err *shown; /* what the sections of other slices came to */
	struct q_dossier_matter m;
	str type_zh, type_en;     /* empty: not known yet */
	str chosen_zh, chosen_en; /* then: the category that the resident chose, or empty */
	struct q_dossier_entries_list entries;
	struct dossier_post *to; /* beside entries: who got it; id 0: nobody new */
	struct q_dossier_photos_list photos;
	struct q_track_clocks_list clocks;
	struct q_extend_list_list extensions;
	struct q_dossier_answers_list answers;
	struct q_dossier_judgements_list judgements;
	struct q_dossier_tries_list tries;
	struct q_dossier_followers_list followers;
	struct q_dossier_reveals_list reveals;
	struct q_dossier_number merged; /* the matter it was merged into */
	bool lead_open;                 /* and whether this reader may open it */
	struct path_rows path;          /* decisions, returns, links */
	struct twins twins;             /* what it may be merged into */
	bool reveal;                    /* this post may open the name */
	bool guest;                     /* reads for a task or a task force: nothing to act on */
	url older, newest;
};

/* A section that a slice above shows on the page of a matter, below the answers: nothing when it has nothing to say. Whether
 * the reader may see the matter, and is a guest in it, has been asked already. */
struct dossier_panel {
	enum err (*show)(struct page *p, const struct dossier *d);
};
extern const struct dossier_panel dossier_panels[]; /* made in features.c; ends with a row without function */

void dossier_panels_show(struct page *p, const struct dossier *d);

/* Who may open a name of level open: the holder and the handling posts of the lead unit. */
bool dossier_may_reveal(const struct actor *by, const struct q_dossier_matter *m);

bool dossier_relay_act(int64_t act); /* part of the talk between office and resident */

extern const struct route dossier_routes[];

#endif
