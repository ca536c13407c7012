#include "matter/matter_test.h"
#include "notice/notice.h"
#include "paper/paper.h"
#include "paper/paper_draw.h"
#include "paper/paper_ink_test.h"
#include "paper/paper_sample_test.h"

#include <stdlib.h>
#include <string.h>

const struct matter_ear matter_ears[] = { { .after = notice_ear_after, .keeps = notice_keeps }, { .may = NULL } };

static struct notice_in
full(enum notice_kind kind)
{
	struct notice_in in = { .kind = kind, .sort = 6, .outcome = 1, .until = day_make(2026, 6, 1) };

	for (enum notice_part p = 0; p < NOTICE_PARTS; p++)
		in.text[p] = S("写在这里的内容，《条例》第三十四条。");
	in.text[PART_ONWARD] = S("县人民法院，赤城镇政府街1号，电话 0825-5420000。");
	return in;
}

struct doing {
	const struct actor *by;
	int64_t object;
	const struct notice_in *in;
	const struct notice_delivery_in *delivery;
	unsigned *missing;
	int64_t *id;
};

static enum err
issue_run(struct tx *tx, void *ctx)
{
	struct doing *d = ctx;

	return notice_issue(tx, d->by, d->object, d->in, d->missing, d->id);
}

static enum err
deliver_run(struct tx *tx, void *ctx)
{
	struct doing *d = ctx;

	return notice_deliver(tx, d->by, d->object, d->delivery);
}

static enum err
issue(struct world *w, struct actor by, int64_t matter, const struct notice_in *in, unsigned *missing, int64_t *id)
{
	struct doing d = { .by = &by, .object = matter, .in = in, .missing = missing, .id = id };

	return tx_run(w->conn, &w->mem, w->now, TOWN, issue_run, &d);
}

static enum err
deliver(struct world *w, struct actor by, int64_t notice, struct notice_delivery_in in)
{
	struct doing d = { .by = &by, .object = notice, .delivery = &in };

	return tx_run(w->conn, &w->mem, w->now, TOWN, deliver_run, &d);
}

static bool
contains(struct arena *mem, str document, str text)
{
	struct out all = out_make(mem, 4096, 1 << 20);
	struct paper_head head;
	struct paper_reader r;
	struct paper_piece p;

	CHECK(paper_open(&r, document, &head));
	while (paper_next(&r, &p)) {
		out_str(&all, p.text);
		out_str(&all, p.more);
	}
	return str_has(out_view(&all), text);
}

TEST(each_kind_refuses_without_each_required_part)
{
	struct world *w = world_open(NULL);
	int64_t matter = raise_of(w, "C01"), id = 0;
	unsigned missing;

	in_hand(w, matter);
	for (enum notice_kind k = NOTICE_RECEIPT; k < NOTICE_KINDS; k++)
		for (enum notice_part p = 0; p < NOTICE_PARTS; p++) {
			struct notice_in in = full(k);

			if (!notice_part_asked(k, p) || k == NOTICE_NOT_ACCEPTED || k == NOTICE_EXTENSION)
				continue; /* these stand on decisions, below */
			in.text[p] = S("  ");
			in.sort = p == PART_SORT ? 0 : in.sort;
			in.outcome = p == PART_OUTCOME ? 4 : in.outcome;
			CHECK_INT(issue(w, staff(P_LEADER), matter, &in, &missing, &id), INVALID);
			CHECK_INT(missing, 1u << p);
		}
	CHECK_INT(number(w, "select count(*) from notice where town = ?1 and ?2 = 0", 0), 0);
	world_close(w);
}

TEST(each_kind_names_office_officer_phone_and_the_way_on)
{
	struct world *w = world_open(NULL);
	int64_t matter = raise_of(w, "C01");
	struct db db = world_db(w);

	in_hand(w, matter);
	for (enum notice_kind k = NOTICE_RECEIPT; k < NOTICE_KINDS; k++) {
		struct notice_in in = full(k);
		str document;

		CHECK_INT(notice_draft(&db, matter, &in, 2026, 7, &document), OK);
		CHECK(contains(db.mem, document, notice_title(k)));
		CHECK(contains(db.mem, document, S("〔2026〕7号")));
		CHECK(contains(db.mem, document, S("说事人：")));
		CHECK(contains(db.mem, document, S("责任单位：")));
		CHECK(contains(db.mem, document, S("承办人：")));
		CHECK(contains(db.mem, document, S("联系电话：")));
		CHECK(contains(db.mem, document, S("2026年3月2日")));
	}
	world_close(w);
}

TEST(who_may_issue_what_and_when)
{
	struct actor clerk = staff(P_CLERK), handler = staff(P_HANDLER), leader = staff(P_LEADER),
		     auditor = staff(P_AUDITOR);

	CHECK(notice_may(&clerk, NOTICE_RECEIPT, MATTER_RECEIVED));
	CHECK(notice_may(&clerk, NOTICE_ACCEPTED, MATTER_IN_HAND));
	CHECK(!notice_may(&clerk, NOTICE_OPINION, MATTER_IN_HAND));
	CHECK(notice_may(&handler, NOTICE_OPINION, MATTER_IN_HAND));
	CHECK(!notice_may(&handler, NOTICE_REVIEW, MATTER_IN_HAND));
	CHECK(notice_may(&leader, NOTICE_REVIEW, MATTER_CLOSED_EFFECTIVE));
	/* not accepted is a state that only two persons lead to */
	CHECK(!notice_may(&leader, NOTICE_NOT_ACCEPTED, MATTER_RECEIVED));
	CHECK(notice_may(&leader, NOTICE_NOT_ACCEPTED, MATTER_NOT_ACCEPTED));
	CHECK(!notice_may(&leader, NOTICE_ACCEPTED, MATTER_NOT_ACCEPTED));
	CHECK(!notice_may(&leader, NOTICE_EXTENSION, MATTER_RECEIVED));
	for (enum notice_kind k = NOTICE_RECEIPT; k < NOTICE_KINDS; k++) {
		CHECK(!notice_may(&auditor, k, MATTER_IN_HAND));
		CHECK(!notice_may(&leader, k, MATTER_ARCHIVED));
		CHECK(!notice_may(&nobody, k, MATTER_IN_HAND));
	}
}

static int check_faults;

static void
check_fault(void *ctx, const char *line)
{
	(void)ctx, (void)line;
	check_faults++;
}

static enum err
forge_run(struct tx *tx, void *ctx)
{
	struct stmt *s;
	bool row;
	enum err e;

	TRY(db_start(&tx->db, ctx, &s));
	stmt_int(s, 1, TOWN);
	e = stmt_step(s, &row);
	stmt_end(s);
	return e;
}

static int
check_after(struct world *w, const struct query *q)
{
	struct db db = world_db(w);
	int64_t notices;

	check_faults = 0;
	if (q)
		CHECK_INT(tx_run(w->conn, &w->mem, w->now, TOWN, forge_run, (void *)(uintptr_t)q), OK);
	CHECK_INT(notice_check(&db, check_fault, NULL, &notices), OK);
	return check_faults;
}

TEST(a_notice_that_was_changed_after_it_was_issued_is_found)
{
	static const struct query forged = {
		.sql = "update notice set document = digest, digest = document where town = ?1"
	};
	static const struct query gone = { .sql = "delete from notice where town = ?1" };
	struct world *w = world_open(NULL);
	int64_t matter = raise_of(w, "C01"), id;
	struct notice_in in = full(NOTICE_ACCEPTED);
	unsigned missing;

	in_hand(w, matter);
	CHECK_INT(issue(w, staff(P_CLERK), matter, &in, &missing, &id), OK);
	CHECK_INT(check_after(w, NULL), 0);
	CHECK_INT(check_after(w, &forged), 1);
	CHECK_INT(check_after(w, &gone), 2);
	world_close(w);
}

TEST(numbers_run_by_kind_and_year_and_what_was_issued_stays)
{
	struct world *w = world_open(NULL);
	int64_t matter = raise_of(w, "C01"), other = raise_of(w, "C01"), a, b, c, d;
	struct notice_in in = full(NOTICE_ACCEPTED);
	struct db db = world_db(w);
	struct q_notice_row first, now;
	unsigned missing;
	hash digest;

	in_hand(w, matter);
	CHECK_INT(issue(w, staff(P_CLERK), matter, &in, &missing, &a), OK);
	CHECK_INT(issue(w, staff(P_CLERK), other, &in, &missing, &b), OK);
	in.kind = NOTICE_RECEIPT;
	CHECK_INT(issue(w, staff(P_CLERK), matter, &in, &missing, &c), OK);
	CHECK_INT(number(w, "select number from notice where town = ?1 and id = ?2", b), 2);
	CHECK_INT(number(w, "select number from notice where town = ?1 and id = ?2", c), 1);
	CHECK_INT(q_notice_row(&db, a, &first), OK);
	digest = hash_of(first.document);
	CHECK(str_eq(first.digest, hash_str(&digest)));
	/* a correction names the old one, once, within the matter and the kind */
	in = full(NOTICE_ACCEPTED);
	in.corrects = a;
	CHECK_INT(issue(w, staff(P_CLERK), other, &in, &missing, &d), CONFLICT);
	CHECK_INT(issue(w, staff(P_CLERK), matter, &in, &missing, &d), OK);
	CHECK_INT(issue(w, staff(P_CLERK), matter, &in, &missing, &c), CONFLICT);
	CHECK_INT(q_notice_row(&db, d, &now), OK);
	CHECK(contains(db.mem, now.document, S("更正并代替")));
	CHECK_INT(q_notice_row(&db, a, &now), OK);
	CHECK(str_eq(now.document, first.document));
	CHECK_INT(now.newer, d);
	world_pass(w, 320);
	in.corrects = 0;
	CHECK_INT(issue(w, staff(P_CLERK), matter, &in, &missing, &b), OK);
	CHECK_INT(number(w, "select number from notice where town = ?1 and id = ?2", b), 1);
	CHECK_INT(
		number(w,
		       "select count(*) from event where town = ?1 and object = 'notice' and kind = 'issue' and ?2 = 0",
		       0),
		5);
	world_close(w);
}

/* A receipt promises a date: it runs until the resident is told whether the matter is accepted. */
TEST(the_promised_date_runs_until_it_is_kept)
{
	struct world *w = world_open(NULL);
	int64_t matter = raise_of(w, "C01"), id;
	struct notice_in in = full(NOTICE_RECEIPT);
	struct db db = world_db(w);
	struct q_notice_clocks_list l;
	unsigned missing;

	CHECK_INT(issue(w, staff(P_CLERK), matter, &in, &missing, &id), OK);
	CHECK_INT(q_notice_clocks(&db, matter, 9, &l), OK);
	CHECK_INT(l.n, 1);
	CHECK_INT(day_diff(day_make(2026, 3, 17), day_of(l.p[0].due)), 0);
	CHECK_INT(issue(w, staff(P_CLERK), matter, &in, &missing, &id), OK); /* a second receipt promises nothing new */
	CHECK_INT(number(w, "select count(*) from clock where town = ?1 and matter = ?2 and kind = 9", matter), 1);
	in.kind = NOTICE_ACCEPTED;
	CHECK_INT(issue(w, staff(P_CLERK), matter, &in, &missing, &id), OK);
	CHECK_INT(q_notice_clocks(&db, matter, 9, &l), OK);
	CHECK_INT(l.n, 0);
	CHECK_INT(faults_of(w), 0);
	world_close(w);
}

static str
document_of(struct world *w, int64_t matter, int64_t kind)
{
	struct q_notice_of_matter_list l;
	struct db db = world_db(w);
	struct q_notice_row row;

	CHECK_INT(q_notice_of_matter(&db, matter, 9, &l), OK);
	for (size_t i = 0; i < l.n; i++)
		if (l.p[i].kind == kind && q_notice_row(&db, l.p[i].id, &row) == OK)
			return row.document;
	return S("");
}

/* Two persons, reason, basis and the way onward: the notice goes out with the decision and says what was decided. */
TEST(not_accepted_goes_out_with_the_decision_of_two)
{
	struct world *w = world_open(NULL);
	int64_t matter = raise_of(w, "C01"), id;
	struct matter_deed ask = { .act = ACT_REJECT_ASK,
				   .reason = REJECT_COURT,
				   .text = S("已经在法院立案，应当由法院处理。"),
				   .basis = S("《信访工作条例》第三十一条第一项。"),
				   .onward = S("县人民法院，赤城镇1号，0825-5420000。") };
	struct notice_in in = full(NOTICE_NOT_ACCEPTED);
	unsigned missing;
	str document;

	CHECK_INT(issue(w, staff(P_LEADER), matter, &in, &missing, &id), FORBIDDEN); /* nobody decided it */
	CHECK_INT(act(w, staff(P_DISPATCHER), matter, ask), OK);
	CHECK_INT(act(w, staff(P_DISPATCHER), matter, (struct matter_deed){ .act = ACT_REJECT }), FORBIDDEN);
	CHECK_INT(number(w, "select count(*) from notice where town = ?1 and matter = ?2", matter), 0);
	CHECK_INT(act(w, staff(P_LEADER), matter, (struct matter_deed){ .act = ACT_REJECT }), OK);
	CHECK_INT(state_of(w, matter), MATTER_NOT_ACCEPTED);
	document = document_of(w, matter, NOTICE_NOT_ACCEPTED);
	CHECK(contains(&w->mem, document, ask.text));
	CHECK(contains(&w->mem, document, ask.basis));
	CHECK(contains(&w->mem, document, ask.onward));
	CHECK(contains(&w->mem, document, S("可以提出一次异议")));
	CHECK_INT(act(w, resident(matter), matter,
		      (struct matter_deed){ .act = ACT_OBJECT, .text = S("法院没有受理。") }),
		  OK);
	CHECK_INT(act(w, resident(matter), matter, (struct matter_deed){ .act = ACT_OBJECT, .text = S("再来一次。") }),
		  CONFLICT);
	world_close(w);
}

TEST(an_extension_is_told_at_once_with_its_reason_and_date)
{
	struct world *w = world_open(NULL);
	int64_t matter = raise_of(w, "C01"), id;
	struct matter_deed ask = { .act = ACT_EXTEND_ASK, .text = S("要等供电所停电。") };
	struct notice_in in = full(NOTICE_EXTENSION);
	unsigned missing;
	str document;

	in_hand(w, matter);
	CHECK_INT(issue(w, staff(P_LEADER), matter, &in, &missing, &id), CONFLICT); /* nobody approved one */
	ask.until = day_add(due_of(w, matter), 7);
	CHECK_INT(act(w, staff(P_HANDLER), matter, ask), OK);
	CHECK_INT(act(w, staff(P_HEAD), matter, (struct matter_deed){ .act = ACT_EXTEND_APPROVE }), OK);
	document = document_of(w, matter, NOTICE_EXTENSION);
	CHECK(contains(&w->mem, document, ask.text));
	CHECK(contains(&w->mem, document, paper_day_text(&w->mem, ask.until)));
	in.until = day_add(ask.until, 1); /* no other date than the approved one */
	CHECK_INT(issue(w, staff(P_HEAD), matter, &in, &missing, &id), INVALID);
	CHECK_INT(missing, 1u << PART_UNTIL);
	world_close(w);
}

TEST(delivery_is_added_and_dated_within_reason)
{
	struct world *w = world_open(NULL);
	int64_t matter = raise_of(w, "C01"), id;
	struct notice_in in = full(NOTICE_RECEIPT);
	day today = day_of(w->now);
	unsigned missing;

	CHECK_INT(issue(w, staff(P_CLERK), matter, &in, &missing, &id), OK);
	CHECK_INT(deliver(w, staff(P_CLERK), id,
			  (struct notice_delivery_in){ DELIVERED_BY_HAND, day_add(today, -1), S(""), NULL }),
		  INVALID);
	CHECK_INT(deliver(w, staff(P_CLERK), id,
			  (struct notice_delivery_in){ DELIVERED_BY_HAND, day_add(today, 1), S(""), NULL }),
		  INVALID);
	CHECK_INT(deliver(w, staff(P_CLERK), id, (struct notice_delivery_in){ 9, today, S(""), NULL }), INVALID);
	CHECK_INT(
		deliver(w, staff(P_AUDITOR), id, (struct notice_delivery_in){ DELIVERED_BY_POST, today, S(""), NULL }),
		FORBIDDEN);
	CHECK_INT(deliver(w, staff(P_CLERK), 1, (struct notice_delivery_in){ DELIVERED_BY_POST, today, S(""), NULL }),
		  NOT_FOUND);
	CHECK_INT(deliver(w, staff(P_CLERK), id,
			  (struct notice_delivery_in){ DELIVERED_BY_POST, today, S("挂号"), NULL }),
		  OK);
	CHECK_INT(deliver(w, staff(P_CLERK), id, (struct notice_delivery_in){ DELIVERED_PAGE, today, S(""), NULL }),
		  OK);
	CHECK_INT(number(w, "select count(*) from notice_delivery where town = ?1 and notice = ?2", id), 2);
	world_close(w);
}

TEST(notices_of_an_archived_matter_stay_for_the_resident_and_the_archive)
{
	struct world *w = world_open(NULL);
	int64_t matter = raise_of(w, "C01"), id, found, follower;
	struct notice_in in = full(NOTICE_RECEIPT);
	struct q_notice_of_matter_list list;
	unsigned missing;
	struct db db;

	CHECK_INT(issue(w, staff(P_CLERK), matter, &in, &missing, &id), OK);
	CHECK_INT(act(w, resident(matter), matter, (struct matter_deed){ .act = ACT_WITHDRAW }), OK);
	CHECK_INT(matter_begin(w->dir, &w->root), OK);
	world_pass(w, 3 * 366);
	CHECK_INT(pass_jobs(w), OK);
	CHECK_INT(state_of(w, matter), MATTER_ARCHIVED);
	db = world_db(w);
	CHECK_INT(receipt_find(&db, &w->keys, str_of(w->code), true, &found, &follower), OK);
	CHECK(found == matter && follower == 0);
	CHECK_INT(q_notice_of_matter(&db, matter, 10, &list), OK);
	CHECK(list.n == 1 && list.p[0].id == id);
	CHECK_INT(check_after(w, NULL), 0);
	world_close(w);
}

TEST(the_photo_of_a_signed_slip_stays_when_a_matter_that_shows_it_too_is_archived)
{
	struct world *w = world_open(NULL);
	const struct photo proof = { .picture = hash_of(S("proof")), .thumb = hash_of(S("proof thumb")) };
	int64_t matter = raise_of(w, "C01"), id;
	struct notice_in in = full(NOTICE_RECEIPT);
	unsigned missing;

	CHECK_INT(issue(w, staff(P_CLERK), matter, &in, &missing, &id), OK);
	CHECK_INT(deliver(w, staff(P_CLERK), id,
			  (struct notice_delivery_in){ DELIVERED_BY_HAND, day_of(w->now), S(""), &proof }),
		  OK);
	world_photo_stays(w, &proof);
	world_close(w);
}

TEST(a_name_stands_only_in_the_copy)
{
	struct world *w = world_open(NULL);
	int64_t matter = raise_of(w, "C01");
	struct notice_in in = full(NOTICE_ACCEPTED);
	struct db db = world_db(w);
	str document, copy;

	CHECK_INT(notice_draft(&db, matter, &in, 2026, 1, &document), OK);
	copy = notice_named(db.mem, document, S("𠮷小荷"));
	CHECK(contains(db.mem, copy, S("𠮷小荷：")));
	CHECK(!contains(db.mem, copy, S("说事人：")));
	CHECK(!contains(db.mem, document, S("𠮷小荷")));
	CHECK_INT(day_diff(day_make(2026, 3, 2), notice_accept_by(w->now)), 15);
	world_close(w);
}

/* Every kind, with texts of random characters in all its parts: nothing is lost between the form and the paper. */
TEST(no_character_of_a_notice_is_lost)
{
	struct world *w = world_open(NULL);
	int64_t matter = raise_of(w, "C01");
	struct arena mem = arena_open((size_t)128 << 20);
	int documents = ink_documents(10), cells = 0, lost = 0;
	struct paper_fonts fonts;
	unsigned state = 7;

	CHECK(paper_fonts_open(&fonts));
	in_hand(w, matter);
	for (int i = 0; i < documents; i++) {
		struct notice_in in = full((enum notice_kind)(1 + i % (NOTICE_KINDS - 1)));
		struct db db = world_db(w);
		str document;

		arena_reset(&mem);
		db.mem = &mem;
		for (enum notice_part p = 0; p < NOTICE_PARTS; p++)
			in.text[p] = sample_words(&mem, &state, 40);
		CHECK_INT(notice_draft(&db, matter, &in, 2026, i + 1, &document), OK);
		cells += ink_compare(&fonts, &mem, document, &lost);
	}
	CHECK(cells > 200 * documents);
	CHECK_INT(lost, 0);
	printf("notices: %d documents, %d characters, %d lost\n", documents, cells, lost);
	arena_close(&mem);
	world_close(w);
}

/* ---- one of each kind as a file, for other programs to open ---- */

static void
kinds_write(const char *dir)
{
	struct world *w;
	int64_t matter;
	struct db db;

	seal_start();
	w = world_open(NULL);
	matter = raise_of(w, "C01");
	db = world_db(w);
	in_hand(w, matter);
	for (enum notice_kind k = NOTICE_RECEIPT; k < NOTICE_KINDS; k++) {
		struct notice_in in = full(k);
		str document;

		if (notice_draft(&db, matter, &in, 2026, k, &document) != OK)
			exit(1);
		sample_write(db.mem, dir, notice_key(k), document);
	}
	world_close(w);
	exit(0);
}

__attribute__((constructor)) static void
as_maker(int argc, char **argv, char **env)
{
	(void)env;
	if (argc == 3 && strcmp(argv[1], "notices") == 0)
		kinds_write(argv[2]);
}
