/* inspect.c — `heye migrate | check | verify | backup`: what an operator runs beside the service, or on a copy. */
#include "base/log.h"
#include "db/backup.h"
#include "db/migrate.h"
#include "desk/event.h"
#include "gen/place.sql.h"
#include "main/command.h"
#include "main/inspect_files.h"
#include "matter/matter.h"
#include "notice/notice.h"
#include "report/tally.h"
#include "report/work.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define TOWNS      4096
#define TOWN_LEAST 100000000
#define TOWN_MOST  999999999

bool
town_option_good(const struct options *o)
{
	int64_t town;

	return option_number(o, "--town", TOWN_LEAST, TOWN_MOST, &town);
}

bool
data_towns(struct data *d, const struct options *o, int64_t *towns, int most, int *n)
{
	struct db db = data_db(d, 0);
	struct q_place_towns_list list;
	int64_t town = 0;

	*n = 0;
	if (!option_number(o, "--town", TOWN_LEAST, TOWN_MOST, &town))
		return false;
	if (q_place_towns(&db, town ? town - 1 : 0, town ? 1 : most, &list) != OK)
		return false;
	if (town && (list.n == 0 || list.p[0].town != town)) {
		fprintf(stderr, "heye: no township %lld in %s\n", (long long)town, d->dir);
		return false;
	}
	for (size_t i = 0; i < list.n; i++)
		towns[(*n)++] = list.p[i].town;
	if (*n == 0)
		fprintf(stderr, "heye: %s holds no township yet: heye town add, or heye demo\n", d->dir);
	return *n > 0;
}

/* Opens the folder and runs `each` for every township asked for; adds up what it returns. Exit code of the command. */
static int
each_town(const char *command, int argc, char **argv, int (*each)(struct data *d, int64_t town))
{
	static int64_t towns[TOWNS];
	struct options o;
	struct data d;
	int n, faults = 0;

	if (!options_read(&o, data_options, command, argc, argv) || !town_option_good(&o))
		return 2;
	if (!data_open(&d, &o, false))
		return 1;
	if (!data_towns(&d, &o, towns, TOWNS, &n))
		faults = 1;
	for (int i = 0; i < n; i++) {
		arena_reset(&d.mem);
		faults += each(&d, towns[i]);
	}
	data_close(&d);
	return faults ? 1 : 0;
}

static int
verify_town(struct data *d, int64_t town)
{
	struct db db = data_db(d, town);
	int64_t count = 0, bad = 0;
	str why = { 0 };
	enum err e = db_begin_read(&db); /* one moment of the chain, while a service may be writing */

	if (e == OK)
		e = event_verify(&db, &count, &bad, &why);
	db_end_read(&db);
	if (e == OK) /* what is anchored by now is seen outside of that moment only */
		e = event_verify_anchors(&db, d->dir, &bad, &why);
	if (e == OK) {
		printf("%lld: %lld events, chain OK\n", (long long)town, (long long)count);
		return 0;
	}
	if (e == INVALID)
		printf("%lld: event %lld: %.*s (%lld good before it)\n", (long long)town, (long long)bad, STR_ARG(why),
		       (long long)count);
	else
		printf("%lld: the chain cannot be read: %s\n", (long long)town, err_name(e));
	return 1;
}

int
command_verify(int argc, char **argv)
{
	return each_town("verify", argc, argv, verify_town);
}

static void
print_fault(void *ctx, const char *line)
{
	int *n = ctx;

	if ((*n)++ < 100)
		printf("  %s\n", line);
}

/* How many faults there are with the pictures. */
static int
files_town(struct data *d, int64_t town)
{
	struct inspect_files found;
	int faults = 0;
	enum err e = inspect_files(d, town, print_fault, &faults, &found);

	if (e != OK) {
		printf("%lld: the pictures in %s could not be held against what shows them: %s\n", (long long)town,
		       depot_place(d->depot), err_name(e));
		return 1;
	}
	printf("%lld: %lld pictures in %s, %lld missing; %lld files that nothing shows\n", (long long)town,
	       (long long)found.shown, depot_place(d->depot), (long long)found.missing, (long long)found.unshown);
	return faults;
}

static int
check_town(struct data *d, int64_t town)
{
	struct db db = data_db(d, town);
	int64_t matters = 0, figures = 0, notices = 0, reports = 0;
	int faults = 0;
	enum err e = db_begin_read(&db);

	if (e == OK)
		e = matter_check(&db, print_fault, &faults, &matters);
	if (e == OK)
		e = notice_check(&db, print_fault, &faults, &notices);
	if (e == OK)
		e = work_check(&db, print_fault, &faults, &reports);
	if (e == OK)
		e = tally_check(&db, print_fault, &faults, &figures);
	db_end_read(&db);
	if (e != OK) {
		printf("%lld: the check did not end: %s\n", (long long)town, err_name(e));
		return 1;
	}
	printf("%lld: %lld matters, %d faults%s\n", (long long)town, (long long)matters, faults, faults ? "" : ", OK");
	printf("%lld: %lld notices and %lld frozen reports held against the hashes in their events\n", (long long)town,
	       (long long)notices, (long long)reports);
	if (figures)
		printf("%lld: the counters of %lld figures held beside their lists\n", (long long)town,
		       (long long)figures);
	else
		printf("%lld: the counters of figures are behind the events; they are held when the service has caught "
		       "up\n",
		       (long long)town);
	faults += files_town(d, town);
	return verify_town(d, town) + (faults ? 1 : 0);
}

int
command_check(int argc, char **argv)
{
	return each_town("check", argc, argv, check_town);
}

int
command_migrate(int argc, char **argv)
{
	struct options o;
	struct data d;

	if (!options_read(&o, data_options, "migrate", argc, argv))
		return 2;
	if (!data_open(&d, &o, true))
		return 1;
	printf("%s is up to date\n", d.dir);
	data_close(&d);
	return 0;
}

/* Photos never change once written, so a backup copies what is missing. */
static bool
copy_file(const char *from, const char *to)
{
	char buffer[65536];
	FILE *in = fopen(from, "rb"), *out = in ? fopen(to, "wbx") : NULL;
	bool good = in && out;
	size_t n;

	while (good && (n = fread(buffer, 1, sizeof buffer, in)) > 0)
		good = fwrite(buffer, 1, n, out) == n;
	if (out && (fflush(out) != 0 || fsync(fileno(out)) != 0 || fclose(out) != 0))
		good = false;
	if (in)
		fclose(in);
	return good;
}

static bool
copy_tree(struct arena *mem, const char *from, const char *to)
{
	DIR *dir = opendir(from);
	struct dirent *entry;
	bool good = true;

	if (!dir)
		return errno == ENOENT;
	if (mkdir(to, 0700) != 0 && errno != EEXIST)
		good = false;
	while (good && (entry = readdir(dir)) != NULL) {
		const char *source, *target;
		struct stat st;

		if (entry->d_name[0] == '.')
			continue;
		source = str_z(mem, str_fmt(mem, "%s/%s", from, entry->d_name));
		target = str_z(mem, str_fmt(mem, "%s/%s", to, entry->d_name));
		if (lstat(source, &st) != 0)
			good = false;
		else if (S_ISDIR(st.st_mode))
			good = copy_tree(mem, source, target);
		else if (S_ISREG(st.st_mode) && access(target, F_OK) != 0)
			good = copy_file(source, target);
	}
	closedir(dir);
	return good;
}

static bool
copy_parts(struct arena *mem, const char *dir, const char *to, bool files)
{
	static const char *const parts[] = { "keys", "files" };

	for (size_t i = 0; i < (files ? 2 : 1); i++)
		if (!copy_tree(mem, str_z(mem, str_fmt(mem, "%s/%s", dir, parts[i])),
			       str_z(mem, str_fmt(mem, "%s/%s", to, parts[i]))))
			return false;
	return true;
}

int
command_backup(int argc, char **argv)
{
	struct options o;
	struct arena mem;
	const char *to, *store;
	bool good;

	if (!options_read(&o, backup_options, "backup", argc, argv))
		return 2;
	if (option_of(&o, "--db") || option_of(&o, "--identity-db")) {
		fprintf(stderr, "heye backup: copies SQLite only. On PostgreSQL take pg_dump or pgBackRest for both "
				"schemas (heye "
				"and identity), and copy keys/, files/, anchors.log and the root key\n");
		return 2;
	}
	to = option_of(&o, "--to");
	store = option_of(&o, "--store");
	if (mkdir(to, 0700) != 0 && errno != EEXIST) {
		fprintf(stderr, "heye backup: cannot make %s: %s\n", to, strerror(errno));
		return 1;
	}
	mem = arena_open((size_t)1 << 30);
	good = db_backup(option_of(&o, "--data"), to) == OK && copy_parts(&mem, option_of(&o, "--data"), to, !store);
	arena_close(&mem);
	if (!good) {
		fprintf(stderr, "heye backup: the copy in %s is not complete\n", to);
		return 1;
	}
	if (store)
		printf("photos are NOT in this copy: they stay in %s; have the store keep versions or a second copy\n",
		       store);
	printf("copied to %s; check it: heye check --data %s%s%s\n", to, to, store ? " --store " : "",
	       store ? store : "");
	return 0;
}
