/* remit.h — the duty lists (履职事项清单, domain.md §1.5): for each type of matter whether it is the township's own, whether it
 * assists a department, or whether the duty was taken back by a higher body. A type without a row has not been said. */
#ifndef HEYE_CATALOGUE_REMIT_H
#define HEYE_CATALOGUE_REMIT_H

#include "db/db.h"
#include "desk/actor.h"

/* The numbers stand in the table: never renumber. */
enum remit_list { REMIT_UNSAID = 0, REMIT_OWN, REMIT_ASSIST, REMIT_TAKEN_BACK, REMIT_LISTS };

#define REMIT_ITEM 40 /* characters of the number in the list */
#define REMIT_BODY 80 /* of the department */

struct remit {
	enum remit_list list;
	str item, body;
};

/* REMIT_UNSAID takes the row away. INVALID: no such type, or a department is missing. */
MUST_USE enum err remit_set(struct tx *tx, const struct actor *by, str type, const struct remit *r);
/* REMIT_UNSAID where nothing was said. */
MUST_USE enum err remit_of(struct db *db, str type, struct remit *r);

/* On what basis it goes up: the item of the list and the article. In Chinese, for official paper. */
str remit_basis(struct arena *mem, const struct remit *r);

#endif
