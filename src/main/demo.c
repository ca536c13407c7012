/* demo.c — `heye demo`: the township, its invented year, and the two files beside it that say how to get in. */
#include "main/demo.h"

#include "base/fd.h"
#include "base/log.h"
#include "db/writer.h"
#include "desk/clock.h"
#include "gen/matter.sql.h"
#include "main/credential.h"
#include "main/demo_dispute.h"
#include "main/features.h"
#include "staff/staff.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define SEED 510921207

/* What an earlier demo of the same name has left beside its folder is written over. */
static bool
write_private(const char *path, str text)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600);
	bool good = fd >= 0 && fchmod(fd, 0600) == 0 && fd_put(fd, text) && fsync(fd) == 0;

	if (!good)
		fprintf(stderr, "heye demo: cannot write %s: %s\n", path, strerror(errno));
	if (fd >= 0)
		close(fd);
	return good;
}

static bool
folder_free(const char *dir)
{
	static const char *const files[] = { "heye.db", "identity.db", "logins.txt" };
	char path[4096];

	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		if ((size_t)snprintf(path, sizeof path, "%s/%s", dir, files[i]) >= sizeof path) {
			fprintf(stderr, "heye demo: the name of the folder is too long\n");
			return false;
		}
		if (access(path, F_OK) == 0) {
			fprintf(stderr, "heye demo: %s holds a database already; give an empty or new folder\n", dir);
			return false;
		}
	}
	return true;
}

/* ---- keys ---- */

static bool
sealing_key(struct demo *d)
{
	str dir = str_of(d->data->dir);
	const char *path;
	key secret;

	while (dir.n > 1 && dir.p[dir.n - 1] == '/')
		dir.n--;
	path = str_z(d->mem, str_fmt(d->mem, "%.*s.sealing-key", STR_ARG(dir)));
	if (identity_key_make(d->data->dir, DEMO_TOWN, &secret) != OK)
		return false;
	if (!write_private(path, str_fmt(d->mem, "%.*s\n", STR_ARG(str_hex(d->mem, secret.b, sizeof secret.b)))))
		return false;
	printf("sealed names of the demo can be opened with %s only; a real township keeps that half off the machine\n",
	       path);
	return true;
}

static bool
keys_ready(struct demo *d, const char *credential)
{
	struct db db = { .mem = d->mem, .now = d->now, .town = DEMO_TOWN, .conn = d->data->conn };

	if (credential_load(d->mem, credential, d->data->dir, true, &d->root) != OK)
		return false;
	if (!sealing_key(d) || matter_begin(d->data->dir, &d->root) != OK)
		return false;
	return matter_keys_load(&db, d->data->dir, &d->root, &d->keys) == OK;
}

/* ---- the township ---- */

static enum err
town_run(struct tx *tx, void *arg)
{
	return demo_town(tx, arg);
}

/* What the catalogue says of each story's type. */
static enum err
types_read(struct demo *d, struct db *db)
{
	for (size_t i = 0; i < d->book.n; i++) {
		struct demo_story *s = &d->book.story[i];
		struct catalogue_type t;
		enum err e = catalogue_type(db, s->type, day_of(d->now), &t);

		if (e != OK) {
			fprintf(stderr, "heye demo: no type %.*s in the catalogue\n", STR_ARG(s->type));
			return e;
		}
		s->urgency = t.urgency;
		s->accept_hours = t.accept_hours;
		s->resolve_workdays = t.resolve_workdays;
	}
	return OK;
}

static bool
township(struct demo *d)
{
	struct db db = { .mem = d->mem, .now = d->now, .town = DEMO_TOWN, .conn = d->data->conn };

	if (tx_run(d->data->conn, &d->data->mem, d->start, DEMO_TOWN, town_run, d) != OK)
		return false;
	arena_reset(&d->data->mem);
	return clock_calendar(&db, &d->calendar) == OK && types_read(d, &db) == OK;
}

/* ---- how to get in ---- */

static bool
receipts(struct demo *d, struct out *o)
{
	static const struct {
		enum matter_state state;
		int most;
	} wanted[] = { { MATTER_ANSWERED, 4 }, { MATTER_IN_HAND, 2 },
		       { MATTER_WAITING, 2 },  { MATTER_CLOSED_EFFECTIVE, 2 },
		       { MATTER_REOPENED, 1 }, { MATTER_CLOSED_NO_REPLY, 1 },
		       { MATTER_MERGED, 1 } };
	struct db db = { .mem = d->mem, .now = d->now, .town = DEMO_TOWN, .conn = d->data->conn };

	for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
		int left = wanted[i].most;

		for (size_t k = d->casts; k > 0 && left; k--) {
			const struct demo_cast *c = &d->cast[k - 1];
			struct q_matter_for_act m;

			if (!c->id)
				continue;
			if (q_matter_for_act(&db, c->id, false, 0, 0, 0, &m) != OK)
				return false;
			if (m.state != wanted[i].state || m.reopened > (m.state == MATTER_REOPENED))
				continue;
			out_fmt(o, "receipt\t%s\t\t%s\n", c->code, matter_state_key(wanted[i].state));
			left--;
		}
	}
	return true;
}

static bool
logins(struct demo *d)
{
	struct out o = out_make(d->mem, 8192, 1 << 16);

	for (size_t i = 0; i < d->logins; i++) {
		const struct demo_login *l = &d->login[i];

		out_fmt(&o, "%s\t%.*s\t%.*s\t%.*s\n", staff_role_key(l->role), STR_ARG(l->login), STR_ARG(l->password),
			STR_ARG(l->what));
	}
	out_fmt(&o, "receipt\t%s\t\tpetition\n", d->petition_code);
	return receipts(d, &o) &&
	       write_private(str_z(d->mem, str_fmt(d->mem, "%s/logins.txt", d->data->dir)), out_view(&o));
}

/* A year long past comes first: its township is made on the year's first day, and the invented year follows. */
static bool
make_demo(struct demo *d, const char *credential, int64_t year)
{
	moment begin = moment_at(day_add(day_of(d->data->now), -DEMO_DAYS), 8, 0);

	d->now = d->data->now;
	d->start = year ? moment_at(day_make((int)year, 1, 1), 8, 0) : begin;
	d->chance.state = SEED;
	if (!demo_read(d->mem, &d->book) || !keys_ready(d, credential) || !township(d))
		return false;
	if (year && demo_dispute_year(d, (int)year) != OK)
		return false;
	d->start = begin;
	d->disputes = make(d->mem, struct demo_disputes, 1);
	if (!demo_dispute_plan(d, d->disputes, 0) || demo_dispute_rates(d, d->start) != OK)
		return false;
	demo_plan(d);
	if (demo_play(d) != OK || !logins(d))
		return false;
	features_anchor(d->data);
	return true;
}

static size_t
raised(const struct demo *d)
{
	size_t n = 0;

	for (size_t i = 0; i < d->casts; i++)
		n += d->cast[i].id != 0;
	return n;
}

int
command_demo(int argc, char **argv)
{
	struct options o;
	struct data data;
	struct arena mem;
	struct demo *d;
	int64_t year = 0;
	bool good;

	if (!options_read(&o, demo_options, "demo", argc, argv) || !option_number(&o, "--year", 2022, 2025, &year))
		return 2;
	if (!folder_free(option_of(&o, "--data")) || !data_open(&data, &o, true))
		return 1;
	mem = arena_open((size_t)64 << 20);
	d = make(&mem, struct demo, 1);
	d->data = &data;
	d->mem = &mem;
	good = make_demo(d, option_of(&o, "--credential"), year);
	if (good)
		printf("荷叶乡 510921207: %zu invented matters of a year. Log-ins: %s/logins.txt\n", raised(d),
		       data.dir);
	else
		fprintf(stderr, "heye demo: the township in %s is not complete; remove the folder and try again\n",
			data.dir);
	arena_close(&mem);
	data_close(&data);
	return good ? 0 : 1;
}
