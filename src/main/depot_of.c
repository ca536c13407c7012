#include "main/depot_of.h"

#include "base/log.h"
#include "main/credential.h"

#include <stdio.h>

#define KEY_MOST ((size_t)4096)
#define CA_MOST  ((size_t)1 << 20)

/* One line of the key file; false for a name that is none. */
static bool
line_read(str line, struct depot_s3_options *s, str *ca)
{
	const struct {
		str name;
		str *to;
	} names[] = { { S("endpoint"), &s->endpoint },
		      { S("region"), &s->region },
		      { S("access"), &s->access },
		      { S("secret"), &s->secret },
		      { S("ca"), ca } };
	str name, value;

	if (!str_cut(line, '=', &name, &value))
		return false;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (str_eq(str_trim(name), names[i].name)) {
			*names[i].to = str_trim(value);
			return true;
		}
	return false;
}

static enum err
key_read(struct arena *mem, const struct options *o, const char *dir, struct depot_s3_options *s)
{
	const char *path = credential_path(mem, option_of(o, "--store-key"), dir, "store.key");
	str text, line, ca = { 0 };

	TRY(credential_text(mem, path, true, KEY_MOST, &text));
	while (text.n) {
		(void)str_cut(text, '\n', &line, &text);
		line = str_trim(line);
		if (line.n && line.p[0] != '#' && !line_read(line, s, &ca)) {
			log_error("the key file %s has a line that is none of endpoint, region, access, secret, ca",
				  path);
			return INVALID;
		}
	}
	return ca.n ? credential_text(mem, str_z(mem, ca), false, CA_MOST, &s->ca) : OK;
}

/* What was read lies in memory as long as the process, as the depot does. */
enum err
depot_of(const struct options *o, const char *dir, struct depot **d)
{
	struct depot_s3_options s = { .url = option_of(o, "--store") };
	struct arena mem;
	enum err e;

	if (!s.url)
		return depot_folder_open(d, dir);
	mem = arena_open(CA_MOST + 8 * KEY_MOST);
	e = key_read(&mem, o, dir, &s);
	if (e == OK)
		e = depot_s3_open(d, &s);
	if (e != OK)
		fprintf(stderr, "heye: the store %s cannot be used; the log says why\n", s.url);
	return e;
}
