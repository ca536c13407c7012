#include "report/export.h"

#include "base/rand.h"
#include "base/utf8.h"
#include "desk/event.h"
#include "gen/export.sql.h"

enum err
export_note(struct tx *tx, const struct actor *by, str figure, str ask, enum export_format format,
	    enum export_purpose purpose, str words, int64_t *id)
{
	struct event e = { .object = S("figure_export"), .kind = S("export") };
	int64_t seq;

	if (purpose < EXPORT_REPORT || purpose >= EXPORT_PURPOSES || (format != EXPORT_CSV && format != EXPORT_XLSX) ||
	    utf8_count(words) > EXPORT_WORDS_MOST)
		return INVALID;
	*id = rand_id(tx->db.now.ms);
	TRY(q_export_insert(tx, *id, by->post, tx->db.now, ask, format, purpose, words));
	e.id = *id;
	e.text = hash_of(words);
	e.detail = str_fmt(tx->db.mem, "%.*s %s purpose %d", STR_ARG(figure), format == EXPORT_CSV ? "csv" : "xlsx",
			   (int)purpose);
	return event_add(tx, by, &e, &seq);
}

enum err
export_find(struct db *db, const struct actor *by, int64_t id, str *ask, enum export_format *format)
{
	struct q_export_one row;

	TRY(q_export_one(db, id, by->post, &row));
	if (row.at.ms + EXPORT_OPEN_MS < db->now.ms)
		return NOT_FOUND;
	*ask = row.ask;
	*format = (enum export_format)row.format;
	return OK;
}
