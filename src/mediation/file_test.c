/* file_test.c — the thirteen-part file: everything printed from one record, and nothing lost on the way. */
#include "gen/after.sql.h"
#include "mediation/case_test.h"
#include "mediation/file.h"
#include "paper/paper_draw.h"
#include "paper/paper_ink_test.h"
#include "paper/paper_sample_test.h"

#include <stdlib.h>
#include <string.h>

#define DO(w_, ...) do_it(w_, staff(P_HANDLER), &(struct doing){ __VA_ARGS__ })

struct printing {
	struct world *w;
	struct arena *mem;
	int64_t id;
	int part;
	struct file_case f;
	struct party party[MEDIATION_PARTIES];
	str document;
	enum err made;
};

static enum err
load_run(struct tx *tx, void *ctx)
{
	struct printing *p = ctx;
	struct actor by = staff(P_HANDLER);
	struct q_mediation_case c;
	size_t n;

	TRY(mediation_open(&tx->db, &by, p->id, &c));
	TRY(mediation_parties_open(tx, &by, &p->w->keys.identity, p->id, SEALED_PRINT, p->party, MEDIATION_PARTIES,
				   &n));
	TRY(file_load(&tx->db, &c, p->party, n, &p->f));
	p->f.scan_to = S("https://heye.example/mediation/1/scan/");
	p->made = file_write(p->mem, &p->f, p->part, &p->document);
	return OK;
}

/* The document of a part, or of the whole file; what was loaded lives in the world's memory until the next step. */
static enum err
printed(struct world *w, struct arena *mem, int64_t id, int part, struct printing *p)
{
	*p = (struct printing){ .w = w, .mem = mem, .id = id, .part = part };
	CHECK_INT(tx_run(w->conn, &w->mem, w->now, TOWN, load_run, p), OK);
	return p->made;
}

static void
recorded(struct world *w, int64_t id, enum mediation_record_kind kind, int result, str words)
{
	struct mediation_entry e = { .kind = kind,
				     .on = day_of(w->now),
				     .spot = S("村委会"),
				     .people = S("甲方、乙方"),
				     .words = words,
				     .result = result };

	CHECK_INT(DO(w, .op = OP_RECORD, .id = id, .entry = e), OK);
}

/* A case with something in every part. */
static int64_t
full_case(struct world *w, str terms)
{
	int64_t id = under_way(w, KIND_CONTRACT, NATURE_NONE);
	day today = day_of(w->now);
	struct mediation_terms t = { .form = FORM_WRITTEN,
				     .facts = S("货款没有付清。"),
				     .disputed = S("数目不合。"),
				     .terms = terms,
				     .manner = S("转账。"),
				     .fen = 123450,
				     .last_on = day_add(today, 40) };

	recorded(w, id, RECORD_INQUIRY, 0, S("看了账本。"));
	recorded(w, id, RECORD_EVIDENCE, 0, S("甲方交来欠条一张。"));
	recorded(w, id, RECORD_PROXY, 0, S("乙方委托书原件一份。"));
	recorded(w, id, RECORD_ALARM, 1, S("双方吵起来，劝开了。"));
	recorded(w, id, RECORD_SESSION, 1, S("说好分两次付。"));
	recorded(w, id, RECORD_NOTE, 0, S("欠条原件已还。"));
	CHECK_INT(DO(w, .op = OP_DRAFT, .id = id, .terms = t), OK);
	CHECK_INT(DO(w, .op = OP_INSTALMENT, .id = id, .on = day_add(today, 10), .fen = 23450, .text = S("头一笔")),
		  OK);
	CHECK_INT(DO(w, .op = OP_SIGN, .id = id, .on = today, .on2 = today, .on3 = today), OK);
	CHECK_INT(DO(w, .op = OP_PAY, .id = id, .n = 1, .on = today), OK);
	recorded(w, id, RECORD_VISIT, 1, S("都付清了。"));
	CHECK_INT(DO(w, .op = OP_COURT_ASK, .id = id, .a = 3, .text = S("某县人民法院"), .on = today), OK);
	CHECK_INT(DO(w, .op = OP_COURT_RULED, .id = id, .a = 1, .text = S("民特一号"), .on = today), OK);
	CHECK_INT(DO(w, .op = OP_FILE, .id = id, .on = today, .text = S("齐了。")), OK);
	return id;
}

TEST(one_record_prints_every_part)
{
	static const char *const said[] = { "（2026）荷人调字第1号",
					    "田大力",
					    "谷小满",
					    "19900000012",
					    "人民调解申请书",
					    "权利义务告知书",
					    "已核对身份证件",
					    "乙方委托书原件一份",
					    "看了账本",
					    "甲方交来欠条",
					    "说好分两次付",
					    "分两次付清",
					    "1234.50元",
					    "234.50元",
					    "2026年3月2日",
					    "都付清了",
					    "某县人民法院",
					    "民特一号",
					    "双方吵起来",
					    "欠条原件已还",
					    "30年",
					    "结案报告表",
					    "一式3份",
					    "封底" };
	struct world *w = world_open(NULL);
	struct arena mem = arena_open((size_t)16 << 20);
	int64_t id = full_case(w, S("分两次付清。"));
	struct printing p;

	CHECK_INT(printed(w, &mem, id, FILE_WHOLE, &p), OK);
	for (size_t i = 0; i < sizeof said / sizeof *said; i++) {
		if (!str_has(p.document, str_of(said[i])))
			printf("not in the file: %s\n", said[i]);
		CHECK(str_has(p.document, str_of(said[i])));
	}
	for (int part = PART_APPLICATION; part < PARTS; part++)
		CHECK_INT(printed(w, &mem, id, part, &p), OK);
	CHECK_INT(printed(w, &mem, id, PART_COVER, &p), INVALID);
	CHECK_INT(printed(w, &mem, id, PARTS, &p), INVALID);
	CHECK_INT(number(w, "select count(*) from sealed_look where town = ?1 and object = ?2 and purpose = 6", id),
		  PARTS + 2);
	arena_close(&mem);
	world_close(w);
}

TEST(a_part_with_nothing_in_it_is_not_printed)
{
	struct world *w = world_open(NULL);
	struct arena mem = arena_open((size_t)16 << 20);
	int64_t id = registered(w, KIND_NEIGHBOUR, NATURE_NONE);
	struct printing p;

	CHECK_INT(printed(w, &mem, id, PART_AGREEMENT, &p), INVALID);
	CHECK_INT(printed(w, &mem, id, PART_COURT, &p), INVALID);
	CHECK_INT(printed(w, &mem, id, PART_PROXY, &p), INVALID);
	CHECK_INT(printed(w, &mem, id, PART_RIGHTS, &p), OK); /* printed first, signed then */
	CHECK(str_has(p.document, S("甲方签名")));
	CHECK_INT(printed(w, &mem, id, FILE_WHOLE, &p), OK);
	CHECK(!str_has(p.document, S("司法确认申请书")));
	CHECK(str_has(p.document, S("本卷没有：第4项授权委托书、")));
	for (int part = PART_APPLICATION; part < PART_BACK; part++) /* each stands in it, or is named as not there */
		CHECK(str_has(p.document, part == PART_IDENTITY      ? S("身份证明")
					  : part == PART_APPLICATION ? S("申请书")
								     : file_part_name(part)));
	arena_close(&mem);
	world_close(w);
}

/* The parties' names and the texts with random characters in them: nothing is lost between the record and the paper. */
TEST(no_character_of_a_file_is_lost)
{
	struct world *w = world_open(NULL);
	struct arena mem = arena_open((size_t)128 << 20);
	int documents = ink_documents(5), cells = 0, lost = 0;
	int64_t id = full_case(w, S("分两次付清。"));
	struct paper_fonts fonts;
	unsigned state = 11;

	CHECK(paper_fonts_open(&fonts));
	for (int i = 0; i < documents; i++) {
		struct printing p;
		str document;

		arena_reset(&mem);
		CHECK_INT(printed(w, &mem, id, FILE_WHOLE, &p), OK);
		p.party[0].field[PARTY_NAME] = sample_words(&mem, &state, 20);
		p.party[1].field[PARTY_ADDRESS] = sample_words(&mem, &state, 40);
		p.f.agreement[0].terms = sample_words(&mem, &state, 300);
		CHECK_INT(file_write(&mem, &p.f, FILE_WHOLE, &document), OK);
		cells += ink_compare(&fonts, &mem, document, &lost);
	}
	CHECK(cells > 500 * documents);
	CHECK_INT(lost, 0);
	arena_close(&mem);
	world_close(w);
}

/* ---- the file as files, for other programs to open ---- */

static void
files_write(const char *dir)
{
	struct arena mem;
	struct world *w;
	struct printing p;
	int64_t id;

	seal_start();
	mem = arena_open((size_t)64 << 20);
	w = world_open(NULL);
	id = full_case(w, S("分两次付清：头一笔十天内，余款四十天内。"));
	if (printed(w, &mem, id, FILE_WHOLE, &p) != OK)
		exit(1);
	sample_write(&mem, dir, "dossier", p.document);
	if (printed(w, &mem, id, PART_AGREEMENT, &p) != OK)
		exit(1);
	sample_write(&mem, dir, "agreement", p.document);
	world_close(w);
	exit(0);
}

__attribute__((constructor)) static void
as_maker(int argc, char **argv, char **env)
{
	(void)env;
	if (argc == 3 && strcmp(argv[1], "files") == 0)
		files_write(argv[2]);
}
