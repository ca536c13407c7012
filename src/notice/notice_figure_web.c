/* notice_figure_web.c — what notices count: papers that went out, and how each reached the resident. */
#include "notice/notice_figure_web.h"

#include "gen/notice_figure.sql.h"
#include "gen/notice_figure.words.h"
#include "notice/notice_web.h"

#define NOT_YET 9

static const struct figure_part delivered[] = {
	{ DELIVERED_BY_HAND, &word_notice_figure_by_hand }, { DELIVERED_BY_POST, &word_notice_figure_by_post },
	{ DELIVERED_POSTED, &word_notice_figure_posted },   { DELIVERED_PAGE, &word_notice_figure_on_page },
	{ NOT_YET, &word_notice_figure_not_yet },           { 0, NULL }
};

static str
either(bool english, str zh, str en)
{
	return english && en.n ? en : zh;
}

static str
delivered_how(int64_t method, enum lang lang)
{
	for (const struct figure_part *d = delivered; d->word; d++)
		if (d->part == (method ? method : NOT_YET))
			return word_text(d->word, lang);
	return S("");
}

static enum err
line(struct db *db, int64_t id, bool english, str cell[FIGURE_COLUMNS])
{
	enum lang lang = english ? EN : ZH;
	struct q_notice_line n;

	TRY(q_notice_line(db, id, &n));
	cell[0] = notice_number(db->mem, n.town_zh, (enum notice_kind)n.kind, n.year, n.number);
	cell[1] = word_text(notice_word_kind((enum notice_kind)n.kind), lang);
	cell[2] = str_fmt(db->mem, "%d-%d %.*s", (int)n.matter_year, (int)n.matter_number, STR_ARG(n.title));
	cell[3] = day_iso(db->mem, day_of(n.issued_at));
	cell[4] = either(english, n.village_zh, n.village_en);
	cell[5] = either(english, n.unit_zh, n.unit_en);
	cell[6] = delivered_how(n.method, lang);
	cell[7] = n.done_on.n ? day_iso(db->mem, n.done_on) : S("");
	return OK;
}

static const struct word *const columns[] = {
	&word_notice_figure_column_number,   &word_notice_figure_column_title,     &word_notice_figure_column_matter,
	&word_notice_figure_column_issued,   &word_notice_figure_column_village,   &word_notice_figure_column_unit,
	&word_notice_figure_parts_delivered, &word_notice_figure_column_delivered, NULL
};

static const struct figure_ledger ledger = { columns, line };

const struct figure notice_figures[] = {
	{ 61, "notices", 1, FIGURE_RARE, "notice", "/desk/notices", "G8", &word_notice_figure_issued,
	  &word_notice_figure_issued_is, &word_notice_figure_unit, &word_notice_figure_parts_delivered, delivered,
	  false, 0, &figure_notice_issued, &ledger },
	{ 0 },
};

#define PART(n) (UINT64_C(1) << (n))

const struct figure_rate notice_figure_rates[] = {
	{ "notices_delivered", 1, "notices", "notices",
	  PART(DELIVERED_BY_HAND) | PART(DELIVERED_BY_POST) | PART(DELIVERED_POSTED) | PART(DELIVERED_PAGE), 0,
	  &word_notice_figure_rate, &word_notice_figure_rate_is },
	{ 0 },
};
