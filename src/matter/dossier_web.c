/* dossier_web.c — the matter page of the staff, its photos, and the opening of a name. */
#include "matter/dossier_web.h"
#include "catalogue/catalogue.h"
#include "gen/catalogue.sql.h"
#include "gen/dossier.html.h"
#include "gen/dossier.words.h"
#include "gen/frame.html.h"
#include "gen/staff.sql.h"
#include "matter/guest.h"
#include "matter/label_web.h"
#include "matter/shot_web.h"

#define PHOTOS 80

enum err
dossier_open(struct db *db, const struct actor *by, int64_t id, struct q_dossier_matter *m)
{
	struct scope s = actor_scope(by);

	return q_dossier_matter(db, id, s.none, s.unit, s.village, by->post, m);
}

enum err
dossier_read(struct db *db, const struct actor *by, int64_t id, struct q_dossier_matter *m, bool *guest)
{
	enum err e = dossier_open(db, by, id, m);

	*guest = e == NOT_FOUND;
	if (e != NOT_FOUND)
		return e;
	TRY(guest_may(db, by, id));
	return q_dossier_matter(db, id, false, 0, 0, by->post, m);
}

bool
dossier_may_reveal(const struct actor *by, const struct q_dossier_matter *m)
{
	if (m->level != IDENTITY_OPEN || m->token.n == 0 || !duty_held(by->role, DUTY_REVEAL) ||
	    !matter_open((enum matter_state)m->state))
		return false;
	return by->post == m->holder || (m->unit && by->unit == m->unit);
}

bool
dossier_relay_act(int64_t act)
{
	return act == ACT_REPLY_RELAY || act == ACT_ASK || act == ACT_GIVE || act == ACT_ADD_WORD;
}

/* ---- the page ---- */

/* "holder 123 unit 4" in the machine words of an entry. */
static int64_t
holder_in(str detail)
{
	ptrdiff_t at = str_find(detail, S("holder "));
	str number, rest;
	int64_t id = 0;

	if (at < 0)
		return 0;
	(void)str_cut(str_skip(detail, (size_t)at + 7), ' ', &number, &rest);
	return str_int(number, &id) ? id : 0;
}

/* Each post is looked up once; a matter passes through few hands. */
static enum err
receivers(struct db *db, struct dossier *d)
{
	d->to = make(db->mem, struct dossier_post, d->entries.n + 1);
	for (size_t i = 0; i < d->entries.n; i++) {
		int64_t id = holder_in(d->entries.p[i].detail);
		struct q_staff_post post;
		enum err e;

		for (size_t j = 0; id && j < i; j++)
			if (d->to[j].id == id)
				d->to[i] = d->to[j];
		if (id == 0 || d->to[i].id)
			continue;
		e = q_staff_post(db, id, &post);
		if (e == OK)
			d->to[i] = (struct dossier_post){ id, post.title_zh, post.title_en, post.name };
		else if (e != NOT_FOUND)
			return e;
	}
	return OK;
}

static enum err
timeline(struct db *db, const struct req *rq, struct dossier *d)
{
	int64_t before = INT64_MAX;

	if (str_int(form_get(rq->query, S("before")), &before) && before > 0)
		d->newest = req_url(rq, "/desk/matters/%lld", (long long)d->m.id);
	else
		before = INT64_MAX;
	TRY(q_dossier_entries(db, d->m.id, before, DOSSIER_ENTRIES, &d->entries));
	if (d->entries.n == DOSSIER_ENTRIES)
		d->older = req_url(rq, "/desk/matters/%lld?before=%lld", (long long)d->m.id,
				   (long long)d->entries.p[d->entries.n - 1].seq);
	return receivers(db, d);
}

static enum err
type_name(struct db *db, struct dossier *d)
{
	struct catalogue_type type;
	enum err e;

	if (d->m.type.n == 0)
		return OK;
	e = catalogue_type(db, d->m.type, day_of(d->m.received_at), &type);
	if (e == NOT_FOUND)
		return OK;
	d->type_zh = type.type_zh;
	d->type_en = type.type_en;
	return e;
}

/* The letter stands in the machine words of the first entry. */
static enum err
chosen_category(struct db *db, struct dossier *d)
{
	struct q_catalogue_categories_list list;
	const struct q_dossier_entries *first = d->entries.n ? &d->entries.p[d->entries.n - 1] : NULL;
	ptrdiff_t at;

	if (d->m.type.n || !first || first->act != ACT_RAISE || (at = str_find(first->detail, S(" category "))) < 0)
		return OK;
	TRY(q_catalogue_categories(db, day_of(d->m.received_at), CATALOGUE_MOST, &list));
	for (size_t i = 0; i < list.n; i++)
		if (str_eq(list.p[i].letter, str_head(str_skip(first->detail, (size_t)at + 10), 1))) {
			d->chosen_zh = list.p[i].category_zh;
			d->chosen_en = list.p[i].category_en;
		}
	return OK;
}

/* The matter that this one was merged into: its number for everybody, the way to it for whom its scope admits. */
static enum err
lead(struct db *db, const struct req *rq, struct dossier *d)
{
	struct q_dossier_matter m;
	bool guest;
	enum err e;

	TRY(q_dossier_number(db, d->m.merged_into, &d->merged));
	e = dossier_read(db, &rq->actor, d->m.merged_into, &m, &guest);
	d->lead_open = e == OK;
	return e == NOT_FOUND ? OK : e;
}

static bool
merge_may(const struct actor *by, const struct q_dossier_matter *m)
{
	return matter_may(by, ACT_MERGE, (enum matter_state)m->state, m->unit, m->holder, 0);
}

/* What comes late in a matter: the page of a new one asks for none of it. */
static enum err
late(struct db *db, struct dossier *d)
{
	int64_t id = d->m.id;
	struct q_dossier_parts has;

	TRY(q_dossier_parts(db, id, &has));
	if (has.answers)
		TRY(q_dossier_answers(db, id, DOSSIER_SIDE, &d->answers));
	if (has.judgements)
		TRY(q_dossier_judgements(db, id, DOSSIER_SIDE, &d->judgements));
	if (has.tries)
		TRY(q_dossier_tries(db, id, DOSSIER_SIDE, &d->tries));
	if (has.followers)
		TRY(q_dossier_followers(db, id, DOSSIER_SIDE, &d->followers));
	return has.reveals ? q_dossier_reveals(db, id, DOSSIER_SIDE, &d->reveals) : OK;
}

static enum err
load(struct db *db, struct req *rq, struct dossier *d)
{
	int64_t id = d->m.id;

	TRY(type_name(db, d));
	TRY(timeline(db, rq, d));
	TRY(chosen_category(db, d));
	TRY(q_track_clocks(db, id, DOSSIER_SIDE, &d->clocks));
	TRY(path_load(db, id, true, &d->path));
	if (d->path.has.photos)
		TRY(q_dossier_photos(db, id, PHOTOS, &d->photos));
	if (d->path.has.extensions)
		TRY(q_extend_list(db, id, DOSSIER_SIDE, &d->extensions));
	TRY(late(db, d));
	if (!d->guest && merge_may(&rq->actor, &d->m))
		TRY(twin_find(db, &rq->actor, id, &d->twins));
	if (d->m.merged_into)
		TRY(lead(db, rq, d));
	d->reveal = !d->guest && dossier_may_reveal(&rq->actor, &d->m);
	return OK;
}

void
dossier_panels_show(struct page *p, const struct dossier *d)
{
	for (const struct dossier_panel *s = dossier_panels; s->show && *d->shown == OK; s++)
		*d->shown = s->show(p, d);
}

static enum err
dossier_page(struct db *db, struct req *rq, struct res *rs)
{
	enum err shown = OK;
	struct dossier d = { .rq = rq, .db = db, .shown = &shown };
	struct frame f = { .rq = rq, .nav = "matters" };
	struct page *p;

	TRY(dossier_read(db, &rq->actor, rq->id, &d.m, &d.guest));
	TRY(load(db, rq, &d));
	f.title_text = d.m.title;
	p = res_page(rs);
	frame_begin(p, &f);
	view_dossier_page(p, &d);
	frame_end(p, &f);
	return shown;
}

/* ---- photos ---- */

static enum err
photo_find(struct db *db, struct req *rq, struct q_dossier_photo *photo)
{
	struct q_dossier_matter m;
	bool guest;
	int64_t n;

	TRY(dossier_read(db, &rq->actor, rq->id, &m, &guest));
	if (!str_int(rq->param[1], &n))
		return NOT_FOUND;
	return q_dossier_photo(db, m.id, n, photo);
}

static enum err
photo_page(struct db *db, struct req *rq, struct res *rs)
{
	struct q_dossier_photo photo;

	TRY(photo_find(db, rq, &photo));
	return shot_send(rq, rs, photo.picture);
}

static enum err
thumb_page(struct db *db, struct req *rq, struct res *rs)
{
	struct q_dossier_photo photo;

	TRY(photo_find(db, rq, &photo));
	return shot_send(rq, rs, photo.thumb);
}

/* ---- opening a name ---- */

static const char *const purposes[] = { "1", "2", "3", "4", NULL };

static struct field
purpose_field(struct req *rq)
{
	struct choice *c = make(rq->mem, struct choice, LABEL_PURPOSES);

	for (int i = 0; i < LABEL_PURPOSES; i++)
		c[i] = (struct choice){ .value = str_of(purposes[i]), .word = label_purpose(i + 1) };
	return (struct field){
		.name = "purpose", .label = &word_dossier_reveal_why, .choices = c, .n = LABEL_PURPOSES
	};
}

static void
reveal_view(struct req *rq, struct res *rs, const struct q_dossier_matter *m, const struct faults *faults)
{
	struct frame f = { .title = &word_dossier_reveal_title, .rq = rq, .nav = "matters" };
	struct field why = purpose_field(rq);
	struct page *p = res_page(rs);

	frame_begin(p, &f);
	view_dossier_reveal(p, rq, m, &why, faults);
	frame_end(p, &f);
}

static enum err
reveal_page(struct db *db, struct req *rq, struct res *rs)
{
	struct q_dossier_matter m;

	TRY(dossier_open(db, &rq->actor, rq->id, &m));
	if (!dossier_may_reveal(&rq->actor, &m))
		return FORBIDDEN;
	reveal_view(rq, rs, &m, NULL);
	return OK;
}

/* The name is shown once, in the answer to this POST, and kept nowhere: no redirect that could be opened again. */
static enum err
reveal_change(struct tx *tx, struct req *rq, struct res *rs)
{
	struct frame f = { .title = &word_dossier_revealed_title, .rq = rq, .nav = "matters" };
	struct form_in in = form_in(rq->mem, rq->form);
	int purpose = form_choice(&in, "purpose", purposes, &word_dossier_reveal_missing);
	struct q_dossier_matter m;
	struct matter_keys keys;
	struct identity id;
	struct page *p;

	TRY(dossier_open(&tx->db, &rq->actor, rq->id, &m));
	if (!dossier_may_reveal(&rq->actor, &m))
		return FORBIDDEN;
	if (!form_good(&in)) {
		res_status(rs, 422);
		reveal_view(rq, rs, &m, &in.faults);
		return INVALID;
	}
	TRY(matter_keys_load(&tx->db, rq->site->dir, rq->site->root_key, &keys));
	TRY(identity_reveal(tx, &keys.identity, &rq->actor, m.id, m.token, purpose + 1, &id));
	p = res_page(rs);
	frame_begin(p, &f);
	view_dossier_revealed(p, &m, &id, label_purpose(purpose + 1));
	frame_end(p, &f);
	rs->no_store = true;
	return OK;
}

const struct route dossier_routes[] = {
	PAGE("/desk/matters/:id", DUTY_READ, dossier_page),
	PAGE("/desk/matters/:id/photo/:n", DUTY_READ, photo_page),
	PAGE("/desk/matters/:id/photo/:n/thumb", DUTY_READ, thumb_page),
	PAGE("/desk/matters/:id/reveal", DUTY_REVEAL, reveal_page),
	CHANGE("/desk/matters/:id/reveal", DUTY_REVEAL, reveal_change),
	ROUTES_END,
};
