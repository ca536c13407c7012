/* record.c — what every change leaves behind: counters, the timeline entry and its event. */
#include "desk/event.h"
#include "matter/deed.h"

static enum err
photos_add(struct tx *tx, int64_t matter, int64_t seq, const struct photo *photo, size_t n)
{
	struct q_matter_photo_last last;

	if (n == 0)
		return OK;
	TRY(q_matter_photo_last(&tx->db, matter, &last));
	for (size_t i = 0; i < n; i++)
		TRY(q_matter_photo_insert(tx, matter, last.n + 1 + (int64_t)i, seq, hash_str(&photo[i].picture),
					  hash_str(&photo[i].thumb), photo[i].width, photo[i].height));
	return OK;
}

enum err
record_entry(struct tx *tx, const struct actor *by, const struct entry *e)
{
	struct event event = { .object = S("matter"),
			       .id = e->matter,
			       .kind = str_of(matter_act_key(e->act)),
			       .from = str_of(matter_state_key(e->from)),
			       .to = str_of(matter_state_key(e->to)),
			       .detail = e->detail };
	int64_t seq = 0;

	if (e->text.n)
		event.text = hash_of(e->text);
	TRY(event_add(tx, by, &event, &seq));
	/* The words of a matter stand in its own row; the first entry does not repeat them. */
	TRY(q_matter_entry_insert(tx, e->matter, seq, tx->db.now, by->kind, by->post, e->act, e->to, e->visible,
				  e->act == ACT_RAISE ? S("") : e->text, e->detail));
	return photos_add(tx, e->matter, seq, e->photo, e->photos);
}

enum err
record_shift(struct tx *tx, const struct q_matter_for_act *m, int64_t n)
{
	enum matter_lane lane = matter_lane_of((enum matter_state)m->state);

	TRY(q_matter_count_shift(tx, 1, 0, lane, n));
	TRY(q_matter_count_shift(tx, 3, m->village, lane, n));
	if (m->unit)
		TRY(q_matter_count_shift(tx, 2, m->unit, lane, n));
	return m->holder ? q_matter_count_shift(tx, 4, m->holder, lane, n) : OK;
}

enum err
record_raise(struct tx *tx, int64_t village, int64_t holder)
{
	return q_matter_count_raise(tx, village, holder);
}
