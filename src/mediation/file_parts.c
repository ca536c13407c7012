/* file_parts.c — each part of the file, in the words of the ministry's forms. */
#include "mediation/file.h"
#include "paper/paper.h"

/* ---- parties ---- */

static str
age_text(struct arena *mem, const struct party *p, const struct file_case *f)
{
	int age = party_age(p->field[PARTY_BIRTH], day_of(f->c.registered_at));

	return age < 0 ? S("") : str_fmt(mem, "%d岁", age);
}

/* One row for each: name, sex, people, age, work, number, telephone, home; what is not known is left out. */
void
file_party_table(struct paper *p, struct arena *mem, const struct file_case *f)
{
	for (size_t i = 0; i < f->parties; i++) {
		const struct party *y = &f->party[i];
		str number = y->field[PARTY_NUMBER], age = age_text(mem, y, f);
		const str said[] = {
			y->field[PARTY_SEX],
			y->field[PARTY_NATION],
			age,
			y->field[PARTY_JOB],
			number.n ? str_join(mem, y->body == 2 ? S("代码 ") : S("证件号码 "), number) : S(""),
			y->field[PARTY_PHONE].n ? str_join(mem, S("电话 "), y->field[PARTY_PHONE]) : S(""),
			y->field[PARTY_ADDRESS].n ? str_join(mem, S("住"), y->field[PARTY_ADDRESS]) : S("")
		};
		struct out o = out_make(mem, 128, 4000);

		out_str(&o, y->field[PARTY_NAME]);
		for (size_t k = y->body == 2 ? 4 : 0; k < sizeof said / sizeof *said; k++)
			if (said[k].n)
				out_fmt(&o, "，%.*s", STR_ARG(said[k]));
		paper_pair(p, file_side(y->side), out_view(&o));
	}
}

void
file_signs(struct paper *p, struct arena *mem, const struct file_case *f, bool mediator)
{
	for (size_t i = 0; i < f->parties; i++)
		paper_sign_here(p, str_fmt(mem, "%.*s签名", STR_ARG(file_side(f->party[i].side))));
	if (mediator) {
		paper_sign_here(p, S("调解员签名"));
		paper_sign_here(p, S("记录人签名"));
	}
}

/* ---- 1 to 4 ---- */

static void
application(struct paper *p, struct arena *mem, const struct file_case *f)
{
	bool written = f->c.source == SOURCE_APPLIED && !f->c.spoken;
	day on = day_of(f->c.registered_at);

	paper_heading(p, 0, written ? S("人民调解申请书") : S("人民调解受理登记表"));
	paper_number(p, f->no);
	if (!written) {
		paper_pair(p, S("登记日期"), file_date(mem, on));
		paper_pair(p, S("纠纷类型"), file_kind(f->c.kind));
		paper_pair(p, S("案件来源"),
			   f->c.spoken ? str_fmt(mem, "%.*s（口头申请，当场记录）", STR_ARG(file_source(f->c.source)))
				       : file_source(f->c.source));
	}
	file_party_table(p, mem, f);
	paper_heading(p, 3, S("纠纷简要情况"));
	paper_para(p, f->c.facts);
	paper_heading(p, 3, S("当事人申请事项"));
	paper_para(p, f->c.wish);
	if (written) {
		paper_para(p, S("特申请人民调解委员会予以调解。本人知道调解是自愿的、不收费的，随时可以不调；调解不影响"
				"依法仲裁、"
				"请有关机关处理或者向人民法院起诉。"));
		paper_sign_here(p, S("申请人签名"));
	} else {
		paper_sign_here(p, S("登记人签名"));
		paper_line(p, PAPER_RIGHT, S("（人民调解委员会印章）"));
	}
	paper_line(p, PAPER_RIGHT, file_date(mem, on));
}

static void
rights(struct paper *p, struct arena *mem, const struct file_case *f)
{
	paper_heading(p, 0, S("人民调解当事人权利义务告知书"));
	paper_number(p, f->no);
	paper_para(p, S("调解自愿、平等，不收费（人民调解法第三、四条）。"));
	paper_heading(p, 3, S("您的权利（第二十三条）"));
	paper_para(p, S("选择或者接受人民调解员，有利害关系的可以要求回避；接受、拒绝调解，随时要求终止；要求公开或者不"
			"公开进行；"
			"自主表达意愿、自愿达成协议。"));
	paper_heading(p, 3, S("您的义务（第二十四条）"));
	paper_para(p, S("如实陈述事实；遵守现场秩序，尊重人民调解员；尊重对方行使权利。"));
	paper_heading(p, 3, S("还要知道的"));
	paper_para(
		p,
		S("调解不成的，可以依法仲裁、请行政机关处理、起诉。达成协议的，双方可以在协议生效之日起三十日内共同申请"
		  "司法确认（第二十六条、第三十三条）。"));
	paper_para(p, S("以上内容已经念给我听，我已清楚。"));
	file_signs(p, mem, f, false);
	paper_line(p, PAPER_RIGHT, file_date(mem, f->c.noticed_on));
}

static void
identities(struct paper *p, const struct file_case *f)
{
	paper_heading(p, 0, S("当事人身份证明"));
	paper_table(p, (const int[]){ 2, 3, 5 }, 3, 1);
	paper_row(p), paper_cell(p, S("当事人")), paper_cell(p, S("姓名或者名称")), paper_cell(p, S("核对情况"));
	for (size_t i = 0; i < f->parties; i++) {
		const struct party *y = &f->party[i];

		paper_row(p), paper_cell(p, file_side(y->side)), paper_cell(p, y->field[PARTY_NAME]);
		paper_cell(p, y->seen ? S("已核对身份证件原件，未留复印件") : S("未核对"));
	}
	paper_table_end(p);
	paper_sign_here(p, S("核对人签名"));
}

static void
proxies(struct paper *p, struct arena *mem, const struct file_case *f)
{
	paper_heading(p, 0, S("授权委托书"));
	for (size_t i = 0; i < f->parties; i++)
		if (f->party[i].proxy) {
			paper_para(p, str_fmt(mem,
					      "%.*s委托 %.*s 代为参加本纠纷的调解，代为承认、放弃、变更请求，"
					      "代为签署调解协议须另有书面特别授权。",
					      STR_ARG(file_side(f->party[i].side)),
					      STR_ARG(f->party[i].field[PARTY_PROXY])));
			paper_sign_here(p, S("委托人签名"));
			paper_sign_here(p, S("受托人签名"));
		}
	for (size_t i = 0; i < f->records.n; i++)
		if (f->records.p[i].kind == RECORD_PROXY)
			paper_para(p, f->records.p[i].words);
}

void
file_forms(struct paper *p, struct arena *mem, const struct file_case *f, int part)
{
	switch (part) {
	case PART_APPLICATION: application(p, mem, f); break;
	case PART_RIGHTS: rights(p, mem, f); break;
	case PART_IDENTITY: identities(p, f); break;
	case PART_PROXY: proxies(p, mem, f); break;
	default: break;
	}
}

/* ---- 5 to 7, 10, 12 ---- */

static str
result_text(const struct q_mediation_records *r)
{
	static const char *const session[] = { "", "达成协议", "继续调解", "没有达成协议" };
	static const char *const visit[] = { "", "协议已履行", "协议部分履行", "协议没有履行" };

	if (r->kind == RECORD_SESSION)
		return str_of(session[r->result]);
	return r->kind == RECORD_VISIT ? str_of(visit[r->result]) : S("");
}

static str
visit_text(struct arena *mem, int64_t flags)
{
	return str_fmt(mem, "当事人对处理%s；双方关系%s；%s向法院起诉；%s发现调解有误。",
		       flags & VISIT_CONTENT ? "满意" : "不够满意或者没有表态",
		       flags & VISIT_TENSION ? "还紧张" : "平稳", flags & VISIT_SUED ? "已经" : "没有",
		       flags & VISIT_WRONG ? "" : "没有");
}

static void
record(struct paper *p, struct arena *mem, const struct file_case *f, const struct q_mediation_records *r, bool visit)
{
	paper_pair(p, S("时间"), file_date(mem, r->on_day));
	if (r->spot.n)
		paper_pair(p, S("地点"), r->spot);
	if (r->people.n)
		paper_pair(p, S("参加人"), r->people);
	paper_pair(p, visit ? S("回访人") : S("记录人"), r->person);
	if (r->kind == RECORD_SESSION)
		paper_pair(p, S("方式"), r->flags & SESSION_PUBLIC ? S("公开（各方同意）") : S("不公开"));
	paper_para(p, r->words);
	if (visit)
		paper_para(p, visit_text(mem, r->flags));
	if (result_text(r).n)
		paper_para(p, str_fmt(mem, "结果：%.*s。", STR_ARG(result_text(r))));
	file_signs(p, mem, f, r->kind == RECORD_SESSION);
}

static void
records_of(struct paper *p, struct arena *mem, const struct file_case *f, enum mediation_record_kind kind, str title)
{
	int n = 0;

	paper_heading(p, 0, title);
	paper_number(p, f->no);
	for (size_t i = 0; i < f->records.n; i++) {
		if (f->records.p[i].kind != (int64_t)kind)
			continue;
		if (n++)
			paper_heading(p, 3, str_fmt(mem, "第%d次", n));
		record(p, mem, f, &f->records.p[i], kind == RECORD_VISIT);
	}
}

static void
evidence(struct paper *p, struct arena *mem, const struct file_case *f)
{
	int n = 0;

	paper_heading(p, 0, S("证据材料"));
	paper_table(p, (const int[]){ 1, 3, 8 }, 3, 1);
	paper_row(p), paper_cell(p, S("序号")), paper_cell(p, S("收到日期")), paper_cell(p, S("材料"));
	for (size_t i = 0; i < f->records.n; i++)
		if (f->records.p[i].kind == RECORD_EVIDENCE) {
			paper_row(p), paper_cell_int(p, ++n);
			paper_cell(p, file_date(mem, f->records.p[i].on_day)), paper_cell(p, f->records.p[i].words);
		}
	paper_table_end(p);
}

/* What was passed on, what was decided about woodland, and what the file leaves unsaid. */
static void
notes(struct paper *p, struct arena *mem, const struct file_case *f)
{
	paper_heading(p, 0, S("卷宗情况说明"));
	for (size_t i = 0; i < f->records.n; i++) {
		const struct q_mediation_records *r = &f->records.p[i];
		str to = r->result == 2   ? S("已向公安机关报告")
			 : r->result == 3 ? S("已向有关部门报告")
					  : S("已就地劝解");

		if (r->kind == RECORD_ALARM)
			paper_para(p, str_fmt(mem, "%.*s，有激化可能：%.*s（%.*s）", STR_ARG(file_date(mem, r->on_day)),
					      STR_ARG(r->words), STR_ARG(to)));
		else if (r->kind == RECORD_DECISION)
			paper_para(p, str_fmt(mem, "%.*s，林权争议%s：%.*s", STR_ARG(file_date(mem, r->on_day)),
					      r->result == 2 ? "已由乡镇人民政府处理" : "已申请乡镇人民政府处理",
					      STR_ARG(r->words)));
		else if (r->kind == RECORD_NOTE)
			paper_para(p,
				   str_fmt(mem, "%.*s：%.*s", STR_ARG(file_date(mem, r->on_day)), STR_ARG(r->words)));
	}
	if (f->c.file_note.n)
		paper_para(p, f->c.file_note);
}

void
file_records(struct paper *p, struct arena *mem, const struct file_case *f, int part)
{
	switch (part) {
	case PART_INQUIRY: records_of(p, mem, f, RECORD_INQUIRY, S("人民调解调查记录")); break;
	case PART_EVIDENCE: evidence(p, mem, f); break;
	case PART_SESSION: records_of(p, mem, f, RECORD_SESSION, S("人民调解记录")); break;
	case PART_VISIT: records_of(p, mem, f, RECORD_VISIT, S("人民调解回访记录")); break;
	case PART_NOTE: notes(p, mem, f); break;
	default: break;
	}
}

/* ---- 8, 9, 11 and the closing report ---- */

static void
agreement(struct paper *p, struct arena *mem, const struct file_case *f, const struct q_mediation_agreement *a)
{
	bool oral = a->form == FORM_ORAL;

	paper_heading(p, 0, oral ? S("人民调解口头协议登记表") : S("人民调解协议书"));
	paper_number(p, f->no);
	file_party_table(p, mem, f);
	paper_heading(p, 3, S("纠纷主要事实、争议事项和各方责任"));
	paper_para(p, a->facts);
	if (a->disputed.n)
		paper_para(p, a->disputed);
	paper_heading(p, 3, S("经调解，双方自愿达成如下协议"));
	paper_para(p, a->terms);
	if (a->fen)
		paper_para(p, str_fmt(mem, "涉及金额：%.*s。", STR_ARG(file_money(mem, a->fen))));
	paper_heading(p, 3, S("履行方式、地点、期限"));
	paper_para(p, a->manner);
	for (size_t i = 0; i < f->instalments.n; i++) {
		const struct q_mediation_instalments *k = &f->instalments.p[i];

		if (k->round == a->round)
			paper_para(p, str_fmt(mem, "%.*s前：%.*s%s%.*s。", STR_ARG(file_date(mem, k->due_on)),
					      STR_ARG(k->what), k->fen ? "，" : "",
					      STR_ARG(k->fen ? file_money(mem, k->fen) : S(""))));
	}
	if (a->last_on.n)
		paper_para(p, str_fmt(mem, "全部履行期限：%.*s。", STR_ARG(file_date(mem, a->last_on))));
	if (oral)
		paper_para(p, S("双方都说不用书面协议，由人民调解员记录在案，自达成之日起生效。"));
	else
		paper_para(
			p,
			str_fmt(mem,
				"本协议一式%lld份，当事人各执一份，人民调解委员会存档一份。自各方签名、盖章或者按指印，"
				"人民调解员签名并加盖人民调解委员会印章之日起生效。",
				(long long)a->copies));
	file_signs(p, mem, f, true);
	paper_line(p, PAPER_RIGHT, oral ? S("") : S("（人民调解委员会印章）"));
	paper_line(p, PAPER_RIGHT, file_date(mem, a->effective_on));
}

static void
receipts(struct paper *p, struct arena *mem, const struct file_case *f)
{
	paper_heading(p, 0, S("履行凭证"));
	if (f->instalments.n) {
		paper_table(p, (const int[]){ 1, 4, 3, 4, 4 }, 5, 1);
		paper_row(p), paper_cell(p, S("序号")), paper_cell(p, S("应履行")), paper_cell(p, S("金额"));
		paper_cell(p, S("应履行日期")), paper_cell(p, S("履行日期"));
		for (size_t i = 0; i < f->instalments.n; i++) {
			const struct q_mediation_instalments *k = &f->instalments.p[i];

			paper_row(p), paper_cell_int(p, (int64_t)i + 1), paper_cell(p, k->what);
			paper_cell(p, k->fen ? file_money(mem, k->fen) : S("—")),
				paper_cell(p, file_date(mem, k->due_on));
			paper_cell(p, k->met_on.n ? file_date(mem, k->met_on) : k->broken_on.n ? S("没有履行") : S(""));
		}
		paper_table_end(p);
	}
	paper_pair(p, S("履行情况"),
		   f->c.kept == KEPT_DONE ? str_fmt(mem, "已于%.*s履行完毕", STR_ARG(file_date(mem, f->c.kept_on)))
		   : f->c.kept == KEPT_BROKEN ? S("有一方没有履行")
					      : S("正在履行"));
}

/* 民事诉讼法第二百零五条: both together, to the basic court of a party's home, of the thing at issue, or of the
 * committee's place. */
static void
court(struct paper *p, struct arena *mem, const struct file_case *f)
{
	paper_heading(p, 0, S("司法确认申请书"));
	file_party_table(p, mem, f);
	paper_para(p, str_fmt(mem,
			      "申请人因%.*s，经%.*s（%.*s人民调解委员会）主持调解，于%.*s达成调解协议（%.*s），自%.*"
			      "s起生效。",
			      STR_ARG(file_kind(f->c.kind)), STR_ARG(f->c.unit_zh), STR_ARG(f->town),
			      STR_ARG(file_date(mem, f->c.effective_on)), STR_ARG(f->no),
			      STR_ARG(file_date(mem, f->c.effective_on))));
	paper_para(p, S("双方共同申请确认该协议有效，并保证：自愿达成，没有恶意串通、规避法律或者损害国家、社会和他人利"
			"益，没有虚假"
			"陈述，愿意承担法律责任。"));
	if (f->agreements)
		paper_para(p, str_fmt(mem, "协议内容：%.*s", STR_ARG(f->agreement[f->agreements - 1].terms)));
	paper_addressee(
		p, str_fmt(mem, "此致\n%.*s", STR_ARG(f->court.court.n ? f->court.court : S("　　　　　　人民法院"))));
	file_signs(p, mem, f, false);
	paper_line(p, PAPER_RIGHT, file_date(mem, f->court.asked_on));
	paper_note(p, str_fmt(mem, "附：调解协议书原件，各方身份证明。最迟%.*s提出。",
			      STR_ARG(file_date(mem, f->court.last_on))));
	if (f->court.ruling == 1)
		paper_pair(p, S("裁定"),
			   str_fmt(mem, "%.*s确认有效（%.*s）", STR_ARG(file_date(mem, f->court.ruled_on)),
				   STR_ARG(f->court.paper)));
	else if (f->court.ruling == 2)
		paper_pair(p, S("裁定"),
			   str_fmt(mem, "%.*s驳回申请（%.*s）", STR_ARG(file_date(mem, f->court.ruled_on)),
				   STR_ARG(f->court.paper)));
}

static void
closing(struct paper *p, struct arena *mem, const struct file_case *f)
{
	static const char *const end[WHYS] = { "达成协议", "一方不愿意，终止调解",
					       "调解不成", "移送有权机关",
					       "事项撤回", "并案" };

	paper_heading(p, 0, S("人民调解结案报告表"));
	paper_pair(p, S("卷号"), f->no);
	paper_pair(p, S("受理日期"), file_date(mem, day_of(f->c.registered_at)));
	paper_pair(p, S("结案日期"), file_date(mem, day_of(f->c.ended_at)));
	paper_pair(p, S("案件来源"), file_source(f->c.source));
	paper_pair(p, S("纠纷类型"), file_kind(f->c.kind));
	file_party_table(p, mem, f);
	paper_pair(p, S("人民调解员"), file_mediators(mem, f));
	paper_pair(p, S("结果"), f->c.why >= 0 && f->c.why < WHYS ? str_of(end[f->c.why]) : S(""));
	if (f->c.words.n)
		paper_pair(p, S("说明"), f->c.words);
	if (f->c.told_on.n)
		paper_pair(p, S("已告知其他途径"), file_date(mem, f->c.told_on));
	paper_sign_here(p, S("填表人签名"));
}

void
file_ends(struct paper *p, struct arena *mem, const struct file_case *f, int part)
{
	switch (part) {
	case PART_AGREEMENT:
		for (size_t i = 0; i < f->agreements; i++) {
			if (i)
				paper_break(p);
			agreement(p, mem, f, &f->agreement[i]);
		}
		break;
	case PART_RECEIPTS: receipts(p, mem, f); break;
	case PART_COURT: court(p, mem, f); break;
	case PART_CLOSING: closing(p, mem, f); break;
	default: break;
	}
}
