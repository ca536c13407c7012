/* admin.c — units, people and posts as the administrator changes them. See staff.h. */
#include "staff/staff.h"

#include "base/rand.h"
#include "base/utf8.h"
#include "desk/event.h"
#include "gen/admin.sql.h"
#include "gen/place.sql.h"

#define POSTS_MOST 200

static bool
text_good(str s, size_t most)
{
	return s.n == 0 || (utf8_ok(s) && utf8_count(s) <= most && str_find(s, S("\n")) < 0);
}

static bool
name_good(str s, size_t most)
{
	return s.n > 0 && text_good(s, most);
}

static str
some(str s)
{
	return s.p ? s : S("");
}

static enum err
admin_event(struct tx *tx, const struct actor *by, str object, const char *kind, int64_t id, str detail, str text)
{
	struct event e = { .object = object, .id = id, .kind = str_of(kind), .detail = detail };

	if (text.n)
		e.text = hash_of(text);
	return event_add(tx, by, &e, NULL);
}

static str
last_day(struct tx *tx, day last)
{
	return str_fmt(tx->db.mem, "last day %.*s", STR_ARG(day_iso(tx->db.mem, last)));
}

static bool
in_force(day valid_from, day valid_to, day today)
{
	return valid_from.n <= today.n && (valid_to.n == 0 || valid_to.n >= today.n);
}

/* ---- units ---- */

static bool
code_good(str code)
{
	for (size_t i = 0; i < code.n; i++) {
		char c = code.p[i];

		if (!(c >= 'A' && c <= 'Z') && !(c >= '0' && c <= '9') && c != '-')
			return false;
	}
	return code.n >= 1 && code.n <= 12;
}

enum err
staff_add_unit(struct tx *tx, const struct actor *by, const struct staff_unit_new *n, int64_t *id)
{
	struct q_staff_unit_code used;
	enum err e;

	if (!code_good(n->code) || !name_good(n->name_zh, STAFF_NAME_MAX) || !text_good(n->name_en, 100) ||
	    !text_good(n->phone, 20))
		return INVALID;
	if (n->kind < UNIT_GROUP || n->kind > UNIT_OUTSIDE || n->valid_from.n == 0 ||
	    (n->village && n->kind != UNIT_VILLAGE))
		return INVALID;
	e = q_staff_unit_code(&tx->db, n->code, &used);
	if (e != NOT_FOUND)
		return e == OK ? CONFLICT : e;
	*id = rand_id(tx->db.now.ms);
	TRY(q_admin_unit_insert(tx, *id, n->code, n->kind, n->village, n->name_zh,
				n->name_en.n ? n->name_en : n->name_zh, some(n->phone), n->sort, n->valid_from,
				(day){ 0 }));
	return admin_event(tx, by, S("unit"), "add", *id, n->code, n->name_zh);
}

enum err
staff_change_unit(struct tx *tx, const struct actor *by, int64_t id, str name_zh, str name_en, str phone)
{
	if (!name_good(name_zh, STAFF_NAME_MAX) || !text_good(name_en, 100) || !text_good(phone, 20))
		return INVALID;
	TRY(q_admin_unit_update(tx, id, name_zh, name_en.n ? name_en : name_zh, some(phone)));
	return admin_event(tx, by, S("unit"), "change", id, S(""), str_join(tx->db.mem, name_zh, some(phone)));
}

enum err
staff_end_unit(struct tx *tx, const struct actor *by, int64_t id, day last)
{
	struct q_admin_unit_posts_list posts;

	TRY(q_admin_unit_posts(&tx->db, id, last, 1, &posts));
	if (posts.n)
		return CONFLICT;
	TRY(q_admin_unit_end(tx, id, last));
	return admin_event(tx, by, S("unit"), "end", id, last_day(tx, last), S(""));
}

/* ---- people ---- */

enum err
staff_add_person(struct tx *tx, const struct actor *by, str name, int64_t *id)
{
	if (!name_good(name, STAFF_NAME_MAX))
		return INVALID;
	*id = rand_id(tx->db.now.ms);
	TRY(q_admin_person_insert(tx, *id, name, tx->db.now));
	return admin_event(tx, by, S("person"), "add", *id, S(""), S(""));
}

enum err
staff_rename_person(struct tx *tx, const struct actor *by, int64_t id, str name)
{
	if (!name_good(name, STAFF_NAME_MAX))
		return INVALID;
	TRY(q_admin_person_name(tx, id, name));
	return admin_event(tx, by, S("person"), "rename", id, S(""), S(""));
}

static enum err
held_on(struct db *db, int64_t post, const struct staff_guard *guards, int64_t *n)
{
	for (; guards && guards->holds; guards++) {
		int64_t more = 0;

		TRY(guards->holds(db, post, &more));
		*n += more;
	}
	return OK;
}

/* Whether somebody else can still administer on the day after; asked after the change, which is rolled
 * back if not. */
static enum err
administrator_left(struct db *db, day last)
{
	struct q_staff_administrators row;
	day next = day_add(last, 1);

	TRY(q_staff_administrators(db, day_of(db->now), &row));
	if (row.n == 0)
		return FORBIDDEN;
	TRY(q_staff_administrators(db, next, &row));
	return row.n ? OK : FORBIDDEN;
}

enum err
staff_end_person(struct tx *tx, const struct actor *by, int64_t id, const struct staff_guard *guards, int64_t *n)
{
	day last = day_add(day_of(tx->db.now), -1);
	struct q_admin_person_posts_list posts;
	bool administers = false;

	*n = 0;
	TRY(q_admin_person_posts(&tx->db, id, last, POSTS_MOST, &posts));
	for (size_t i = 0; i < posts.n; i++)
		TRY(held_on(&tx->db, posts.p[i].id, guards, n));
	if (*n)
		return CONFLICT;
	for (size_t i = 0; i < posts.n; i++) {
		struct q_staff_post post;

		TRY(q_staff_post(&tx->db, posts.p[i].id, &post));
		administers |= post.role == ROLE_ADMINISTRATOR;
		TRY(q_admin_post_end(tx, post.id, post.valid_from.n > last.n ? day_add(post.valid_from, -1) : last));
		TRY(admin_event(tx, by, S("post"), "end", post.id, last_day(tx, last), S("")));
	}
	TRY(q_admin_account_end(tx, id, tx->db.now));
	TRY(q_admin_person_end(tx, id, tx->db.now));
	if (administers)
		TRY(administrator_left(&tx->db, last));
	return admin_event(tx, by, S("person"), "end", id, S(""), S(""));
}

/* ---- posts ---- */

static enum err
village_good(struct db *db, int64_t village, day from)
{
	struct q_place_by_id place;

	if (village == 0)
		return OK;
	TRY(q_place_by_id(db, village, &place));
	return (place.kind == 2 || place.kind == 3) && (place.valid_to.n == 0 || place.valid_to.n >= from.n) ? OK
													     : INVALID;
}

enum err
staff_add_post(struct tx *tx, const struct actor *by, const struct staff_post_new *n, int64_t *id)
{
	struct q_staff_person who;
	struct q_staff_unit unit;
	enum err e;

	if (n->role <= ROLE_NONE || n->role >= ROLES || (n->role == ROLE_GRID_WORKER && n->village == 0))
		return INVALID;
	if (!text_good(n->title_zh, STAFF_NAME_MAX) || !text_good(n->title_en, 100) || !text_good(n->phone, 20))
		return INVALID;
	if (n->valid_from.n == 0 || (n->valid_to.n && n->valid_to.n < n->valid_from.n))
		return INVALID;
	TRY(q_staff_person(&tx->db, n->person, &who));
	TRY(q_staff_unit(&tx->db, n->unit, &unit));
	if (who.ended_at.ms || unit.kind == UNIT_OUTSIDE || (unit.valid_to.n && unit.valid_to.n < n->valid_from.n))
		return INVALID;
	e = village_good(&tx->db, n->village, n->valid_from);
	if (e != OK)
		return e == NOT_FOUND ? INVALID : e;
	*id = rand_id(tx->db.now.ms);
	TRY(q_admin_post_insert(tx, *id, n->person, n->unit, n->role, n->village, some(n->title_zh),
				n->title_en.n ? n->title_en : some(n->title_zh), some(n->phone), n->valid_from,
				n->valid_to, tx->db.now));
	return admin_event(tx, by, S("post"), "add", *id,
			   str_fmt(tx->db.mem, "%s person %lld unit %lld village %lld from %.*s",
				   staff_role_key(n->role), (long long)n->person, (long long)n->unit,
				   (long long)n->village, STR_ARG(day_iso(tx->db.mem, n->valid_from))),
			   S(""));
}

enum err
staff_change_post(struct tx *tx, const struct actor *by, int64_t id, str title_zh, str title_en, str phone)
{
	if (!text_good(title_zh, STAFF_NAME_MAX) || !text_good(title_en, 100) || !text_good(phone, 20))
		return INVALID;
	TRY(q_admin_post_phone(tx, id, some(title_zh), title_en.n ? title_en : some(title_zh), some(phone)));
	return admin_event(tx, by, S("post"), "change", id, S(""), str_join(tx->db.mem, some(title_zh), some(phone)));
}

enum err
staff_end_post(struct tx *tx, const struct actor *by, int64_t id, day last, const struct staff_guard *guards,
	       int64_t *n)
{
	struct q_staff_post post;

	*n = 0;
	TRY(q_staff_post(&tx->db, id, &post));
	if (last.n == 0 || last.n < post.valid_from.n - 1)
		return INVALID;
	TRY(held_on(&tx->db, id, guards, n));
	if (*n)
		return CONFLICT;
	TRY(q_admin_post_end(tx, id, last));
	if (post.role == ROLE_ADMINISTRATOR && in_force(post.valid_from, post.valid_to, day_of(tx->db.now)))
		TRY(administrator_left(&tx->db, last));
	return admin_event(tx, by, S("post"), "end", id, last_day(tx, last), S(""));
}
