#include "gen/assets.h"
#include "gen/frame.html.h"
#include "web/web.h"

static bool
is_desk(const struct frame *f)
{
	return f->rq->actor.kind == ACTOR_STAFF;
}

/* A visitor's first page carries the style sheet in itself: one request saved is two seconds on a slow line. */
static void
styles(struct page *p, const struct frame *f)
{
	if (p->styled || is_desk(f)) {
		view_frame_style_link(p);
		return;
	}
	out_str(p->out, S("<style>"));
	out_str(p->out, assets[ASSET_HEYE_CSS].raw);
	out_str(p->out, S("</style>\n"));
}

bool
frame_has_group(const struct frame *f, enum nav_group group)
{
	for (const struct nav *n = f->rq->site->nav; n && n->key; n++) {
		if (n->group == group && duty_held(f->rq->actor.role, n->duty))
			return true;
	}
	return false;
}

const struct word *
frame_group_word(enum nav_group group)
{
	static const struct word *const words[NAV_GROUPS] = { &word_web_nav_group_work, &word_web_nav_group_public,
							      &word_web_nav_group_admin, &word_web_nav_group_self };

	return words[group];
}

/* The elements that frame_end() closes are opened here by hand: a view must close what it opens. */
void
frame_begin(struct page *p, const struct frame *f)
{
	bool desk = is_desk(f);

	out_fmt(p->out, "<!doctype html>\n<html lang=\"%s\"%s%s%s>\n<head>\n", p->lang == EN ? "en" : "zh-CN",
		desk ? " class=\"work\"" : "", p->large ? " data-size=\"large\"" : "",
		f->rq->keyless ? " data-keys=\"off\"" : "");
	view_frame_head(p, f);
	styles(p, f);
	if (desk)
		view_frame_script(p);
	out_str(p->out, S("</head>\n<body>\n"));
	if (f->print) {
		out_str(p->out, S("<main id=\"main\" class=\"paper\">\n"));
		return;
	}
	view_frame_skip(p);
	if (desk) {
		view_frame_desk_mast(p, f);
		out_str(p->out, S("<div class=\"shell\">\n"));
		view_frame_rail(p, f);
		out_str(p->out, S("<main id=\"main\" class=\"pane\">\n"));
		return;
	}
	view_frame_mast(p, f);
	out_str(p->out, S("<main id=\"main\">\n"));
	if (f->back.n)
		view_frame_back(p, req_url(f->rq, "%.*s", STR_ARG(f->back)));
}

void
frame_end(struct page *p, const struct frame *f)
{
	out_str(p->out, S("</main>\n"));
	if (!f->print && is_desk(f))
		out_str(p->out, S("</div>\n"));
	else if (!f->print)
		view_frame_foot(p, f);
	out_str(p->out, S("</body>\n</html>\n"));
}
