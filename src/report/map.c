#include "report/map.h"

#include "desk/event.h"
#include "gen/map.sql.h"
#include "gen/place.sql.h"
#include "report/geo.h"

#define VILLAGES 60

/* "莲塘村" and "莲塘社区" are 莲塘. */
static str
bare(str name)
{
	static const char *const ends[] = { "村", "社区", "居委会", "村委会" };

	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
		if (str_ends(name, str_of(ends[i])) && name.n > str_of(ends[i]).n)
			return str_head(name, name.n - str_of(ends[i]).n);
	return name;
}

static int
feature_of(const struct geo *g, const struct q_place_villages *v)
{
	for (size_t i = 0; i < g->features; i++)
		if (v->code.n && str_eq(g->feature[i].code, v->code))
			return (int)i;
	for (size_t i = 0; i < g->features; i++)
		if (g->feature[i].name.n && str_eq(bare(g->feature[i].name), bare(v->name_zh)))
			return (int)i;
	return -1;
}

static void
name_add(struct out *o, str name)
{
	if (o->n)
		out_str(o, S("、"));
	out_str(o, name);
}

static enum err
fit(struct db *db, str text, struct geo *g, struct q_place_villages_list *l, struct map_import *m)
{
	struct out missing = out_make(db->mem, 256, 4096), unknown = out_make(db->mem, 256, 4096);
	bool used[GEO_FEATURES] = { false };

	*m = (struct map_import){ 0 };
	TRY(geo_read(db->mem, text, g, &m->why));
	TRY(q_place_villages(db, day_of(db->now), VILLAGES, l));
	for (size_t i = 0; i < l->n; i++) {
		int f = feature_of(g, &l->p[i]);

		if (f < 0) {
			name_add(&missing, l->p[i].name_zh);
			continue;
		}
		used[f] = true;
		m->villages++;
	}
	for (size_t i = 0; i < g->features; i++)
		if (!used[i])
			name_add(&unknown, g->feature[i].name.n ? g->feature[i].name : S("?"));
	m->missing = out_view(&missing);
	m->unknown = out_view(&unknown);
	return m->villages ? OK : INVALID;
}

enum err
map_check(struct db *db, str text, struct map_import *m)
{
	struct q_place_villages_list l;

	return fit(db, text, make(db->mem, struct geo, 1), &l, m);
}

enum err
map_import(struct tx *tx, const struct actor *by, str text, struct map_import *m)
{
	struct geo *g = make(tx->db.mem, struct geo, 1);
	struct event e = { .object = S("map"), .kind = S("import"), .text = hash_of(text) };
	struct q_place_villages_list l;
	int64_t seq;

	TRY(fit(&tx->db, text, g, &l, m));
	TRY(q_map_clear(tx));
	for (size_t i = 0; i < l.n; i++) {
		int f = feature_of(g, &l.p[i]), x, y;
		str path;

		if (f < 0)
			continue;
		path = geo_path(tx->db.mem, g, f, MAP_WIDE, MAP_HIGH, &x, &y);
		TRY(q_map_insert(tx, l.p[i].id, path, x, y));
	}
	e.detail = str_fmt(tx->db.mem, "villages %zu", m->villages);
	return event_add(tx, by, &e, &seq);
}

/* As near to a square as it gets. */
static int
columns_of(int n)
{
	int columns = 1;

	while (columns * columns < n)
		columns++;
	return columns;
}

enum err
map_outline(struct db *db, int64_t place, int i, int n, struct map_outline *o)
{
	int columns = columns_of(n), rows = (n + columns - 1) / columns;
	int wide = MAP_WIDE / columns, high = rows ? MAP_HIGH / rows : MAP_HIGH, x = i % columns * wide,
	    y = i / columns * high;
	struct q_map_shape_of s;
	struct q_map_any any;
	enum err e = q_map_shape_of(db, place, &s);

	if (e != OK && e != NOT_FOUND)
		return e;
	*o = (struct map_outline){ s.path, (int)s.x, (int)s.y, false };
	if (e == OK)
		return OK;
	TRY(q_map_any(db, &any));
	if (any.n)
		return OK; /* the file has no such village: it is in the table only */
	o->schematic = true;
	o->path = str_fmt(db->mem, "M%d %dh%dv%dh-%dz", x + 3, y + 3, wide - 6, high - 6, wide - 6);
	o->x = x + wide / 2;
	o->y = y + high / 2;
	return OK;
}
