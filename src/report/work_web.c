#include "report/work_web.h"

#include "base/utf8.h"
#include "gen/frame.html.h"
#include "gen/staff.sql.h"
#include "gen/work.html.h"
#include "gen/work.words.h"
#include "gen/work_template.txt.h"
#include "report/work_field_web.h"

#define ROWS 30

/* ---- the list ---- */

str
work_choice_key(const struct work_index *x, size_t i)
{
	return period_key(x->rq->mem, &x->choice[i]);
}

str
work_choice_name(const struct work_index *x, size_t i)
{
	return period_name(x->rq->mem, &x->choice[i], x->rq->lang == EN);
}

static enum err
list_page(struct db *db, struct req *rq, struct res *rs)
{
	static const enum period_kind kinds[] = { PERIOD_MONTH, PERIOD_WEEK, PERIOD_QUARTER, PERIOD_HALF, PERIOD_YEAR };
	struct frame f = { .title = &word_work_title, .rq = rq, .nav = "reports" };
	struct work_index x = { .rq = rq, .write = duty_held(rq->actor.role, DUTY_REPORT) };
	moment before = { INT64_MAX };
	int64_t before_id = INT64_MAX;
	str at, id;
	struct page *p;

	if (!str_cut(form_get(rq->query, S("before")), '.', &at, &id) || !str_int(at, &before.ms) ||
	    !str_int(id, &before_id)) {
		before.ms = INT64_MAX;
		before_id = INT64_MAX;
	}
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		struct period now = period_of(kinds[i], day_of(rq->now));

		x.choice[x.choices++] = period_before(&now);
		x.choice[x.choices++] = now;
	}
	TRY(work_reports(db, &rq->actor, before, before_id, ROWS + 1, &x.list));
	if (x.list.n > ROWS) {
		const struct q_work_list *last = &x.list.p[ROWS - 1];

		x.list.n = ROWS;
		x.more =
			req_url(rq, "/desk/reports?before=%lld.%lld", (long long)last->made_at.ms, (long long)last->id);
	}
	p = res_page(rs);
	frame_begin(p, &f);
	view_work_index(p, &x);
	frame_end(p, &f);
	return OK;
}

/* ---- a new one, from the template ---- */

/* "# heading CODE": the section of a working group, left out where the township has no such group. */
static enum err
section_begin(struct db *db, str line, struct work_section *s, bool *wanted)
{
	struct q_staff_unit_code u;
	str words = str_trim(str_skip(line, 1)), head, code;
	enum err e;

	*s = (struct work_section){ .heading = words };
	*wanted = true;
	if (!str_cut(words, ' ', &head, &code))
		return OK;
	e = q_staff_unit_code(db, code, &u);
	*wanted = e == OK;
	s->heading = head;
	s->unit = e == OK ? u.id : 0;
	return e == NOT_FOUND ? OK : e;
}

/* Who reads one unit or village only writes about that: the groups' sections are left out. */
static enum err
sections_read(struct db *db, const struct req *rq, struct work_section *s, size_t *n)
{
	struct scope scope = actor_scope(&rq->actor);
	str rest = { (const char *)text_work_template, text_work_template_size }, line;
	bool wanted = false, narrow = scope.unit || scope.village;

	*n = 0;
	while (rest.n && *n < WORK_SECTIONS) {
		if (!str_cut(rest, '\n', &line, &rest))
			rest = S("");
		if (str_starts(line, S("#"))) {
			TRY(section_begin(db, line, &s[*n], &wanted));
			wanted &= !narrow || s[*n].unit == 0;
			*n += wanted;
		} else if (wanted && str_trim(line).n && !(narrow && str_eq(str_trim(line), S("{{table:villages}}")))) {
			struct work_section *now = &s[*n - 1];

			now->words = now->words.n ? str_fmt(rq->mem, "%.*s\n%.*s", STR_ARG(now->words), STR_ARG(line))
						  : line;
		}
	}
	return OK;
}

static enum err
new_change(struct tx *tx, struct req *rq, struct res *rs)
{
	struct work_section s[WORK_SECTIONS];
	struct period p;
	size_t n;
	int64_t id;

	if (!period_read(form_get(rq->form, S("p")), &p))
		return INVALID;
	TRY(sections_read(&tx->db, rq, s, &n));
	TRY(work_make(tx, &rq->actor, &p, S("{{town}}{{period}}工作报告"), s, n, &id));
	return see_other(rq, rs, "/desk/reports/%lld", (long long)id);
}

/* ---- the text ---- */

static enum err
form_load(struct db *db, const struct req *rq, struct work_report *r, struct work_form *f)
{
	TRY(work_read(db, &rq->actor, rq->id, r));
	*f = (struct work_form){ .rq = rq, .r = r, .title = r->row.title };
	f->action = req_url(rq, "/desk/reports/%lld/edit", (long long)rq->id);
	for (size_t i = 0; i < r->sections.n && i < WORK_SECTIONS; i++) {
		const struct q_work_sections *s = &r->sections.p[i];
		struct q_staff_unit u;

		f->section[f->n] = (struct work_section){ s->unit, s->heading, s->words };
		if (s->unit) {
			TRY(q_staff_unit(db, s->unit, &u));
			f->unit_name[f->n] = rq->lang == EN && u.name_en.n ? u.name_en : u.name_zh;
		}
		f->n++;
	}
	return r->row.frozen_at.ms ? CONFLICT : OK;
}

static void
form_show(const struct req *rq, struct res *rs, const struct work_form *f)
{
	struct frame frame = { .title = &word_work_edit, .rq = rq, .nav = "reports" };
	struct page *p = res_page(rs);

	frame_begin(p, &frame);
	view_work_edit(p, f);
	frame_end(p, &frame);
}

static enum err
edit_page(struct db *db, struct req *rq, struct res *rs)
{
	struct work_form *f = make(rq->mem, struct work_form, 1);
	struct work_report r;

	TRY(form_load(db, rq, &r, f));
	form_show(rq, rs, f);
	return OK;
}

static enum err
edit_change(struct tx *tx, struct req *rq, struct res *rs)
{
	struct work_form *f = make(rq->mem, struct work_form, 1);
	struct form_in in = form_in(rq->mem, rq->form);
	struct work_report r;
	int64_t revision = form_int(&in, "revision", 1, INT64_MAX, NULL, &word_work_title_missing);

	TRY(form_load(&tx->db, rq, &r, f));
	work_form_read(&in, f);
	if (!form_good(&in)) {
		f->faults = in.faults;
		res_status(rs, 422);
		form_show(rq, rs, f);
		return INVALID;
	}
	TRY(work_edit(tx, &rq->actor, rq->id, revision, f->title, f->section, f->n));
	return see_other(rq, rs, "/desk/reports/%lld", (long long)rq->id);
}

const struct route work_routes[] = {
	PAGE("/desk/reports", DUTY_READ, list_page),
	CHANGE("/desk/reports", DUTY_REPORT, new_change),
	PAGE("/desk/reports/:id/edit", DUTY_REPORT, edit_page),
	CHANGE("/desk/reports/:id/edit", DUTY_REPORT, edit_change),
	ROUTES_END,
};
