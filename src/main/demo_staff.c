/* demo_staff.c — the demo's people, posts and log-ins. All names are invented; whoever heads two
 * units has one log-in and two posts. */
#include "base/rand.h"
#include "main/demo.h"
#include "staff/staff.h"

#include <stdio.h>

#define ALL (-1)

struct seat_row {
	const char *unit;
	enum role role;
	int area; /* ALL: the township */
	const char *name, *zh, *en, *login, *what;
};

/* The first row of a role is the one that the tests and the log-in list take. */
static const struct seat_row rows[] = {
	{ "ZZ", ROLE_CLERK, ALL, "田晓荷", "窗口人员", "Clerk", "clerk", "综治中心窗口" },
	{ "ZZ", ROLE_CLERK, ALL, "苗小满", "窗口人员", "Clerk", "clerk2", "综治中心窗口" },
	{ "BM", ROLE_CLERK, ALL, "殷小门", "便民窗口人员", "Services clerk", "clerk3", "便民服务中心窗口" },
	{ "ZZ", ROLE_DISPATCHER, ALL, "江分流", "分派员", "Dispatcher", "dispatcher", "综治中心分派" },
	{ "ZZ", ROLE_DISPATCHER, ALL, "谷有源", "分派员", "Dispatcher", "dispatcher2", "综治中心分派" },
	{ "G4", ROLE_HANDLER, ALL, "桥小修", "道路专干", "Roads officer", "handler", "道路与公共设施组" },
	{ "G4", ROLE_HANDLER, ALL, "灯长明", "公共设施专干", "Works officer", "handler2", "道路与公共设施组" },
	{ "G1", ROLE_HANDLER, ALL, "禾心平", "调解专干", "Mediation officer", "handler.g1", "矛盾纠纷化解组" },
	{ "G2", ROLE_HANDLER, ALL, "秦细查", "安全专干", "Safety officer", "handler.g2", "安全生产组" },
	{ "G3", ROLE_HANDLER, ALL, "向小棉", "关爱专干", "Care officer", "handler.g3", "关爱服务组" },
	{ "G5", ROLE_HANDLER, ALL, "夏知秋", "平安专干", "Safety-at-home officer", "handler.g5", "平安防范组" },
	{ "G6", ROLE_HANDLER, ALL, "沈小舟", "应急专干", "Emergency officer", "handler.g6", "应急救援组" },
	{ "G7", ROLE_HANDLER, ALL, "齐小量", "执法专干", "Enforcement officer", "handler.g7", "法治与综合执法组" },
	{ "G8", ROLE_HANDLER, ALL, "简便之", "诉求专干", "Matters officer", "handler.g8", "群众诉求与便民组" },
	{ "NY", ROLE_HANDLER, ALL, "苗得雨", "农技员", "Farm adviser", "handler.ny", "农业服务中心" },
	{ "BM", ROLE_HANDLER, ALL, "章一次", "社保专干", "Insurance officer", "handler.bm", "便民服务中心" },
	{ "SW", ROLE_HANDLER, ALL, "管小龙", "管水员", "Water officer", "handler.sw", "水务站" },
	{ "G4", ROLE_UNIT_HEAD, ALL, "路长平", "组长", "Head", "head", "道路与公共设施组" },
	{ "G1", ROLE_UNIT_HEAD, ALL, "何为贵", "组长", "Head", "head.g1", "矛盾纠纷化解组、司法所" },
	{ "G2", ROLE_UNIT_HEAD, ALL, "安长久", "组长", "Head", "head.g2", "安全生产组、安全办" },
	{ "G3", ROLE_UNIT_HEAD, ALL, "温春晖", "组长", "Head", "head.g3", "关爱服务组、民政办" },
	{ "G7", ROLE_UNIT_HEAD, ALL, "郑规圆", "组长", "Head", "head.g7", "法治与综合执法组、综合执法队" },
	{ "G8", ROLE_UNIT_HEAD, ALL, "于帮民", "组长", "Head", "head.g8", "群众诉求与便民组、便民服务中心" },
	{ "G5", ROLE_UNIT_HEAD, ALL, "方平安", "组长", "Head", NULL, NULL },
	{ "G6", ROLE_UNIT_HEAD, ALL, "雷及时", "组长", "Head", NULL, NULL },
	{ "ZZ", ROLE_LEADER, ALL, "柳先问", "分管副乡长", "Deputy head of township", "leader", "分管领导" },
	{ "ZZ", ROLE_LEADER, ALL, "石守信", "政法委员", "Committee member for law", "leader2", "分管领导" },
	{ "V2", ROLE_GRID_WORKER, 1, "田埂上", "网格员", "Grid worker", "grid", "定水村网格员" },
	{ "V1", ROLE_GRID_WORKER, 0, "莲小舟", "网格员", "Grid worker", "grid.hehua", "荷花街社区网格员" },
	{ "V3", ROLE_GRID_WORKER, 2, "桥头柳", "网格员", "Grid worker", "grid.pingqiao", "平桥村网格员" },
	{ "V4", ROLE_GRID_WORKER, 3, "江边月", "网格员", "Grid worker", "grid.fuxingba", "涪兴坝村网格员" },
	{ "V5", ROLE_GRID_WORKER, 4, "溪如歌", "网格员", "Grid worker", "grid.qingxi", "青溪村网格员" },
	{ "ZZ", ROLE_AUDITOR, ALL, "白明镜", "监督员", "Auditor", "auditor", "只看不改" },
	{ "ZZ", ROLE_ADMINISTRATOR, ALL, "云管仪", "管理员", "Administrator", "administrator",
	  "村组、岗位、目录、日历" },
	{ "SF", ROLE_UNIT_HEAD, ALL, "何为贵", "司法所所长", "Head", NULL, NULL },
	{ "SF", ROLE_HANDLER, ALL, "房小明", "司法助理员", "Justice assistant", NULL, NULL },
	{ "AB", ROLE_UNIT_HEAD, ALL, "安长久", "安办主任", "Head", NULL, NULL },
	{ "AB", ROLE_HANDLER, ALL, "秦细查", "安全员", "Safety officer", NULL, NULL },
	{ "MZ", ROLE_UNIT_HEAD, ALL, "温春晖", "民政办主任", "Head", NULL, NULL },
	{ "MZ", ROLE_HANDLER, ALL, "米小周", "民政助理员", "Civil affairs assistant", NULL, NULL },
	{ "ZF", ROLE_UNIT_HEAD, ALL, "郑规圆", "队长", "Head", NULL, NULL },
	{ "ZF", ROLE_HANDLER, ALL, "尤小巡", "队员", "Officer", NULL, NULL },
	{ "BM", ROLE_UNIT_HEAD, ALL, "于帮民", "中心主任", "Head", NULL, NULL },
	{ "PC", ROLE_UNIT_HEAD, ALL, "方平安", "所长", "Head", NULL, NULL },
	{ "PC", ROLE_HANDLER, ALL, "夏知秋", "社区民警", "Community officer", NULL, NULL },
	{ "NY", ROLE_UNIT_HEAD, ALL, "麦丰年", "中心主任", "Head", NULL, NULL },
	{ "ZR", ROLE_UNIT_HEAD, ALL, "山有界", "所长", "Head", NULL, NULL },
	{ "ZR", ROLE_HANDLER, ALL, "图小准", "规划专干", "Planning officer", NULL, NULL },
	{ "SW", ROLE_UNIT_HEAD, ALL, "水长清", "站长", "Head", NULL, NULL },
	{ "WS", ROLE_UNIT_HEAD, ALL, "康复生", "院长", "Head", NULL, NULL },
	{ "WS", ROLE_HANDLER, ALL, "姚小青", "公卫专干", "Public health officer", NULL, NULL },
	{ "V1", ROLE_UNIT_HEAD, ALL, "荷正红", "社区书记", "Community secretary", NULL, NULL },
	{ "V1", ROLE_HANDLER, ALL, "巷小明", "社区干部", "Community officer", NULL, NULL },
	{ "V2", ROLE_UNIT_HEAD, ALL, "水定源", "村支书", "Village secretary", "head.dingshui", "定水村村委会" },
	{ "V2", ROLE_HANDLER, ALL, "禾满仓", "村文书", "Village clerk", NULL, NULL },
	{ "V2", ROLE_GRID_WORKER, 1, "坡上松", "网格员", "Grid worker", NULL, NULL },
	{ "V3", ROLE_UNIT_HEAD, ALL, "石拱平", "村支书", "Village secretary", NULL, NULL },
	{ "V3", ROLE_HANDLER, ALL, "谷小穗", "村文书", "Village clerk", NULL, NULL },
	{ "V4", ROLE_UNIT_HEAD, ALL, "江有坝", "村支书", "Village secretary", NULL, NULL },
	{ "V4", ROLE_HANDLER, ALL, "苇小荻", "村文书", "Village clerk", NULL, NULL },
	{ "V5", ROLE_UNIT_HEAD, ALL, "溪长青", "村支书", "Village secretary", NULL, NULL },
	{ "V5", ROLE_HANDLER, ALL, "竹有节", "村文书", "Village clerk", NULL, NULL },
};

#define ROWS (sizeof(rows) / sizeof(*rows))

/* Of 32 signs, none like another: 60 bits. */
static str
password(struct arena *mem)
{
	static const char signs[] = "abcdefghjkmnpqrstuvwxyz23456789A";
	uint8_t random[12];
	char *p = make(mem, char, sizeof random + 1);

	rand_bytes(random, sizeof random);
	for (size_t i = 0; i < sizeof random; i++)
		p[i] = signs[random[i] % 32];
	return (str){ p, sizeof random };
}

static int64_t
person_known(const struct demo *d, str name)
{
	for (size_t i = 0; i < d->seats; i++)
		if (str_eq(d->seat[i].name, name))
			return d->seat[i].person;
	return 0;
}

static enum err
login_add(struct tx *tx, struct demo *d, const struct seat_row *row, int64_t person)
{
	struct demo_login *l = &d->login[d->logins++];

	*l = (struct demo_login){
		.role = row->role, .login = str_of(row->login), .what = str_of(row->what), .person = person
	};
	l->password = password(d->mem);
	return staff_add_account(tx, &actor_clock, person, l->login, seal_password(tx->db.mem, l->password), false);
}

static enum err
seat_add(struct tx *tx, struct demo *d, const struct seat_row *row)
{
	struct demo_seat *s = &d->seat[d->seats];
	struct q_staff_unit_code code;
	struct q_staff_unit unit;

	*s = (struct demo_seat){ .role = row->role, .name = str_of(row->name), .unit_code = str_of(row->unit) };
	s->person = person_known(d, s->name);
	s->village = row->area == ALL ? 0 : d->area[row->area].id;
	TRY(q_staff_unit_code(&tx->db, s->unit_code, &code));
	TRY(q_staff_unit(&tx->db, code.id, &unit));
	s->unit = unit.id;
	s->unit_name = str_dup(d->mem, unit.name_zh);
	if (s->person == 0)
		TRY(staff_add_person(tx, &actor_clock, s->name, &s->person));
	TRY(staff_add_post(tx, &actor_clock,
			   &(struct staff_post_new){ .person = s->person,
						     .unit = s->unit,
						     .role = row->role,
						     .village = s->village,
						     .title_zh = str_of(row->zh),
						     .title_en = str_of(row->en),
						     .phone = str_fmt(tx->db.mem, "0825-00012%02zu", d->seats),
						     .valid_from = day_make(2021, 12, 1) },
			   &s->post));
	d->seats++;
	return row->login ? login_add(tx, d, row, s->person) : OK;
}

static enum err
phones(struct tx *tx)
{
	struct q_staff_units_list units;

	TRY(q_staff_units(&tx->db, day_of(tx->db.now), false, 100, &units));
	for (size_t i = 0; i < units.n; i++)
		TRY(staff_change_unit(tx, &actor_clock, units.p[i].id, units.p[i].name_zh, units.p[i].name_en,
				      str_fmt(tx->db.mem, "0825-00011%02zu", i)));
	return OK;
}

enum err
demo_staff(struct tx *tx, struct demo *d)
{
	TRY(phones(tx));
	for (size_t i = 0; i < ROWS; i++)
		TRY(seat_add(tx, d, &rows[i]));
	return OK;
}

struct actor
demo_actor(const struct demo_seat *s)
{
	return (struct actor){ .kind = ACTOR_STAFF,
			       .person = s->person,
			       .post = s->post,
			       .role = s->role,
			       .unit = s->unit,
			       .village = s->village,
			       .name = s->name,
			       .unit_name = s->unit_name };
}

const struct demo_seat *
demo_seat_of_post(const struct demo *d, int64_t post)
{
	for (size_t i = 0; i < d->seats; i++)
		if (d->seat[i].post == post)
			return &d->seat[i];
	return NULL;
}
