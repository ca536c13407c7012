/* house_test.h — a whole web floor for tests: a real database, a real server on a free port, two invented
 * townships, and a small client that keeps cookies. The clock stands still until a test moves it. */
#ifndef HEYE_WEB_HOUSE_TEST_H
#define HEYE_WEB_HOUSE_TEST_H

#include "test.h"
#include "web/serve.h"

#include <stdatomic.h>

#define HOUSE_TOWN  510921207
#define HOUSE_OTHER 510921208
#define HOUSE_CODE  "604182735590441763"

struct house {
	struct writer *writer;
	struct serve *serve;
	struct site site;
	key root;
	struct arena mem;             /* of answers; lives as long as the test */
	str session, receipt, choice; /* cookies */
	str host, origin, fetch_site; /* sent when they are not empty */
	str etag;                     /* sent as If-None-Match */
};

struct answer {
	int status;
	str head, body;
};

/* What the invented pages and townships are told by a test. */
extern _Atomic int64_t house_now;    /* milliseconds */
extern _Atomic bool house_two_towns; /* else there is only one */
extern _Atomic bool house_post_ended;
extern _Atomic int house_posts;  /* of the person */
extern _Atomic int house_says;   /* how often a matter was said */
extern _Atomic int house_proofs; /* how often a code was proved on the slow lane */
extern _Atomic bool house_gate;  /* /slow waits while it is shut */

extern const struct route house_routes[];

struct house *house_open(const char *prefix);
void house_close(struct house *h);

struct answer house_get(struct house *h, const char *path);
struct answer house_post(struct house *h, const char *path, str body);
int house_send(struct house *h, const char *method, const char *path, str body); /* leaves the answer unread */
struct answer house_read(struct house *h, int fd);

str house_header(const struct answer *a, const char *name); /* of the head; empty when there is none */
/* value of the first hidden field of that name */
str house_hidden(struct house *h, const struct answer *a, const char *name);
void house_sign_in(struct house *h);
void house_settle(struct house *h); /* all writes so far are committed */

#endif
