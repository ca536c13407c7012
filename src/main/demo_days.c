/* demo_days.c — the demo's open days of the last weeks: lines, answers, promises kept and not kept, one evening of
 * questions in public. Played through the functions that the pages call. */
#include "main/demo.h"
#include "openday/openday.h"

#include <assert.h>

#define WEEKS_DAYS    75 /* open days are played from so many days before today on */
#define SUNSHINE_AGO  17
#define SUNSHINE_SOON 11

enum end { ANSWERED, PROMISED, ASKED };

/* `ago`: the how-many-eth open day of the village before today, 0 the last. `kept`: the same for the one at which it was
 * kept, -1 never. */
struct said {
	int area, ago;
	const char *words;
	enum end end;
	const char *text;
	int kept;
	const char *proof;
};

static const struct said lines[] = {
	{ 0, 5, "菜市口的垃圾桶满了两天没人收。", PROMISED, "增加一趟清运，每天下午五点前收菜市口。", 4,
	  "从次日起每天下午加收一趟，看了一周，没有再满出来。" },
	{ 0, 3, "老年证在哪里办，要带什么？", ANSWERED, "带身份证和一寸照片到便民服务中心三号窗口，当天办好。", 0,
	  NULL },
	{ 0, 1, "巷子里三轮车乱停，进出不方便。", PROMISED, "划出停车线，装两处提示牌。", 0,
	  "停车线划好了，提示牌装在巷口和茶馆门前。" },
	{ 0, 0, "晚上广场舞声音太大。", PROMISED, "和舞队商量，晚上九点收音响。", -1, NULL },
	{ 1, 6, "三组的抽水泵坏了，秧田等着用水。", PROMISED, "三天内修好抽水泵。", 5,
	  "换了水封和轴承，当天试水，三组的田都上了水。" },
	{ 1, 4, "晒坝边的路面塌了一块，拉粮的车过不去。", PROMISED, "月底前把晒坝边的路面补好。", -1, NULL },
	{ 1, 3, "医保交了没有在哪里查？", ANSWERED, "现场帮着在手机上查了，已经交上，截了图给他。", 0, NULL },
	{ 1, 2, "村道边的杂草把路牌挡住了。", PROMISED, "一周内割完主路两边的草。", 1,
	  "组织人割了两天，主路三公里都割完了。" },
	{ 1, 0, "有两户老人想装一键呼叫。", PROMISED, "登记需要的老人，和民政办对接，下次说装的日子。", -1, NULL },
	{ 2, 4, "赶场天桥头堵得厉害。", PROMISED, "赶场天派人在桥头疏导，货车走外环。", 3,
	  "两个赶场天都有人在桥头，堵车从一小时降到十来分钟。" },
	{ 2, 2, "河边的警示牌掉漆看不清。", PROMISED, "换新的警示牌。", -1, NULL },
	{ 2, 0, "种粮补贴什么时候发？", ANSWERED, "名单已经公示完，月底前打到卡上；没到的来村里查。", 0, NULL },
	{ 3, 5, "码头的石阶长青苔，滑倒过人。", PROMISED, "清掉青苔，加防滑条。", 4,
	  "石阶洗了，二十六级都贴了防滑条。" },
	{ 3, 1, "网络信号差，娃娃上网课断线。", PROMISED, "请运营商来测信号，下次说结果。", -1, NULL },
	{ 4, 3, "公厕晚上没有灯。", PROMISED, "装一盏感应灯。", 2, "感应灯装好了，晚上去看过，亮。" },
	{ 4, 0, "山坪塘的护栏缺了一段。", PROMISED, "先拉警戒线，下次前把护栏补齐。", -1, NULL },
};

static const struct said questions[] = {
	{ 1, 0, "村集体的鱼塘承包费，今年收了多少、用在哪里？", ASKED,
	  "收了六万八千元，四万修渠，两万八千存在村账上，账目贴在公示栏。", 0, NULL },
	{ 1, 0, "低保名单怎么评的，能不能把会议记录给大家看？", ASKED, NULL, -1,
	  "把评议会议记录（隐去隐私）贴到公示栏。" },
	{ 1, 0, "去年答应的健身器材什么时候到？", ASKED, NULL, -1, "年前装好六件健身器材。" },
};

/* ---- who ---- */

/* Every village of the demo is staffed; demo_staff.c sees to it. */
static const struct demo_seat *
seat_of(const struct demo *d, int area, enum role role)
{
	size_t i = 0;

	while (i < d->seats && (d->seat[i].role != role || d->seat[i].unit != d->area[area].unit))
		i++;
	assert(i < d->seats);
	return &d->seat[i];
}

static const struct demo_seat *
first_of(const struct demo *d, enum role role)
{
	for (size_t i = 0; i < d->seats; i++)
		if (d->seat[i].role == role)
			return &d->seat[i];
	return NULL;
}

/* ---- rules ---- */

/* All villages by the calendar, but the one whose market follows the moon. */
static struct openday_rule
rule_of(const struct demo *d, int area)
{
	static const char *const spots[DEMO_AREAS] = { "社区党群服务中心一楼", "村委会院坝", "老桥茶馆", "村委会会议室",
						       "村活动室" };

	return (struct openday_rule){ .kind = area == 2 ? RULE_LUNAR : RULE_GREGORIAN,
				      .days = 1u << 4 | 1u << 14 | 1u << 24,
				      .starts = 9 * 60,
				      .ends = area == 2 ? 11 * 60 + 30 : 12 * 60,
				      .spot = str_of(spots[area]),
				      .post = seat_of(d, area, ROLE_UNIT_HEAD)->post };
}

static enum err
rules_set(struct tx *tx, struct demo *d)
{
	struct actor by = demo_actor(first_of(d, ROLE_ADMINISTRATOR));

	for (int i = 0; i < DEMO_AREAS; i++) {
		struct openday_rule r = rule_of(d, i);

		TRY(openday_rule_change(tx, &by, d->area[i].id, &r));
	}
	return OK;
}

static enum err
jobs_run(struct tx *tx)
{
	for (const struct job *j = openday_jobs; j->name; j++)
		for (bool more = true; more;)
			TRY(j->run(tx, &more));
	return OK;
}

/* ---- one session ---- */

/* How many open days of the village lie between a day and today. */
static int
ago_of(const struct demo *d, int area, day on)
{
	struct openday_rule r = rule_of(d, area);
	int n = 0;

	for (day x = day_add(on, 1); day_diff(x, day_of(d->now)) > 0; x = day_add(x, 1))
		n += openday_falls(&r, x);
	return n;
}

static enum err
line_play(struct tx *tx, const struct demo *d, const struct said *s, int64_t session, int64_t asked)
{
	struct actor by = demo_actor(seat_of(d, s->area, ROLE_HANDLER));
	struct item_new n = { .session = session, .words = str_of(s->words), .asked = asked };
	int64_t item;

	TRY(item_add(tx, &by, &n, &item));
	if (s->text && s->end != PROMISED)
		return item_answer(tx, &by, item, str_of(s->text));
	return item_promise(tx, &by, item, str_of(s->text ? s->text : s->proof),
			    asked ? asked : seat_of(d, s->area, ROLE_UNIT_HEAD)->post);
}

static const char *
proof_of(int area, str words, int ago)
{
	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
		if (lines[i].area == area && lines[i].end == PROMISED && lines[i].kept == ago &&
		    str_eq(words, str_of(lines[i].text)))
			return lines[i].proof;
	return NULL;
}

static enum err
session_play(struct tx *tx, const struct demo *d, int area, int64_t session)
{
	struct actor by = demo_actor(seat_of(d, area, ROLE_UNIT_HEAD));
	day today = day_of(tx->db.now);
	struct q_openday_promises_due_list due;
	int ago = ago_of(d, area, today);

	TRY(q_openday_promises_due(&tx->db, d->area[area].id, today, (day){ INT32_MIN }, 0, OPENDAY_LINES, &due));
	for (size_t i = 0; i < due.n; i++) {
		const char *proof = proof_of(area, due.p[i].words, ago);

		if (proof)
			TRY(promise_keep(tx, &by, due.p[i].id, str_of(proof), NULL));
		else if (due.p[i].missed)
			TRY(promise_word(tx, &by, due.p[i].id, S("材料款没有下来，正在催，下次说进展。")));
	}
	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
		if (lines[i].area == area && lines[i].ago == ago)
			TRY(line_play(tx, d, &lines[i], session, 0));
	return sitting_close(tx, &by, session);
}

static enum err
evening(struct tx *tx, struct demo *d, int area, day on, int64_t *id)
{
	struct actor by = demo_actor(first_of(d, ROLE_LEADER));
	struct sitting_new n = { .village = d->area[area].id,
				 .day = on,
				 .kind = OPENDAY_SUNSHINE,
				 .starts = 19 * 60,
				 .ends = 21 * 60,
				 .spot = S("院坝"),
				 .post = seat_of(d, area, ROLE_UNIT_HEAD)->post };

	return sitting_add(tx, &by, &n, id);
}

static enum err
sunshine_play(struct tx *tx, struct demo *d)
{
	const struct demo_seat *head = seat_of(d, 1, ROLE_UNIT_HEAD);
	struct actor by = demo_actor(head);
	int64_t id;

	TRY(evening(tx, d, 1, day_of(tx->db.now), &id));
	for (size_t i = 0; i < sizeof questions / sizeof *questions; i++)
		TRY(line_play(tx, d, &questions[i], id, head->post));
	TRY(sitting_close(tx, &by, id));
	return evening(tx, d, 4, day_add(day_of(d->now), SUNSHINE_SOON), &id);
}

enum err
demo_days(struct tx *tx, struct demo *d)
{
	day today = day_of(tx->db.now);
	int left = day_diff(today, day_of(d->now));

	if (left <= 0 || left > WEEKS_DAYS)
		return OK;
	if (left == WEEKS_DAYS)
		TRY(rules_set(tx, d));
	TRY(jobs_run(tx));
	for (int i = 0; i < DEMO_AREAS; i++) {
		struct q_openday_next next;
		enum err e = q_openday_next(&tx->db, d->area[i].id, day_add(today, -1), &next);

		if (e == OK && next.day.n == today.n && left < WEEKS_DAYS)
			TRY(session_play(tx, d, i, next.id));
		else if (e != OK && e != NOT_FOUND)
			return e;
	}
	return left == SUNSHINE_AGO ? sunshine_play(tx, d) : OK;
}
