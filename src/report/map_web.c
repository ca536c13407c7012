#include "report/map_web.h"

#include "gen/drill.html.h"
#include "gen/frame.html.h"
#include "gen/map.words.h"
#include "gen/place.sql.h"
#include "place/panel_web.h"
#include "report/map.h"

#include <unistd.h>

enum err
map_area(struct db *db, int64_t place, int i, int n, struct chart_area *a, bool *schematic)
{
	struct map_outline o;

	TRY(map_outline(db, place, i, n, &o));
	a->path = o.path;
	a->x = o.x;
	a->y = o.y;
	*schematic |= o.schematic;
	return OK;
}

static struct panel
map_form(const struct req *rq)
{
	struct panel f = { .rq = rq,
			   .nav = "map",
			   .title = &word_map_title,
			   .intro = &word_map_intro,
			   .button = &word_map_button,
			   .back = S("/admin/map"),
			   .typed = rq->method == POST ? rq->form : NULL };
	struct field *text;

	panel_file(&f, "file", &word_map_file)->hint = &word_map_file_hint;
	text = panel_area(&f, "text", &word_map_paste, S(""));
	text->optional = true;
	text->rows = 6;
	return f;
}

static enum err
form_page(struct db *db, struct req *rq, struct res *rs)
{
	struct panel f = map_form(rq);

	(void)db;
	return panel_show(&f, rs);
}

static enum err
map_page(struct db *db, struct req *rq, struct res *rs)
{
	struct frame f = { .title = &word_map_title, .rq = rq, .nav = "map" };
	struct map_page *m = make(rq->mem, struct map_page, 1);
	struct q_place_villages_list l;
	struct page *p;

	*m = (struct map_page){ .rq = rq };
	if (!str_int(form_get(rq->query, S("done")), &m->done))
		m->done = 0;
	TRY(q_place_villages(db, day_of(db->now), 60, &l));
	for (size_t i = 0; i < l.n; i++) {
		struct chart_area *a = &m->area[m->areas++];

		a->name = panel_name_for(rq, l.p[i].name_zh, l.p[i].name_en);
		TRY(map_area(db, l.p[i].id, (int)i, (int)l.n, a, &m->schematic));
		if (!a->path.n)
			m->missing = m->missing.n
					     ? str_fmt(rq->mem, "%.*s, %.*s", STR_ARG(m->missing), STR_ARG(a->name))
					     : a->name;
	}
	p = res_page(rs);
	frame_begin(p, &f);
	view_drill_map(p, m);
	frame_end(p, &f);
	return OK;
}

/* The file, or what was pasted. CONFLICT: too large. */
static enum err
upload(const struct req *rq, str *bytes)
{
	*bytes = form_get(rq->form, S("text"));
	for (size_t i = 0; i < rq->form->files; i++) {
		const struct form_file *f = &rq->form->file[i];
		char *p;

		if (f->size == 0)
			continue;
		if (f->size > MAP_FILE_MOST)
			return CONFLICT;
		p = make(rq->mem, char, (size_t)f->size + 1);
		if (pread(f->fd, p, (size_t)f->size, 0) != (ssize_t)f->size)
			return BROKEN;
		*bytes = (str){ p, (size_t)f->size };
	}
	return OK;
}

static enum err
map_change(struct tx *tx, struct req *rq, struct res *rs)
{
	struct panel f = map_form(rq);
	struct map_import m = { 0 };
	str bytes = S("");
	enum err e = upload(rq, &bytes);

	if (e == CONFLICT)
		panel_fault(&f, "file", &word_map_large);
	else if (e == OK && bytes.n == 0)
		panel_fault(&f, "file", &word_map_none);
	if (f.faults.n)
		return panel_show(&f, rs);
	TRY(e);
	e = map_import(tx, &rq->actor, bytes, &m);
	if (e == INVALID) {
		panel_fault(&f, "file", m.why.n ? &word_map_bad : &word_map_strange);
		return panel_show(&f, rs);
	}
	TRY(e);
	return see_other(rq, rs, "/admin/map?done=%zu", m.villages);
}

const struct route map_routes[] = {
	PAGE("/admin/map", DUTY_ADMIN, map_page),
	PAGE("/admin/map/import", DUTY_ADMIN, form_page),
	CHANGE("/admin/map/import", DUTY_ADMIN, map_change),
	ROUTES_END,
};
