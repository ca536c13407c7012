/* label_web.h — what staff pages call states, channels and acts, and how they write a number and a date that runs. */
#ifndef HEYE_MATTER_LABEL_WEB_H
#define HEYE_MATTER_LABEL_WEB_H

#include "matter/matter.h"
#include "web/web.h"

const struct word *label_state(int64_t state);
const struct word *label_channel(int64_t channel); /* CHANNEL_WEB … */
const struct word *label_act(int64_t act);         /* the heading of a timeline entry */
const struct word *label_level(int64_t level);     /* of identity */
const struct word *label_solved(int64_t solved);
const struct word *label_satisfied(int64_t satisfied);
const struct word *label_method(int64_t method);
const struct word *label_contact(int64_t channel); /* how the resident was tried */
const struct word *label_purpose(int64_t purpose); /* why a name is opened, 1 … LABEL_PURPOSES */
#define LABEL_PURPOSES 4

/* The class of the tag of a state: colour always stands beside the word. */
str label_tag_class(int64_t state);

/* A name in the reader's language; the Chinese one where there is no English one. */
str label_name(const struct page *p, str zh, str en);

/* What office numbers of the township begin with: the first character of its name, or the first word of the
 * English one. */
str label_prefix(const struct page *p, const struct town_card *town);

/* How a running date stands today. */
enum due_how {
	DUE_NONE,
	DUE_LATE,
	DUE_TODAY,
	DUE_SOON, /* two days at most */
	DUE_LATER,
	DUE_STILL /* it waits for the resident: nothing runs against the office */
};

struct label_due {
	enum due_how how;
	int64_t days; /* over or left, natural days */
};
struct label_due label_due_of(int64_t state, moment due, moment now);

#endif
