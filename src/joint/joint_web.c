#include "joint/joint_web.h"

#include "gen/joint.html.h"
#include "gen/joint.words.h"
#include "gen/web.words.h"
#include "joint/force.h"
#include "matter/dossier_web.h"
#include "staff/staff_web.h"

#define FORCES 10

/* ---- on the page of a matter ---- */

static enum err
forces_look(struct db *db, const struct req *rq, struct joint_panel *j)
{
	struct q_force_of f;

	j->opens = make(db->mem, bool, j->forces.n + 1);
	for (size_t i = 0; i < j->forces.n; i++) {
		enum err e = force_read(db, &rq->actor, j->forces.p[i].id, &f);

		if (e != OK && e != NOT_FOUND)
			return e;
		j->opens[i] = e == OK;
	}
	return OK;
}

enum err
joint_dossier(struct page *p, const struct dossier *d)
{
	struct db *db = d->db;
	const struct req *rq = d->rq;
	int64_t matter = d->m.id;
	struct joint_panel j = { .matter = matter, .joint = d->m.state == MATTER_JOINT };
	struct q_joint_matter m;
	enum err e = task_matter(db, &rq->actor, matter, &m);

	if (e != OK && e != NOT_FOUND)
		return e;
	TRY(q_task_of_matter(db, matter, TASK_OF_MATTER, &j.tasks));
	TRY(q_force_of_matter(db, matter, day_of(db->now), FORCES, &j.forces));
	TRY(forces_look(db, rq, &j));
	j.give = e == OK && task_may_give(&rq->actor, &m);
	if (j.tasks.n == 0 && j.forces.n == 0 && !j.give)
		return OK;
	e = joint_ready(db, matter, &j.waits);
	j.end = j.joint && j.give && e == OK;
	if (e != OK && e != CONFLICT)
		return e;
	view_joint_panel(p, &j);
	return OK;
}

/* ---- giving a task ---- */

enum err
joint_task_fields(struct db *db, struct panel *f, int64_t matter)
{
	struct choice *units;
	struct field *field;
	day due = { 0 };
	size_t n;
	enum err e = matter_timer_due(db, matter, CLOCK_TASK, &due);

	if (e != OK && e != NOT_FOUND)
		return e;

	TRY(staff_pick_units(db, f->rq, &units, &n));
	panel_select(f, "unit", &word_joint_unit, S(""), units, n);
	field = panel_area(f, "what", &word_joint_what, S(""));
	field->rows = 4;
	field = panel_day(f, "due", &word_joint_due, due);
	field->hint = e == OK ? &word_joint_due_hint : NULL;
	panel_tick(f, "mandatory", &word_joint_mandatory, true);
	return OK;
}

void
joint_task_typed(struct panel *f, struct form_in *in, struct task_new *n)
{
	n->unit = form_int(in, "unit", 1, INT64_MAX, &word_joint_unit_missing, &word_joint_unit_missing);
	n->what = form_text(in, "what", TASK_TEXT_MAX, &word_joint_what_missing, &word_joint_what_long);
	n->due = form_day(in, "due", &word_joint_due_missing, &word_joint_due_bad);
	n->mandatory = form_tick(in, "mandatory");
	if (n->due.n && (n->due.n < day_of(f->rq->now).n || day_diff(day_of(f->rq->now), n->due) > 366))
		form_fault(in, "due", &word_joint_due_bad);
	f->faults = in->faults;
}

static enum err
task_form(struct db *db, const struct req *rq, const struct q_joint_matter *m, struct panel *f)
{
	*f = (struct panel){ .rq = rq,
			     .nav = "matters",
			     .title = m->state == MATTER_JOINT ? &word_joint_give : &word_joint_give_first,
			     .about = m->title,
			     .intro = &word_joint_give_lead,
			     .warn = m->state == MATTER_JOINT ? NULL : &word_joint_begin_note,
			     .button = &word_joint_give_go,
			     .back = str_fmt(rq->mem, "/desk/matters/%lld", (long long)m->id),
			     .typed = rq->method == POST ? rq->form : NULL };
	return joint_task_fields(db, f, m->id);
}

static enum err
task_open(struct db *db, const struct req *rq, struct q_joint_matter *m)
{
	TRY(task_matter(db, &rq->actor, rq->id, m));
	if (task_may_give(&rq->actor, m))
		return OK;
	return m->state == MATTER_IN_HAND || m->state == MATTER_JOINT ? FORBIDDEN : CONFLICT;
}

static enum err
task_page(struct db *db, struct req *rq, struct res *rs)
{
	struct q_joint_matter m;
	struct panel f;

	TRY(task_open(db, rq, &m));
	TRY(task_form(db, rq, &m, &f));
	return panel_show(&f, rs);
}

static enum err
task_change(struct tx *tx, struct req *rq, struct res *rs)
{
	struct form_in in = form_in(rq->mem, rq->form);
	struct q_joint_matter m;
	struct task_new n = { 0 };
	struct panel f;
	int64_t id;
	enum err e;

	TRY(task_open(&tx->db, rq, &m));
	TRY(task_form(&tx->db, rq, &m, &f));
	joint_task_typed(&f, &in, &n);
	if (f.faults.n)
		return panel_show(&f, rs);
	n.matter = m.id;
	e = task_add(tx, &rq->actor, &n, &id);
	if (e == INVALID) {
		panel_fault(&f, "unit", &word_joint_unit_refused);
		return panel_show(&f, rs);
	}
	TRY(e);
	return see_other(rq, rs, "/desk/matters/%lld", (long long)m.id);
}

/* ---- ending ---- */

static enum err
end_form(struct db *db, const struct req *rq, struct q_joint_matter *m, struct panel *f)
{
	TRY(task_open(db, rq, m));
	if (m->state != MATTER_JOINT)
		return CONFLICT;
	*f = (struct panel){ .rq = rq,
			     .nav = "matters",
			     .title = &word_joint_end,
			     .about = m->title,
			     .intro = &word_joint_end_lead,
			     .button = &word_joint_end,
			     .back = str_fmt(rq->mem, "/desk/matters/%lld", (long long)m->id),
			     .typed = rq->method == POST ? rq->form : NULL };
	panel_area(f, "text", &word_joint_lead_note, S(""))->optional = true;
	return OK;
}

static enum err
end_page(struct db *db, struct req *rq, struct res *rs)
{
	struct q_joint_matter m;
	struct panel f;

	TRY(end_form(db, rq, &m, &f));
	return panel_show(&f, rs);
}

static enum err
end_change(struct tx *tx, struct req *rq, struct res *rs)
{
	struct form_in in = form_in(rq->mem, rq->form);
	struct matter_deed deed = { .act = ACT_JOINT_END };
	struct q_joint_matter m;
	struct panel f;
	int64_t waits;
	enum err e;

	TRY(end_form(&tx->db, rq, &m, &f));
	deed.text = form_text(&in, "text", TASK_TEXT_MAX, NULL, &word_joint_lead_long);
	f.faults = in.faults;
	e = joint_ready(&tx->db, m.id, &waits);
	if (e == CONFLICT)
		panel_fault(&f, "text", &word_joint_end_refused);
	if (f.faults.n)
		return panel_show(&f, rs);
	TRY(e);
	TRY(matter_act(tx, &rq->actor, m.id, &deed));
	return see_other(rq, rs, "/desk/matters/%lld", (long long)m.id);
}

const struct route joint_routes[] = {
	PAGE("/desk/matters/:id/task", DUTY_READ, task_page),
	CHANGE("/desk/matters/:id/task", DUTY_READ, task_change),
	PAGE("/desk/matters/:id/joint-end", DUTY_READ, end_page),
	CHANGE("/desk/matters/:id/joint-end", DUTY_READ, end_change),
	ROUTES_END,
};
