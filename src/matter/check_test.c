/* check_test.c — matter_check() sees what was changed behind the program's back; the events hold no words of
 * anybody. */
#include "matter/matter_test.h"

struct change {
	const struct query *q;
	int64_t id;
};

static enum err
change_run(struct tx *tx, void *ctx)
{
	const struct change *c = ctx;
	struct stmt *s;
	bool row;
	enum err e;

	TRY(db_start(&tx->db, c->q, &s));
	stmt_int(s, 1, TOWN);
	stmt_int(s, 2, c->id);
	e = stmt_step(s, &row);
	stmt_end(s);
	return e;
}

static int faults;

static void
fault_count(void *ctx, const char *line)
{
	(void)ctx, (void)line;
	faults++;
}

/* How many faults a change brings; it is taken back by throwing the township away. */
static int
faults_after(const struct query *q)
{
	struct world *w = world_open(NULL);
	int64_t lead = raise_of(w, "C01"), id = raise_of(w, "C01"), matters;
	struct change c = { q, lead };
	struct db db;

	in_hand(w, lead);
	merged(w, id, lead);
	answered(w, lead);
	CHECK_INT(act(w, resident(lead), lead,
		      (struct matter_deed){ .act = ACT_JUDGE_SOLVED, .solved = SOLVED_YES, .text = S("亮了") }),
		  OK);
	CHECK_INT(faults_of(w), 0);
	CHECK_INT(tx_run(w->conn, &w->mem, w->now, TOWN, change_run, &c), OK);
	faults = 0;
	db = world_db(w);
	CHECK_INT(matter_check(&db, fault_count, NULL, &matters), OK);
	CHECK_INT(matters, 2);
	world_close(w);
	return faults;
}

TEST(check_sees_what_was_changed_by_hand)
{
	static const struct query q[] = {
		{ .name = "words",
		  .sql = "update matter set words = '别的话' where town = ?1 and id = ?2",
		  .store = STORE_MAIN,
		  .writes = true },
		{ .name = "entry",
		  .sql = "update matter_entry set text = '别的' where town = ?1 and matter = ?2 and act = 19",
		  .store = STORE_MAIN,
		  .writes = true },
		{ .name = "answer",
		  .sql = "update answer set basis = '没有依据' where town = ?1 and matter = ?2",
		  .store = STORE_MAIN,
		  .writes = true },
		{ .name = "judgement",
		  .sql = "delete from judgement where town = ?1 and matter = ?2",
		  .store = STORE_MAIN,
		  .writes = true },
		{ .name = "heard",
		  .sql = "update judgement set method = 2, taken_by = (select m.holder from matter m where m.town = "
			 "judgement.town "
			 "and m.id = judgement.matter) where town = ?1 and matter = ?2",
		  .store = STORE_MAIN,
		  .writes = true },
		{ .name = "approved",
		  .sql = "update post set person = (select w.person from answer a join post w on w.town = a.town and "
			 "w.id = "
			 "a.written_by where a.town = ?1 and a.matter = ?2) where town = ?1 and id = (select "
			 "decided_by from "
			 "answer "
			 "where town = ?1 and matter = ?2)",
		  .store = STORE_MAIN,
		  .writes = true },
		{ .name = "count",
		  .sql = "update matter_count set n = n + 1 where town = ?1 and axis = 2 and ?2 > 0",
		  .store = STORE_MAIN,
		  .writes = true },
		{ .name = "missing",
		  .sql = "delete from matter_count where town = ?1 and axis = 3 and ?2 > 0",
		  .store = STORE_MAIN,
		  .writes = true },
		{ .name = "start",
		  .sql = "update clock set started_at = started_at - 1 where town = ?1 and matter = ?2 and kind = 2",
		  .store = STORE_MAIN,
		  .writes = true },
		{ .name = "gone",
		  .sql = "delete from matter_entry where town = ?1 and matter = ?2 and act = 19",
		  .store = STORE_MAIN,
		  .writes = true },
		{ .name = "event",
		  .sql = "update event set detail = 'x' where town = ?1 and object_id = ?2 and kind = 'claim'",
		  .store = STORE_MAIN,
		  .writes = true },
		{ .name = "follow",
		  .sql = "update follower set ended_at = 1 where town = ?1 and matter = ?2",
		  .store = STORE_MAIN,
		  .writes = true },
		{ .name = "code",
		  .sql = "delete from receipt_pending where town = ?1 and matter = ?2",
		  .store = STORE_MAIN,
		  .writes = true },
		{ .name = "open",
		  .sql = "update matter set state = 3, closed_at = null, due_at = 1 where town = ?1 and id = ?2",
		  .store = STORE_MAIN,
		  .writes = true },
		{ .name = "token",
		  .sql = "update matter set identity_token = cast('0' as bytea) where town = ?1 and id = ?2",
		  .store = STORE_MAIN,
		  .writes = true },
	};

	for (size_t i = 0; i < sizeof(q) / sizeof(*q); i++) {
		int n = faults_after(&q[i]);

		if (n < 1)
			printf("  unseen: %s\n", q[i].name);
		CHECK(n >= 1);
	}
}

TEST(check_finds_no_words_of_anybody_in_the_events)
{
	struct world *w = world_open(NULL);
	int64_t id = raise_of(w, "C01");

	in_hand(w, id);
	CHECK_INT(act(w, resident(id), id, (struct matter_deed){ .act = ACT_ADD_WORD, .text = S("我是王桂兰") }), OK);
	answered(w, id);
	CHECK_INT(number(w, "select count(*) from event where town = ?1 and object = 'matter'", 0), 6);
	CHECK_INT(number(w,
			 "select count(*) from event where town = ?1 and (detail || reason || kind || state_from || "
			 "state_to) like '%王桂兰%'",
			 0),
		  0);
	/* Machine words only: nothing beyond ASCII. */
	CHECK_INT(number(w,
			 world_dialect(
				 "select count(*) from event where town = ?1 and object = 'matter' and "
				 "length(detail || reason || kind) <> length(cast(detail || reason || kind as blob))",
				 "select count(*) from event where town = ?1 and object = 'matter' and "
				 "length(detail || reason || kind) <> octet_length(detail || reason || kind)"),
			 0),
		  0);
	world_close(w);
}
