/* staff.h — who works here: units, people, posts (person × unit × role × area × from–to) and accounts.
 *
 * A person signs in with an account and acts in a post; the post, not the person, stands in matters and
 * events. Everything is dated: who holds what on a day is a question with an answer for every day. Nothing
 * here counts, ranks or times anybody. Other slices read the queries of staff.sql: q_staff_post,
 * q_staff_holders, q_staff_units … */
#ifndef HEYE_STAFF_STAFF_H
#define HEYE_STAFF_STAFF_H

#include "base/seal.h"
#include "db/db.h"
#include "desk/actor.h"
#include "gen/staff.sql.h"

/* The numbers stand in the table: never renumber. */
enum staff_unit_kind { UNIT_GROUP = 1, UNIT_OFFICE = 2, UNIT_VILLAGE = 3, UNIT_OUTSIDE = 4, UNIT_KINDS };

#define STAFF_NAME_MAX     50
#define STAFF_PASSWORD_MIN 8
#define STAFF_PASSWORD_MAX 128

/* ---- asked by the web floor (struct site) and by other slices ---- */

/* The actor of a person in a post. post 0 takes the only one. NOT_FOUND: none in force; CONFLICT: several,
 * the person must choose. */
MUST_USE enum err staff_actor(struct db *db, int64_t person, int64_t post, struct actor *a);

/* Slow (Argon2id): slow lane only. NOT_FOUND for an unknown name and a wrong password alike, after the
 * same work. */
MUST_USE enum err staff_sign_in(struct db *db, str login, str password, int64_t *person);

/* Whether the person still signs in with a one-time password; false without an account. */
MUST_USE enum err staff_must_change(struct db *db, int64_t person, bool *must);

/* The post of a unit's head today; missing, the township leader's; NOT_FOUND when there is neither. */
MUST_USE enum err staff_head_of_unit(struct db *db, int64_t unit, int64_t *post);

/* Whether `post` may hold a matter of `unit` today: a handler, head or grid worker of it. NOT_FOUND if not. */
MUST_USE enum err staff_holder_check(struct db *db, int64_t unit, int64_t post);

/* ---- what features give ---- */

/* Whoever may hold something on a post says so here: ending a post that holds something is refused
 * (features.md ★15). */
struct staff_guard {
	enum err (*holds)(struct db *db, int64_t post, int64_t *n);
};

extern const struct staff_guard staff_guards[]; /* made in features.c; ends with a row without function */

/* ---- the administrator ---- */

struct staff_unit_new {
	str code, name_zh, name_en, phone;
	enum staff_unit_kind kind;
	int64_t village; /* of a committee, else 0 */
	int sort;
	day valid_from;
};

/* INVALID: a text is missing or bad. CONFLICT: the code has been used before. */
MUST_USE enum err staff_add_unit(struct tx *tx, const struct actor *by, const struct staff_unit_new *n, int64_t *id);
MUST_USE enum err staff_change_unit(struct tx *tx, const struct actor *by, int64_t id, str name_zh, str name_en,
				    str phone);
MUST_USE enum err staff_end_unit(struct tx *tx, const struct actor *by, int64_t id,
				 day last); /* CONFLICT: posts outlast that day */

MUST_USE enum err staff_add_person(struct tx *tx, const struct actor *by, str name, int64_t *id);
MUST_USE enum err staff_rename_person(struct tx *tx, const struct actor *by, int64_t id, str name);
/* Ends the person, the account and all posts at once. CONFLICT: *n matters are still held. FORBIDDEN: the
 * last administrator. */
MUST_USE enum err staff_end_person(struct tx *tx, const struct actor *by, int64_t id, const struct staff_guard *guards,
				   int64_t *n);

struct staff_post_new {
	int64_t person, unit;
	enum role role;
	int64_t village; /* 0: the whole township; a grid worker must have one */
	str title_zh, title_en, phone;
	day valid_from, valid_to; /* valid_to may be none */
};

MUST_USE enum err staff_add_post(struct tx *tx, const struct actor *by, const struct staff_post_new *n, int64_t *id);
MUST_USE enum err staff_change_post(struct tx *tx, const struct actor *by, int64_t id, str title_zh, str title_en,
				    str phone);
/* `last` is the last day in force. CONFLICT: *n matters are held on it. FORBIDDEN: the last administrator. */
MUST_USE enum err staff_end_post(struct tx *tx, const struct actor *by, int64_t id, day last,
				 const struct staff_guard *guards, int64_t *n);

/* ---- accounts ---- */

enum staff_password_fault { PASSWORD_GOOD, PASSWORD_SHORT, PASSWORD_LONG, PASSWORD_COMMON, PASSWORD_LOGIN };
enum staff_password_fault staff_password_check(str password, str login);

bool staff_login_good(str login); /* 3 to 32 of a–z 0–9 . - _, beginning with a letter */

/* A one-time password to be printed once: 12 characters without look-alikes. */
str staff_password_make(struct arena *mem);

/* `hashed` comes from seal_password(), made on the slow lane. CONFLICT: the log-in name is taken. */
MUST_USE enum err staff_add_account(struct tx *tx, const struct actor *by, int64_t person, str login, str hashed,
				    bool must_change);
MUST_USE enum err staff_set_password(struct tx *tx, const struct actor *by, int64_t person, str hashed,
				     bool must_change);
MUST_USE enum err staff_end_account(struct tx *tx, const struct actor *by, int64_t person);

/* ---- first start ---- */

#define STAFF_SETUP_MINUTES 15

/* While no administrator can sign in: a new code, good for 15 minutes, once; only its hash is stored.
 * FORBIDDEN: there is one. */
MUST_USE enum err staff_setup_code(struct tx *tx, str *code);

/* Whether a code is waiting and this is it. NOT_FOUND if not. */
MUST_USE enum err staff_setup_check(struct db *db, str code);

struct staff_made {
	int64_t person, post;
};

/* The first administrator, in the unit ZZ (综治中心). Uses the code up. */
MUST_USE enum err staff_setup(struct tx *tx, str code, str name, str login, str hashed, struct staff_made *made);

/* The 8 working groups, the offices and a committee for each village in force (domain.md §1.6). */
MUST_USE enum err staff_seed_units(struct tx *tx, const struct actor *by);

const char *staff_role_key(enum role r); /* "unit_head": for events and tests */

#endif
