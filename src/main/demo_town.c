/* demo_town.c — the demo's places and routing rules: Heye township as it is on the map
 * (domain.md §7), groups and grids invented. */
#include "catalogue/catalogue.h"
#include "catalogue/remit.h"
#include "desk/clock.h"
#include "main/demo.h"
#include "place/place.h"
#include "staff/staff.h"

struct area_row {
	const char *zh, *en, *code;
	int groups, grids;
};

static const struct area_row areas[DEMO_AREAS] = {
	{ "荷花街社区", "Hehua Street Community", "510921207001", 4, 3 },
	{ "定水村", "Dingshui Village", "510921207200", 8, 2 },
	{ "平桥村", "Pingqiao Village", "510921207201", 7, 2 },
	{ "涪兴坝村", "Fuxingba Village", "510921207208", 9, 3 },
	{ "青溪村", "Qingxi Village", "510921207209", 6, 2 },
};

str
demo_area_name(int area)
{
	return str_of(areas[area].zh);
}

static enum err
part_add(struct tx *tx, struct demo_area *a, const struct area_row *row, enum place_kind kind, int n)
{
	static const char *const numerals[] = { "", "一", "二", "三", "四", "五", "六", "七", "八", "九" };
	struct arena *mem = tx->db.mem;
	bool grid = kind == PLACE_GRID;
	struct place_new place = { .parent = a->id, .kind = kind, .valid_from = day_make(2020, 1, 1), .sort = n };

	place.code = grid ? str_fmt(mem, "%s%03d", row->code, n) : S("");
	place.name_zh = grid ? str_fmt(mem, "第%s网格", numerals[n]) : str_fmt(mem, "%s组", numerals[n]);
	place.name_en = grid ? str_fmt(mem, "Grid %d", n) : str_fmt(mem, "Group %d", n);
	return place_add(tx, &actor_clock, &place, &a->part[a->parts++]);
}

static enum err
area_add(struct tx *tx, struct demo_area *a, int64_t root, int n)
{
	const struct area_row *row = &areas[n];
	struct place_new place = { .parent = root,
				   .kind = n == 0 ? PLACE_COMMUNITY : PLACE_VILLAGE,
				   .code = str_of(row->code),
				   .name_zh = str_of(row->zh),
				   .name_en = str_of(row->en),
				   .valid_from = day_make(2020, 1, 1),
				   .sort = n + 1 };

	a->name_zh = str_of(row->zh);
	TRY(place_add(tx, &actor_clock, &place, &a->id));
	for (int i = 1; i <= row->groups; i++)
		TRY(part_add(tx, a, row, PLACE_GROUP, i));
	for (int i = 1; i <= row->grids; i++)
		TRY(part_add(tx, a, row, PLACE_GRID, i));
	return OK;
}

static enum err
places(struct tx *tx, struct demo *d)
{
	struct place_town town = { .name_zh = S("荷叶乡"),
				   .name_en = S("Heye Township"),
				   .phone = S("0825-0001000"),
				   .hours_zh = S("工作日 9:00–12:00，14:00–17:00"),
				   .hours_en = S("working days 9:00–12:00 and 14:00–17:00") };
	struct q_place_root root;

	TRY(place_add_town(tx, &actor_clock, &town));
	TRY(q_place_root(&tx->db, &root));
	for (int i = 0; i < DEMO_AREAS; i++)
		TRY(area_add(tx, &d->area[i], root.id, i));
	return OK;
}

/* Offices that the township has sent a type to, beside the catalogue's own groups. */
static enum err
routes(struct tx *tx, struct demo *d)
{
	static const struct {
		const char *type, *unit;
	} to_office[] = { { "A03", "ZR" }, { "A05", "NY" }, { "A06", "NY" }, { "C03", "SW" }, { "E05", "AB" },
			  { "F01", "MZ" }, { "F05", "BM" }, { "F07", "BM" }, { "I01", "SF" }, { "I04", "PC" } };
	static const char *const to_village[] = { "B01", "C05", "D01" };
	day from = day_of(tx->db.now);
	struct q_staff_unit_code unit;
	int64_t id;

	for (size_t i = 0; i < sizeof to_office / sizeof *to_office; i++) {
		TRY(q_staff_unit_code(&tx->db, str_of(to_office[i].unit), &unit));
		TRY(catalogue_route(tx, &actor_clock, str_of(to_office[i].type), 0, unit.id, from, &id));
	}
	for (size_t i = 0; i < sizeof to_village / sizeof *to_village; i++)
		for (int n = 0; n < DEMO_AREAS; n++)
			TRY(catalogue_route(tx, &actor_clock, str_of(to_village[i]), d->area[n].id, d->area[n].unit,
					    from, &id));
	return OK;
}

/* A few types as a county's duty lists might have them. */
static enum err
remits(struct tx *tx)
{
	static const struct {
		const char *type;
		enum remit_list list;
		const char *item, *body;
	} said[] = { { "A04", REMIT_ASSIST, "配合第 17 项", "县自然资源和规划局" },
		     { "C01", REMIT_OWN, "基本第 42 项", "" },
		     { "D04", REMIT_TAKEN_BACK, "收回第 31 项", "县自然资源和规划局" },
		     { "G01", REMIT_ASSIST, "配合第 63 项", "县人力资源和社会保障局" },
		     { "G02", REMIT_TAKEN_BACK, "收回第 58 项", "县市场监督管理局" } };

	for (size_t i = 0; i < sizeof said / sizeof *said; i++)
		TRY(remit_set(tx, &actor_clock, str_of(said[i].type),
			      &(struct remit){ said[i].list, str_of(said[i].item), str_of(said[i].body) }));
	return OK;
}

enum err
demo_town(struct tx *tx, struct demo *d)
{
	struct q_staff_unit_village committee;

	TRY(places(tx, d));
	TRY(clock_seed(tx, &actor_clock));
	TRY(staff_seed_units(tx, &actor_clock));
	TRY(catalogue_seed(tx, &actor_clock));
	TRY(remits(tx));
	for (int i = 0; i < DEMO_AREAS; i++) {
		TRY(q_staff_unit_village(&tx->db, d->area[i].id, day_of(tx->db.now), &committee));
		d->area[i].unit = committee.id;
	}
	TRY(demo_staff(tx, d));
	return routes(tx, d);
}
