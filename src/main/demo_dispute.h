/* demo_dispute.h — the disputes of the demo, played through the same functions that the pages of mediation call. Internal
 * to the demo. Texts stand in demo_dispute.txt. */
#ifndef HEYE_MAIN_DEMO_DISPUTE_H
#define HEYE_MAIN_DEMO_DISPUTE_H

#include "main/demo.h"
#include "mediation/mediation.h"

#define DEMO_DISPUTES      100
#define DEMO_DISPUTES_YEAR 71 /* of a whole year: 70 end in an agreement */
#define DEMO_MOVES         20 /* of one dispute */

enum demo_move {
	MOVE_REGISTER,
	MOVE_ASK, /* only the first party has been asked */
	MOVE_WILLING,
	MOVE_BEGIN,
	MOVE_INQUIRE,
	MOVE_TALK,  /* a session that goes on */
	MOVE_AGREE, /* the last session, the agreement and its signing */
	MOVE_COPIES,
	MOVE_APPROVE,
	MOVE_JUDGE,
	MOVE_HEAR,
	MOVE_PAY,
	MOVE_PERFORM,
	MOVE_BREAK,
	MOVE_VISIT,
	MOVE_COURT,
	MOVE_RULED,
	MOVE_FILE,
	MOVE_SUBSIDY,
	MOVE_REFUSE,
	MOVE_FAIL,
	MOVE_TRY_PHONE,
	MOVE_TRY_VISIT,
	MOVE_ROUND, /* of looking for disputes; of no dispute */
	MOVE_AGAIN, /* a step of a matter that came back: `area` is its index */
	MOVES
};

struct demo_dispute {
	enum mediation_kind kind;
	enum mediation_nature nature;
	bool oral, failed;
	int area, turn;
	int64_t yuan;
	str facts, wish, terms, manner;
	bool split; /* paid in two parts */
	int64_t id, matter;
	int paid;
};

struct demo_step_of {
	moment at;
	int order;
	enum demo_move move;
	struct demo_dispute *of;
	int area;
};

/* ---- matters that came back (demo_again.c) ---- */

#define DEMO_AGAIN       2
#define DEMO_AGAIN_STEPS 40

enum demo_again_move { AGAIN_SAY, AGAIN_LINK, AGAIN_OFFER, AGAIN_CLAIM, AGAIN_ANSWER, AGAIN_APPROVE, AGAIN_JUDGE };

struct demo_again_step {
	moment at;
	enum demo_again_move move;
	int telling; /* 0, 1: the first story's two; 2, 3: the second's */
};

size_t demo_again_plan(const struct demo *d, int year, struct demo_again_step *step, size_t most);
MUST_USE enum err demo_again_do(struct demo *d, struct tx *tx, const struct demo_again_step *step,
				int64_t matter[DEMO_AGAIN * 2]);

struct demo_disputes {
	struct demo_dispute row[DEMO_DISPUTES];
	size_t n;
	struct demo_step_of step[DEMO_DISPUTES * DEMO_MOVES];
	size_t steps, next;
	struct demo_again_step again[DEMO_AGAIN_STEPS];
	int64_t again_matter[DEMO_AGAIN * 2];
};

/* What has to be read and planned before anything is played. year 0: those of the ordinary demo, up to d->now. */
bool demo_dispute_plan(struct demo *d, struct demo_disputes *p, int year);
/* Plays everything up to this moment, in the transaction of a day of the demo. */
MUST_USE enum err demo_dispute_until(struct demo *d, struct demo_disputes *p, struct tx *tx, moment end);
/* The allowances that are paid for a case. */
MUST_USE enum err demo_dispute_rates(struct demo *d, moment at);
/* A whole year: 71 disputes, 70 of them settled, and two matters that came back and were solved. Day by day, with the
 * timers, up to the middle of the next year. The township must have been made on the first day of that year or before:
 * units and routing rules hold from that day on. */
MUST_USE enum err demo_dispute_year(struct demo *d, int year);

#endif
