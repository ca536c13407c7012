#include "paper/paper.h"
#include "paper/paper_ink_test.h"
#include "paper/paper_ledger.h"
#include "paper/paper_sample_test.h"
#include "test.h"

#include <malloc.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

static struct arena mem;

static struct paper_made
made_of(str document, enum paper_kind kind)
{
	struct paper_made made;

	CHECK_INT(paper_make(&mem, test_dir(), document, kind, &made), OK);
	return made;
}

TEST(pieces_come_back_as_they_were_written)
{
	struct paper_head head;
	struct paper_reader r;
	struct paper_piece p;
	struct paper w;

	mem = arena_open((size_t)64 << 20);
	w = paper_begin(&mem, &(struct paper_head){ .title = S("题"), .footer = S("尾"), .made = { -5 } });
	paper_heading(&w, 2, S("𠮷"));
	paper_para(&w, S("一\n\n二\n"));
	paper_signature(&w, S("荷叶乡"), day_make(1969, 12, 1));
	CHECK(paper_open(&r, paper_bytes(&w), &head));
	CHECK_STR(head.title, "题");
	CHECK_STR(head.footer, "尾");
	CHECK_INT(head.made.ms, -5);
	CHECK(paper_next(&r, &p) && p.kind == PIECE_HEADING && p.a == 2);
	CHECK_STR(p.text, "𠮷");
	CHECK(paper_next(&r, &p) && p.kind == PIECE_PARA && str_eq(p.text, S("一")));
	CHECK_INT(paper_peek(&r).kind, PIECE_PARA);
	CHECK(paper_next(&r, &p) && str_eq(p.text, S("二")));
	CHECK(paper_next(&r, &p) && p.a == day_make(1969, 12, 1).n);
	CHECK(!paper_next(&r, &p));
	arena_close(&mem);
}

TEST(spans_stay_within_the_table)
{
	struct paper_head head;
	struct paper_reader r;
	struct paper_piece p;
	struct paper_grid g;
	struct paper w;

	mem = arena_open((size_t)64 << 20);
	w = paper_begin(&mem, &(struct paper_head){ 0 });
	paper_table(&w, (const int[]){ 1, 2, 3 }, 3, 1);
	paper_row(&w);
	paper_cell_wide(&w, S("a"), 2, 9, PAPER_CENTRE);
	paper_cell(&w, S("b"));
	paper_row(&w);
	paper_cell(&w, S("c"));
	paper_cell(&w, S("too many"));
	paper_table_end(&w);
	paper_para(&w, S("after"));
	CHECK(paper_open(&r, paper_bytes(&w), &head) && paper_next(&r, &p));
	paper_grid_read(&mem, &r, &p, &g);
	CHECK_INT(g.rows, 2);
	CHECK_INT(g.n, 3);
	CHECK_INT(g.cell[0].rows, 2);
	CHECK_INT(g.cell[2].column, 2);
	CHECK_STR(g.cell[2].text, "c");
	CHECK(paper_next(&r, &p) && p.kind == PIECE_PARA);
	arena_close(&mem);
}

TEST(numbers_are_written_with_a_point)
{
	struct paper_head head;
	struct paper_reader r;
	struct paper_piece p;
	struct paper w;

	mem = arena_open((size_t)64 << 20);
	w = paper_begin(&mem, &(struct paper_head){ 0 });
	paper_cell_decimal(&w, 5, 2);
	paper_cell_decimal(&w, -1205, 2);
	paper_cell_int(&w, INT64_MIN);
	CHECK(paper_open(&r, paper_bytes(&w), &head));
	CHECK(paper_next(&r, &p));
	CHECK_STR(p.text, "0.05");
	CHECK(paper_next(&r, &p));
	CHECK_STR(p.text, "-12.05");
	CHECK(paper_next(&r, &p));
	CHECK_STR(p.text, "-9223372036854775808");
	arena_close(&mem);
}

/* A frozen report is made again years later: not one byte may differ. */
TEST(same_document_same_bytes)
{
	mem = arena_open((size_t)64 << 20);
	for (enum paper_kind kind = PAPER_PDF; kind <= PAPER_XLSX; kind++) {
		CHECK(str_eq(made_of(sample_notice(&mem), kind).bytes, made_of(sample_notice(&mem), kind).bytes));
		CHECK(str_eq(made_of(sample_dossier(&mem), kind).bytes, made_of(sample_dossier(&mem), kind).bytes));
		CHECK(str_eq(made_of(sample_ledger(&mem), kind).bytes, made_of(sample_ledger(&mem), kind).bytes));
	}
	arena_close(&mem);
}

/* A clock or another place on earth does not come in. */
TEST(a_workbook_knows_no_clock)
{
	str here, there;

	mem = arena_open((size_t)64 << 20);
	here = made_of(sample_ledger(&mem), PAPER_XLSX).bytes;
	setenv("TZ", "America/New_York", 1);
	tzset();
	sleep(1);
	there = made_of(sample_ledger(&mem), PAPER_XLSX).bytes;
	unsetenv("TZ");
	tzset();
	CHECK(str_eq(here, there));
	arena_close(&mem);
}

/* `*held`: what the library holds in memory when the last row is there. */
static int64_t
ledger_write(int fd, int rows, size_t *held)
{
	size_t before = mallinfo2().uordblks;
	const str column[] = { S("编号"), S("说的事"), S("日期") };
	struct paper_ledger_head head = { S("台账"), S("台账 · 2026年11月"), { 1793700000000 }, column, 3 };
	struct paper_ledger *l;
	int64_t size = 0;

	CHECK_INT(paper_ledger_open(&mem, test_dir(), fd, &head, &l), OK);
	for (int i = 0; i < rows; i++) {
		paper_ledger_row(l);
		paper_ledger_text(l, str_fmt(&mem, "%06d", i));
		paper_ledger_text(l, i % 2 ? S("=1+1") : S("清理排水沟，并请周边三户群众到场确认排水沟的走向"));
		paper_ledger_day(l, day_make(2026, 11, 1 + i % 30));
		paper_ledger_text(l, S("beyond the columns"));
	}
	*held = mallinfo2().uordblks - before;
	CHECK_INT(paper_ledger_close(l, &size), OK);
	paper_ledger_drop(l);
	return size;
}

/* A long list needs the memory of a short one, and the same rows make the same bytes. */
TEST(a_ledger_of_any_length_keeps_its_memory)
{
	int fd[2] = { memfd_create("a", MFD_CLOEXEC), memfd_create("b", MFD_CLOEXEC) };
	size_t few, many;
	char *file[2];
	int64_t size;

	mem = arena_open((size_t)64 << 20);
	size = ledger_write(fd[1], 100, &few);
	CHECK(size > 5000);
	size = ledger_write(fd[0], 10000, &many);
	CHECK(many < few + 16384);
	CHECK_INT(ledger_write(fd[1], 10000, &many), size);
	for (int i = 0; i < 2; i++) {
		file[i] = make(&mem, char, (size_t)size);
		CHECK_INT(pread(fd[i], file[i], (size_t)size, 0), size);
		close(fd[i]);
	}
	CHECK(memcmp(file[0], file[1], (size_t)size) == 0);
	arena_close(&mem);
}

TEST(pdf_counts_pages_and_names_what_it_cannot_draw)
{
	struct paper_made made;

	mem = arena_open((size_t)64 << 20);
	made = made_of(sample_dossier(&mem), PAPER_PDF);
	CHECK(str_starts(made.bytes, S("%PDF-1.")));
	CHECK(made.pages >= 9 && made.pages <= 20);
	CHECK_INT(made.missing_n, 1);
	CHECK_INT(made.missing[0], 0x1f600);
	CHECK_INT(made_of(sample_notice(&mem), PAPER_PDF).missing_n, 0);
	arena_close(&mem);
}

TEST(no_document_is_refused)
{
	struct paper_made made;
	struct paper w;
	char junk[64];

	mem = arena_open((size_t)64 << 20);
	for (enum paper_kind kind = PAPER_PDF; kind <= PAPER_XLSX; kind++)
		CHECK_INT(paper_make(&mem, test_dir(), S("nothing"), kind, &made), INVALID);
	memset(junk, 'x', sizeof(junk));
	w = paper_begin(&mem, &(struct paper_head){ 0 });
	for (int i = 0; i < 60000; i++)
		paper_line(&w, PAPER_LEFT, (str){ junk, sizeof(junk) });
	CHECK_INT(paper_bytes(&w).n, 0); /* too long as a whole */
	w = paper_begin(&mem, &(struct paper_head){ 0 });
	for (int i = 0; i <= PAPER_PAGES_MOST; i++)
		paper_break(&w);
	CHECK_INT(paper_make(&mem, test_dir(), paper_bytes(&w), PAPER_PDF, &made), INVALID);
	arena_close(&mem);
}

/* Cut anywhere, a document is read to where it is whole and no further. */
TEST(broken_documents_do_no_harm)
{
	str whole, part;

	mem = arena_open((size_t)64 << 20);
	whole = sample_ledger(&mem);
	for (size_t n = 0; n < whole.n; n += 7) {
		struct paper_made made;
		size_t mark = arena_mark(&mem);

		part = str_dup(&mem, str_head(whole, n));
		CHECK(paper_make(&mem, test_dir(), part, PAPER_XLSX, &made) != BROKEN);
		CHECK(paper_make(&mem, test_dir(), part, PAPER_DOCX, &made) != BROKEN);
		arena_back(&mem, mark);
	}
	arena_close(&mem);
}

TEST(no_character_is_lost)
{
	int documents = ink_documents(12), cells = 0, lost = 0;
	struct paper_fonts fonts;

	mem = arena_open((size_t)256 << 20);
	CHECK(paper_fonts_open(&fonts));
	cells += ink_compare(&fonts, &mem, sample_notice(&mem), &lost);
	cells += ink_compare(&fonts, &mem, sample_dossier(&mem), &lost);
	for (int i = 0; i < documents; i++) {
		arena_reset(&mem);
		cells += ink_compare(&fonts, &mem, sample_random(&mem, (unsigned)i), &lost);
	}
	CHECK(cells > 150 * documents);
	CHECK_INT(lost, 0);
	printf("ink: %d documents, %d characters, %d lost\n", documents + 2, cells, lost);
	arena_close(&mem);
}
