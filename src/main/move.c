/* move.c — `heye town pause | resume | export | import`: a township goes from one database to another, whichever engine
 * they are on.
 *
 * An export is an ordinary data folder on SQLite with one township in it: rows, pictures, the keys that its codes and names
 * need, the anchors of its chain; `heye check` and `heye serve` work on it. The township stands still from before the export
 * until `resume` where it is now, so nothing is lost in between; where it was it stays as it is. */
#include "base/log.h"
#include "db/copy.h"
#include "db/writer.h"
#include "desk/event.h"
#include "desk/file.h"
#include "desk/pause.h"
#include "gen/place.sql.h"
#include "identity/identity.h"
#include "identity/keyfile.h"
#include "main/command.h"
#include "main/credential.h"
#include "matter/receipt.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

struct move {
	struct data from, to;
	key from_root, to_root;
	int64_t town;
	bool same_root;
	int64_t pictures;
};

static enum err
picture_move(struct move *m, const struct copy_cell *c)
{
	hash h;

	if (c->null || c->s.n != sizeof h)
		return OK;
	memcpy(&h, c->s.p, sizeof h);
	m->pictures++;
	return file_move(&m->from.mem, m->from.depot, m->to.depot, m->town, &h);
}

static struct copy_cell *
cell_of(struct copy_cell *cell, int cells, const char *column)
{
	for (int i = 0; i < cells; i++)
		if (strcmp(cell[i].column, column) == 0)
			return &cell[i];
	return NULL;
}

/* A name that the service can open is closed again under the other service's key. */
static enum err
name_move(struct move *m, struct copy_cell *cell, int cells)
{
	struct copy_cell *level = cell_of(cell, cells, "level"), *token = cell_of(cell, cells, "token");
	struct copy_cell *box = cell_of(cell, cells, "box");

	if (!level || !token || !box)
		return BROKEN;
	if (level->n != IDENTITY_OPEN)
		return OK;
	return identity_reseal(&m->from.mem, &m->from_root, &m->to_root, m->town, token->s, box->s, &box->s);
}

/* A code that waits for its slow hash is found by a tag that only this service can make. */
static enum err
code_move(struct move *m, struct copy_cell *cell, int cells)
{
	struct copy_cell *tag = cell_of(cell, cells, "tag"), *box = cell_of(cell, cells, "box");

	if (!tag || !box)
		return BROKEN;
	return receipt_reseal(&m->from.mem, &m->from_root, &m->to_root, m->town, &tag->s, &box->s);
}

static enum err
row_move(void *ctx, const char *table, struct copy_cell *cell, int cells, bool *skip)
{
	struct move *m = ctx;

	*skip = false;
	for (int i = 0; i < cells; i++)
		if (cell[i].kind == 'b' &&
		    (strcmp(cell[i].column, "picture") == 0 || strcmp(cell[i].column, "thumb") == 0))
			TRY(picture_move(m, &cell[i]));
	if (m->same_root)
		return OK;
	if (strcmp(table, "receipt_pending") == 0)
		return code_move(m, cell, cells);
	return strcmp(table, "identity") == 0 ? name_move(m, cell, cells) : OK;
}

static enum err
keys_move(struct move *m)
{
	char name[40];
	uint8_t pub[KEY_BYTES];
	enum err e;

	TRY(matter_salt_move(m->from.dir, m->to.dir, m->town));
	snprintf(name, sizeof name, "%lld.pub", (long long)m->town);
	e = keyfile_read(m->from.dir, name, pub, sizeof pub);
	if (e == NOT_FOUND)
		return OK; /* nothing can be sealed there yet */
	TRY(e);
	e = keyfile_make(m->to.dir, name, pub, sizeof pub, 0644);
	return e == CONFLICT ? OK : e;
}

/* What was read there must be what stands here: the chain is recomputed, and held against what was anchored. */
static enum err
chain_move(struct move *m, int64_t *events)
{
	struct db db = data_db(&m->to, m->town);
	int64_t bad = 0;
	str why = { 0 };
	enum err e = event_anchors_move(&m->to.mem, m->from.dir, m->to.dir, m->town);

	if (e == OK)
		e = event_verify(&db, events, &bad, &why);
	if (e == OK)
		e = event_anchor(&db, m->to.dir);
	if (e == OK)
		e = event_verify_anchors(&db, m->to.dir, &bad, &why);
	if (e == INVALID)
		fprintf(stderr, "heye town: event %lld: %.*s\n", (long long)bad, STR_ARG(why));
	return e;
}

static enum err
everything_moves(struct move *m, bool out)
{
	struct copy c = { .from = m->from.conn,
			  .to = m->to.conn,
			  .catalog = out ? m->to.conn : m->from.conn,
			  .mem = &m->from.mem,
			  .now = m->from.now,
			  .town = m->town,
			  .row = row_move,
			  .ctx = m };
	int64_t events = 0;

	m->same_root = memcmp(&m->from_root, &m->to_root, sizeof m->from_root) == 0;
	TRY(keys_move(m));
	TRY(copy_town(&c));
	TRY(chain_move(m, &events));
	printf("%lld: %lld rows and %lld pictures copied, %lld events, chain OK\n", (long long)m->town,
	       (long long)c.rows, (long long)m->pictures, (long long)events);
	printf("%lld: the pictures came from %s and lie in %s too\n", (long long)m->town, depot_place(m->from.depot),
	       depot_place(m->to.depot));
	return OK;
}

static int
told(const char *what, enum err e)
{
	if (e != OK)
		fprintf(stderr, "heye town %s: %s\n", what,
			e == CONFLICT    ? "rows of this township are there already"
			: e == NOT_FOUND ? "a picture or a key is missing"
					 : "not done; nothing was kept");
	return e == OK ? 0 : 1;
}

static bool
stands_still(struct data *d, int64_t town)
{
	struct db db = data_db(d, town);
	struct q_place_town_row row;
	bool holds = false;

	if (q_place_town_row(&db, &row) != OK)
		fprintf(stderr, "heye town: no township %lld in %s\n", (long long)town, d->dir);
	else if (pause_holds(&db, &holds) != OK || !holds)
		fprintf(stderr, "heye town: first let it stand still: heye town pause --code %lld\n", (long long)town);
	return holds;
}

static int
export_town(const struct options *o, struct move *m)
{
	const char *to = option_of(o, "--to");
	enum err e = BROKEN;

	if (access(to, F_OK) == 0) {
		fprintf(stderr, "heye town export: %s is there already; give a new folder\n", to);
		return 1;
	}
	if (!data_open(&m->from, o, false))
		return 1;
	if (stands_still(&m->from, m->town) &&
	    credential_load(&m->from.mem, option_of(o, "--credential"), m->from.dir, false, &m->from_root) == OK &&
	    data_open_folder(&m->to, to, NULL, true)) {
		m->to_root = m->from_root;
		e = credential_give(&m->to.mem, to, &m->to_root);
		if (e == OK)
			e = everything_moves(m, true);
		data_close(&m->to);
	}
	data_close(&m->from);
	return told("export", e);
}

static int
import_town(const struct options *o, struct move *m)
{
	const char *from = option_of(o, "--from");
	enum err e = BROKEN;

	if (!data_open_folder(&m->from, from, NULL, false))
		return 1;
	if (stands_still(&m->from, m->town) && credential_load(&m->from.mem, NULL, from, false, &m->from_root) == OK &&
	    data_open(&m->to, o, true)) {
		e = credential_load(&m->to.mem, option_of(o, "--credential"), m->to.dir, true, &m->to_root);
		if (e == OK)
			e = everything_moves(m, false);
		data_close(&m->to);
	}
	data_close(&m->from);
	if (e == OK)
		printf("it stands still until: heye town resume --code %lld\n", (long long)m->town);
	return told("import", e);
}

static enum err
begin(struct tx *tx, void *arg)
{
	(void)arg;
	return pause_begin(tx, &actor_clock);
}

static enum err
end(struct tx *tx, void *arg)
{
	(void)arg;
	return pause_end(tx, &actor_clock);
}

static int
still(const struct options *o, int64_t town, bool pause)
{
	struct data d;
	enum err e;

	if (!data_open(&d, o, false))
		return 1;
	e = tx_run(d.conn, &d.mem, d.now, town, pause ? begin : end, NULL);
	data_close(&d);
	if (e == OK)
		printf("%lld %s\n", (long long)town, pause ? "stands still: pages open, nothing is taken" : "goes on");
	else
		fprintf(stderr, "heye town %s: %s\n", pause ? "pause" : "resume",
			e == CONFLICT    ? "it stands still already"
			: e == NOT_FOUND ? "it does not stand still"
					 : "not saved");
	return e == OK ? 0 : 1;
}

int
command_town_move(const struct options *o)
{
	const char *word = o->word[0];
	struct move m = { .pictures = 0 };

	(void)option_number(o, "--code", 100000000, 999999999, &m.town);
	if (strcmp(word, "pause") == 0 || strcmp(word, "resume") == 0)
		return still(o, m.town, *word == 'p');
	if (strcmp(word, "export") == 0 && option_of(o, "--to"))
		return export_town(o, &m);
	if (strcmp(word, "import") == 0 && option_of(o, "--from"))
		return import_town(o, &m);
	fprintf(stderr, "heye town: add, pause, resume, export --to DIR or import --from DIR (see: heye help)\n");
	return 2;
}
