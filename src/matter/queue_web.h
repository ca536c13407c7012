/* queue_web.h — the list page: tabs, filters in the address, twenty rows, and what can be done with several at once. */
#ifndef HEYE_MATTER_QUEUE_WEB_H
#define HEYE_MATTER_QUEUE_WEB_H

#include "matter/queue.h"
#include "web/ledger.h"

struct q_place_villages_list;
struct q_catalogue_types_list;

struct queue_page {
	const struct req *rq;
	struct queue_ask ask;
	struct queue_lengths lengths;
	struct queue_found found;
	const struct q_place_villages_list *villages; /* NULL: the post has one village only */
	const struct q_catalogue_types_list *types;   /* NULL: not asked for, they are many */
	bool words;                                   /* somebody searched for words: not possible yet */
	bool missing; /* somebody searched for a number that is not there, or not theirs */
	str searched;
	int64_t done;       /* how many were just done together; 0: none */
	bool offer, assign; /* which acts on several this post may do */
};

/* The list with another view, or from another row on; filters stay. `view` QUEUE_VIEWS: the same one. */
url queue_url(const struct queue_page *q, enum queue_view view, const struct queue_key *after);
url queue_url_without(const struct queue_page *q, const char *filter); /* one filter less */
url queue_url_types(const struct queue_page *q); /* the same with the long list of kinds to choose from */

url queue_url_export(const struct queue_page *q);

const struct word *queue_view_word(enum queue_view v);

extern const struct route queue_routes[];
extern const struct ledger_list queue_ledger;

#endif
