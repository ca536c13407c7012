/* demo.h — `heye demo`: an invented year of Heye township, played through the same functions that the pages call.
 *
 * Internal to the demo. What people say stands in demo_*.txt; demo_story.c reads it, demo_plan.c decides from a
 * fixed seed what becomes of each story and when, demo_play.c does it at its moment, the timers run in between.
 * Names and numbers are plainly invented (phones begin with 0825-000 and 1990000); places are the real ones of
 * domain.md §7. */
#ifndef HEYE_MAIN_DEMO_H
#define HEYE_MAIN_DEMO_H

#include "base/calendar.h"
#include "catalogue/catalogue.h"
#include "main/command.h"
#include "matter/matter.h"

#define DEMO_TOWN    510921207
#define DEMO_AREAS   5  /* the community and four villages */
#define DEMO_PARTS   16 /* groups and grids of an area, at most */
#define DEMO_SEATS   96
#define DEMO_STORIES 400
#define DEMO_CASTS   600
#define DEMO_STEPS   24 /* of one matter */
#define DEMO_WORDS   4  /* tellings of one story */
#define DEMO_DAYS    365

/* ---- chance from a fixed seed ---- */

struct demo_chance {
	uint64_t state;
};

uint32_t demo_below(struct demo_chance *c, uint32_t n);
int demo_between(struct demo_chance *c, int least, int most); /* both included */

/* ---- stories ---- */

struct demo_told {
	str words, spot;
	str done, good; /* what was done, and the judgement when it is solved */
	bool neighbour; /* somebody else about the same trouble: it will be merged */
};

struct demo_story {
	str type;
	int area;                    /* 1 + index of the village it belongs to, 0: anywhere */
	int first_month, last_month; /* when it can happen; 0: always. 11–2 goes over the year's end */
	struct demo_told told[DEMO_WORDS];
	size_t tellings;
	str ask, give, note, tell, add,
		back; /* question and reply, notes, a message, a further word, why a draft went back */
	str by, basis;
	str bad, again; /* judgements; what was done the second time */
	str good2;
	str gone;                       /* why it was withdrawn */
	bool spot;                      /* a clerk can answer it at once */
	enum catalogue_urgency urgency; /* of its type, from the catalogue */
	int accept_hours, resolve_workdays;
};

struct demo_book {
	struct demo_story story[DEMO_STORIES];
	size_t n;
};

/* Reads the built-in texts. False after saying which line is wrong. */
bool demo_read(struct arena *mem, struct demo_book *book);

/* ---- the township ---- */

struct demo_area {
	int64_t id, unit; /* the village and its committee */
	int64_t part[DEMO_PARTS];
	size_t parts;
	str name_zh;
};

struct demo_seat {
	int64_t post, person, unit, village;
	enum role role;
	str name, unit_name, unit_code;
};

struct demo_login {
	enum role role;
	str login, password, what;
	int64_t person;
};

struct demo {
	struct data *data;
	struct arena *mem; /* lives as long as the command; data->mem is emptied after each step */
	key root;
	struct matter_keys keys;
	moment now, start; /* today, and the day on which the invented year begins */
	struct demo_chance chance;
	struct demo_area area[DEMO_AREAS];
	struct demo_seat seat[DEMO_SEATS];
	size_t seats;
	struct demo_login login[DEMO_SEATS];
	size_t logins;
	const struct calendar *calendar;
	struct demo_book book;
	struct demo_cast *cast;
	size_t casts;
	struct demo_step *step;
	size_t steps;
	struct demo_disputes *disputes; /* demo_dispute.h */
	char petition_code[19];         /* receipt of a petition whose opinion was given */
};

/* Places, units, staff, log-ins, catalogue, calendar and routing rules, all on the day the year begins. */
MUST_USE enum err demo_town(struct tx *tx, struct demo *d);
MUST_USE enum err demo_staff(struct tx *tx, struct demo *d);
str demo_area_name(int area);

struct actor demo_actor(const struct demo_seat *s);
const struct demo_seat *demo_seat_of_post(const struct demo *d, int64_t post);

/* ---- what becomes of a story ---- */

enum demo_act {
	DEMO_RAISE,
	DEMO_CLASS,
	DEMO_SPOT,
	DEMO_OFFER,
	DEMO_MERGE,
	DEMO_UNMERGE,
	DEMO_CLAIM,
	DEMO_TAKEN,
	DEMO_NOTE,
	DEMO_TELL,
	DEMO_ADD,
	DEMO_HAND,
	DEMO_ASK,
	DEMO_GIVE,
	DEMO_DRAFT,
	DEMO_BACK,
	DEMO_APPROVE,
	DEMO_PHONE,
	DEMO_VISIT,
	DEMO_GOOD,
	DEMO_HEARD,
	DEMO_BAD,
	DEMO_RESTART,
	DEMO_DRAFT2,
	DEMO_APPROVE2,
	DEMO_GOOD2,
	DEMO_REOPEN,
	DEMO_WITHDRAW,
	DEMO_FOLLOW,
	DEMO_ACTS
};

struct demo_cast {
	const struct demo_story *story;
	const struct demo_told *told;
	struct demo_cast *lead; /* of a neighbour's telling */
	int area, turn;         /* turn: chooses among people who could do it */
	int64_t village, place;
	enum matter_channel channel;
	struct identity identity;
	int partly;   /* how the first judgement was; 0: solved, and back later */
	bool unknown; /* raised without a type */
	int64_t id;
	char code[19];
};

struct demo_step {
	moment at;
	int order; /* of steps at one moment */
	enum demo_act act;
	struct demo_cast *cast;
};

/* Fills d->cast and d->step, sorted by time; nothing in them is later than d->now. */
void demo_plan(struct demo *d);

/* Office minutes and natural minutes after (or before) a moment; a resident's moment is moved into the waking hours. */
moment demo_office(const struct calendar *c, moment from, int minutes);
moment demo_natural(moment from, int minutes, bool awake);

/* The last day: matters of several offices, meetings, a task force, petitions. */
MUST_USE enum err demo_joint(struct tx *tx, struct demo *d);

/* The open days of this day, in the morning; nothing but in the last weeks. */
MUST_USE enum err demo_days(struct tx *tx, struct demo *d);

/* Plays all steps with the timers in between. */
MUST_USE enum err demo_play(struct demo *d);

/* demo_notice.c: after a step was played. */
MUST_USE enum err demo_notice(struct tx *tx, const struct demo *d, const struct demo_step *s);

#endif
