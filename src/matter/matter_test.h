/* matter_test.h — a small township in memory for the tests of the slice, with one post of each kind.
 *
 * names: nobody, staff, resident, follower, pass_jobs, offered, in_hand, answered, merged, number, changed, due_of, faults_of */
#ifndef HEYE_MATTER_MATTER_TEST_H
#define HEYE_MATTER_MATTER_TEST_H

#include "db/writer.h"
#include "matter/receipt.h"
#include "test.h"

#define TOWN    510921207
#define VILLAGE 101
#define FARTHER 102
#define GROUP   111

enum { UNIT_DESK = 1, UNIT_ROADS, UNIT_LAW, UNIT_BARE };

enum {
	P_CLERK = 11, /* of the desk */
	P_INSIDER,    /* a clerk of the roads unit */
	P_DISPATCHER,
	P_HANDLER = 21, /* of the roads unit, down to P_HEAD_TOO */
	P_HANDLER2,
	P_HEAD,
	P_GRID,       /* of VILLAGE */
	P_HEAD_TOO,   /* the head's second post, as a handler */
	P_OTHER = 31, /* of the law unit */
	P_OTHER_HEAD,
	P_LEADER = 41,
	P_AUDITOR,
	P_ADMIN
};

struct world {
	struct conn *conn;
	struct depot *depot;
	struct arena mem;
	moment now;
	key root;
	struct matter_keys keys;
	char dir[300];
	char code[19]; /* of the matter raised last */
};

extern const struct actor nobody;

/* dir NULL: in memory. The clock stands at Monday 2026-03-02 09:00. */
struct world *world_open(const char *dir);
void world_close(struct world *w);
void world_pass(struct world *w, int days); /* time goes by */
void world_known(struct world *w);          /* PostgreSQL counts its tables, as it does by itself within a minute */
int64_t world_many(const char *variable, int64_t most); /* how often: `most`, or what the environment says */
struct db world_db(struct world *w);
void world_file(struct world *w, const hash *h); /* a file of the depot, in the old place, put there now */
enum err world_file_there(struct world *w, const hash *h);
/* A matter that shows two photos is archived: `shown`, which the slice shows too, stays in the store; the other goes. */
void world_photo_stays(struct world *w, const struct photo *shown);

struct actor staff(int64_t post);
struct actor resident(int64_t matter);
struct actor follower(int64_t lead, int64_t id);

int64_t raise_of(struct world *w, const char *type); /* by a resident, in VILLAGE; 0 on any error */
enum err raise_as(struct world *w, struct actor by, const struct matter_raise *in, int64_t *id);
enum err act(struct world *w, struct actor by, int64_t matter, struct matter_deed d);
enum err pass_jobs(struct world *w);

/* Steps that most tests need; each is checked. */
void offered(struct world *w, int64_t id);
void in_hand(struct world *w, int64_t id);
void answered(struct world *w, int64_t id);
int64_t merged(struct world *w, int64_t id, int64_t lead); /* the follower */

/* One number out of the database: SQL with ?1 the township and ?2 an argument. */
int64_t number(struct world *w, const char *sql, int64_t arg);
/* The same out of a statement that writes, "… returning …", in a transaction of its own. */
int64_t changed(struct world *w, const char *sql, int64_t arg);
const char *world_dialect(const char *sqlite, const char *postgres); /* which of two texts this run understands */
int64_t state_of(struct world *w, int64_t id);
day due_of(struct world *w, int64_t id);
int faults_of(struct world *w); /* matter_check; prints each fault */

#endif
