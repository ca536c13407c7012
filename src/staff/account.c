/* account.c — passwords, signing in, and the one-time code of the first start. See staff.h. */
#include "staff/staff.h"

#include "base/rand.h"
#include "base/utf8.h"
#include "desk/event.h"
#include "gen/admin.sql.h"

/* What is tried first everywhere, and what is near at hand here. Compared in lower case. */
static const char *const common[] = {
	"12345678",   "123456789", "1234567890",    "password",   "password1",  "passw0rd",   "qwertyui",
	"qwerty123",  "11111111",  "00000000",      "88888888",   "66666666",   "123123123",  "12341234",
	"87654321",   "abcd1234",  "abc12345",      "a1234567",   "a12345678",  "1qaz2wsx",   "iloveyou",
	"admin123",   "admin888",  "administrator", "woaini1314", "5201314520", "zhongguo",   "sichuan123",
	"suining123", "pengxi123", "heye1234",      "heye2026",   "heyexiang",  "zongzhi123", "qwertyuiop",
	"1q2w3e4r",   "asdfghjkl", "zxcvbnm123",    "letmein123", "welcome1",   "aa123456",   "a123456789",
	"147258369",  "123456ab",  "qq123456",      "p@ssw0rd",   "admin@123",  "abc@1234",   "password123"
};

static str
lower(struct arena *mem, str s)
{
	char *p = make(mem, char, s.n + 1);

	for (size_t i = 0; i < s.n; i++)
		p[i] = s.p[i] >= 'A' && s.p[i] <= 'Z' ? (char)(s.p[i] - 'A' + 'a') : s.p[i];
	return (str){ p, s.n };
}

static bool
same_fold(str a, const char *z)
{
	size_t i = 0;

	for (; i < a.n && z[i]; i++)
		if ((a.p[i] >= 'A' && a.p[i] <= 'Z' ? a.p[i] - 'A' + 'a' : a.p[i]) != z[i])
			return false;
	return i == a.n && !z[i];
}

static bool
one_character(str s)
{
	for (size_t i = 1; i < s.n; i++)
		if (s.p[i] != s.p[0])
			return false;
	return true;
}

enum staff_password_fault
staff_password_check(str password, str login)
{
	size_t n = utf8_ok(password) ? utf8_count(password) : 0;

	if (n < STAFF_PASSWORD_MIN)
		return PASSWORD_SHORT;
	if (n > STAFF_PASSWORD_MAX)
		return PASSWORD_LONG;
	if (one_character(password))
		return PASSWORD_COMMON;
	for (size_t i = 0; i < sizeof(common) / sizeof(*common); i++)
		if (same_fold(password, common[i]))
			return PASSWORD_COMMON;
	if (login.n >= 3 && str_has(password, login))
		return PASSWORD_LOGIN;
	return PASSWORD_GOOD;
}

bool
staff_login_good(str login)
{
	if (login.n < 3 || login.n > 32 || login.p[0] < 'a' || login.p[0] > 'z')
		return false;
	for (size_t i = 0; i < login.n; i++) {
		char c = login.p[i];

		if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && c != '.' && c != '-' && c != '_')
			return false;
	}
	return true;
}

str
staff_password_make(struct arena *mem)
{
	static const char letters[] = "abcdefghjkmnpqrstuvwxyz23456789";
	char *p = make(mem, char, 15);

	for (size_t i = 0; i < 14; i++)
		p[i] = i % 5 == 4 ? '-' : letters[rand_below(sizeof(letters) - 1)];
	return (str){ p, 14 };
}

enum err
staff_sign_in(struct db *db, str login, str password, int64_t *person)
{
	struct q_staff_account_by_login row = { 0 };
	enum err e = q_staff_account_by_login(db, lower(db->mem, str_trim(str_narrow(db->mem, login))), &row);

	if (e != OK && e != NOT_FOUND)
		return e;
	if (e == NOT_FOUND) {
		(void)seal_password(db->mem, password); /* as long as a check, so that time says nothing about names */
		return NOT_FOUND;
	}
	if (!seal_password_ok(row.password, password))
		return NOT_FOUND;
	*person = row.person;
	return OK;
}

enum err
staff_must_change(struct db *db, int64_t person, bool *must)
{
	struct q_staff_account row = { 0 };
	enum err e = q_staff_account(db, person, &row);

	*must = e == OK && row.must_change;
	return e == NOT_FOUND ? OK : e;
}

static enum err
account_event(struct tx *tx, const struct actor *by, const char *kind, int64_t person, bool must_change)
{
	return event_add(tx, by,
			 &(struct event){ .object = S("account"),
					  .id = person,
					  .kind = str_of(kind),
					  .detail = must_change ? S("one-time") : S("") },
			 NULL);
}

enum err
staff_add_account(struct tx *tx, const struct actor *by, int64_t person, str login, str hashed, bool must_change)
{
	struct q_staff_person who;

	if (!staff_login_good(login) || hashed.n == 0)
		return INVALID;
	TRY(q_staff_person(&tx->db, person, &who));
	if (who.ended_at.ms)
		return NOT_FOUND;
	TRY(q_admin_account_insert(tx, person, login, hashed, must_change, tx->db.now));
	return account_event(tx, by, "add", person, must_change);
}

enum err
staff_set_password(struct tx *tx, const struct actor *by, int64_t person, str hashed, bool must_change)
{
	if (hashed.n == 0)
		return INVALID;
	TRY(q_admin_account_password(tx, person, hashed, must_change, tx->db.now));
	return account_event(tx, by, by->person == person ? "change-password" : "reset-password", person, must_change);
}

enum err
staff_end_account(struct tx *tx, const struct actor *by, int64_t person)
{
	TRY(q_admin_account_end(tx, person, tx->db.now));
	return account_event(tx, by, "end", person, false);
}

/* ---- first start ---- */

static hash
code_hash(struct arena *mem, str code)
{
	char *p = make(mem, char, code.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < code.n; i++)
		if (code.p[i] != '-' && code.p[i] != ' ')
			p[n++] = code.p[i];
	return hash_of(str_join(mem, S("heye setup "), lower(mem, (str){ p, n })));
}

static enum err
no_administrator(struct db *db)
{
	struct q_staff_administrators row;

	TRY(q_staff_administrators(db, day_of(db->now), &row));
	return row.n ? FORBIDDEN : OK;
}

/* 12 of 31 letters are 59 bits, good for 15 minutes: a plain hash is enough. */
enum err
staff_setup_code(struct tx *tx, str *code)
{
	hash h;

	TRY(no_administrator(&tx->db));
	*code = staff_password_make(tx->db.mem);
	h = code_hash(tx->db.mem, *code);
	TRY(q_admin_setup_set(tx, hash_str(&h), tx->db.now));
	return event_add(tx, &actor_clock, &(struct event){ .object = S("setup"), .kind = S("code") }, NULL);
}

enum err
staff_setup_check(struct db *db, str code)
{
	struct q_staff_setup_row row;
	hash h = code_hash(db->mem, str_narrow(db->mem, code));

	TRY(q_staff_setup_row(db, &row));
	if (db->now.ms - row.made_at.ms > STAFF_SETUP_MINUTES * MS_MINUTE || !str_eq(row.hash, hash_str(&h)))
		return NOT_FOUND;
	return no_administrator(db) == OK ? OK : NOT_FOUND;
}

enum err
staff_setup(struct tx *tx, str code, str name, str login, str hashed, struct staff_made *made)
{
	struct q_staff_unit_code unit;
	struct staff_post_new post = { .role = ROLE_ADMINISTRATOR,
				       .title_zh = S("管理员"),
				       .title_en = S("Administrator"),
				       .valid_from = day_of(tx->db.now) };

	TRY(staff_setup_check(&tx->db, code));
	TRY(q_staff_unit_code(&tx->db, S("ZZ"), &unit));
	TRY(q_admin_setup_clear(tx));
	TRY(staff_add_person(tx, &actor_clock, name, &made->person));
	TRY(staff_add_account(tx, &actor_clock, made->person, login, hashed, false));
	post.person = made->person;
	post.unit = unit.id;
	return staff_add_post(tx, &actor_clock, &post, &made->post);
}
