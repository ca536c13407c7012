#include "place/place.h"

#include "base/rand.h"
#include "base/utf8.h"
#include "desk/event.h"

static const char *const kind_keys[PLACE_KINDS] = { "", "township", "community", "village", "group", "grid" };

const char *
place_kind_key(enum place_kind k)
{
	return k > 0 && k < PLACE_KINDS ? kind_keys[k] : "";
}

bool
place_in_force(day valid_from, day valid_to, day today)
{
	return valid_from.n <= today.n && (valid_to.n == 0 || valid_to.n >= today.n);
}

static bool
name_good(str s)
{
	return s.n > 0 && utf8_ok(s) && utf8_count(s) <= PLACE_NAME_MAX && str_find(s, S("\n")) < 0;
}

static bool
digits_good(str s, size_t n)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
	return s.n == n;
}

/* Only machine words and dates: the names themselves stand in the table, here their hash. */
static enum err
place_event(struct tx *tx, const struct actor *by, const char *kind, int64_t id, str detail, str text)
{
	struct event e = { .object = S("place"), .id = id, .kind = str_of(kind), .detail = detail };

	if (text.n)
		e.text = hash_of(text);
	return event_add(tx, by, &e, NULL);
}

/* ---- townships ---- */

static bool
text_good(str s, size_t most)
{
	return s.n == 0 || (utf8_ok(s) && utf8_count(s) <= most && str_find(s, S("\n")) < 0);
}

static enum err
town_good(struct db *db, const struct place_town *t)
{
	struct q_place_town_host row;
	enum err e;

	if (db->town < 100000000 || db->town > 999999999 || !name_good(t->name_zh) || !name_good(t->name_en))
		return INVALID;
	if (!text_good(t->phone, 20) || !text_good(t->hours_zh, 100) || !text_good(t->hours_en, 100) ||
	    !text_good(t->host, 100))
		return INVALID;
	if (t->host.n == 0)
		return OK;
	e = q_place_town_host(db, t->host, &row);
	if (e == NOT_FOUND || (e == OK && row.town == db->town))
		return OK;
	return e == OK ? INVALID : e;
}

/* Not NULL, which would bind as such. */
static str
some(str s)
{
	return s.p ? s : S("");
}

static str
host_or_null(str host)
{
	return host.n ? host : (str){ NULL, 0 };
}

enum err
place_add_town(struct tx *tx, const struct actor *by, const struct place_town *t)
{
	struct arena *mem = tx->db.mem;
	str code = str_fmt(mem, "%lld", (long long)tx->db.town);
	int64_t id = rand_id(tx->db.now.ms);
	struct q_place_town_row old;
	enum err e = q_place_town_row(&tx->db, &old);
	day from = day_make(1970, 1, 2);

	if (e != NOT_FOUND)
		return e == OK ? CONFLICT : e;
	TRY(town_good(&tx->db, t));
	TRY(q_place_town_insert(tx, t->name_zh, t->name_en, some(t->phone), some(t->hours_zh), some(t->hours_en),
				host_or_null(t->host), tx->db.now));
	TRY(q_place_insert(tx, id, 0, PLACE_TOWNSHIP, code, t->name_zh, t->name_en, from, (day){ 0 }, 0));
	TRY(q_place_name_set(tx, id, from, t->name_zh, t->name_en));
	return place_event(tx, by, "add-town", id, code, t->name_zh);
}

enum err
place_change_town(struct tx *tx, const struct actor *by, const struct place_town *t)
{
	struct arena *mem = tx->db.mem;
	struct q_place_root root;

	TRY(town_good(&tx->db, t));
	TRY(q_place_root(&tx->db, &root));
	TRY(q_place_town_update(tx, t->name_zh, t->name_en, some(t->phone), some(t->hours_zh), some(t->hours_en),
				host_or_null(t->host)));
	return place_event(tx, by, "change-town", root.id, S(""),
			   str_join(mem, t->name_zh, str_join(mem, t->phone, t->hours_zh)));
}

enum err
place_town_by_host(struct db *db, str host, int64_t *town)
{
	struct q_place_town_host row;

	if (host.n == 0)
		return NOT_FOUND;
	TRY(q_place_town_host(db, host, &row));
	*town = row.town;
	return OK;
}

enum err
place_only_town(struct db *db, int64_t *town)
{
	struct q_place_towns_list rows;

	TRY(q_place_towns(db, 0, 2, &rows));
	if (rows.n != 1)
		return NOT_FOUND;
	*town = rows.p[0].town;
	return OK;
}

/* ---- the tree ---- */

static bool
kind_fits(enum place_kind kind, int64_t above)
{
	switch (kind) {
	case PLACE_COMMUNITY:
	case PLACE_VILLAGE: return above == PLACE_TOWNSHIP;
	case PLACE_GROUP:
	case PLACE_GRID: return above == PLACE_COMMUNITY || above == PLACE_VILLAGE;
	case PLACE_TOWNSHIP:
	case PLACE_KINDS: break;
	}
	return false;
}

static bool
code_fits(enum place_kind kind, str code)
{
	if (code.n == 0)
		return true;
	return digits_good(code, kind == PLACE_GROUP || kind == PLACE_GRID ? 15 : 12);
}

enum err
place_add(struct tx *tx, const struct actor *by, const struct place_new *n, int64_t *id)
{
	struct arena *mem = tx->db.mem;
	str english = n->name_en.n ? n->name_en : n->name_zh;
	struct q_place_by_code used;
	struct q_place_by_id above;
	enum err e;

	TRY(q_place_by_id(&tx->db, n->parent, &above));
	if (!kind_fits(n->kind, above.kind) || !code_fits(n->kind, n->code) || !name_good(n->name_zh) ||
	    !name_good(english))
		return INVALID;
	if (n->valid_from.n == 0 || n->valid_from.n < above.valid_from.n ||
	    (above.valid_to.n && above.valid_to.n < n->valid_from.n))
		return INVALID;
	e = n->code.n ? q_place_by_code(&tx->db, n->code, &used) : NOT_FOUND;
	if (e != NOT_FOUND)
		return e == OK ? CONFLICT : e;
	*id = rand_id(tx->db.now.ms);
	TRY(q_place_insert(tx, *id, n->parent, n->kind, some(n->code), n->name_zh, english, n->valid_from, (day){ 0 },
			   n->sort));
	TRY(q_place_name_set(tx, *id, n->valid_from, n->name_zh, english));
	return place_event(tx, by, "add", *id,
			   str_fmt(mem, "%s %.*s from %.*s", place_kind_key(n->kind), STR_ARG(n->code),
				   STR_ARG(day_iso(mem, n->valid_from))),
			   n->name_zh);
}

enum err
place_rename(struct tx *tx, const struct actor *by, int64_t id, str name_zh, str name_en, day from)
{
	struct arena *mem = tx->db.mem;
	str english = name_en.n ? name_en : name_zh;
	struct q_place_by_id old;

	TRY(q_place_by_id(&tx->db, id, &old));
	if (!name_good(name_zh) || !name_good(english) || from.n == 0 || from.n < old.valid_from.n)
		return INVALID;
	if (old.valid_to.n && old.valid_to.n < from.n)
		return INVALID;
	TRY(q_place_name_set(tx, id, from, name_zh, english));
	if (from.n <= day_of(tx->db.now).n)
		TRY(q_place_update_name(tx, id, name_zh, english));
	return place_event(tx, by, "rename", id, str_fmt(mem, "from %.*s", STR_ARG(day_iso(mem, from))), name_zh);
}

enum err
place_end(struct tx *tx, const struct actor *by, int64_t id, day last)
{
	struct arena *mem = tx->db.mem;
	struct q_place_by_id old;
	struct q_place_in_use use;

	TRY(q_place_by_id(&tx->db, id, &old));
	if (old.kind == PLACE_TOWNSHIP || last.n == 0 || last.n < old.valid_from.n - 1)
		return INVALID;
	TRY(q_place_in_use(&tx->db, id, last, &use));
	if (use.below || use.posts)
		return CONFLICT;
	TRY(q_place_update_end(tx, id, last));
	return place_event(tx, by, "end", id, str_fmt(mem, "last day %.*s", STR_ARG(day_iso(mem, last))), S(""));
}

enum err
place_check(struct db *db, int64_t village, int64_t place)
{
	struct q_place_in_village row;

	return q_place_in_village(db, place ? place : village, village, day_of(db->now), &row);
}

/* ---- jobs ---- */

#define NAMES_EACH 50

static enum err
names_apply(struct tx *tx, bool *more)
{
	struct q_place_names_due_list due;

	TRY(q_place_names_due(&tx->db, day_of(tx->db.now), NAMES_EACH, &due));
	for (size_t i = 0; i < due.n; i++) {
		TRY(q_place_update_name(tx, due.p[i].place, due.p[i].name_zh, due.p[i].name_en));
		TRY(place_event(tx, &actor_clock, "take-name", due.p[i].place, S(""), due.p[i].name_zh));
	}
	*more = due.n == NAMES_EACH;
	return OK;
}

const struct job place_jobs[] = {
	{ "place names", 600, names_apply },
	{ NULL, 0, NULL },
};
