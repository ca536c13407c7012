/* town.c — `heye town add`, `heye user`, `heye identity-key`: how a township and its first administrator come to be. */
#include "catalogue/catalogue.h"
#include "db/writer.h"
#include "desk/clock.h"
#include "gen/staff.sql.h"
#include "identity/identity.h"
#include "main/command.h"
#include "main/credential.h"
#include "place/place.h"
#include "staff/staff.h"

#include <stdio.h>
#include <string.h>

struct town_job {
	struct place_town town;
	str code;     /* setup code */
	str login;    /* user reset */
	str password; /* printed once */
	str hashed;
};

static enum err
make_town(struct tx *tx, void *arg)
{
	struct town_job *j = arg;

	TRY(place_add_town(tx, &actor_clock, &j->town));
	TRY(clock_seed(tx, &actor_clock));
	TRY(staff_seed_units(tx, &actor_clock));
	TRY(catalogue_seed(tx, &actor_clock));
	return staff_setup_code(tx, &j->code);
}

int
command_town(int argc, char **argv)
{
	struct options o;
	struct data d;
	struct town_job j = { 0 };
	int64_t code = 0;
	key root;
	enum err e;

	if (!options_read(&o, town_options, "town", argc, argv) ||
	    !option_number(&o, "--code", 100000000, 999999999, &code))
		return 2;
	if (o.words == 1 && strcmp(o.word[0], "add") != 0)
		return command_town_move(&o);
	if (o.words != 1 || !option_of(&o, "--name-zh") || !option_of(&o, "--name-en") || !option_of(&o, "--phone")) {
		fprintf(stderr,
			"heye town: say what: heye town add --data DIR --code … --name-zh … --name-en … --phone … "
			"(see: heye help)\n");
		return 2;
	}
	if (!data_open(&d, &o, true))
		return 1;
	if (credential_load(&d.mem, option_of(&o, "--credential"), d.dir, true, &root) != OK) {
		data_close(&d);
		return 1;
	}
	j.town = (struct place_town){
		.name_zh = str_of(option_of(&o, "--name-zh")),
		.name_en = str_of(option_of(&o, "--name-en")),
		.phone = str_of(option_of(&o, "--phone")),
		.hours_zh = S("工作日 9:00–12:00，14:00–17:00"),
		.hours_en = S("working days 9:00–12:00 and 14:00–17:00"),
		.host = str_of(option_of(&o, "--host")),
	};
	e = tx_run(d.conn, &d.mem, d.now, code, make_town, &j);
	if (e == OK)
		printf("%lld is there. The first administrator signs up at /%lld/setup within 15 minutes with the code "
		       "%.*s\n"
		       "(a new code: heye user setup-code). Sealed names need a key pair: heye identity-key --data %s "
		       "--town %lld\n",
		       (long long)code, (long long)code, STR_ARG(j.code), d.dir, (long long)code);
	else
		fprintf(stderr, "heye town add: %s\n",
			e == CONFLICT  ? "this township is there already"
			: e == INVALID ? "a name, number or host is not good"
				       : "not saved");
	data_close(&d);
	return e == OK ? 0 : 1;
}

static enum err
make_code(struct tx *tx, void *arg)
{
	struct town_job *j = arg;

	return staff_setup_code(tx, &j->code);
}

static enum err
reset_password(struct tx *tx, void *arg)
{
	struct town_job *j = arg;
	struct q_staff_account_by_login account;

	TRY(q_staff_account_by_login(&tx->db, j->login, &account));
	return staff_set_password(tx, &actor_clock, account.person, j->hashed, true);
}

static int
print_code(struct data *d, int64_t town)
{
	struct town_job j = { 0 };
	enum err e = tx_run(d->conn, &d->mem, d->now, town, make_code, &j);

	if (e == OK)
		printf("setup code for /%lld/setup, good for 15 minutes, once: %.*s\n", (long long)town,
		       STR_ARG(j.code));
	else
		fprintf(stderr, "heye user setup-code: %s\n",
			e == FORBIDDEN ? "the township has an administrator, who makes further accounts" : "not saved");
	return e == OK ? 0 : 1;
}

static int
print_password(struct data *d, int64_t town, const char *login)
{
	struct town_job j = { .login = str_of(login) };
	enum err e;

	j.password = staff_password_make(&d->mem);
	j.hashed = seal_password(&d->mem, j.password);
	e = tx_run(d->conn, &d->mem, d->now, town, reset_password, &j);
	if (e == OK)
		printf("one-time password of %s, to be changed at the first sign-in: %.*s\n", login,
		       STR_ARG(j.password));
	else
		fprintf(stderr, "heye user reset: %s\n", e == NOT_FOUND ? "no such log-in name" : "not saved");
	return e == OK ? 0 : 1;
}

/* One township: the one asked for, or the only one. */
static bool
one_town(struct data *d, const struct options *o, int64_t *town)
{
	int64_t towns[2];
	int n;

	if (!data_towns(d, o, towns, 2, &n))
		return false;
	if (n > 1)
		fprintf(stderr, "heye %s: several townships: say which with --town CODE\n", o->command);
	*town = towns[0];
	return n == 1;
}

int
command_user(int argc, char **argv)
{
	struct options o;
	struct data d;
	const char *login;
	int64_t town;
	bool code, reset;
	int exit_code = 1;

	if (!options_read(&o, user_options, "user", argc, argv) || !town_option_good(&o))
		return 2;
	login = option_of(&o, "--login");
	code = o.words == 1 && strcmp(o.word[0], "setup-code") == 0;
	reset = o.words == 1 && strcmp(o.word[0], "reset") == 0 && login;
	if (!code && !reset) {
		fprintf(stderr, "heye user: setup-code, or reset --login NAME (see: heye help)\n");
		return 2;
	}
	if (!data_open(&d, &o, false))
		return 1;
	if (one_town(&d, &o, &town))
		exit_code = code ? print_code(&d, town) : print_password(&d, town, login);
	data_close(&d);
	return exit_code;
}

int
command_identity(int argc, char **argv)
{
	struct options o;
	struct data d;
	int64_t town;
	key secret;
	enum err e = BROKEN;

	if (!options_read(&o, identity_options, "identity-key", argc, argv) || !town_option_good(&o))
		return 2;
	if (!data_open(&d, &o, false))
		return 1;
	if (one_town(&d, &o, &town)) {
		e = identity_key_make(d.dir, town, &secret);
		if (e == OK)
			printf("sealing key of %lld made. SECRET HALF, shown once: write it down, keep it with the "
			       "custodians, never on this machine:\n%.*s\n",
			       (long long)town, STR_ARG(str_hex(&d.mem, secret.b, sizeof secret.b)));
		else
			fprintf(stderr, "heye identity-key: %s\n",
				e == CONFLICT ? "the township has a sealing key" : "not saved");
	}
	data_close(&d);
	return e == OK ? 0 : 1;
}
