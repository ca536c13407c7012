#include "paper/paper_sample_test.h"

#include "base/utf8.h"
#include "test.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MADE ((moment){ 1764300000000 }) /* 2025-11-28 */

str
sample_notice(struct arena *mem)
{
	struct paper p = paper_begin(
		mem, &(struct paper_head){ .layout = PAPER_OFFICIAL, .title = S("信访事项受理告知书"), .made = MADE });
	day d = day_make(2026, 11, 3);

	paper_letterhead(&p, S("荷叶乡综治中心文件"), S("荷受告〔2026〕1号"));
	paper_title(&p, S("信访事项受理告知书"));
	paper_addressee(&p, S("𠮷先生："));
	paper_para(&p, S("您于2026年11月1日提出的“定水村二组机耕道被雨水冲断”事项，我单位已收到。经审查，该事项属于我单"
			 "位职权范围，"
			 "根据《信访工作条例》第二十三条的规定，决定予以受理。"));
	paper_heading(&p, 1, S("一、承办单位"));
	paper_heading(&p, 2, S("（一）村建组（Town Works）"));
	paper_heading(&p, 3, S("1. 联系方式"));
	paper_para(&p, S("承办人电话 0825-5590001，您也可以凭回执码 1234 5678 9012 3456 78 在网上查看办理进度。"));
	for (int i = 0; i < 12; i++)
		paper_para(
			&p,
			S("承办单位应当自受理之日起六十日内办结；情况复杂的，经本单位负责人批准，可以适当延长办理期限，"
			  "但延长期限不得超过三十日，并告知您延期理由。𬒈、㙍、龘 "
			  "都不能丢。"));
	paper_pair(&p, S("办结期限"), S("2027年1月2日"));
	paper_pair(&p, S("监督电话"), S("0825-5590002"));
	paper_attachments(&p, S("1. 信访人权利义务告知\n2. 送达回证"));
	paper_signature(&p, S("荷叶乡人民政府"), d);
	paper_imprint(&p, S("县信访局，县司法局。"), S("荷叶乡党政办公室"), d);
	return paper_bytes(&p);
}

static void
tasks(struct paper *p, int rows)
{
	paper_table(p, (const int[]){ 1, 5, 3, 3, 2 }, 5, 2);
	paper_row(p);
	paper_cell_wide(p, S("序号"), 1, 2, PAPER_CENTRE);
	paper_cell_wide(p, S("任务"), 1, 2, PAPER_CENTRE);
	paper_cell_wide(p, S("承办"), 2, 1, PAPER_CENTRE);
	paper_cell_wide(p, S("天数"), 1, 2, PAPER_CENTRE);
	paper_row(p);
	paper_cell(p, S("单位"));
	paper_cell(p, S("期限"));
	for (int i = 0; i < rows; i++) {
		paper_row(p);
		paper_cell_int(p, i + 1);
		paper_cell(p, i % 7 == 3 ? S("把二组到三组的机耕道断口用片石填平，清理两侧排水沟，雨季前完工，请村委会"
					     "派人验收并拍照")
					 : S("清理排水沟"));
		if (i % 3 == 0)
			paper_cell_wide(p, S("村建组牵头，农业服务中心配合"), 1, i + 2 < rows ? 3 : 1, PAPER_LEFT);
		else if (i - i % 3 + 2 >= rows)
			paper_cell(p, S("村建组"));
		paper_cell_day(p, day_make(2026, 12, 1 + i % 28));
		paper_cell_decimal(p, 15 + i, 1);
	}
	paper_table_end(p);
}

str
sample_dossier(struct arena *mem)
{
	struct paper p = paper_begin(mem, &(struct paper_head){ .title = S("人民调解卷宗"),
								.header = S("荷叶乡人民调解委员会"),
								.footer = S("（2026）荷人调字第7号"),
								.made = MADE });
	struct out longer = out_make(mem, 1024, 64 * 1024);

	paper_cover(&p, S("人民调解卷宗"), S("（2026）荷人调字第7号"));
	paper_pair(&p, S("纠纷类型"), S("邻里纠纷"));
	paper_pair(&p, S("立卷人"), S("王小荷"));
	paper_break(&p);
	paper_contents(&p, S("卷内目录"));
	paper_break(&p);
	paper_heading(&p, 1, S("一、调解申请书"));
	paper_para(&p, S("申请人称：双方因宅基地边界发生争议。\n第二段。"));
	paper_heading(&p, 2, S("（一）任务表"));
	tasks(&p, 60);
	for (int i = 0; i < 400; i++)
		out_fmt(&longer, "第%d句：这一格的字比一页还多。", i + 1);
	paper_heading(&p, 1, S("二、调查记录"));
	paper_table(&p, (const int[]){ 1, 3 }, 2, 1);
	paper_row(&p), paper_cell(&p, S("项目")), paper_cell(&p, S("内容"));
	paper_row(&p), paper_cell(&p, S("笔录")), paper_cell(&p, out_view(&longer));
	paper_table_end(&p);
	paper_bars(&p, S("本月各村说事"));
	paper_bar(&p, S("荷花街社区"), 12);
	paper_bar(&p, S("定水村"), 30);
	paper_bar(&p, S("平桥村"), 0);
	paper_heading(&p, 1, S("三、签字"));
	paper_sign_here(&p, S("当事人（签名）："));
	paper_sign_here(&p, S("当事人（签名）："));
	paper_sign_here(&p, S("调解员："));
	paper_qr(&p, S("https://example.org/heye/m/123456789012345678"), S("扫码查看进度"));
	paper_note(&p, S("😀 没有字体的字画成方框。"));
	return paper_bytes(&p);
}

str
sample_ledger(struct arena *mem)
{
	struct paper p =
		paper_begin(mem, &(struct paper_head){ .landscape = true, .title = S("说事台账"), .made = MADE });

	paper_title(&p, S("荷叶乡说事台账"));
	paper_line(&p, PAPER_LEFT, S("填报单位：荷叶乡综治中心    填报日期：2026.11.3"));
	tasks(&p, 9);
	paper_sheet(&p, S("公式/试验"));
	paper_table(&p, (const int[]){ 1, 1, 1 }, 3, 1);
	paper_row(&p), paper_cell(&p, S("电话")), paper_cell(&p, S("内容")), paper_cell(&p, S("日期"));
	paper_row(&p), paper_cell(&p, S("08255590001")), paper_cell(&p, S("=1+1")),
		paper_cell_day(&p, day_make(2026, 11, 3));
	paper_row(&p), paper_cell(&p, S("@SUM(A1)")), paper_cell(&p, S("𠮷 & <b>\"二\"</b>")),
		paper_cell_decimal(&p, -1205, 2);
	paper_table_end(&p);
	return paper_bytes(&p);
}

/* A generator of our own: the same documents on every machine. */
static unsigned
next(unsigned *state, unsigned below)
{
	*state = *state * 1664525u + 1013904223u;
	return (*state >> 10) % below;
}

static void
han(struct arena *mem, struct out *o, unsigned *state)
{
	static const char *const rare[] = {
		"𠮷", "𬒈", "㙍", "𡒄", "龘", "〇", "囧", "A", "7", "，", "。", "“", "”"
	};
	unsigned kind = next(state, 20);
	char gb[2];
	str text;

	if (kind == 0) {
		out_str(o, str_of(rare[next(state, sizeof(rare) / sizeof(*rare))]));
		return;
	}
	do {
		gb[0] = (char)(0xb0 + next(state, kind < 15 ? 40 : 72));
		gb[1] = (char)(0xa1 + next(state, 94));
	} while (!utf8_from_any(mem, (str){ gb, 2 }, &text) || text.n != 3); /* two bytes of GB may be UTF-8 too */
	out_str(o, text);
}

str
sample_words(struct arena *mem, unsigned *state, unsigned n)
{
	struct out o = out_make(mem, 512, 4096);

	while (n-- > 0)
		han(mem, &o, state);
	return out_view(&o);
}

str
sample_random(struct arena *mem, unsigned seed)
{
	struct paper_head head = { .layout = seed % 2 ? PAPER_OFFICIAL : PAPER_PLAIN, .title = S("x"), .made = MADE };
	unsigned state = seed * 2654435761u + 1;
	struct paper p = paper_begin(mem, &head);

	paper_title(&p, sample_words(mem, &state, 6 + next(&state, 12)));
	paper_heading(&p, 1, sample_words(mem, &state, 8));
	paper_para(&p, sample_words(mem, &state, 60 + next(&state, 80)));
	paper_table(&p, (const int[]){ 1, 2, 3 }, 3, 1);
	for (int i = 0; i < 4; i++) {
		paper_row(&p);
		for (int c = 0; c < 3; c++)
			paper_cell(&p, sample_words(mem, &state, 1 + next(&state, 12)));
	}
	paper_table_end(&p);
	paper_signature(&p, sample_words(mem, &state, 8),
			day_make(2026, 1 + (int)next(&state, 12), 1 + (int)next(&state, 28)));
	return paper_bytes(&p);
}

/* ---- this program as the child, and as the maker of files for other programs to open ---- */

static void
file_write(const char *dir, const char *name, str suffix, str bytes)
{
	char path[512];
	int fd;

	snprintf(path, sizeof(path), "%s/%s%.*s", dir, name, STR_ARG(suffix));
	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	if (fd < 0 || write(fd, bytes.p, bytes.n) != (ssize_t)bytes.n)
		exit(1);
	close(fd);
}

/* Every text of a document, a line each: what a reader of any file made of it must find. */
static str
texts(struct arena *mem, str document)
{
	struct out o = out_make(mem, 4096, PAPER_DOCUMENT_MOST);
	struct paper_head head;
	struct paper_reader r;
	struct paper_piece p;

	CHECK(paper_open(&r, document, &head));
	while (paper_next(&r, &p)) {
		bool picture = p.kind == PIECE_QR || p.kind == PIECE_TABLE;

		out_str(&o, picture ? S("") : p.text);
		out_char(&o, '\n');
		out_str(&o, p.more);
		out_char(&o, '\n');
	}
	return out_view(&o);
}

void
sample_write(struct arena *mem, const char *dir, const char *name, str document)
{
	for (enum paper_kind kind = PAPER_PDF; kind <= PAPER_XLSX; kind++) {
		struct paper_made made;

		if (paper_make(mem, dir, document, kind, &made) != OK)
			exit(1);
		file_write(dir, name, paper_suffix(kind), made.bytes);
	}
	file_write(dir, name, S(".texts"), texts(mem, document));
}

static void
samples_write(const char *dir)
{
	struct arena mem = arena_open((size_t)256 << 20);

	sample_write(&mem, dir, "notice", sample_notice(&mem));
	sample_write(&mem, dir, "dossier", sample_dossier(&mem));
	sample_write(&mem, dir, "ledger", sample_ledger(&mem));
	for (unsigned i = 0; i < 20; i++) {
		char name[32];

		snprintf(name, sizeof(name), "random%u", i);
		sample_write(&mem, dir, name, sample_random(&mem, i));
	}
	exit(0);
}

__attribute__((constructor)) static void
other_uses(int argc, char **argv, char **env)
{
	(void)env;
	if (argc == 2 && strcmp(argv[1], "paper-worker") == 0)
		exit(paper_worker_main());
	if (argc == 3 && strcmp(argv[1], "samples") == 0)
		samples_write(argv[2]);
}
