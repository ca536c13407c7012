/* file.c — the file as a whole: what is in it, its cover, contents and back. */
#include "mediation/file.h"

#include "gen/after.sql.h"
#include "gen/place.sql.h"
#include "gen/staff.sql.h"
#include "paper/paper.h"

#define SEATS       60
#define RECORDS_ALL 200
#define INSTALMENTS 120
#define ROUNDS      20

/* ---- loading ---- */

static enum err
agreements_load(struct db *db, struct file_case *f)
{
	int64_t rounds = f->c.round < ROUNDS ? f->c.round : ROUNDS - 1;

	f->agreement = make(db->mem, struct q_mediation_agreement, ROUNDS);
	for (int64_t i = 0; i <= rounds; i++) {
		enum err e = q_mediation_agreement(db, f->c.id, i, &f->agreement[f->agreements]);

		if (e == OK)
			f->agreements++;
		else if (e != NOT_FOUND)
			return e;
	}
	return OK;
}

static enum err
court_load(struct db *db, struct file_case *f)
{
	enum err e = OK;

	for (int64_t i = f->c.round; i >= 0 && !f->has_court; i--) {
		e = q_mediation_court(db, f->c.id, i, &f->court);
		if (e != OK && e != NOT_FOUND)
			return e;
		f->has_court = e == OK;
	}
	return OK;
}

enum err
file_load(struct db *db, const struct q_mediation_case *c, const struct party *party, size_t parties,
	  struct file_case *f)
{
	struct q_mediation_scans_list scans;
	struct q_place_town_row town;
	struct q_staff_post filer;

	*f = (struct file_case){ .c = *c, .party = party, .parties = parties, .now = db->now };
	TRY(q_place_town_row(db, &town));
	f->town = town.name_zh;
	f->no = mediation_no(db->mem, mediation_mark(db), c->year, c->number);
	TRY(q_mediation_parties(db, c->id, MEDIATION_PARTIES, &f->rows));
	TRY(q_mediation_seats(db, c->id, SEATS, &f->seats));
	TRY(q_mediation_records(db, c->id, RECORDS_ALL, &f->records));
	TRY(agreements_load(db, f));
	TRY(q_mediation_instalments(db, c->id, INSTALMENTS, &f->instalments));
	TRY(court_load(db, f));
	TRY(q_mediation_scans(db, c->id, MEDIATION_SCANS, &scans));
	for (size_t i = 0; i < scans.n; i++)
		f->scans[scans.p[i].part]++;
	if (c->filed_by && q_staff_post(db, c->filed_by, &filer) == OK)
		f->filer = filer.name;
	return OK;
}

/* ---- words ---- */

str
file_part_name(int part)
{
	static const char *const name[PARTS] = { "卷宗封面",       "人民调解申请书（受理登记表）",
						 "权利义务告知书", "当事人身份证明",
						 "授权委托书",     "调查记录",
						 "证据材料",       "调解记录",
						 "调解协议",       "履行凭证",
						 "回访记录",       "司法确认材料",
						 "卷宗情况说明",   "封底",
						 "结案报告表" };

	return part >= 0 && part < PARTS ? str_of(name[part]) : S("");
}

str
file_side(int side)
{
	static const char *const name[] = { "", "甲方", "乙方", "丙方" };

	return str_of(side > 0 && side < 4 ? name[side] : "");
}

str
file_kind(int64_t kind)
{
	static const char *const name[KINDS] = { "",         "婚姻家庭继承纠纷", "邻里纠纷",         "房屋宅基地纠纷",
						 "赔偿纠纷", "合同纠纷",         "山林土地承包纠纷", "征地拆迁纠纷",
						 "劳动争议", "村务管理纠纷",     "环境保护纠纷",     "交通事故纠纷",
						 "医患纠纷", "物业纠纷",         "其他纠纷" };

	return str_of(kind > 0 && kind < KINDS ? name[kind] : "");
}

str
file_source(int64_t source)
{
	static const char *const name[SOURCES] = { "",         "当事人申请", "调委会主动调解", "公安机关移交",
						   "法院委托", "政府指定" };

	return str_of(source > 0 && source < SOURCES ? name[source] : "");
}

str
file_money(struct arena *mem, int64_t fen)
{
	return str_fmt(mem, "%lld.%02d元", (long long)(fen / 100), (int)(fen % 100));
}

str
file_date(struct arena *mem, day d)
{
	return d.n ? paper_day_text(mem, d) : S("　　年　　月　　日");
}

str
file_mediators(struct arena *mem, const struct file_case *f)
{
	struct out o = out_make(mem, 64, 2000);

	for (size_t i = 0; i < f->seats.n; i++)
		if (f->seats.p[i].part > SEAT_KEEPER && f->seats.p[i].why == 0) {
			if (o.n)
				out_str(&o, S("、"));
			out_str(&o, f->seats.p[i].name);
		}
	return out_view(&o);
}

/* ---- what is in it ---- */

static bool
record_there(const struct file_case *f, enum mediation_record_kind kind)
{
	for (size_t i = 0; i < f->records.n; i++)
		if (f->records.p[i].kind == (int64_t)kind)
			return true;
	return false;
}

static bool
proxy_there(const struct file_case *f)
{
	for (size_t i = 0; i < f->parties; i++)
		if (f->party[i].proxy)
			return true;
	return record_there(f, RECORD_PROXY);
}

/* What must be in a file is there even while it is empty: it is printed to be filled and signed. */
static bool
part_there(const struct file_case *f, int part)
{
	switch (part) {
	case PART_PROXY: return proxy_there(f);
	case PART_INQUIRY: return record_there(f, RECORD_INQUIRY);
	case PART_EVIDENCE: return record_there(f, RECORD_EVIDENCE) || f->scans[PART_EVIDENCE];
	case PART_SESSION: return record_there(f, RECORD_SESSION);
	case PART_AGREEMENT: return f->agreements > 0;
	case PART_RECEIPTS: return f->c.kept != KEPT_NOTHING;
	case PART_VISIT: return record_there(f, RECORD_VISIT);
	case PART_COURT: return f->has_court;
	case PART_NOTE:
		return f->c.file_note.n || record_there(f, RECORD_NOTE) || record_there(f, RECORD_ALARM) ||
		       record_there(f, RECORD_DECISION);
	case PART_CLOSING: return f->c.ended_at.ms != 0;
	default: return part >= PART_COVER && part < PARTS;
	}
}

/* ---- cover, contents, back ---- */

static void
cover(struct paper *p, struct arena *mem, const struct file_case *f)
{
	paper_cover(p, S("人民调解卷宗"), f->no);
	paper_pair(p, S("卷名"), file_kind(f->c.kind));
	paper_pair(p, S("卷号"), f->no);
	paper_pair(p, S("调解组织"),
		   str_fmt(mem, "%.*s（%.*s人民调解委员会）", STR_ARG(f->c.unit_zh), STR_ARG(f->town)));
	paper_pair(p, S("人民调解员"), file_mediators(mem, f));
	paper_pair(p, S("受理日期"), file_date(mem, day_of(f->c.registered_at)));
	paper_pair(p, S("协议日期"), f->c.effective_on.n ? file_date(mem, f->c.effective_on) : S("—"));
	paper_pair(p, S("立卷人"), f->filer);
	paper_pair(p, S("立卷日期"), f->c.filed_on.n ? file_date(mem, f->c.filed_on) : S(""));
	paper_pair(p, S("保管期限"),
		   str_fmt(mem, "%lld年", (long long)(f->c.keep_years ? f->c.keep_years : KEEP_YEARS)));
	paper_pair(p, S("备注"), f->c.file_note);
	paper_break(p);
}

/* The contents name every one of the thirteen: those with a page, then those that this file has no cause for. */
static void
contents(struct paper *p, struct arena *mem, const struct file_case *f)
{
	struct out o = out_make(mem, 256, 4096);

	paper_contents(p, S("卷内目录"));
	for (int i = PART_APPLICATION; i <= PART_BACK; i++) {
		str name = file_part_name(i);

		if (!part_there(f, i))
			out_fmt(&o, "%s第%d项%.*s", o.n ? "、" : "", i, STR_ARG(name));
	}
	if (o.n)
		paper_note(p, str_fmt(mem, "本卷没有：%.*s。", STR_ARG(out_view(&o))));
}

static void
back(struct paper *p, struct arena *mem, const struct file_case *f)
{
	int64_t scans = 0;

	for (int i = 0; i < PARTS; i++)
		scans += f->scans[i];
	paper_heading(p, 0, S("封底"));
	paper_para(p, str_fmt(mem, "本卷 %.*s，已扫描归档的签字页 %lld 页。", STR_ARG(f->no), (long long)scans));
	paper_pair(p, S("立卷人"), f->filer);
	paper_pair(p, S("检查人"), S(""));
	paper_pair(p, S("立卷日期"), f->c.filed_on.n ? file_date(mem, f->c.filed_on) : S(""));
}

static void
part_write(struct paper *p, struct arena *mem, const struct file_case *f, int part)
{
	file_forms(p, mem, f, part);
	file_records(p, mem, f, part);
	file_ends(p, mem, f, part);
	if (part == PART_BACK)
		back(p, mem, f);
	if (f->scan_to.n && part != PART_COVER && part != PART_BACK)
		paper_qr(p, str_fmt(mem, "%.*s%d", STR_ARG(f->scan_to), part),
			 str_fmt(mem, "签好后扫码把这一页拍进卷宗　%.*s 第%d项", STR_ARG(f->no), part));
}

enum err
file_write(struct arena *mem, const struct file_case *f, int part, str *document)
{
	struct paper p =
		paper_begin(mem, &(struct paper_head){ .title = str_fmt(mem, "人民调解卷宗 %.*s", STR_ARG(f->no)),
						       .layout = PAPER_OFFICIAL,
						       .footer = f->no,
						       .made = f->now });
	bool first = true;

	if (part != FILE_WHOLE && (part <= PART_COVER || part >= PARTS || !part_there(f, part)))
		return INVALID;
	if (part == FILE_WHOLE) {
		cover(&p, mem, f);
		contents(&p, mem, f);
		first = false;
	}
	for (int i = PART_APPLICATION; i < PARTS; i++) {
		int at = i == PART_BACK ? PART_CLOSING : i == PART_CLOSING ? PART_BACK : i; /* the back comes last */

		if ((part != FILE_WHOLE && part != at) || !part_there(f, at))
			continue;
		if (!first)
			paper_break(&p);
		part_write(&p, mem, f, at);
		first = false;
	}
	*document = paper_bytes(&p);
	return document->n ? OK : INVALID;
}
