#include "web/change.h"
#include "desk/once.h"
#include "desk/pause.h"
#include "gen/web.words.h"
#include "web/error.h"
#include "web/reply.h"

#define BODY_MOST ((size_t)2 << 20)

/* The same form again has the same hash: the path and all fields but the token. Of files, name and size. The key, which
 * is stored nowhere, goes in first: nobody can try out names or telephone numbers against the hash. */
static hash
body_hash(const struct req *rq)
{
	size_t mark = arena_mark(rq->mem);
	struct out o = out_make(rq->mem, 8192, BODY_MOST);
	hash h;

	out_fmt(&o, "%zu:%.*s\n%zu:%.*s", rq->once.n, STR_ARG(rq->once), rq->path.n, STR_ARG(rq->path));
	for (size_t i = 0; i < rq->form->n; i++) {
		const struct form_field *f = &rq->form->field[i];

		if (!str_eq(f->name, S("csrf")) && !str_eq(f->name, S("once")))
			out_fmt(&o, "\n%zu:%.*s=%zu:%.*s", f->name.n, STR_ARG(f->name), f->value.n, STR_ARG(f->value));
	}
	for (size_t i = 0; i < rq->form->files; i++) {
		const struct form_file *f = &rq->form->file[i];

		out_fmt(&o, "\nfile %zu:%.*s=%zu:%.*s %lld", f->field.n, STR_ARG(f->field), f->name.n, STR_ARG(f->name),
			(long long)f->size);
	}
	h = hash_of(out_view(&o));
	arena_back(rq->mem, mark);
	return h;
}

static enum err
handed_in_before(struct call *c, enum err e, str location)
{
	if (e == OK) {
		c->rs.location = location;
		c->rs.status = 303;
		return OK;
	}
	error_again(&c->rq, &c->rs,
		    &(struct error_again){ 409, &word_web_err_twice, &word_web_err_twice_do, true, false });
	return CONFLICT;
}

static enum err
standing_still(struct call *c)
{
	static const struct error_again again = { 503, &word_web_err_still, &word_web_err_still_do, false, false };

	error_again(&c->rq, &c->rs, &again);
	return BUSY;
}

static enum err
run_once(struct tx *tx, struct call *c)
{
	struct req *rq = &c->rq;
	hash body;
	str location;
	bool still;
	enum err e;

	TRY(pause_holds(&tx->db, &still));
	if (still)
		return standing_still(c);
	if (rq->once.n == 0)
		return c->route->change(tx, rq, &c->rs);
	body = body_hash(rq);
	e = once_find(tx, rq->once, &body, &location);
	if (e == OK || e == INVALID)
		return handed_in_before(c, e, location);
	if (e != NOT_FOUND)
		return e;
	TRY(c->route->change(tx, rq, &c->rs));
	return c->rs.location.n ? once_keep(tx, rq->once, &body, c->rs.location) : OK;
}

static enum err
run(struct tx *tx, void *arg)
{
	struct call *c = arg;

	if (c->ran) /* and the transaction was lost: what the handler wrote is not true */
		reply_drop(c);
	c->handled = run_once(tx, c);
	c->ran = true;
	return c->handled;
}

/* After the commit. When the commit failed, or memory ran out, what the handler wrote is not true. */
static void
done(struct write *w)
{
	struct call *c = w->arg;

	if (!c->ran || w->result != c->handled)
		reply_drop(c);
	reply_end(c, w->result, w->disk_full);
}

enum err
change_submit(struct call *c)
{
	c->mark = arena_mark(c->http->mem);
	c->write = (struct write){ .run = run,
				   .done = done,
				   .arg = c,
				   .mem = c->http->mem,
				   .now = c->db.now,
				   .town = c->db.town,
				   .again = c->rq.once.n > 0 };
	return writer_submit(c->s->o.writer, &c->write);
}
