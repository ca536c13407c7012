#include "report/export_source_web.h"

#include "http/url.h"

static size_t
columns_of(const struct figure_ledger *l)
{
	size_t n = 0;

	while (n < FIGURE_COLUMNS && l->columns[n])
		n++;
	return n;
}

enum err
export_source_figure(struct db *db, const struct req *rq, str name, struct export_source *s)
{
	const struct figure *f;

	*s = (struct export_source){ .rq = rq, .nav = "board" };
	TRY(ask_read(rq, name, &s->a));
	f = s->a.ask.figure;
	if (!tally_open_list(&rq->actor, f))
		return FORBIDDEN;
	s->ledger = f->ledger;
	s->columns = columns_of(f->ledger);
	s->key = f->key;
	s->title = word_text(f->name, rq->lang);
	s->period = period_name(rq->mem, &s->a.period, rq->lang == EN);
	s->path = ask_path(rq, &s->a.ask, &s->a.period);
	s->file = str_fmt(rq->mem, "%s-%.*s", f->key, STR_ARG(period_key(rq->mem, &s->a.period)));
	return tally_open(db, &rq->actor, &s->eye);
}

enum err
export_source_list(struct db *db, const struct req *rq, str name, struct export_source *s)
{
	struct out query = out_make(rq->mem, 128, 2048);

	*s = (struct export_source){ .rq = rq };
	for (size_t i = 0; ledger_lists[i] && !s->list; i++)
		if (str_eq(name, str_of(ledger_lists[i]->key)))
			s->list = ledger_lists[i];
	if (!s->list)
		return NOT_FOUND;
	s->nav = s->list->nav;
	s->key = s->list->key;
	s->ledger = s->list->ledger;
	s->columns = columns_of(s->ledger);
	s->title = word_text(s->list->name, rq->lang);
	for (size_t i = 0; rq->query && i < rq->query->n; i++) {
		out_char(&query, i ? '&' : '?');
		out_str(&query, url_encode(rq->mem, rq->query->field[i].name));
		out_char(&query, '=');
		out_str(&query, url_encode(rq->mem, rq->query->field[i].value));
	}
	s->path = str_fmt(rq->mem, "%s%.*s", s->list->path, STR_ARG(out_view(&query)));
	s->file = str_fmt(rq->mem, "%s-%.*s", s->key, STR_ARG(day_iso(rq->mem, day_of(db->now))));
	return OK;
}

enum err
export_source_read(struct db *db, const struct export_source *s, struct export_batch *b)
{
	struct tally_key after = { b->next.at, b->next.id };
	struct ledger_page p = { .id = b->id };
	struct tally_list l;

	if (s->list) {
		TRY(s->list->page(db, s->rq, b->next, EXPORT_ROWS, &p));
		b->n = p.n;
		b->more = p.more;
		b->next = p.next;
		return OK;
	}
	TRY(tally_list(&s->eye, &s->a.ask, after, EXPORT_ROWS, &l));
	if (l.facts.n > EXPORT_ROWS) /* hundreds of one record at one moment: rather no file than one that lacks rows */
		return BROKEN;
	for (b->n = 0; b->n < l.facts.n; b->n++) {
		b->id[b->n] = l.facts.p[b->n].id;
		b->at[b->n] = l.facts.p[b->n].at;
	}
	b->more = l.more;
	b->next = (struct ledger_key){ l.next.at, l.next.id };
	return OK;
}

enum err
export_source_count(struct db *db, const struct export_source *s, int64_t most, int64_t *n)
{
	struct export_batch *b = make(db->mem, struct export_batch, 1);

	*n = 0;
	if (!s->list)
		return tally_count(&s->eye, &s->a.ask, n);
	do {
		size_t mark = arena_mark(db->mem);

		TRY(export_source_read(db, s, b));
		*n += (int64_t)b->n;
		arena_back(db->mem, mark);
	} while (b->more && *n <= most);
	return OK;
}
