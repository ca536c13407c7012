#include "catalogue/remit.h"

#include "base/utf8.h"
#include "desk/event.h"
#include "gen/catalogue.sql.h"
#include "gen/remit.sql.h"

static const char *const list_key[REMIT_LISTS] = { "unsaid", "own", "assist", "taken_back" };

enum err
remit_set(struct tx *tx, const struct actor *by, str type, const struct remit *r)
{
	struct event e = { .object = S("remit"), .kind = S("set") };
	struct q_catalogue_newest t;
	enum err known = q_catalogue_newest(&tx->db, type, &t);

	if (known != OK)
		return known == NOT_FOUND ? INVALID : known;
	if (r->list < REMIT_UNSAID || r->list >= REMIT_LISTS || utf8_count(r->item) > REMIT_ITEM ||
	    utf8_count(r->body) > REMIT_BODY || (r->list >= REMIT_ASSIST && r->body.n == 0))
		return INVALID;
	if (r->list == REMIT_UNSAID)
		TRY(q_remit_drop(tx, type));
	else
		TRY(q_remit_put(tx, type, r->list, r->item, r->list == REMIT_OWN ? S("") : r->body, tx->db.now));
	e.detail = str_fmt(tx->db.mem, "%.*s %s %.*s", STR_ARG(type), list_key[r->list], STR_ARG(r->item));
	return event_add(tx, by, &e, NULL);
}

enum err
remit_of(struct db *db, str type, struct remit *r)
{
	struct q_remit_row row;
	enum err e = q_remit_row(db, type, &row);

	*r = (struct remit){ .list = REMIT_UNSAID, .item = S(""), .body = S("") };
	if (e == OK)
		*r = (struct remit){ (enum remit_list)row.list, row.item, row.body };
	return e == NOT_FOUND ? OK : e;
}

str
remit_basis(struct arena *mem, const struct remit *r)
{
	const char *list = r->list == REMIT_TAKEN_BACK ? "上级收回" : "配合履职";

	if (r->item.n == 0)
		return str_fmt(mem, "乡镇履职事项清单（%s）；《信访工作条例》第二十三条", list);
	return str_fmt(mem, "乡镇履职事项清单（%s）%.*s；《信访工作条例》第二十三条", list, STR_ARG(r->item));
}
