/* web.h — what a page handler gets and gives. The path of a request is web/serve.c, top to bottom.
 *
 * A slice publishes `const struct route x_routes[]`. A GET handler gets a read-only `struct db`; a POST handler a
 * begun `struct tx` on the writer thread, and answers 303 or, with faults, the form again (422). Nothing slow may
 * run there: a route with `prepare` runs that first on the slow lane (two threads, short queue), for Argon2 and
 * photos.
 *
 * names: see, frame, role, form */
#ifndef HEYE_WEB_WEB_H
#define HEYE_WEB_WEB_H

#include "base/seal.h"
#include "db/writer.h"
#include "depot/depot.h"
#include "desk/duty.h"
#include "html/html.h"
#include "html/icon.h"
#include "http/http.h"
#include "web/form_in.h"

#define REQ_PARAMS 4

/* What the frame of every page says of the township. Loaded by the slice that owns it (struct site). */
struct town_card {
	int64_t town;
	str name_zh, name_en, phone, hours_zh, hours_en;
};

struct req {
	struct arena *mem;
	struct http_request *http;
	enum method method;    /* HEAD comes in as GET */
	str path;              /* without prefix and township */
	str param[REQ_PARAMS]; /* the ":name" pieces of the route, in order */
	int64_t id;            /* the first of them as a number, 0 when it is none */
	const struct form *form, *query;
	struct actor actor;
	const struct town_card *town;
	enum lang lang;
	bool large, styled;
	moment now;
	str root, assets; /* for addresses: see struct page */
	str csrf;         /* token to put into forms */
	str code;         /* DUTY_RECEIPT: the receipt code as 18 digits */
	str once;         /* idempotency key of this POST, may be empty */
	/* token of the staff session, empty without one: to keep it when a password changes (web/session.h) */
	str session;
	bool keyless;   /* keyboard shortcuts are switched off */
	void *prepared; /* made by prepare() for the handler */
	const struct site *site;
};

enum cookie_kind { COOKIE_SESSION, COOKIE_RECEIPT, COOKIE_CHOICE };

struct res {
	struct arena *mem;
	int status;       /* 200 unless set */
	str location;     /* set by see_other() */
	str type;         /* text/html unless set */
	struct out out;   /* the body */
	struct page page; /* writes into out */
	bool etag;        /* set by res_etag(): the answer may be a 304 */
	int retry;        /* seconds for Retry-After, with 429 and 503; 0: none */
	bool no_store;    /* default true; false allows the browser's back cache to keep it (public pages) */
	int file;         /* ≥ 0: send this file as the body */
	int64_t file_size;
	bool pictured; /* send this picture of the township as the body: fetched after the handler, outside its snapshot */
	hash picture;
	str cookie[4];
	size_t cookies;
	str download; /* file name for Content-Disposition */
	bool script;  /* a page without an account may run a script of assets/; pages of the desk always may */
};

/* A page to write views into; the first call sets text/html. */
struct page *res_page(struct res *rs);
/* 303 to a path below the root, printf style; always OK, so that a handler can end with it. */
enum err see_other(const struct req *rq, struct res *rs, const char *format, ...) __attribute__((format(printf, 3, 4)));
void res_status(struct res *rs, int status);
/* The answer gets a hash of its body as ETag and may become a 304; not for pages with a form. */
void res_etag(struct res *rs);
void res_session(const struct req *rq, struct res *rs, str token); /* signs in; empty token signs out */
/* Opens a resident's session, 30 minutes, sealed in the cookie. */
void res_receipt(const struct req *rq, struct res *rs, int64_t matter, int64_t follower, str code);

/* An absolute path below the root as a `url` value, printf style, for QR codes and redirects. */
url req_url(const struct req *rq, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* The same with scheme and host. */
url req_absolute(const struct req *rq, const char *format, ...) __attribute__((format(printf, 2, 3)));

typedef enum err page_handler(struct db *db, struct req *rq, struct res *rs);
typedef enum err change_handler(struct tx *tx, struct req *rq, struct res *rs);
/* On the slow lane; an error ends the request with its page. */
typedef enum err prepare_handler(struct db *db, struct req *rq);

/* A body that is written while it leaves (web/stream.h), on a lane of its own. */
struct stream;
typedef enum err stream_handler(struct db *db, struct req *rq, struct res *rs, struct stream *s);

struct route {
	enum method method;
	enum duty duty;
	const char *path; /* "/desk/matters/:id/claim"; a number or text per ":" piece */
	page_handler *page;
	change_handler *change;
	prepare_handler *prepare;
	stream_handler *stream;
	bool (*slow)(struct req *rq); /* with prepare: whether it is needed this time; NULL: always */
};

/* Rows are written with these: a row without its duty does not compile. */
/* clang-format off */
#define PAGE(path_, duty_, handler_) { GET, duty_, path_, handler_, NULL, NULL, NULL, NULL }
#define PAGE_SLOW(path_, duty_, handler_, prepare_, slow_) { GET, duty_, path_, handler_, NULL, prepare_, NULL, slow_ }
#define PAGE_STREAM(path_, duty_, handler_) { GET, duty_, path_, NULL, NULL, NULL, handler_, NULL }
#define CHANGE(path_, duty_, handler_) { POST, duty_, path_, NULL, handler_, NULL, NULL, NULL }
#define CHANGE_SLOW(path_, duty_, handler_, prepare_, slow_) { POST, duty_, path_, NULL, handler_, prepare_, NULL, slow_ }
#define ROUTES_END { GET, DUTY_NONE, NULL, NULL, NULL, NULL, NULL, NULL }
/* clang-format on */

/* The groups of the staff navigation, in their order; each has a heading. */
enum nav_group { NAV_WORK, NAV_PUBLIC, NAV_ADMIN, NAV_SELF, NAV_GROUPS };

/* One entry of the staff navigation; shown to who holds the duty. The table ends with a row without key. */
struct nav {
	enum nav_group group; /* the table has them one after the other */
	const char *key;      /* what struct frame names as current */
	const char *path;     /* below the root */
	const struct word *word;
	enum icon icon;
	enum duty duty;
};

/* One of the posts that a person may act in now. */
struct post_choice {
	int64_t post;
	enum role role;
	str unit, area; /* names; area empty: the whole township */
};

/* What the slices give the web floor, since it lies below them. Filled in features.c. */
struct site {
	const struct route *const *routes; /* NULL-terminated list of tables, each ended by ROUTES_END */
	enum err (*town_by_host)(struct db *db, str host, int64_t *town); /* place */
	enum err (*town_card)(struct db *db, struct town_card *card);     /* place; NOT_FOUND: no such township */
	enum err (*only_town)(struct db *db, int64_t *town); /* place: the town when there is exactly one */
	/* staff; a post that has ended is NOT_FOUND */
	enum err (*staff_actor)(struct db *db, int64_t person, int64_t post, struct actor *a);
	/* matter; CONFLICT: needs the slow lane; NOT_FOUND */
	enum err (*receipt_open)(struct db *db, str code, bool slow, int64_t *matter, int64_t *follower);
	/* staff, slow lane: NOT_FOUND for a wrong name and a wrong password alike, in the same time */
	enum err (*sign_in)(struct db *db, str name, str password, int64_t *person);
	/* staff: those in force now */
	enum err (*posts_of)(struct db *db, int64_t person, struct post_choice **posts, size_t *n);
	/* staff; may be NULL: whether a one-time password must be changed, at /password, which then follows the
	 * sign-in */
	enum err (*must_change)(struct db *db, int64_t person, bool *must);
	const struct nav *nav;
	const char *dir;                 /* data folder */
	struct depot *depot;             /* where its files lie */
	const struct database *database; /* NULL: the files in it */
	const key *root_key;             /* the service's credential */
	struct writer *writer;
};

/* The frame around a page. On a route with a staff duty it is the staff's: rail, search, post; else the
 * resident's. `title` may be NULL. frame_begin() ends inside <main>; a resident's page then opens its own <div
 * class="wrap wrap--narrow">. */
struct frame {
	const struct word *title;
	str title_text; /* instead of the word */
	const struct req *rq;
	const char *nav; /* which entry of the staff navigation is current: "today", "matters" …; may be NULL */
	str back;        /* address of the back link below the root, or empty */
	bool print;      /* without navigation: a slip or a form */
};

void frame_begin(struct page *p, const struct frame *f);
bool frame_has_group(const struct frame *f, enum nav_group group); /* whether the actor has an entry of it */
const struct word *frame_group_word(enum nav_group group);
void frame_end(struct page *p, const struct frame *f);

const struct word *role_word(enum role role);
str form_once(struct page *p);               /* a new idempotency key, printed by view_form_keys() */
const char *req_spool(const struct req *rq); /* the folder for files on their way (http/spool.h) */
/* this page with lang or size changed, query kept */
url req_self(const struct req *rq); /* this address, encoded, with its query */
url req_switch(const struct req *rq, const char *name, const char *value);

/* The error page of an error, in the reader's language. Used by serve.c; handlers just return the error. */
void web_error_page(const struct req *rq, struct res *rs, enum err e, bool disk_full);

/* Opens the application over http: serve.h holds start and stop. */
#endif
