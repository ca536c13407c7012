/* command.c — the list of commands, their help, and what several of them share. */
#include "main/command.h"

#include "db/migrate.h"
#include "main/depot_of.h"
#include "main/features.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define DATA                                                    \
	{                                                       \
		"--data", "DIR", "the data folder", true, false \
	}
#define DB                                                                                                     \
	{ "--db", "URL", "postgresql://…: matters and staff there instead of in DIR", false, false },          \
	{                                                                                                      \
		"--identity-db", "URL", "names in another database or as another role than --db", false, false \
	}
#define TOWN                                                                              \
	{                                                                                 \
		"--town", "CODE", "one township (9 digits); without it all", false, false \
	}
#define CREDENTIAL                                                                                                \
	{                                                                                                         \
		"--credential", "FILE", "root key; default $CREDENTIALS_DIRECTORY/heye.key, then DIR.key", false, \
			false                                                                                     \
	}
#define STORE                                                                                                       \
	{ "--store", "URL", "s3://bucket/prefix: photos there instead of in DIR/files", false, false },             \
	{                                                                                                           \
		"--store-key", "FILE",                                                                              \
			"its address and key; default $CREDENTIALS_DIRECTORY/store.key, then DIR.store.key", false, \
			false                                                                                       \
	}
#define END                                    \
	{                                      \
		NULL, NULL, NULL, false, false \
	}

const struct option_row help_options[] = { END };
const struct option_row data_options[] = { DATA, DB, STORE, TOWN, END };
const struct option_row demo_options[] = {
	DATA,
	DB,
	CREDENTIAL,
	{ "--year", "YEAR", "also the disputes and repeated matters of a year, such as 2022", false, false },
	END
};
const struct option_row backup_options[] = {
	DATA,
	DB,
	{ "--to", "DIR", "an empty or new folder", true, false },
	{ "--store", "URL", "photos are in s3://…: they stay there and are not copied", false, false },
	END
};
const struct option_row identity_options[] = { DATA, DB, TOWN, END };

const struct option_row serve_options[] = {
	DATA,
	DB,
	{ "--listen", "ADDRESS", "address:port or unix:/path (default 127.0.0.1:8311)", false, false },
	{ "--prefix", "PATH", "URL prefix behind a proxy, such as /ztzl/heye", false, false },
	{ "--host", "NAME", "a Host that is answered; without it any", false, true },
	{ "--proxy", "ADDRESS", "a proxy whose X-Forwarded-For and -Proto are believed", false, true },
	{ "--tls-cert", "FILE", "PEM certificate chain", false, false },
	{ "--tls-key", "FILE", "PEM private key", false, false },
	{ "--workers", "N", "threads that answer (default: processors, 2 at least)", false, false },
	{ "--connections", "N", "open connections at most (default 1024)", false, false },
	{ "--batch", "N", "writes a commit at most (default 512; 1 shows what group commit is worth)", false, false },
	{ "--quiet", NULL, "log warnings and errors only", false, false },
	STORE,
	CREDENTIAL,
	END,
};

const struct option_row town_options[] = {
	DATA,
	DB,
	{ "--code", "CODE", "township code, 9 digits", true, false },
	{ "--name-zh", "NAME", "add: Chinese name, such as 荷叶乡", false, false },
	{ "--name-en", "NAME", "add: English name", false, false },
	{ "--phone", "NUMBER", "add: phone of the centre", false, false },
	{ "--host", "NAME", "add: host name that leads to this township", false, false },
	{ "--to", "DIR", "export: a new folder; it will hold the township alone, and its key beside it", false, false },
	{ "--from", "DIR", "import: what export wrote", false, false },
	STORE,
	CREDENTIAL,
	END,
};

const struct option_row calendar_options[] = {
	{ "--data", "DIR", "the data folder; explain does without", false, false }, DB, TOWN, END
};

const struct option_row user_options[] = {
	DATA, DB, TOWN, { "--login", "NAME", "log-in name", false, false }, END,
};

const struct command commands[] = {
	{ "serve", "answer on an address until SIGTERM", serve_options, "", command_serve },
	{ "demo", "make an invented year of Heye township in an empty folder", demo_options, "", command_demo },
	{ "migrate", "make or bring up to date the database of a folder", data_options, "", command_migrate },
	{ "check", "hold every invariant against the data", data_options, "", command_check },
	{ "verify", "hold the event chain and its anchors against the data, offline", data_options, "",
	  command_verify },
	{ "calendar", "working days: import FILE | list | explain START DAYS", calendar_options,
	  "import|list|explain …", command_calendar },
	{ "town", "add one with its offices, catalogue and calendar; let it stand still; take it to another database",
	  town_options, "add|pause|resume|export|import", command_town },
	{ "user", "setup-code | reset: a one-time code or password, printed once", user_options, "setup-code|reset",
	  command_user },
	{ "identity-key", "make a township's key pair for sealed names; prints the secret once", identity_options, "",
	  command_identity },
	{ "backup", "copy both databases and the photos while serving", backup_options, "", command_backup },
	{ "routes", "every address with the duty that opens it", help_options, "", command_routes },
	{ "help", "this text", help_options, "", command_help },
	{ NULL, NULL, NULL, NULL, NULL },
};

int
command_help(int argc, char **argv)
{
	(void)argc, (void)argv;
	puts("heye " HEYE_VERSION
	     " — the governance centre of a township: matters raised, claimed, answered, judged\n\n"
	     "usage: heye COMMAND [options]      exit codes: 0 done, 1 failed or faults found, 2 wrong arguments\n");
	for (const struct command *c = commands; c->name; c++) {
		printf("  heye %s %s\n    %s\n", c->name, c->words, c->summary);
		option_help(c->rows);
		putchar('\n');
	}
	return 0;
}

int
command_routes(int argc, char **argv)
{
	struct options o;

	if (!options_read(&o, help_options, "routes", argc, argv))
		return 2;
	features_routes();
	return 0;
}

static bool
folder_ready(const char *dir, bool create)
{
	struct stat st;

	if (create && mkdir(dir, 0700) != 0 && errno != EEXIST) {
		fprintf(stderr, "heye: cannot make %s: %s\n", dir, strerror(errno));
		return false;
	}
	if (stat(dir, &st) != 0 || !S_ISDIR(st.st_mode)) {
		fprintf(stderr, "heye: %s is not a folder\n", dir);
		return false;
	}
	return true;
}

static bool
database_ready(struct data *d, bool create)
{
	static const char *const what[] = {
		[MIGRATE_BEHIND] = "the database is of an older version: back up, then run heye migrate",
		[MIGRATE_EMPTY] = "nothing of Heye is in the database yet: run heye migrate",
		[MIGRATE_STRANGE] = "the database was made by a newer or another heye (see the log): run that one",
		[MIGRATE_SHUT] = "the role in --db may not open the names: give --identity-db with the role that may",
	};
	enum migrate_stand stand;
	int applied;

	if (create)
		return migrate(d->conn, migrations, &applied) == OK;
	if (migrate_look(d->conn, migrations, &stand) != OK) {
		fprintf(stderr, "heye: the database of %s does not answer; the log says why\n", d->dir);
		return false;
	}
	if (stand == MIGRATE_CURRENT)
		return true;
	fprintf(stderr, "heye: %s: %s", d->dir, what[stand]);
	if (stand == MIGRATE_BEHIND || stand == MIGRATE_EMPTY)
		fprintf(stderr, " --data %s%s", d->dir, d->database.url ? " --db … as the owner of the tables" : "");
	fputc('\n', stderr);
	return false;
}

/* What was opened before the database. */
static void
data_drop(struct data *d)
{
	depot_close(d->depot);
	arena_close(&d->mem);
}

static bool
open_with(struct data *d, const char *dir, const struct database *database, struct depot *depot, bool create)
{
	struct conn_options o = { .dir = dir, .write = true, .identity = true, .cache_kib = 16384 };

	*d = (struct data){ .dir = dir, .depot = depot, .now = moment_now() };
	if (database) {
		d->database = *database;
		o.database = &d->database;
	}
	d->mem = arena_open((size_t)1 << 30);
	if (!o.database && !create && access(str_z(&d->mem, str_fmt(&d->mem, "%s/heye.db", dir)), R_OK) != 0) {
		fprintf(stderr, "heye: no database in %s: run heye migrate or heye demo first\n", dir);
		data_drop(d);
		return false;
	}
	if (conn_open(&d->conn, &o) != OK) {
		fprintf(stderr, "heye: cannot open the database%s%s\n", o.database ? "" : " in ",
			o.database ? "; the log says why" : dir);
		data_drop(d);
		return false;
	}
	if (!database_ready(d, create)) {
		data_close(d);
		return false;
	}
	return true;
}

bool
data_open(struct data *d, const struct options *given, bool create)
{
	struct database database = { option_of(given, "--db"), option_of(given, "--identity-db") };
	const char *dir = option_of(given, "--data");
	struct depot *depot = NULL;

	if (!folder_ready(dir, create) || depot_of(given, dir, &depot) != OK)
		return false;
	return open_with(d, dir, database.url ? &database : NULL, depot, create);
}

bool
data_open_folder(struct data *d, const char *dir, const struct database *database, bool create)
{
	struct depot *depot = NULL;

	return folder_ready(dir, create) && depot_folder_open(&depot, dir) == OK &&
	       open_with(d, dir, database, depot, create);
}

void
data_close(struct data *d)
{
	conn_close(d->conn);
	data_drop(d);
}

struct db
data_db(struct data *d, int64_t town)
{
	return (struct db){ .mem = &d->mem, .now = d->now, .town = town, .conn = d->conn };
}
