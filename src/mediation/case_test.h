/* case_test.h — a case in the small township of matter_test.h, and one call for each thing that is done to it.
 *
 * names: do, case, registered, willing, under_way, settled, stage_of, keys_of */
#ifndef HEYE_MEDIATION_CASE_TEST_H
#define HEYE_MEDIATION_CASE_TEST_H

#include "matter/matter_test.h"
#include "mediation/mediation.h"

enum op {
	OP_REGISTER,
	OP_PARTY,
	OP_CHANGE,
	OP_ANSWER,
	OP_CHOOSE,
	OP_RECUSE,
	OP_NOTICE,
	OP_RECORD,
	OP_DRAFT,
	OP_SIGN,
	OP_COPY,
	OP_FAIL,
	OP_INSTALMENT,
	OP_PAY,
	OP_BREAK,
	OP_PERFORM,
	OP_COURT_ASK,
	OP_COURT_RULED,
	OP_FILE,
	OP_HEAR,
	OP_RATE,
	OP_SUBSIDY,
	OP_SWEEP,
	OP_SWEEP_END,
	OP_OPEN,
	OP_PARTIES,
	OP_REPLY,
	OP_BARE,
	OP_SCAN
};

/* What an operation takes and gives; only what it needs is read. */
struct doing {
	enum op op;
	int64_t id, n; /* n: of a party, an instalment, a post, a matter */
	int a, b;
	bool yes, fine;
	day on, on2, on3;
	str text;
	int64_t fen;
	struct mediation_new new;
	struct mediation_made made;
	struct party party;
	struct mediation_entry entry;
	struct mediation_terms terms;
	size_t count;
	const struct photo *photo;
	struct world *w;
	const struct actor *by;
};

enum err do_it(struct world *w, struct actor by, struct doing *d);

/* Steps that most tests need; each is checked. Everything is done by P_HANDLER. */
int64_t registered(struct world *w, enum mediation_kind kind, enum mediation_nature nature); /* with 甲方 and 乙方 */
int64_t willing(struct world *w, enum mediation_kind kind, enum mediation_nature nature);
int64_t under_way(struct world *w, enum mediation_kind kind, enum mediation_nature nature); /* P_HANDLER mediates */
int64_t settled(struct world *w, enum mediation_kind kind, enum mediation_nature nature);   /* written, today */

int64_t stage_of(struct world *w, int64_t id);
int64_t case_matter_of(struct world *w, int64_t id);

#endif
