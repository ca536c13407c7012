#include "catalogue/remit_web.h"

#include "catalogue/catalogue.h"
#include "gen/catalogue.sql.h"
#include "gen/remit.html.h"
#include "gen/remit.words.h"
#include "gen/web.words.h"
#include "place/panel_web.h"

const struct word *
remit_word(int64_t list)
{
	static const struct word *const w[REMIT_LISTS] = { &word_remit_unsaid, &word_remit_own, &word_remit_assist,
							   &word_remit_taken_back };

	return list > 0 && list < REMIT_LISTS ? w[list] : w[0];
}

static enum err
list_page(struct db *db, struct req *rq, struct res *rs)
{
	struct frame f = { .title = &word_remit_title, .rq = rq, .nav = "catalogue" };
	struct q_remit_all_list all;
	struct page *p;

	TRY(q_remit_all(db, day_of(db->now), CATALOGUE_MOST, &all));
	p = res_page(rs);
	frame_begin(p, &f);
	view_remit_list(p, &all);
	frame_end(p, &f);
	return OK;
}

static enum err
form_of(struct db *db, const struct req *rq, struct panel *f)
{
	struct choice *c = make(rq->mem, struct choice, REMIT_LISTS);
	struct q_catalogue_newest t;
	struct remit r;

	TRY(q_catalogue_newest(db, rq->param[0], &t));
	TRY(remit_of(db, rq->param[0], &r));
	*f = (struct panel){ .rq = rq,
			     .nav = "catalogue",
			     .title = &word_remit_title,
			     .about = rq->param[0],
			     .intro = &word_remit_intro,
			     .button = &word_web_save,
			     .back = S("/admin/remits"),
			     .typed = rq->method == POST ? rq->form : NULL };
	for (int i = 0; i < REMIT_LISTS; i++)
		c[i] = (struct choice){ .value = str_fmt(rq->mem, "%d", i), .word = remit_word(i) };
	panel_radios(f, "list", &word_remit_list, c[r.list].value, c, REMIT_LISTS);
	panel_text(f, "item", &word_remit_item, r.item)->optional = true;
	panel_text(f, "body", &word_remit_body, r.body)->hint = &word_remit_body_hint;
	f->part[f->parts - 1].field.optional = true;
	return OK;
}

static enum err
edit_page(struct db *db, struct req *rq, struct res *rs)
{
	struct panel f;

	TRY(form_of(db, rq, &f));
	return panel_show(&f, rs);
}

static enum err
edit_change(struct tx *tx, struct req *rq, struct res *rs)
{
	struct form_in in = form_in(rq->mem, rq->form);
	struct panel f;
	struct remit r;
	enum err e;

	TRY(form_of(&tx->db, rq, &f));
	r.list = (enum remit_list)form_int(&in, "list", 0, REMIT_LISTS - 1, &word_web_choose, &word_web_choose);
	r.item = form_text(&in, "item", REMIT_ITEM, NULL, &word_web_too_long);
	r.body = form_text(&in, "body", REMIT_BODY, NULL, &word_web_too_long);
	f.faults = in.faults;
	e = f.faults.n ? OK : remit_set(tx, &rq->actor, rq->param[0], &r);
	if (e == INVALID)
		panel_fault(&f, "body", &word_remit_body_missing);
	if (f.faults.n)
		return panel_show(&f, rs);
	TRY(e);
	return see_other(rq, rs, "/admin/remits");
}

const struct route remit_routes[] = {
	PAGE("/admin/remits", DUTY_ADMIN, list_page),
	PAGE("/admin/remits/:code", DUTY_ADMIN, edit_page),
	CHANGE("/admin/remits/:code", DUTY_ADMIN, edit_change),
	ROUTES_END,
};
