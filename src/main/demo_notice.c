/* demo_notice.c — the demo's written notices: when somebody claims a matter, every second time the window sends
 * its receipt and the notice that it is accepted. */
#include "main/demo.h"
#include "notice/notice.h"

#define NOTICE_DAYS 60 /* before today */

static const struct demo_seat *
window(const struct demo *d)
{
	for (size_t i = 0; i < d->seats; i++)
		if (d->seat[i].role == ROLE_CLERK)
			return &d->seat[i];
	return NULL;
}

static enum err
send(struct tx *tx, const struct actor *by, int64_t matter, const struct notice_in *in)
{
	struct notice_delivery_in d = { .method = DELIVERED_PAGE, .done_on = day_of(tx->db.now) };
	unsigned missing;
	int64_t id;
	enum err e = notice_issue(tx, by, matter, in, &missing, &id);

	if (e == FORBIDDEN) /* merged in the meantime */
		return OK;
	TRY(e);
	return notice_deliver(tx, by, id, &d);
}

enum err
demo_notice(struct tx *tx, const struct demo *d, const struct demo_step *s)
{
	struct notice_in receipt = { .kind = NOTICE_RECEIPT }, accepted = { .kind = NOTICE_ACCEPTED, .sort = 6 };
	const struct demo_seat *seat = window(d);
	struct actor by;

	if (s->act != DEMO_CLAIM || !seat || (s->cast - d->cast) % 2 ||
	    day_diff(day_of(s->at), day_of(d->now)) > NOTICE_DAYS)
		return OK;
	by = demo_actor(seat);
	receipt.text[PART_ROUTE] = S("由综治中心登记，派给有职权的单位办理并答复，最后由您来评是否解决。");
	accepted.text[PART_BASIS] = S("《信访工作条例》第二十三条。");
	TRY(send(tx, &by, s->cast->id, &receipt));
	return send(tx, &by, s->cast->id, &accepted);
}
