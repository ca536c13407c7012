/* minutes_web.c — the minutes of a meeting, for print. */
#include "gen/frame.html.h"
#include "gen/meeting.html.h"
#include "gen/meeting.words.h"
#include "joint/meeting_web.h"

static enum err
minutes_page(struct db *db, struct req *rq, struct res *rs)
{
	struct frame f = { .title = &word_meeting_minutes, .rq = rq, .nav = "joint", .print = true };
	struct meeting_page g = { 0 };
	struct page *p;

	TRY(meeting_load(db, rq, &g));
	g.write = false;
	p = res_page(rs);
	frame_begin(p, &f);
	view_meeting_minutes(p, &g);
	frame_end(p, &f);
	return OK;
}

const struct route minutes_routes[] = {
	PAGE("/desk/meetings/:id/minutes", DUTY_READ, minutes_page),
	ROUTES_END,
};
