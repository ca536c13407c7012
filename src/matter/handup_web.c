#include "matter/handup_web.h"

#include "catalogue/remit.h"
#include "gen/handup.html.h"
#include "matter/dossier_web.h"

#include <string.h>

static const struct act *
act_refer(void)
{
	const struct act *a = acts;

	while (a->path && a->act != ACT_REFER_ASK)
		a++;
	return a->path ? a : NULL;
}

enum err
handup_panel(struct page *p, const struct dossier *d)
{
	const struct q_dossier_matter *m = &d->m;
	struct remit r;
	bool up;

	TRY(remit_of(d->db, m->type, &r));
	if (r.list < REMIT_ASSIST)
		return OK;
	up = !d->guest && matter_open((enum matter_state)m->state) && m->proposed == 0 && act_refer() &&
	     act_may(act_refer(), &d->rq->actor, m, d->rq->now);
	view_handup_panel(p, m->id, &r, up);
	return OK;
}

static str
why(struct arena *mem, const struct remit *r)
{
	if (r->list == REMIT_TAKEN_BACK)
		return str_fmt(mem, "按履职事项清单，这件事的职责已由上级收回，不该由乡镇承担，现交%.*s办理。",
			       STR_ARG(r->body));
	return str_fmt(mem, "按履职事项清单，这件事由%.*s牵头、乡镇配合，现交其牵头办理。", STR_ARG(r->body));
}

enum err
handup_fill(struct db *db, struct act_page *pg)
{
	struct remit r;

	if (pg->act->act != ACT_REFER_ASK || pg->typed)
		return OK;
	TRY(remit_of(db, pg->m->type, &r));
	if (r.list < REMIT_ASSIST)
		return OK;
	for (size_t i = 0; i < pg->parts; i++) {
		struct field *f = &pg->part[i].field;

		if (strcmp(f->name, "reason") == 0)
			f->value = r.list == REMIT_TAKEN_BACK ? S("1") : S("3");
		else if (strcmp(f->name, "basis") == 0)
			f->value = remit_basis(db->mem, &r);
		else if (strcmp(f->name, "onward") == 0)
			f->value = r.body;
		else if (strcmp(f->name, "text") == 0)
			f->value = why(db->mem, &r);
	}
	return OK;
}
