/* import.c — a catalogue file, line by line; the built-in one is read the same way. See catalogue.h. */
#include "base/csv.h"
#include "base/utf8.h"
#include "catalogue/catalogue.h"
#include "catalogue/limit.h"
#include "desk/event.h"
#include "gen/staff.sql.h"
#include "gen/taxonomy.csv.h"

#define COLUMNS 10

static const char *const header[COLUMNS] = {
	"code",          "category_zh", "category_en",  "type_zh",          "type_en",
	"default_group", "urgency",     "accept_hours", "resolve_workdays", "public_by_default"
};

struct sheet {
	struct catalogue_type *type;
	size_t n;
};

static void
line_bad(struct catalogue_import *out, int line, enum catalogue_fault fault, str text)
{
	if (out->bads < CATALOGUE_LINES)
		out->bad[out->bads++] = (struct catalogue_line){ line, fault, utf8_head(text, 60) };
}

static bool
header_good(const struct csv_row *row)
{
	if (row->n != COLUMNS)
		return false;
	for (size_t i = 0; i < COLUMNS; i++)
		if (!str_eq(str_trim(row->field[i]), str_of(header[i])))
			return false;
	return true;
}

static bool
number_read(struct arena *mem, str s, int64_t most, int *n)
{
	int64_t v;

	if (!str_int(str_narrow(mem, s), &v) || v < 1 || v > most)
		return false;
	*n = (int)v;
	return true;
}

static enum catalogue_urgency
urgency_read(str s)
{
	int u = URGENCIES - 1;

	while (u > 0 && !str_eq(s, str_of(catalogue_urgency_key((enum catalogue_urgency)u))))
		u--;
	return (enum catalogue_urgency)u;
}

/* Fills *t from the ten fields, or says which one is wrong. */
static enum catalogue_fault
row_read(struct arena *mem, const struct csv_row *row, struct catalogue_type *t, str *wrong)
{
	str f[COLUMNS];

	for (size_t i = 0; i < COLUMNS; i++)
		f[i] = str_trim(row->field[i]);
	*t = (struct catalogue_type){ .code = f[0],
				      .category_zh = f[1],
				      .category_en = f[2],
				      .type_zh = f[3],
				      .type_en = f[4],
				      .unit_code = f[5],
				      .urgency = urgency_read(f[6]),
				      .confirm_days = CATALOGUE_CONFIRM_DAYS,
				      .reopen_days = CATALOGUE_REOPEN_DAYS };
	*wrong = f[0];
	if (!catalogue_code_good(t->code))
		return CATALOGUE_CODE;
	*wrong = f[6];
	if (t->urgency == 0)
		return CATALOGUE_URGENCY;
	*wrong = f[7];
	if (!number_read(mem, f[7], 240, &t->accept_hours))
		return CATALOGUE_NUMBER;
	*wrong = f[8];
	if (!number_read(mem, f[8], 120, &t->resolve_workdays))
		return CATALOGUE_NUMBER;
	*wrong = f[9];
	t->public_by_default = str_eq(f[9], S("yes")) || str_eq(f[9], S("是"));
	if (!t->public_by_default && !str_eq(f[9], S("no")) && !str_eq(f[9], S("否")))
		return CATALOGUE_YES_NO;
	*wrong = f[3];
	return catalogue_type_good(t) ? CATALOGUE_GOOD : CATALOGUE_TEXT;
}

static enum err
unit_known(struct db *db, str code, bool *known)
{
	struct q_staff_unit_code unit;
	enum err e = q_staff_unit_code(db, code, &unit);

	*known = e == OK;
	return e == NOT_FOUND ? OK : e;
}

static bool
code_seen(const struct sheet *s, str code)
{
	for (size_t i = 0; i < s->n; i++)
		if (str_eq(s->type[i].code, code))
			return true;
	return false;
}

static enum err
line_take(struct db *db, const struct csv_row *row, const char *fault, int line, struct sheet *s,
	  struct catalogue_import *out)
{
	struct catalogue_type *t = &s->type[s->n];
	enum catalogue_fault wrong;
	str text = S("");
	bool known;

	if (fault || row->n != COLUMNS || s->n == CATALOGUE_MOST - 1) {
		line_bad(out, line, CATALOGUE_COLUMNS, str_of(fault));
		return OK;
	}
	wrong = row_read(db->mem, row, t, &text);
	if (wrong == CATALOGUE_GOOD && code_seen(s, t->code))
		wrong = CATALOGUE_TWICE;
	TRY(unit_known(db, t->unit_code, &known));
	if (wrong == CATALOGUE_GOOD && !known) {
		wrong = CATALOGUE_UNIT;
		text = t->unit_code;
	}
	if (wrong != CATALOGUE_GOOD)
		line_bad(out, line, wrong, text);
	else
		s->n++;
	return OK;
}

static enum err
sheet_read(struct db *db, str bytes, struct sheet *s, struct catalogue_import *out)
{
	struct csv_row row;
	struct csv csv;
	const char *fault;
	str text;

	*out = (struct catalogue_import){ 0 };
	*s = (struct sheet){ .type = make(db->mem, struct catalogue_type, CATALOGUE_MOST) };
	if (!utf8_from_any(db->mem, bytes, &text)) {
		line_bad(out, 1, CATALOGUE_ENCODING, S(""));
		return INVALID;
	}
	csv = csv_open(text);
	if (!csv_next(&csv, db->mem, &row, &fault) || fault || !header_good(&row)) {
		line_bad(out, 1, CATALOGUE_HEADER, S(""));
		return INVALID;
	}
	while (csv_next(&csv, db->mem, &row, &fault))
		TRY(line_take(db, &row, fault, csv.line, s, out));
	if (s->n == 0 && out->bads == 0)
		line_bad(out, 2, CATALOGUE_COLUMNS, S(""));
	return out->bads ? INVALID : OK;
}

/* What a line leaves as it is in the township's own version: confirmation and reopening days are not in
 * the file. */
static enum err
compare(struct db *db, struct catalogue_type *t, bool *same, struct catalogue_import *out)
{
	struct catalogue_type old;
	enum err e = catalogue_type(db, t->code, day_of(db->now), &old);

	*same = false;
	out->types++;
	if (e == NOT_FOUND) {
		out->added++;
		return OK;
	}
	TRY(e);
	t->confirm_days = old.confirm_days;
	t->reopen_days = old.reopen_days;
	*same = str_eq(old.category_zh, t->category_zh) && str_eq(old.category_en, t->category_en) &&
		str_eq(old.type_zh, t->type_zh) && str_eq(old.type_en, t->type_en) &&
		str_eq(old.unit_code, t->unit_code) && old.urgency == t->urgency &&
		old.accept_hours == t->accept_hours && old.resolve_workdays == t->resolve_workdays &&
		old.public_by_default == t->public_by_default;
	out->same += *same;
	out->changed += !*same;
	return OK;
}

enum err
catalogue_check(struct db *db, str csv, struct catalogue_import *out)
{
	struct sheet s;
	bool same;

	TRY(sheet_read(db, csv, &s, out));
	for (size_t i = 0; i < s.n; i++)
		TRY(compare(db, &s.type[i], &same, out));
	return OK;
}

enum err
catalogue_import(struct tx *tx, const struct actor *by, str csv, day from, struct catalogue_import *out)
{
	struct sheet s;
	bool same;

	if (from.n <= day_of(tx->db.now).n)
		return INVALID;
	TRY(sheet_read(&tx->db, csv, &s, out));
	for (size_t i = 0; i < s.n; i++) {
		TRY(compare(&tx->db, &s.type[i], &same, out));
		s.type[i].valid_from = from;
		if (!same)
			TRY(catalogue_set(tx, by, &s.type[i]));
	}
	return OK;
}

enum err
catalogue_seed(struct tx *tx, const struct actor *by)
{
	str csv = { (const char *)text_taxonomy, text_taxonomy_size };
	struct catalogue_import out;
	struct sheet s;

	TRY(sheet_read(&tx->db, csv, &s, &out));
	for (size_t i = 0; i < s.n; i++) {
		s.type[i].valid_from = day_make(2020, 1, 1);
		TRY(catalogue_insert(tx, &s.type[i]));
	}
	TRY(limit_seed(tx));
	return event_add(tx, by,
			 &(struct event){ .object = S("matter_type"),
					  .kind = S("seed"),
					  .text = hash_of(csv),
					  .detail = str_fmt(tx->db.mem, "types %zu", s.n) },
			 NULL);
}
