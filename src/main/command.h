/* command.h — what `heye` can be told to do. Each command is one function: argv after the command's name, an
 * exit code back. Exit codes: 0 done, 1 it failed or found faults, 2 the arguments are wrong. */
#ifndef HEYE_MAIN_COMMAND_H
#define HEYE_MAIN_COMMAND_H

#include "db/db.h"
#include "depot/depot.h"
#include "main/option.h"

struct command {
	const char *name, *summary;
	const struct option_row *rows;
	const char *words; /* arguments without a name, for the help */
	int (*run)(int argc, char **argv);
};

extern const struct command commands[]; /* ends with a row without a name */

extern const struct option_row serve_options[], demo_options[], data_options[], town_options[], calendar_options[],
	user_options[], identity_options[], backup_options[], help_options[];

int command_help(int argc, char **argv);
int command_routes(int argc, char **argv);
int command_serve(int argc, char **argv);
int command_demo(int argc, char **argv);
int command_migrate(int argc, char **argv);
int command_check(int argc, char **argv);
int command_verify(int argc, char **argv);
int command_calendar(int argc, char **argv);
int command_town(int argc, char **argv);
int command_town_move(const struct options *o); /* the words pause, resume, export and import of `heye town` */
int command_user(int argc, char **argv);
int command_identity(int argc, char **argv);
int command_backup(int argc, char **argv);
int command_photo_worker(int argc, char **argv); /* internal: the child that reads pictures */

/* A data folder opened for a one-shot command. */
struct data {
	const char *dir;
	struct database database; /* url NULL: the files in dir */
	struct depot *depot;      /* where the files lie */
	struct arena mem;
	struct conn *conn;
	moment now;
};

/* Opens --data and, when given, --db and --store; the database must be one that this program knows; writes what is wrong to
 * standard error. `create` makes the folder and migrates; without it a missing or older database is refused. */
bool data_open(struct data *d, const struct options *o, bool create);
/* The same for a folder that is not --data, with its files in it. */
bool data_open_folder(struct data *d, const char *dir, const struct database *database, bool create);
void data_close(struct data *d);
struct db data_db(struct data *d, int64_t town);

/* Whether --town, if given, can be a township's code: asked before the folder is opened. Says what is wrong. */
bool town_option_good(const struct options *o);
/* The townships of the data folder, or the one asked for with --town; false after saying why. */
bool data_towns(struct data *d, const struct options *o, int64_t *towns, int most, int *n);

#endif
