/* seed.c — the units of a new township: eight working groups and the usual offices (domain.md §1.6), a
 * committee for each village. */
#include "staff/staff.h"

#include "desk/event.h"
#include "gen/place.sql.h"

struct seed {
	const char *code, *zh, *en;
	enum staff_unit_kind kind;
};

static const struct seed units[] = {
	{ "ZZ", "综治中心", "Governance centre", UNIT_OFFICE },
	{ "G1", "矛盾纠纷化解组", "Disputes group", UNIT_GROUP },
	{ "G2", "安全生产组", "Workplace safety group", UNIT_GROUP },
	{ "G3", "关爱服务组", "Care services group", UNIT_GROUP },
	{ "G4", "道路与公共设施组", "Roads and works group", UNIT_GROUP },
	{ "G5", "平安防范组", "Staying safe group", UNIT_GROUP },
	{ "G6", "应急救援组", "Emergency group", UNIT_GROUP },
	{ "G7", "法治与综合执法组", "Law and enforcement group", UNIT_GROUP },
	{ "G8", "群众诉求与便民组", "Matters desk and services group", UNIT_GROUP },
	{ "NY", "农业服务中心", "Farm services centre", UNIT_OFFICE },
	{ "BM", "便民服务中心", "Citizen services centre", UNIT_OFFICE },
	{ "ZR", "自然资源所", "Natural resources office", UNIT_OFFICE },
	{ "ZF", "综合执法队", "Enforcement team", UNIT_OFFICE },
	{ "AB", "安全办", "Safety office", UNIT_OFFICE },
	{ "PC", "派出所", "Police station", UNIT_OFFICE },
	{ "SF", "司法所", "Justice office", UNIT_OFFICE },
	{ "MZ", "民政办", "Civil affairs office", UNIT_OFFICE },
	{ "SW", "水务站", "Water station", UNIT_OFFICE },
	{ "WS", "卫生院", "Health centre", UNIT_OFFICE },
	{ "X-DI", "纪检监察（原件移交）", "Discipline inspection (sealed hand-over)", UNIT_OUTSIDE },
};

#define VILLAGES 200

static enum err
committee_add(struct tx *tx, const struct actor *by, const struct q_place_villages *v, int sort, day from)
{
	struct arena *mem = tx->db.mem;
	int64_t id;

	return staff_add_unit(tx, by,
			      &(struct staff_unit_new){ .code = str_fmt(mem, "V%d", sort - 100),
							.kind = UNIT_VILLAGE,
							.village = v->id,
							.sort = sort,
							.name_zh = str_fmt(mem, "%.*s%s", STR_ARG(v->name_zh),
									   v->kind == 2 ? "居委会" : "村委会"),
							.name_en = str_fmt(mem, "%.*s committee", STR_ARG(v->name_en)),
							.valid_from = from },
			      &id);
}

enum err
staff_seed_units(struct tx *tx, const struct actor *by)
{
	day from = day_make(2020, 1, 1);
	struct q_place_villages_list villages;
	int64_t id;

	for (size_t i = 0; i < sizeof(units) / sizeof(*units); i++)
		TRY(staff_add_unit(tx, by,
				   &(struct staff_unit_new){ .code = str_of(units[i].code),
							     .kind = units[i].kind,
							     .name_zh = str_of(units[i].zh),
							     .name_en = str_of(units[i].en),
							     .sort = (int)i + 1,
							     .valid_from = from },
				   &id));
	TRY(q_place_villages(&tx->db, day_of(tx->db.now), VILLAGES, &villages));
	for (size_t i = 0; i < villages.n; i++)
		TRY(committee_add(tx, by, &villages.p[i], 101 + (int)i, from));
	return OK;
}
