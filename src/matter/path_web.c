/* path_web.c — see path_web.h. */
#include "matter/path_web.h"
#include "gen/act.words.h"
#include "gen/frame.html.h"
#include "gen/matter.sql.h"
#include "gen/path.html.h"
#include "gen/path.words.h"
#include "matter/act_web.h"
#include "matter/dossier_web.h"
#include "matter/pick_web.h"
#include "matter/track_web.h"

enum err
path_load(struct db *db, int64_t matter, bool desk, struct path_rows *r)
{
	*r = (struct path_rows){ .matter = matter, .desk = desk };
	TRY(q_path_parts(db, matter, &r->has));
	if (r->has.decisions)
		TRY(q_path_decisions(db, matter, PATH_ROWS, &r->decisions));
	if (r->has.returns)
		TRY(q_path_return_list(db, matter, PATH_ROWS, &r->returns));
	if (r->has.links)
		TRY(q_path_links(db, matter, PATH_ROWS, &r->links));
	if (r->has.links_to)
		TRY(q_path_links_to(db, matter, PATH_ROWS, &r->links_to));
	return desk && r->has.accused ? q_path_accused(db, matter, PATH_ROWS, &r->accused) : OK;
}

bool
path_any(const struct path_rows *r)
{
	return r->decisions.n || r->returns.n || r->links.n || r->links_to.n || r->accused.n;
}

const struct word *
path_decision_word(int64_t kind, int64_t state)
{
	static const struct word *const w[3][4] = {
		{ NULL, &word_path_reject_asked, &word_path_refer_asked, &word_path_explained },
		{ NULL, &word_path_rejected, &word_path_referred, &word_path_explained },
		{ NULL, &word_path_reject_no, &word_path_refer_no, &word_path_explained },
	};

	return w[state == 2 ? 1 : state == 4 ? 2 : 0][kind];
}

const struct word *
path_reason_word(int64_t kind, int64_t reason)
{
	return act_path_reason(kind == 1 ? ACT_REJECT : ACT_REFER, reason);
}

const struct word *
path_return_word(int64_t reason)
{
	return act_path_reason(ACT_RETURN_UNIT, reason);
}

const struct word *
path_link_word(int64_t kind)
{
	return act_path_reason(ACT_LINK, kind);
}

/* ---- a part becomes a matter of its own ---- */

struct split_form {
	struct field words, type, why;
};

static enum err
split_show(struct db *db, struct req *rq, struct res *rs, const struct q_dossier_matter *m, const struct faults *faults)
{
	struct frame f = { .title = &word_path_split, .rq = rq, .nav = "matters" };
	const struct form *typed = faults ? rq->form : NULL;
	struct field words = { .name = "words", .label = &word_path_split_words, .rows = 5 };
	struct field type = { .name = "type", .label = &word_path_split_type };
	struct field why = { .name = "text", .label = &word_path_split_why, .rows = 3 };
	struct page *p;

	TRY(pick_types(db, rq, &type));
	words.value = typed ? form_get(typed, S("words")) : S("");
	type.value = typed ? form_get(typed, S("type")) : S("");
	why.value = typed ? form_get(typed, S("text")) : S("");
	p = res_page(rs);
	frame_begin(p, &f);
	view_path_split(p, m, &words, &type, &why, faults);
	frame_end(p, &f);
	return OK;
}

static enum err
split_open(struct db *db, struct req *rq, struct q_dossier_matter *m)
{
	TRY(dossier_open(db, &rq->actor, rq->id, m));
	return matter_may(&rq->actor, ACT_SPLIT, (enum matter_state)m->state, m->unit, m->holder, 0) ? OK : CONFLICT;
}

static enum err
split_page(struct db *db, struct req *rq, struct res *rs)
{
	struct q_dossier_matter m;

	TRY(split_open(db, rq, &m));
	return split_show(db, rq, rs, &m, NULL);
}

static enum err
split_change(struct tx *tx, struct req *rq, struct res *rs)
{
	struct form_in in = form_in(rq->mem, rq->form);
	struct matter_raise part = { .code_seed = rq->once };
	struct q_dossier_matter m;
	struct matter_keys keys;
	struct matter_raised raised;
	str why;

	TRY(split_open(&tx->db, rq, &m));
	part.words = form_text(&in, "words", MATTER_TEXT_MAX, &word_act_text_missing, &word_act_long);
	part.type = form_text(&in, "type", 12, NULL, &word_act_class_refused);
	why = form_text(&in, "text", MATTER_TEXT_MAX, &word_act_text_missing, &word_act_long);
	if (!form_good(&in)) {
		res_status(rs, 422);
		TRY(split_show(&tx->db, rq, rs, &m, &in.faults));
		return INVALID;
	}
	TRY(matter_keys_load(&tx->db, rq->site->dir, rq->site->root_key, &keys));
	TRY(matter_split(tx, &rq->actor, &keys, m.id, &part, why, &raised));
	return see_other(rq, rs, "/desk/slip/%s/%lld", raised.code, (long long)raised.id);
}

/* ---- the packet for a neighbouring township, on paper ---- */

static enum err
packet_page(struct db *db, struct req *rq, struct res *rs)
{
	struct frame f = { .title = &word_path_packet, .rq = rq, .print = true };
	struct q_dossier_matter m;
	struct q_dossier_entries_list entries;
	str what = S("");
	struct page *p;

	TRY(dossier_open(db, &rq->actor, rq->id, &m));
	if (m.state != MATTER_WITH_NEIGHBOUR)
		return NOT_FOUND;
	TRY(q_dossier_entries(db, m.id, INT64_MAX, DOSSIER_ENTRIES, &entries));
	for (size_t i = entries.n; i-- > 0;)
		if (entries.p[i].act == ACT_NEIGHBOUR_BEGIN)
			what = entries.p[i].text;
	p = res_page(rs);
	frame_begin(p, &f);
	view_path_packet(p, &m, what, rq->town);
	frame_end(p, &f);
	return OK;
}

/* ---- the resident ---- */

struct own_words {
	const char *to;
	const struct word *title, *label, *hint, *send;
};

static const struct own_words objecting = { "object", &word_path_object, &word_path_object_words,
					    &word_path_object_hint, &word_path_object_send };
static const struct own_words following = { "follow", &word_path_follow, &word_path_follow_words,
					    &word_path_follow_hint, &word_path_follow_send };

static enum err
own_show(struct req *rq, struct res *rs, const struct own_words *w, const struct faults *faults)
{
	struct frame f = { .title = w->title, .rq = rq, .back = str_fmt(rq->mem, "/m/%.*s", STR_ARG(rq->code)) };
	struct field text = { .name = "text", .label = w->label, .hint = w->hint, .rows = 6 };
	struct page *p;

	text.value = faults ? form_get(rq->form, S("text")) : S("");
	p = res_page(rs);
	frame_begin(p, &f);
	view_path_own(p, faults, w->title, req_url(rq, "/m/%s/%s", str_z(rq->mem, rq->code), w->to), &text, w->send);
	frame_end(p, &f);
	return OK;
}

/* Whether it may be objected to still is asked of the table and of its guard; the page itself only of the table. */
static enum err
own_open(struct db *db, struct req *rq, enum matter_act act, struct track *t)
{
	TRY(track_open(db, rq, t));
	return !t->by.follower && track_may(t, act) ? OK : CONFLICT;
}

static enum err
object_page(struct db *db, struct req *rq, struct res *rs)
{
	struct track t;

	TRY(own_open(db, rq, ACT_OBJECT, &t));
	return own_show(rq, rs, &objecting, NULL);
}

static enum err
follow_page(struct db *db, struct req *rq, struct res *rs)
{
	struct track t;

	TRY(own_open(db, rq, ACT_REOPEN, &t));
	return own_show(rq, rs, &following, NULL);
}

static enum err
own_faulty(struct req *rq, struct res *rs, const struct own_words *w, struct form_in *in)
{
	res_status(rs, 422);
	TRY(own_show(rq, rs, w, &in->faults));
	return INVALID;
}

static enum err
object_change(struct tx *tx, struct req *rq, struct res *rs)
{
	struct form_in in = form_in(rq->mem, rq->form);
	struct matter_deed deed = { .act = ACT_OBJECT };
	struct track t;
	enum err e;

	TRY(own_open(&tx->db, rq, ACT_OBJECT, &t));
	deed.text = form_text(&in, "text", MATTER_TEXT_MAX, &word_path_object_missing, &word_act_long);
	if (!form_good(&in))
		return own_faulty(rq, rs, &objecting, &in);
	e = matter_act(tx, &t.by, t.own.id, &deed);
	if (e == INVALID) {
		form_fault(&in, "text", &word_path_object_over);
		return own_faulty(rq, rs, &objecting, &in);
	}
	TRY(e);
	return see_other(rq, rs, "/m/%s", str_z(rq->mem, rq->code));
}

static enum err
follow_change(struct tx *tx, struct req *rq, struct res *rs)
{
	struct form_in in = form_in(rq->mem, rq->form);
	struct matter_keys keys;
	struct matter_raised raised;
	struct track t;
	str words;
	enum err e;

	TRY(own_open(&tx->db, rq, ACT_REOPEN, &t));
	words = form_text(&in, "text", MATTER_TEXT_MAX, &word_path_object_missing, &word_act_long);
	if (!form_good(&in))
		return own_faulty(rq, rs, &following, &in);
	TRY(matter_keys_load(&tx->db, rq->site->dir, rq->site->root_key, &keys));
	e = matter_follow(tx, &t.by, &keys, words, rq->once, &raised);
	if (e == INVALID) {
		form_fault(&in, "text", &word_path_follow_early);
		return own_faulty(rq, rs, &following, &in);
	}
	TRY(e);
	return see_other(rq, rs, "/receipt/%s", raised.code);
}

const struct route path_routes[] = {
	PAGE("/desk/matters/:id/split", DUTY_DISPATCH, split_page),
	CHANGE("/desk/matters/:id/split", DUTY_DISPATCH, split_change),
	PAGE("/desk/matters/:id/packet", DUTY_READ, packet_page),
	PAGE("/m/:code/object", DUTY_RECEIPT, object_page),
	CHANGE("/m/:code/object", DUTY_RECEIPT, object_change),
	PAGE("/m/:code/follow", DUTY_RECEIPT, follow_page),
	CHANGE("/m/:code/follow", DUTY_RECEIPT, follow_change),
	ROUTES_END,
};
