/* openrule_web.c — /admin/days: when each village has its open day. */
#include "gen/frame.html.h"
#include "gen/opendesk.html.h"
#include "gen/opendesk.words.h"
#include "openday/opendesk_web.h"
#include "place/panel_web.h"
#include "place/place.h"

static enum err
rules_page(struct db *db, struct req *rq, struct res *rs)
{
	struct frame f = { .title = &word_opendesk_rule_title, .rq = rq, .nav = "openrules" };
	struct q_openday_rules_list l;
	struct q_openday_nexts_list next;
	struct openday_rule town;
	struct q_place_root root;
	struct page *p;

	TRY(q_place_root(db, &root));
	TRY(openday_rule_for(db, root.id, &town));
	TRY(q_openday_rules(db, day_of(db->now), OPENDAY_VILLAGES, &l));
	TRY(q_openday_nexts(db, day_of(db->now), OPENDAY_VILLAGES, &next));
	p = res_page(rs);
	frame_begin(p, &f);
	view_openrule_list(p, root.id, &town, &l, &next);
	frame_end(p, &f);
	return OK;
}

static enum err
rule_form(struct db *db, const struct req *rq, struct panel *f)
{
	static struct choice kinds[] = {
		{ .value = { "1", 1 }, .word = &word_opendesk_rule_g },
		{ .value = { "2", 1 }, .word = &word_opendesk_rule_l },
		{ .value = { "3", 1 }, .word = &word_opendesk_rule_w },
	};
	struct field posts = { 0 }, *post;
	struct openday_rule r;
	struct q_place_by_id v;

	TRY(q_place_by_id(db, rq->id, &v));
	if (v.kind > PLACE_VILLAGE)
		return NOT_FOUND;
	TRY(openday_rule_for(db, rq->id, &r));
	*f = (struct panel){ .rq = rq,
			     .nav = "openrules",
			     .title = &word_opendesk_rule_change,
			     .about = panel_name_for(rq, v.name_zh, v.name_en),
			     .intro = &word_opendesk_rule_change_intro,
			     .button = &word_opendesk_save,
			     .back = S("/admin/days"),
			     .typed = rq->method == POST ? rq->form : NULL };
	TRY(opendesk_posts(db, rq, v.kind == PLACE_TOWNSHIP ? 0 : rq->id, &word_opendesk_duty_none, &posts));
	panel_radios(f, "kind", &word_opendesk_rule_kind, str_fmt(rq->mem, "%d", (int)r.kind), kinds, 3);
	panel_text(f, "days", &word_opendesk_rule_days, openday_days_text(rq->mem, r.days))->hint =
		&word_opendesk_rule_days_hint;
	panel_text(f, "from", &word_opendesk_from, opendesk_time_text(rq->mem, r.starts));
	panel_text(f, "until", &word_opendesk_until, opendesk_time_text(rq->mem, r.ends));
	panel_text(f, "spot", &word_opendesk_spot, r.spot)->optional = true;
	post = panel_select(f, "post", &word_opendesk_duty, panel_id(rq->mem, r.post), NULL, 0);
	post->choices = posts.choices;
	post->n = posts.n;
	return OK;
}

static enum err
rule_page(struct db *db, struct req *rq, struct res *rs)
{
	struct panel f;

	TRY(rule_form(db, rq, &f));
	return panel_show(&f, rs);
}

static enum err
rule_post(struct tx *tx, struct req *rq, struct res *rs)
{
	static const char *const kinds[] = { "1", "2", "3", NULL };
	struct form_in in = form_in(rq->mem, rq->form);
	struct openday_rule r = { 0 };
	struct panel f;
	bool timed;

	TRY(rule_form(&tx->db, rq, &f));
	r.kind = (enum openday_rule_kind)(1 + form_choice(&in, "kind", kinds, &word_opendesk_rule_kind));
	if (r.kind && !openday_days_read(rq->mem, form_get(rq->form, S("days")), r.kind, &r.days))
		form_fault(&in, "days", &word_opendesk_rule_days_bad);
	timed = opendesk_time(rq->mem, form_get(rq->form, S("from")), &r.starts);
	if (!opendesk_time(rq->mem, form_get(rq->form, S("until")), &r.ends) || !timed || r.ends <= r.starts)
		form_fault(&in, "from", &word_opendesk_time_bad);
	r.spot = form_text(&in, "spot", OPENDAY_SPOT_MAX, NULL, &word_opendesk_spot_long);
	r.post = form_int(&in, "post", 1, INT64_MAX, NULL, &word_opendesk_post_missing);
	f.faults = in.faults;
	if (f.faults.n)
		return panel_show(&f, rs);
	TRY(openday_rule_change(tx, &rq->actor, rq->id, &r));
	return see_other(rq, rs, "/admin/days");
}

const struct route openrule_routes[] = {
	PAGE("/admin/days", DUTY_ADMIN, rules_page),
	PAGE("/admin/days/:id", DUTY_ADMIN, rule_page),
	CHANGE("/admin/days/:id", DUTY_ADMIN, rule_post),
	ROUTES_END,
};
