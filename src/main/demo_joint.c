/* demo_joint.c — the demo's last day: two matters of several offices, a joint meeting and the next one, a task force, and
 * seven petitions at different steps. Played through the functions that the pages call. */
#include "joint/force.h"
#include "joint/meeting.h"
#include "main/demo.h"
#include "petition/opinion.h"

enum { LANDSLIP, WALL, FIELD, NOISE, CULVERT, LIGHTS, SUBSIDY, WELL, BRIDGE, TALES };

struct tale {
	const char *words, *unit;
	int area;
};

static const struct tale tales[TALES] = {
	[LANDSLIP] = { "暴雨以后村道塌了一截，排水沟堵死，边上的电杆也斜了。", "SW", 1 },
	[WALL] = { "老粮站的围墙往外鼓，旁边就是娃娃上学走的路。", "G4", 1 },
	[FIELD] = { "修渠占了我家一分多田，到现在没有人来量。", "G4", 2 },
	[NOISE] = { "高架上半夜还在打桩，县里的工地，找谁都说不归他管。", "G4", 0 },
	[CULVERT] = { "公路涵洞修低了，一下雨水就倒进我们院子，说过好几回。", "G4", 3 },
	[LIGHTS] = { "当年收了装路灯的钱，灯装了一半，钱去哪了想问个明白。", "G4", 4 },
	[SUBSIDY] = { "修路占地的补偿少算了一户，协议上写得清清楚楚。", "G4", 1 },
	[WELL] = { "打井说好村里出一半钱，井打好了没人认账。", "G4", 2 },
	[BRIDGE] = { "便桥拆了三个月，说好的新桥还没动，赶场要绕五里路。", "G4", 3 },
};

struct last_day {
	struct demo *d;
	struct tx *tx;
	struct actor clerk, dispatcher, leader, handler, head;
	int64_t id[TALES];
};

static const struct demo_seat *
seat_of(const struct demo *d, const char *unit, enum role role)
{
	for (size_t i = 0; i < d->seats; i++)
		if (d->seat[i].role == role && str_eq(d->seat[i].unit_code, str_of(unit)))
			return &d->seat[i];
	return &d->seat[0];
}

static day
in_days(const struct last_day *l, int n)
{
	return day_add(day_of(l->tx->db.now), n);
}

/* Letters that came two days ago, each with the unit that has it. */
static enum err
tale_begin(struct last_day *l, int n)
{
	const struct tale *t = &tales[n];
	const struct demo_area *area = &l->d->area[t->area];
	const struct demo_seat *handler = seat_of(l->d, t->unit, ROLE_HANDLER);
	struct actor by = demo_actor(handler);
	struct matter_raise in = { .channel = CHANNEL_LETTER,
				   .type = S("C01"),
				   .village = area->id,
				   .place = area->id,
				   .words = str_of(t->words),
				   .received_at = { l->tx->db.now.ms - 2 * MS_DAY },
				   .on_behalf = true };
	struct matter_deed offer = { .act = ACT_OFFER, .unit = handler->unit };
	struct matter_raised out;

	TRY(matter_raise(l->tx, &l->clerk, &l->d->keys, &in, &out));
	l->id[n] = out.id;
	if (n == SUBSIDY)
		for (size_t i = 0; i < sizeof out.code; i++)
			l->d->petition_code[i] = out.code[i];
	TRY(matter_act(l->tx, &l->dispatcher, out.id, &offer));
	return matter_act(l->tx, &by, out.id, &(struct matter_deed){ .act = ACT_CLAIM });
}

/* ---- several offices ---- */

static enum err
task_of(struct last_day *l, int tale, const char *unit, const char *what, int days, bool mandatory, int64_t *id)
{
	struct task_new n = { .matter = l->id[tale],
			      .unit = seat_of(l->d, unit, ROLE_UNIT_HEAD)->unit,
			      .what = str_of(what),
			      .mandatory = mandatory,
			      .due = in_days(l, days) };

	return task_add(l->tx, &l->dispatcher, &n, id);
}

static enum err
tasks_play(struct last_day *l)
{
	struct actor committee = demo_actor(seat_of(l->d, "V2", ROLE_UNIT_HEAD));
	int64_t id;

	TRY(task_of(l, LANDSLIP, "G4", "把塌方清开，先通一条便道", 4, true, &id));
	TRY(task_of(l, LANDSLIP, "V2", "夜里派人守路口，挂警示灯", 1, true, &id));
	TRY(task_answer(l->tx, &committee, id, S("两班人轮着守，警示灯挂了四盏。"), NULL, 0));
	TRY(task_of(l, LANDSLIP, "G3", "看看有没有老人出行、买药不方便", 6, false, &id));
	TRY(task_of(l, WALL, "V2", "先拉警戒线，给学校和家长说清楚改走哪条路", 2, true, &id));
	return task_answer(l->tx, &committee, id, S("警戒线拉好了，学校发了通知，娃娃改走河堤。"), NULL, 0);
}

static enum err
meeting_play(struct last_day *l, const char *title, int days, bool held)
{
	struct meeting_new n = { .title = str_of(title),
				 .starts = S("09:30"),
				 .room = S("三楼会议室"),
				 .held_on = in_days(l, days),
				 .chair = l->leader.post };
	struct task_new decided = { .unit = seat_of(l->d, "G2", ROLE_UNIT_HEAD)->unit,
				    .what = S("联系电力公司换杆，说定日子"),
				    .mandatory = true,
				    .due = in_days(l, 7) };
	int64_t id;

	TRY(meeting_add(l->tx, &l->dispatcher, &n, &id));
	TRY(meeting_seat(l->tx, &l->dispatcher, id, l->head.post, S("")));
	if (!held)
		return meeting_item(l->tx, &l->dispatcher, id, 0, S("汛期值班怎么排"));
	TRY(meeting_item(l->tx, &l->dispatcher, id, l->id[LANDSLIP], S("")));
	TRY(meeting_outcome(l->tx, &l->dispatcher, id, 1, S("先保人，再通路。电杆由安全生产组对接电力公司。")));
	TRY(meeting_decide(l->tx, &l->dispatcher, id, 1, &decided));
	for (int64_t seat = 1; seat <= 3; seat++)
		TRY(meeting_came(l->tx, &l->dispatcher, id, seat, CAME_SELF));
	return meeting_close(l->tx, &l->dispatcher, id);
}

static enum err
force_play(struct last_day *l)
{
	struct force_new n = { .title = S("塌方抢通专班"),
			       .purpose = S("汛期里把路抢通，守好塌方点。"),
			       .last_day = in_days(l, 20) };
	int64_t id;

	TRY(force_add(l->tx, &l->leader, &n, &id));
	TRY(force_matter(l->tx, &l->leader, id, l->id[LANDSLIP]));
	return force_post(l->tx, &l->leader, id, seat_of(l->d, "V2", ROLE_UNIT_HEAD)->post);
}

/* ---- petitions ---- */

static enum err
accepted(struct last_day *l, int tale)
{
	struct petition_accept_in in = { .sort = PETITION_HEARD,
					 .route = S("查当年的协议和账目，再当面听您说一遍，查清后出处理意见书。"),
					 .basis = S("《信访工作条例》第三十一条第六项") };

	return petition_accept(l->tx, &l->dispatcher, l->id[tale], &in);
}

static enum err
given(struct last_day *l, int tale)
{
	struct opinion_new n = { .request = S("把少算的补上。"),
				 .facts = S("查了协议和付款单，确实漏了一户。"),
				 .opinion = S("下月十五日前补付，并当面说明。"),
				 .outcome = OUTCOME_SUPPORTED,
				 .basis = S("《土地管理法》第四十八条"),
				 .onward = S("县自然资源局，城关街8号，0825-0009000"),
				 .done_on = day_of(l->tx->db.now) };

	TRY(accepted(l, tale));
	TRY(opinion_write(l->tx, &l->handler, l->id[tale], &n));
	return matter_act(l->tx, &l->head, l->id[tale], &(struct matter_deed){ .act = ACT_APPROVE_ANSWER });
}

static enum err
petitions_register(struct last_day *l)
{
	for (int i = FIELD; i < TALES; i++) {
		struct petition_new n = { .came = i == FIELD || i == NOISE ? CAME_DOWN : CAME_DIRECT,
					  .ref = str_fmt(l->tx->db.mem, "DEMO2026%04d", i),
					  .named = true };

		n.came_from = n.came == CAME_DOWN ? S("县信访局") : S("");
		TRY(petition_register(l->tx, &l->clerk, l->id[i], &n));
	}
	return OK;
}

static enum err
petitions_play(struct last_day *l)
{
	struct tx *tx = l->tx;
	struct q_petition_of p;

	TRY(petitions_register(l));
	TRY(petition_object(tx, &l->dispatcher, l->id[NOISE], S("工地由县住建部门许可和监管，乡镇没有这项职权。")));
	TRY(accepted(l, CULVERT));
	TRY(q_petition_of(&tx->db, l->id[CULVERT], &p));
	TRY(petition_extend(tx, &l->handler, l->id[CULVERT], day_add(day_of(p.handle_by), 20),
			    S("要等设计单位复测涵洞标高。")));
	TRY(accepted(l, LIGHTS));
	TRY(given(l, SUBSIDY));
	TRY(given(l, WELL));
	TRY(opinion_ask(tx, &l->clerk, l->id[WELL], METHOD_AT_DESK, S("说的一半，只给了三成。")));
	TRY(given(l, BRIDGE));
	TRY(opinion_ask(tx, &l->clerk, l->id[BRIDGE], METHOD_PHONE, S("")));
	return opinion_hand_up(tx, &l->clerk, l->id[BRIDGE], S("县交通运输局"), day_of(tx->db.now));
}

enum err
demo_joint(struct tx *tx, struct demo *d)
{
	struct last_day l = { .d = d, .tx = tx };

	l.clerk = demo_actor(seat_of(d, "ZZ", ROLE_CLERK));
	l.dispatcher = demo_actor(seat_of(d, "ZZ", ROLE_DISPATCHER));
	l.leader = demo_actor(seat_of(d, "ZZ", ROLE_LEADER));
	l.handler = demo_actor(seat_of(d, "G4", ROLE_HANDLER));
	l.head = demo_actor(seat_of(d, "G4", ROLE_UNIT_HEAD));
	for (int i = 0; i < TALES; i++)
		TRY(tale_begin(&l, i));
	TRY(tasks_play(&l));
	TRY(meeting_play(&l, "塌方抢险联席会议", 0, true));
	TRY(meeting_play(&l, "汛期第二次联席会议", 3, false));
	TRY(force_play(&l));
	return petitions_play(&l);
}
