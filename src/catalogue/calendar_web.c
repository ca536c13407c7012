#include "catalogue/calendar_web.h"

#include "base/utf8.h"
#include "catalogue/catalogue_web.h"
#include "gen/calendar.html.h"
#include "gen/catalogue.words.h"
#include "place/panel_web.h"

#define VERSIONS_MOST 50

const struct word *
calendar_fault_word(enum clock_fault fault)
{
	static const struct word *const words[CLOCK_FAULTS] = {
		&word_catalogue_bad_columns, &word_catalogue_bad_encoding,  &word_catalogue_cal_no_year,
		&word_catalogue_cal_gap,     &word_catalogue_cal_no_header, &word_catalogue_cal_columns,
		&word_catalogue_cal_date,    &word_catalogue_cal_kind,      &word_catalogue_cal_year,
		&word_catalogue_cal_twice,   &word_catalogue_cal_weekday,   &word_catalogue_cal_empty
	};

	return words[fault];
}

static struct calendar_year
year_of(const struct calendar *c, int year)
{
	struct calendar_year y = { .year = year, .provisional = year < c->first_year || year > c->last_year };

	for (day d = day_make(year, 1, 1); d.n <= day_make(year, 12, 31).n; d = day_add(d, 1))
		y.working += calendar_works(c, d);
	for (size_t i = 0; i < c->n; i++)
		if (day_civil(c->days[i].day).year == year) {
			y.made_up += c->days[i].works;
			y.off += !c->days[i].works;
		}
	return y;
}

static enum err
list_page(struct db *db, struct req *rq, struct res *rs)
{
	struct frame f = { .title = &word_catalogue_calendar, .rq = rq, .nav = "calendar" };
	int this_year = day_civil(day_of(db->now)).year, first;
	struct calendar_page in = { .n = 0 };
	const struct calendar *c;
	struct page *p;

	TRY(clock_calendar(db, &c));
	TRY(q_clock_lists(db, 0, VERSIONS_MOST, &in.versions));
	first = c->first_year && c->first_year < this_year ? c->first_year : this_year;
	for (int y = first; y <= this_year + 1 && in.n < CALENDAR_YEARS; y++)
		in.year[in.n++] = year_of(c, y);
	in.reminder = clock_reminder(c, day_of(db->now), &in.reminder_year);
	in.now = c->version;
	p = res_page(rs);
	frame_begin(p, &f);
	view_calendar_list(p, &in);
	frame_end(p, &f);
	return OK;
}

static struct panel
import_form(const struct req *rq)
{
	struct panel f = { .rq = rq,
			   .nav = "calendar",
			   .title = &word_catalogue_cal_import,
			   .intro = &word_catalogue_cal_import_intro,
			   .button = &word_catalogue_import_try,
			   .back = S("/admin/calendar"),
			   .typed = rq->method == POST ? rq->form : NULL };
	struct field *text;

	panel_file(&f, "file", &word_catalogue_file)->hint = &word_catalogue_file_hint;
	text = panel_area(&f, "text", &word_catalogue_paste, S(""));
	text->hint = &word_catalogue_cal_example;
	text->optional = true;
	text->rows = 10;
	return f;
}

static enum err
import_page(struct db *db, struct req *rq, struct res *rs)
{
	struct panel f = import_form(rq);

	(void)db;
	return panel_show(&f, rs);
}

static enum err
show(struct req *rq, struct res *rs, const struct calendar_found *in)
{
	struct frame f = { .title = &word_catalogue_cal_import, .rq = rq, .nav = "calendar" };
	struct page *p = res_page(rs);

	res_status(rs, in->found.kind == CLOCK_GOOD ? 200 : 422);
	frame_begin(p, &f);
	view_calendar_found(p, in);
	frame_end(p, &f);
	return INVALID; /* a rehearsal: shown, and nothing kept */
}

static enum err
import_change(struct tx *tx, struct req *rq, struct res *rs)
{
	struct calendar_found in = { .rq = rq };
	struct panel f = import_form(rq);
	str bytes = S("");
	enum err e = catalogue_upload(rq, S("file"), S("text"), &bytes);

	if (e == BROKEN)
		return e;
	if (e == CONFLICT)
		panel_fault(&f, "file", &word_catalogue_file_large);
	else if (bytes.n == 0)
		panel_fault(&f, "file", &word_catalogue_file_missing);
	if (f.faults.n)
		return panel_show(&f, rs);
	if (!form_has(rq->form, S("sure")) || !utf8_from_any(rq->mem, bytes, &in.text)) {
		e = clock_check(&tx->db, bytes, &in.found);
		if (e != OK && e != INVALID)
			return e;
		if (in.found.kind == CLOCK_GOOD)
			(void)utf8_from_any(rq->mem, bytes, &in.text);
		return show(rq, rs, &in);
	}
	e = clock_import(tx, &rq->actor, bytes, &in.found);
	if (e == INVALID)
		return show(rq, rs, &in);
	TRY(e);
	return see_other(rq, rs, "/admin/calendar");
}

const struct route calendar_routes[] = {
	PAGE("/admin/calendar", DUTY_ADMIN, list_page),
	PAGE("/admin/calendar/import", DUTY_ADMIN, import_page),
	CHANGE("/admin/calendar/import", DUTY_ADMIN, import_change),
	ROUTES_END,
};
