/* item.c — the lines of a session. Each ends once: answered, a matter, or promised. */
#include "base/rand.h"
#include "base/utf8.h"
#include "desk/event.h"
#include "openday/openday.h"

static bool
text_good(str s)
{
	return s.n > 0 && utf8_count(s) <= OPENDAY_WORDS_MAX;
}

static enum err
item_event(struct tx *tx, const struct actor *by, int64_t id, const char *kind, str detail, str text)
{
	struct event e = { .object = S("openday_item"), .id = id, .kind = str_of(kind), .detail = detail };

	if (text.n)
		e.text = hash_of(text);
	return event_add(tx, by, &e, NULL);
}

/* Who writes at a session: everybody who reaches it but the auditor. */
static enum err
running(struct tx *tx, const struct actor *by, int64_t session, struct q_openday_session_row *s)
{
	TRY(sitting_open(&tx->db, by, session, s));
	if (by->kind == ACTOR_STAFF && by->role == ROLE_AUDITOR)
		return FORBIDDEN;
	return sitting_running(s, day_of(tx->db.now)) ? OK : CONFLICT;
}

static enum err
post_good(struct db *db, int64_t post)
{
	struct q_openday_post row;
	enum err e = post ? q_openday_post(db, post, day_of(db->now), &row) : NOT_FOUND;

	return e == NOT_FOUND ? INVALID : e;
}

enum err
item_add(struct tx *tx, const struct actor *by, const struct item_new *n, int64_t *id)
{
	struct q_openday_session_row s;
	struct q_openday_item_last last;
	int line = n->n;

	TRY(running(tx, by, n->session, &s));
	if (!text_good(n->words))
		return INVALID;
	if (s.kind == OPENDAY_SUNSHINE)
		TRY(post_good(&tx->db, n->asked));
	if (line == 0) {
		TRY(q_openday_item_last(&tx->db, n->session, &last));
		line = (int)last.n + 1;
	}
	if (line < 1 || line > OPENDAY_LINES)
		return INVALID;
	*id = rand_id(tx->db.now.ms);
	TRY(q_openday_item_insert(tx, *id, n->session, line, n->words, s.kind == OPENDAY_SUNSHINE ? n->asked : 0,
				  by->post, tx->db.now));
	return item_event(tx, by, *id, "enter-line", str_fmt(tx->db.mem, "line %d", line), n->words);
}

static enum err
open_item(struct tx *tx, const struct actor *by, int64_t item, struct q_openday_item_row *i,
	  struct q_openday_session_row *s)
{
	TRY(q_openday_item_row(&tx->db, item, i));
	TRY(running(tx, by, i->session, s));
	return i->outcome == ITEM_OPEN ? OK : CONFLICT;
}

enum err
item_answer(struct tx *tx, const struct actor *by, int64_t item, str answer)
{
	struct q_openday_session_row s;
	struct q_openday_item_row i;

	TRY(open_item(tx, by, item, &i, &s));
	if (!text_good(answer))
		return INVALID;
	TRY(q_openday_item_end(tx, item, ITEM_ANSWERED, answer, 0, tx->db.now));
	return item_event(tx, by, item, "answer", S(""), answer);
}

/* Empty words: an answer to the line. Only the session's end writes that. */
enum err
item_promise(struct tx *tx, const struct actor *by, int64_t item, str words, int64_t post)
{
	struct q_openday_session_row s;
	struct q_openday_item_row i;
	int64_t id = rand_id(tx->db.now.ms);
	day today = day_of(tx->db.now), due;
	str detail;

	TRY(open_item(tx, by, item, &i, &s));
	if (utf8_count(words) > OPENDAY_WORDS_MAX)
		return INVALID;
	if (words.n)
		TRY(post_good(&tx->db, post));
	TRY(sitting_next(&tx->db, s.village, day_diff(s.day, today) > 0 ? today : s.day, &due));
	TRY(q_openday_item_end(tx, item, ITEM_PROMISED, S(""), 0, tx->db.now));
	TRY(q_openday_promise_insert(tx, id, s.village, s.id, item, i.n, words, post, due, tx->db.now));
	detail = str_fmt(tx->db.mem, "promise %lld due %.*s", (long long)id, STR_ARG(day_iso(tx->db.mem, due)));
	return item_event(tx, by, item, "promise", detail, words);
}

/* What was said at the session runs from the session, however late its sheet is typed in. */
enum err
item_raise(struct tx *tx, const struct actor *by, const struct matter_keys *k, int64_t item, struct matter_raise *in,
	   struct matter_raised *out)
{
	struct q_openday_session_row s;
	struct q_openday_item_row i;

	TRY(open_item(tx, by, item, &i, &s));
	in->channel = CHANNEL_OPEN_DAY;
	in->village = s.village;
	in->words = i.words;
	if (day_diff(s.day, day_of(tx->db.now)) > 0)
		in->received_at = moment_at(s.day, (int)s.starts / 60, (int)s.starts % 60);
	TRY(matter_raise(tx, by, k, in, out));
	TRY(q_openday_item_end(tx, item, ITEM_MATTER, S(""), out->id, tx->db.now));
	return item_event(tx, by, item, "raise", str_fmt(tx->db.mem, "matter %lld", (long long)out->id), S(""));
}
