/* talk.c — words to and fro: notes, the resident's words, the relay thread, the one question and its pause. */
#include "gen/timer.sql.h"
#include "matter/deed.h"
#include "matter/timer.h"

enum err
talk_text(struct work *w)
{
	return w->deed->text.n ? OK : INVALID;
}

enum err
talk_note(struct work *w)
{
	w->visible = w->deed->visible;
	return OK;
}

enum err
talk_visible(struct work *w)
{
	w->visible = true;
	return OK;
}

enum err
talk_word_guard(struct work *w)
{
	return w->deed->text.n || w->deed->photos ? OK : INVALID;
}

/* A follower's word stands in their own timeline, and hidden in the one that the office works on: no other resident
 * reads it, and no word from the public is lost to the office. Their photos stay with their own matter, where the
 * office opens them. */
enum err
talk_follower(struct work *w)
{
	struct q_matter_for_act lead;
	struct entry e = { .act = ACT_ADD_WORD, .text = w->deed->text };

	e.detail = str_fmt(w->tx->db.mem, "follower %lld of %lld photos %zu", (long long)w->follower,
			   (long long)w->m.id, w->deed->photos);
	TRY(q_matter_for_act(&w->tx->db, w->m.merged_into, false, 0, 0, 0, &lead));
	e.matter = lead.id;
	e.from = e.to = (enum matter_state)lead.state;
	return record_entry(w->tx, w->by, &e);
}

enum err
talk_ask_guard(struct work *w)
{
	return w->deed->text.n && !w->m.asked ? OK : INVALID;
}

enum err
talk_ask(struct work *w)
{
	struct q_timer_by_kind pause;

	TRY(timer_pause(w->tx, w->m.id, w->m.reopened));
	TRY(q_timer_by_kind(&w->tx->db, w->m.id, CLOCK_PAUSE, w->m.reopened, &pause));
	w->next.asked = true;
	out_fmt(&w->detail, "pause until %.*s", STR_ARG(day_iso(w->tx->db.mem, day_of(pause.due))));
	return OK;
}

static enum err
pause_end(struct work *w)
{
	int64_t days;
	moment due;

	TRY(timer_unpause(w->tx, w->m.id, w->m.reopened, &days, &due));
	out_fmt(&w->detail, "paused %lld workdays due %.*s to %.*s", (long long)days,
		STR_ARG(day_iso(w->tx->db.mem, day_of(w->m.due))), STR_ARG(day_iso(w->tx->db.mem, day_of(due))));
	w->next.due = due;
	return OK;
}

/* By the resident, or taken by a clerk who says how it came. */
enum err
talk_give_guard(struct work *w)
{
	enum judgement_method m = w->deed->method;

	TRY(talk_word_guard(w));
	return w->by->kind != ACTOR_STAFF || m == METHOD_PHONE || m == METHOD_PAPER || m == METHOD_AT_DESK ? OK
													   : INVALID;
}

enum err
talk_give(struct work *w)
{
	if (w->by->kind == ACTOR_STAFF)
		out_fmt(&w->detail, "method %d ", (int)w->deed->method);
	return pause_end(w);
}

enum err
talk_resume_guard(struct work *w)
{
	struct q_timer_by_kind pause;

	TRY(q_timer_by_kind(&w->tx->db, w->m.id, CLOCK_PAUSE, w->m.reopened, &pause));
	return pause.due.ms <= w->tx->db.now.ms ? OK : INVALID;
}

enum err
talk_resume(struct work *w)
{
	return pause_end(w);
}
