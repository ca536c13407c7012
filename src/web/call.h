/* call.h — one request on its way through web/: the whole of it stands here and in its arena, so that any thread
 * can go on with it. */
#ifndef HEYE_WEB_CALL_H
#define HEYE_WEB_CALL_H

#include "web/cookie.h"
#include "web/route.h"
#include "web/serve.h"
#include "web/session.h"
#include "web/slow.h"
#include "web/stream.h"
#include "web/town.h"

#define CALL_WORKERS 64

struct serve {
	struct arena mem; /* lives as long as the server */
	struct serve_options o;
	struct http_server *http;
	struct route_map *routes;
	struct towns *towns;
	struct slow *slow;
	struct slow *streams; /* a lane like it, for bodies that are written while they leave */
	struct slow *far; /* what waits for a remote depot, so that no sign-in waits behind it; NULL: there is none */
	struct touches *touches;
	struct conn *conn[CALL_WORKERS]; /* one per worker, read-only */
	int workers;
};

/* What is to happen with a call when the thread that has it is done. */
enum call_next {
	CALL_ANSWER, /* rs is complete */
	CALL_SLOW,   /* go through the path once more, on the slow lane */
	CALL_STREAM, /* the same, on the lane of the streams */
	CALL_WRITE   /* run the handler on the writer */
};

struct call {
	struct serve *s;
	struct http_request *http;
	struct req rq;
	struct res rs;
	struct db db;
	const struct route *route;
	struct town_card card;
	struct cookie_choice choice;
	bool choose;   /* the choice cookie is to be set anew */
	bool on_slow;  /* this is a lane: the slow one, the far one, or that of the streams */
	bool fetching; /* all that is left to do is to fetch rs.picture */
	struct stream stream;
	struct write write;
	enum err handled; /* what the handler on the writer said */
	bool ran;         /* … if it came to an end */
	size_t mark;      /* memory taken after this can be given back before an error page */
	int64_t began_us;
	struct http_answer answer;
};

#endif
