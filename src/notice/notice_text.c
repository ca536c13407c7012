/* notice_text.c — what each kind of notice says. Plain sentences; every one names who answers for the matter, by
 * when, and where to go on. */
#include "notice/notice.h"

#include "base/utf8.h"
#include "paper/paper.h"

#define RESIDENT S("说事人")

struct draft {
	struct paper p;
	struct db *db;
	struct q_notice_facts f;
	struct q_notice_town town;
	const struct notice_in *in;
	str organ; /* who issues it */
};

static const char *const sorts[NOTICE_SORTS] = {
	"应当通过诉讼、行政复议、检察或者公安机关的法定程序处理",
	"应当通过仲裁程序处理",
	"属于党员申诉，由有权处理的党组织处理",
	"应当通过行政复议、行政裁决、行政确认、行政许可、行政处罚等行政程序处理",
	"属于申请查处违法行为、履行保护人身权或者财产权等合法权益职责，依法履行或者答复",
	"不属于以上情形，由我单位听取陈述事实和理由，调查核实后出具处理意见书",
};

static const char *const numerals[NOTICE_SORTS] = { "一", "二", "三", "四", "五", "六" };

static const char *const outcomes[NOTICE_OUTCOMES] = {
	"支持。请求事实清楚，符合法律、法规、规章或者其他有关规定，予以支持，并由有关单位执行。",
	"解释说明。请求事由合理但缺乏法律依据，已作出解释说明。",
	"不予支持。请求缺乏事实根据或者不符合法律、法规、规章或者其他有关规定。",
};

static str
text_of(const struct draft *d, enum notice_part part)
{
	return str_trim(d->in->text[part]);
}

static str
organ_of(struct arena *mem, str town)
{
	return str_join(mem, town, str_ends(town, S("街道")) ? S("办事处") : S("人民政府"));
}

static void
para(struct draft *d, str text)
{
	paper_para(&d->p, text);
}

static void
part(struct draft *d, const char *heading, enum notice_part which)
{
	paper_heading(&d->p, 1, str_of(heading));
	para(d, text_of(d, which));
}

/* 您于2026年11月1日反映的“……”（荷事〔2026〕137号） */
static str
subject(struct draft *d)
{
	struct arena *mem = d->db->mem;
	str first = utf8_head(d->town.name_zh, 1);

	return str_fmt(mem, "您于%.*s反映的“%.*s”（%.*s事〔%lld〕%lld号）",
		       STR_ARG(paper_day_text(mem, day_of(d->f.received_at))), STR_ARG(d->f.title), STR_ARG(first),
		       (long long)d->f.year, (long long)d->f.number);
}

static str
date(struct draft *d, day when)
{
	return paper_day_text(d->db->mem, when);
}

/* Office, officer, phone: each notice has them, below the date and in brackets as official paper does. */
static void
who(struct draft *d)
{
	struct arena *mem = d->db->mem;
	str unit = d->f.unit_zh.n ? d->f.unit_zh : str_join(mem, d->town.name_zh, S("综治中心"));
	str phone = d->f.unit_phone.n ? d->f.unit_phone : d->town.phone, officer = S("");

	if (d->f.person.n)
		officer = str_fmt(mem, "；承办人：%.*s %.*s", STR_ARG(d->f.holder_zh), STR_ARG(d->f.person));
	para(d,
	     str_fmt(mem, "（责任单位：%.*s%.*s；联系电话：%.*s）", STR_ARG(unit), STR_ARG(officer), STR_ARG(phone)));
}

static void
review_right(struct draft *d, const char *what, const char *article)
{
	para(d,
	     str_fmt(d->db->mem,
		     "如果您对本意见不服，可以自收到之日起三十日内，向下列机关请求%s（《信访工作条例》第%s条）：%.*s",
		     what, article, STR_ARG(text_of(d, PART_REVIEW))));
}

static void
write_receipt(struct draft *d)
{
	para(d, str_fmt(d->db->mem, "%.*s，我单位已经收到并登记。", STR_ARG(subject(d))));
	part(d, "一、去向和办理程序", PART_ROUTE);
	paper_heading(&d->p, 1, S("二、时间"));
	para(d,
	     str_fmt(d->db->mem,
		     "是否受理，我们会在收到之日起十五日内（%.*s前）书面告知您（《信访工作条例》第二十三条）。%.*s",
		     STR_ARG(date(d, notice_accept_by(d->f.received_at))),
		     STR_ARG(d->f.due.ms ? str_fmt(d->db->mem, "答复的期限是%.*s。", STR_ARG(date(d, day_of(d->f.due))))
					 : S(""))));
	para(d, S("您可以凭回执码随时查看办到了哪一步，也可以补充情况。本回执不收取任何费用。"));
}

/* The end of the handling time of a petition; else the day that was promised for the answer. */
static str
until(struct draft *d)
{
	struct arena *mem = d->db->mem;

	if (d->f.handle_by.ms)
		return str_fmt(mem, "，也就是在%.*s前", STR_ARG(date(d, day_of(d->f.handle_by))));
	return d->f.due.ms ? str_fmt(mem, "；我们答应您的答复日期是%.*s", STR_ARG(date(d, day_of(d->f.due)))) : S("");
}

static void
write_accepted(struct draft *d)
{
	para(d, str_fmt(d->db->mem, "%.*s，属于我单位职权范围，决定予以受理。", STR_ARG(subject(d))));
	paper_heading(&d->p, 1, S("一、依据"));
	para(d, text_of(d, PART_BASIS));
	paper_heading(&d->p, 1, S("二、怎样办理"));
	para(d, str_fmt(d->db->mem, "按照《信访工作条例》第三十一条第%s项，%s。", numerals[d->in->sort - 1],
			sorts[d->in->sort - 1]));
	paper_heading(&d->p, 1, S("三、办理期限"));
	para(d, str_fmt(d->db->mem, "自受理之日起六十日内办结%.*s。", STR_ARG(until(d))));
	para(d, S("情况复杂、需要延期的，经本单位负责人批准，最多延长三十日，并书面告知您理由（《信访工作条例》第三十四"
		  "条）。"));
	para(d, S("到期没有收到答复的，您可以拨打下面的电话督促，也可以向上一级机关反映。"));
}

static void
write_not_accepted(struct draft *d)
{
	para(d, str_fmt(d->db->mem, "%.*s，经两人审查，我单位决定不予受理。", STR_ARG(subject(d))));
	part(d, "一、理由", PART_REASON);
	part(d, "二、依据", PART_BASIS);
	part(d, "三、您可以去哪里", PART_ONWARD);
	paper_heading(&d->p, 1, S("四、您可以提出异议"));
	para(d, S("如果您认为应当由我单位受理，可以提出一次异议：用回执码打开办理进度页，点“我有异议”，或者到窗口说明。"
		  "异议由另外的负责人裁定，不影响您向上面所列机关反映。"));
}

static void
write_transfer(struct draft *d)
{
	para(d, str_fmt(d->db->mem, "%.*s，已经转送有权处理的机关、单位办理。", STR_ARG(subject(d))));
	part(d, "一、转送到哪里", PART_ONWARD);
	part(d, "二、理由", PART_REASON);
	paper_heading(&d->p, 1, S("三、接下来"));
	para(d, S("收到的机关、单位应当自收到之日起十五日内书面告知您是否受理（《信访工作条例》第二十三条）。"
		  "在对方受理之前，这件事仍由我单位跟进；对方不受理的，会退回我单位，您不用重新说一遍。"));
}

static void
write_extension(struct draft *d)
{
	para(d, str_fmt(d->db->mem, "%.*s，因情况复杂，不能在原定期限内办结。经本单位负责人批准，办理期限延长到%.*s。",
			STR_ARG(subject(d)), STR_ARG(date(d, d->in->until))));
	part(d, "一、延期理由", PART_REASON);
	part(d, "二、依据", PART_BASIS);
	paper_heading(&d->p, 1, S("三、您可以做什么"));
	para(d, S("延期只能有一次，最多三十日。您对延期有意见的，可以拨打下面的电话，也可以向上一级机关反映。"));
}

static void
write_opinion(struct draft *d)
{
	const char *what = d->in->kind == NOTICE_OPINION ? "办理" : d->in->kind == NOTICE_REVIEW ? "复查" : "复核";

	para(d, str_fmt(d->db->mem, "%.*s，现已%s完毕，意见如下。", STR_ARG(subject(d)), what));
	part(d, "一、您的请求", PART_REQUEST);
	part(d, "二、查明的事实和理由", PART_FACTS);
	part(d, "三、意见", PART_OPINION);
	para(d, str_fmt(d->db->mem, "结论：%s", outcomes[d->in->outcome - 1]));
	part(d, "四、法律依据", PART_BASIS);
	paper_heading(&d->p, 1, S("五、您接下来的权利"));
	if (d->in->kind == NOTICE_OPINION)
		review_right(d, "复查", "三十五");
	else if (d->in->kind == NOTICE_REVIEW)
		review_right(d, "复核", "三十六");
	else
		para(d, S("本复核意见为信访程序的终结意见（《信访工作条例》第三十六条）。有新的事实和理由的，您仍然可以"
			  "提出；"
			  "生活上有困难的，仍然可以向我单位或者村（社区）请求帮助。"));
}

static void
write_rights(struct draft *d)
{
	para(d, str_fmt(d->db->mem, "%.*s，关于复查、复核，您有下列权利。", STR_ARG(subject(d))));
	paper_heading(&d->p, 1, S("一、复查"));
	para(d, S("对处理意见不服的，可以自收到书面答复之日起三十日内，请求原办理机关、单位的上一级机关、单位复查；"
		  "对方应当自收到请求之日起三十日内提出复查意见，并书面答复您（《信访工作条例》第三十五条）。"));
	paper_heading(&d->p, 1, S("二、复核"));
	para(d, S("对复查意见不服的，可以自收到书面答复之日起三十日内，请求复查机关、单位的上一级机关、单位复核；"
		  "对方应当自收到请求之日起三十日内提出复核意见（《信访工作条例》第三十六条）。"));
	part(d, "三、向哪里提出", PART_REVIEW);
	para(d, S("提出复查、复核是您的权利，不收费，任何单位和个人不得因此为难您。"));
}

static void
body(struct draft *d)
{
	static void (*const write[NOTICE_KINDS])(struct draft *) = {
		[NOTICE_RECEIPT] = write_receipt,
		[NOTICE_ACCEPTED] = write_accepted,
		[NOTICE_NOT_ACCEPTED] = write_not_accepted,
		[NOTICE_TRANSFER] = write_transfer,
		[NOTICE_EXTENSION] = write_extension,
		[NOTICE_OPINION] = write_opinion,
		[NOTICE_RIGHTS] = write_rights,
		[NOTICE_REVIEW] = write_opinion,
		[NOTICE_REREVIEW] = write_opinion,
	};

	write[d->in->kind](d);
}

enum err
notice_draft(struct db *db, int64_t matter, const struct notice_in *in, int64_t year, int64_t number, str *document)
{
	struct paper_head head = { .layout = PAPER_OFFICIAL, .title = notice_title(in->kind), .made = db->now };
	struct draft d = { .db = db, .in = in };
	struct q_notice_row old;

	TRY(q_notice_facts(db, matter, &d.f));
	TRY(q_notice_town(db, &d.town));
	d.organ = organ_of(db->mem, d.town.name_zh);
	d.p = paper_begin(db->mem, &head);
	paper_title(&d.p, notice_title(in->kind));
	paper_number(&d.p, notice_number(db->mem, d.town.name_zh, in->kind, year, number));
	paper_addressee(&d.p, str_join(db->mem, RESIDENT, S("：")));
	body(&d);
	if (in->corrects) {
		TRY(q_notice_row(db, in->corrects, &old));
		para(&d, str_fmt(db->mem, "本文书更正并代替%.*s。",
				 STR_ARG(notice_number(db->mem, d.town.name_zh, (enum notice_kind)old.kind, old.year,
						       old.number))));
	}
	paper_signature(&d.p, d.organ, day_of(db->now));
	who(&d);
	*document = paper_bytes(&d.p);
	return document->n ? OK : INVALID;
}

str
notice_named(struct arena *mem, str document, str name)
{
	struct paper_head head;
	struct paper_reader r;
	struct paper_piece piece;
	struct paper p;

	if (!paper_open(&r, document, &head))
		return S("");
	p = paper_begin(mem, &head);
	while (paper_next(&r, &piece)) {
		if (piece.kind == PIECE_ADDRESSEE)
			piece.text = str_join(mem, name, S("："));
		paper_put(&p, &piece);
	}
	return paper_bytes(&p);
}
