#include "desk/pause.h"

#include "desk/event.h"
#include "gen/pause.sql.h"

enum err
pause_holds(struct db *db, bool *holds)
{
	struct q_pause_since row;
	enum err e = q_pause_since(db, &row);

	*holds = e == OK;
	return e == NOT_FOUND ? OK : e;
}

static enum err
note(struct tx *tx, const struct actor *by, str kind)
{
	struct event e = { .object = S("town"), .id = tx->db.town, .kind = kind };

	return event_add(tx, by, &e, NULL);
}

enum err
pause_begin(struct tx *tx, const struct actor *by)
{
	TRY(note(tx, by, S("pause")));
	return q_pause_insert(tx, tx->db.now);
}

enum err
pause_end(struct tx *tx, const struct actor *by)
{
	TRY(q_pause_delete(tx));
	return note(tx, by, S("resume"));
}
