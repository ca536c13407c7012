/* work_test.c — a frozen report stays what it was, whatever happens later; a restatement says what is different. */
#include "matter/matter_test.h"
#include "report/work_web.h"

#include <string.h>

#define CHANGES 10000

struct bench {
	struct world *w;
	struct arena mem; /* of one request */
	struct http_request http;
	struct req rq;
	struct site site;
	int64_t id;
	struct work_draft *draft;
	struct work_change change[4];
	size_t changes;
};

static void
request(struct bench *b)
{
	arena_reset(&b->mem);
	b->http = (struct http_request){ .mem = &b->mem, .authority = S("heye.example") };
	b->rq = (struct req){ .mem = &b->mem,
			      .http = &b->http,
			      .actor = staff(P_LEADER),
			      .lang = ZH,
			      .now = b->w->now,
			      .id = b->id,
			      .root = S(""),
			      .site = &b->site };
}

static struct db
reader(struct bench *b)
{
	struct db db = world_db(b->w);

	db.mem = &b->mem;
	return db;
}

static enum err
make_run(struct tx *tx, void *ctx)
{
	struct bench *b = ctx;
	const struct work_section s[] = {
		{ 0, S("一、总体情况"),
		  S("收到{{figure:received}}件，办结{{figure:closed}}件，解决率{{rate:solved}}。\n{{chart:received:"
		    "type}}\n"
		    "{{table:villages}}") },
		{ UNIT_ROADS, S("二、道路组"), S("收到{{figure:received}}件：{{list:received}}。{{figure:nothing}}") },
	};
	struct period p = period_of(PERIOD_YEAR, day_of(b->w->now));
	struct actor by = staff(P_LEADER);

	return work_make(tx, &by, &p, S("{{town}}{{period}}工作报告"), s, 2, &b->id);
}

static enum err
freeze_run(struct tx *tx, void *ctx)
{
	struct bench *b = ctx;
	const struct fill *f = &b->draft->fill;
	struct work_number k[FILL_NUMBERS];
	struct actor by = staff(P_LEADER);

	for (size_t i = 0; i < f->n; i++)
		k[i] = (struct work_number){ (int64_t)i + 1,      f->number[i].name,
					     f->number[i].shape,  1,
					     f->number[i].unit,   f->number[i].part,
					     f->number[i].value,  f->number[i].below,
					     f->number[i].listed, hash_str(&f->number[i].list),
					     f->number[i].records };
	return work_freeze(tx, &by, b->id, 1, b->draft->document, k, f->n);
}

static enum err
restate_run(struct tx *tx, void *ctx)
{
	struct bench *b = ctx;
	struct actor by = staff(P_LEADER);

	return work_restate(tx, &by, b->id, b->change, b->changes);
}

static enum err
run(struct bench *b, enum err (*write)(struct tx *, void *))
{
	enum err e = tx_run(b->w->conn, &b->w->mem, b->w->now, TOWN, write, b);

	arena_reset(&b->w->mem);
	return e;
}

/* The document as it is kept, and two files made of it: the hash of all three. */
static hash
frozen(struct bench *b)
{
	struct q_work_document doc;
	struct paper_made docx, xlsx;
	struct db db;

	request(b);
	db = reader(b);
	CHECK_INT(q_work_document(&db, b->id, &doc), OK);
	CHECK_INT(paper_make(&b->mem, test_dir(), doc.document, PAPER_DOCX, &docx), OK);
	CHECK_INT(paper_make(&b->mem, test_dir(), doc.document, PAPER_XLSX, &xlsx), OK);
	return hash_of(str_join(&b->mem, doc.document, str_join(&b->mem, docx.bytes, xlsx.bytes)));
}

static void
fill_now(struct bench *b)
{
	struct db db;

	request(b);
	db = reader(b);
	b->draft = make(&b->mem, struct work_draft, 1);
	*b->draft = (struct work_draft){ 0 };
	CHECK_INT(work_fill(&db, &b->rq, b->id, true, b->draft), OK);
}

static int check_faults;

static void
check_fault(void *ctx, const char *line)
{
	(void)ctx, (void)line;
	check_faults++;
}

static int
faults_now(struct bench *b)
{
	struct db db;
	int64_t reports;

	request(b);
	db = reader(b);
	check_faults = 0;
	CHECK_INT(work_check(&db, check_fault, NULL, &reports), OK);
	return check_faults;
}

/* As somebody with the database file in their hands could. */
static enum err
forge_run(struct tx *tx, void *ctx)
{
	static const struct query q = { .name = "forge",
					.sql = "update work_report set document = document_hash where town = ?1",
					.store = STORE_MAIN,
					.writes = true };
	struct stmt *s;
	bool row;
	enum err e;

	(void)ctx;
	TRY(db_start(&tx->db, &q, &s));
	stmt_int(s, 1, TOWN);
	e = stmt_step(s, &row);
	stmt_end(s);
	return e;
}

TEST(frozen_report_is_the_same_after_ten_thousand_changes)
{
	struct bench *b = &(struct bench){ .w = world_open(NULL), .mem = arena_open((size_t)16 << 20) };
	const int64_t more = world_many("HEYE_CHANGES", CHANGES) / 4; /* four acts each */
	struct q_work_changes_list l;
	hash before, after;
	int64_t first;
	struct db db;

	first = raise_of(b->w, "C02");
	in_hand(b->w, first);
	for (int i = 0; i < 9; i++)
		in_hand(b->w, raise_of(b->w, i % 2 ? "C01" : "C05"));
	CHECK_INT(run(b, make_run), OK);
	fill_now(b);
	CHECK_INT(b->draft->fill.n, 4);
	CHECK_INT(b->draft->fill.number[0].value, 10);
	CHECK_INT(b->draft->fill.number[2].below, 0);
	CHECK(str_has(b->draft->document, S("收到10〔1〕件，办结0〔2〕件，解决率（没有数）〔3〕。")));
	CHECK(str_has(b->draft->document, S("收到10〔4〕件：2026-1、2026-2")) &&
	      str_has(b->draft->document, S("（没有这个指标）")));
	CHECK_INT(run(b, freeze_run), OK);
	before = frozen(b);
	fill_now(b);
	CHECK_INT(run(b, freeze_run), CONFLICT);
	for (int i = 0; i < more; i++) {
		int64_t id = raise_of(b->w, "C02");

		in_hand(b->w, id);
		answered(b->w, id);
		b->w->now.ms += MS_MINUTE;
	}
	after = frozen(b);
	CHECK(hash_eq(&before, &after));
	fill_now(b);
	CHECK_INT(b->draft->fill.number[0].value, 10 + more);
	b->change[b->changes++] = (struct work_change){ 1, b->draft->fill.number[0].value, 0, 1, S("2026-11"), S("") };
	CHECK_INT(run(b, restate_run), OK);
	after = frozen(b);
	CHECK(hash_eq(&before, &after));
	request(b);
	db = reader(b);
	CHECK_INT(q_work_changes(&db, b->id, WORK_CHANGES, &l), OK);
	CHECK(l.n == 1 && l.p[0].old_value == 10 && l.p[0].value == 10 + more && l.p[0].restatement == 1);
	CHECK_INT(faults_now(b), 0);
	CHECK_INT(run(b, forge_run), OK);
	CHECK_INT(faults_now(b), 1);
	arena_close(&b->mem);
	world_close(b->w);
}
