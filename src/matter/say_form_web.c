/* say_form_web.c — the two forms of raising a matter: reading them, and filling their fields in again. */
#include "gen/conflict.sql.h"
#include "gen/say.sql.h"
#include "gen/say.words.h"
#include "gen/shot.words.h"
#include "gen/staff.sql.h"
#include "matter/pick_web.h"
#include "matter/say_web.h"
#include "matter/shot_web.h"

#define SPOT_MAX       100
#define NAME_MAX_CHARS 50
#define TEL_MAX        30
#define POSITION_MAX   40
#define OPTIONS_MAX    40
#define UNITS_MAX      200

static const char *const who_choices[] = { "open", "sealed", "none", NULL };
static const enum identity_level who_level[] = { IDENTITY_OPEN, IDENTITY_SEALED, IDENTITY_NONE };

static str
name_in(const struct req *rq, str zh, str en)
{
	return rq->lang == EN && en.n ? en : zh;
}

/* Ticked photos go, new ones come after those that stay. */
static void
read_photos(struct form_in *in, struct req *rq, struct say *s)
{
	const struct shots *new = shot_of(rq);
	str drop[MATTER_PHOTOS];
	size_t drops = form_all(in->form, S("drop"), drop, MATTER_PHOTOS), kept = 0;

	for (size_t i = 0; i < s->photos; i++) {
		bool gone = false;

		for (size_t j = 0; j < drops; j++)
			gone |= drop[j].n == 1 && drop[j].p[0] == (char)('1' + i);
		if (!gone)
			s->photo[kept++] = s->photo[i];
	}
	s->photos = kept;
	for (size_t i = 0; i < new->n && s->photos < MATTER_PHOTOS; i++)
		s->photo[s->photos++] = new->photo[i];
	if (new->bad)
		form_fault(in, "photo", new->bad);
	else if (kept + new->n > MATTER_PHOTOS)
		form_fault(in, "photo", &word_shot_many);
}

void
say_read_what(struct form_in *in, struct req *rq, struct say *s)
{
	str category = form_get(in->form, S("category"));
	bool known = category.n == 1 && category.p[0] >= 'A' && category.p[0] <= 'Z';

	s->what = form_text(in, "what", MATTER_TEXT_MAX, &word_say_what_missing, &word_say_what_long);
	if (!str_eq(s->category, known ? category : S("")))
		s->type = S("");
	s->category = known ? category : S("");
	read_photos(in, rq, s);
}

static enum err
read_place(struct db *db, struct form_in *in, struct say *s)
{
	struct q_say_place place;
	enum err e;

	s->place = form_int(in, "place", 1, INT64_MAX, &word_say_place_missing, &word_say_place_missing);
	if (s->place == 0)
		return OK;
	e = q_say_place(db, s->place, day_of(db->now), &place);
	if (e != NOT_FOUND)
		return e;
	s->place = 0;
	form_fault(in, "place", &word_say_place_missing);
	return OK;
}

static enum err
read_type(struct db *db, struct form_in *in, struct say *s)
{
	struct catalogue_type type;
	enum err e;

	s->type = form_get(in->form, S("type"));
	if (s->type.n == 0)
		return OK;
	e = catalogue_type(db, s->type, day_of(db->now), &type);
	if (e == NOT_FOUND)
		s->type = S("");
	else if (e == OK)
		s->category = str_head(s->type, 1);
	return e == NOT_FOUND ? OK : e;
}

/* What an office or the village did: who is complained about never gets it, from the first moment. */
static bool
about_office(const struct say *s)
{
	return str_eq(s->category, S("H"));
}

static enum err
read_accused(struct db *db, struct form_in *in, struct say *s)
{
	struct q_conflict_known known;

	s->accused = about_office(s) ? form_int(in, "accused", 1, INT64_MAX, NULL, &word_say_accused_gone) : 0;
	if (s->accused == 0)
		return OK;
	TRY(q_conflict_known(db, s->accused, 0, &known));
	if (known.n)
		return OK;
	s->accused = 0;
	form_fault(in, "accused", &word_say_accused_gone);
	return OK;
}

static enum err
accused_field(struct db *db, const struct req *rq, const struct say *s, struct field *f)
{
	*f = (struct field){ .name = "accused" };
	if (!about_office(s))
		return OK;
	*f = (struct field){ .name = "accused",
			     .label = &word_say_accused,
			     .hint = &word_say_accused_hint,
			     .value = s->accused ? str_fmt(db->mem, "%lld", (long long)s->accused) : S(""),
			     .optional = true };
	TRY(pick_units(db, rq, f));
	((struct choice *)(uintptr_t)f->choices)[0].word = &word_say_accused_none;
	return OK;
}

/* Nothing given needs no choice; a choice to be reachable needs something to be reached by. */
static void
read_who(struct form_in *in, bool sealing, struct say *s)
{
	bool given = s->name.n > 0 || s->phone.n > 0;
	int choice = form_choice(in, "who", who_choices, given ? &word_say_who_missing : NULL);
	str phone;

	if (s->phone.n && !say_phone(in->mem, s->phone, &phone))
		form_fault(in, "tel", &word_say_tel_bad);
	s->who = choice < 0 ? 0 : 1 + (int)who_level[choice];
	if (s->who == 1 + IDENTITY_SEALED && !sealing) {
		s->who = 0;
		form_fault(in, "who", &word_say_no_seal);
	}
	if (s->who > 1 + IDENTITY_NONE && !given)
		form_fault(in, "tel", &word_say_who_empty);
}

static void
read_position(struct form_in *in, struct say *s)
{
	str position;

	s->position = form_text(in, "position", POSITION_MAX, NULL, &word_say_position_bad);
	if (say_position(in->mem, s->position, &position))
		s->position = position;
	else
		form_fault(in, "position", &word_say_position_bad);
}

enum err
say_read_where(struct db *db, struct form_in *in, bool sealing, struct say *s)
{
	TRY(read_place(db, in, s));
	TRY(read_type(db, in, s));
	TRY(read_accused(db, in, s));
	s->spot = form_text(in, "spot", SPOT_MAX, NULL, &word_say_spot_long);
	read_position(in, s);
	s->name = form_text(in, "name", NAME_MAX_CHARS, NULL, &word_say_name_long);
	s->phone = form_text(in, "tel", TEL_MAX, NULL, &word_say_tel_bad);
	read_who(in, sealing, s);
	s->placed = form_good(in);
	return OK;
}

enum err
say_category_field(struct db *db, const struct req *rq, const struct say *s, struct field *f)
{
	struct q_catalogue_categories_list list;
	struct choice *choices = make(rq->mem, struct choice, OPTIONS_MAX + 1);

	TRY(q_catalogue_categories(db, day_of(db->now), OPTIONS_MAX, &list));
	for (size_t i = 0; i < list.n; i++)
		choices[i] = (struct choice){ .value = list.p[i].letter,
					      .text = name_in(rq, list.p[i].category_zh, list.p[i].category_en) };
	choices[list.n] = (struct choice){ .value = S("none"), .word = &word_say_category_none };
	*f = (struct field){ .name = "category",
			     .label = &word_say_category,
			     .hint = &word_say_category_hint,
			     .value = s->category.n ? s->category
				      : s->what.n   ? S("none")
						    : S(""),
			     .choices = choices,
			     .n = list.n + 1 };
	return OK;
}

static enum err
type_field(struct db *db, const struct req *rq, const struct say *s, struct field *f)
{
	struct q_catalogue_types_list list;
	struct choice *choices;
	size_t n = 0;

	*f = (struct field){ .name = "type" };
	if (s->category.n == 0)
		return OK;
	choices = make(rq->mem, struct choice, OPTIONS_MAX + 1);
	TRY(q_catalogue_types(db, day_of(db->now), CATALOGUE_MOST, &list));
	for (size_t i = 0; i < list.n && n < OPTIONS_MAX; i++)
		if (str_starts(list.p[i].code, s->category))
			choices[n++] = (struct choice){ .value = list.p[i].code,
							.text = name_in(rq, list.p[i].type_zh, list.p[i].type_en) };
	if (n == 0)
		return OK;
	choices[n] = (struct choice){ .value = S("none"), .word = &word_say_type_none };
	*f = (struct field){ .name = "type",
			     .label = &word_say_type,
			     .hint = &word_say_type_hint,
			     .value = s->type.n || !s->placed ? s->type : S("none"),
			     .choices = choices,
			     .n = n + 1 };
	return OK;
}

/* Matters of the village's own affairs and the conduct of officials begin sealed. */
static str
who_value(const struct say_form *f)
{
	int who = f->say->who;

	if (who == 0 && f->sealing && str_eq(f->say->category, S("H")))
		who = 1 + IDENTITY_SEALED;
	for (int i = 0; who_choices[i]; i++)
		if (who == 1 + (int)who_level[i])
			return str_of(who_choices[i]);
	return S("");
}

static struct field
who_field(const struct req *rq, const struct say_form *f)
{
	struct choice *c = make(rq->mem, struct choice, 3);
	size_t n = 0;

	c[n++] = (struct choice){ .value = S("open"), .word = &word_say_who_open, .hint = &word_say_who_open_do };
	if (f->sealing)
		c[n++] = (struct choice){ .value = S("sealed"),
					  .word = &word_say_who_sealed,
					  .hint = &word_say_who_sealed_do };
	c[n++] = (struct choice){ .value = S("none"), .word = &word_say_who_none, .hint = &word_say_who_none_do };
	return (struct field){ .name = "who",
			       .label = &word_say_who,
			       .hint = &word_say_who_hint,
			       .value = who_value(f),
			       .choices = c,
			       .n = n };
}

enum err
say_fields_make(struct db *db, const struct req *rq, const struct say_form *f, struct say_fields *in)
{
	const struct say *s = f->say;

	/* not "off": a browser forgets such a field when somebody goes back and forward again */
	in->spot = (struct field){ .name = "spot",
				   .label = &word_say_spot,
				   .hint = &word_say_spot_hint,
				   .value = s->spot,
				   .optional = true,
				   .complete = "on" };
	in->position = (struct field){ .name = "position",
				       .label = &word_say_position,
				       .hint = &word_say_position_hint,
				       .value = s->position,
				       .optional = true,
				       .complete = "off" };
	in->name = (struct field){ .name = "name",
				   .label = &word_say_name,
				   .hint = &word_say_name_hint,
				   .value = s->name,
				   .optional = true,
				   .complete = "name" };
	in->tel = (struct field){ .name = "tel",
				  .label = &word_say_tel,
				  .hint = &word_say_tel_hint,
				  .value = s->phone,
				  .optional = true,
				  .type = "tel",
				  .mode = "tel",
				  .complete = "tel" };
	in->who = who_field(rq, f);
	TRY(accused_field(db, rq, s, &in->accused));
	return type_field(db, rq, s, &in->type);
}

static str
place_text(const struct req *rq, const struct q_say_place *p)
{
	str village = name_in(rq, p->village_zh, p->village_en), name = name_in(rq, p->name_zh, p->name_en);

	return str_eq(village, name) ? name : str_fmt(rq->mem, "%.*s %.*s", STR_ARG(village), STR_ARG(name));
}

static const struct word *
who_word(int who)
{
	if (who == 1 + IDENTITY_OPEN)
		return &word_say_who_open;
	return who == 1 + IDENTITY_SEALED ? &word_say_who_sealed : &word_say_who_none;
}

static enum err
kind_text(struct db *db, const struct req *rq, const struct say *s, str *text)
{
	struct q_catalogue_categories_list list;
	struct catalogue_type type;

	*text = S("");
	if (s->type.n) {
		TRY(catalogue_type_or_default(db, s->type, day_of(db->now), &type));
		*text = name_in(rq, type.type_zh, type.type_en);
		return OK;
	}
	if (s->category.n == 0)
		return OK;
	TRY(q_catalogue_categories(db, day_of(db->now), OPTIONS_MAX, &list));
	for (size_t i = 0; i < list.n; i++)
		if (str_eq(list.p[i].letter, s->category))
			*text = name_in(rq, list.p[i].category_zh, list.p[i].category_en);
	return OK;
}

static enum err
unit_text(struct db *db, const struct req *rq, int64_t unit, str *text)
{
	struct q_staff_units_list l;

	*text = S("");
	TRY(q_staff_units(db, day_of(db->now), false, UNITS_MAX, &l));
	for (size_t i = 0; i < l.n; i++)
		if (l.p[i].id == unit)
			*text = name_in(rq, l.p[i].name_zh, l.p[i].name_en);
	return OK;
}

enum err
say_rows_make(struct db *db, const struct req *rq, const struct say_form *f, struct say_row *rows, size_t *n)
{
	const struct say *s = f->say;
	const char *d = str_z(rq->mem, f->token);
	url what = req_url(rq, "/say?d=%s&then=check", d), where = req_url(rq, "/say/where?d=%s&then=check", d);
	struct q_say_place place;
	str kind, office;

	TRY(kind_text(db, rq, s, &kind));
	TRY(unit_text(db, rq, s->accused, &office));
	TRY(q_say_place(db, s->place, day_of(db->now), &place));
	*n = 0;
	rows[(*n)++] = (struct say_row){ .label = &word_say_row_what, .value = s->what, .change = what };
	rows[(*n)++] = (struct say_row){ .label = &word_say_row_photos, .photos = (int64_t)s->photos, .change = what };
	rows[(*n)++] = (struct say_row){
		.label = &word_say_row_kind, .value = kind, .word = &word_say_category_none, .change = what
	};
	rows[(*n)++] =
		(struct say_row){ .label = &word_say_row_place, .value = place_text(rq, &place), .change = where };
	rows[(*n)++] = (struct say_row){ .label = &word_say_row_spot, .value = s->spot, .change = where };
	if (s->position.n)
		rows[(*n)++] = (struct say_row){ .label = &word_say_position, .value = s->position, .change = where };
	if (s->accused)
		rows[(*n)++] = (struct say_row){ .label = &word_say_accused, .value = office, .change = where };
	rows[(*n)++] = (struct say_row){ .label = &word_say_row_who, .word = who_word(s->who), .change = where };
	if (s->who == 1 + IDENTITY_NONE || s->who == 0)
		return OK;
	rows[(*n)++] = (struct say_row){ .label = &word_say_row_name, .value = s->name, .change = where };
	rows[(*n)++] = (struct say_row){ .label = &word_say_row_tel, .value = s->phone, .change = where };
	return OK;
}
