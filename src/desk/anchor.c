/* anchor.c — the ends of the chains, written outside the database: see event.h. One line each: "TOWN SEQ
 * HASH WHEN". */
#include "desk/event.h"

#include "base/fd.h"
#include "base/log.h"
#include "gen/event.sql.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define LINE 256

struct anchor {
	int64_t town, seq;
	hash hash;
};

static FILE *
anchors_open(struct db *db, const char *dir)
{
	return fopen(str_z(db->mem, str_fmt(db->mem, "%s/anchors.log", dir)), "re");
}

static bool
anchor_parse(struct arena *mem, const char *line, struct anchor *a)
{
	str rest = str_trim(str_of(line)), town, seq, hex, bytes;

	if (!str_cut(rest, ' ', &town, &rest) || !str_cut(rest, ' ', &seq, &rest) || !str_cut(rest, ' ', &hex, &rest))
		return false;
	if (!str_int(town, &a->town) || !str_int(seq, &a->seq) || !str_unhex(mem, hex, &bytes) || bytes.n != HASH_BYTES)
		return false;
	memcpy(a->hash.b, bytes.p, HASH_BYTES);
	return true;
}

/* The newest number anchored for this township, so that a quiet hour adds no line. */
static int64_t
anchored_last(struct db *db, const char *dir)
{
	FILE *f = anchors_open(db, dir);
	char line[LINE];
	int64_t last = 0;
	struct anchor a;

	while (f && fgets(line, sizeof(line), f)) {
		size_t mark = arena_mark(db->mem);

		if (anchor_parse(db->mem, line, &a) && a.town == db->town && a.seq > last)
			last = a.seq;
		arena_back(db->mem, mark);
	}
	if (f)
		fclose(f);
	return last;
}

static enum err
anchors_append(struct arena *mem, const char *dir, str lines)
{
	int fd = open(str_z(mem, str_fmt(mem, "%s/anchors.log", dir)), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
	bool kept;

	if (fd < 0) {
		log_error("anchors: %s", strerror(errno));
		return BROKEN;
	}
	kept = fd_put(fd, lines) && fsync(fd) == 0;
	kept = close(fd) == 0 && kept;
	return kept ? OK : BROKEN;
}

/* A township moves: what was anchored of its chain goes along. */
enum err
event_anchors_move(struct arena *mem, const char *from, const char *to, int64_t town)
{
	FILE *f = fopen(str_z(mem, str_fmt(mem, "%s/anchors.log", from)), "re");
	char line[LINE];
	struct anchor a;
	enum err e = OK;

	while (f && e == OK && fgets(line, sizeof(line), f))
		if (anchor_parse(mem, line, &a) && a.town == town)
			e = anchors_append(mem, to, str_of(line));
	if (f)
		fclose(f);
	return e;
}

enum err
event_anchor(struct db *db, const char *dir)
{
	struct q_event_last head;
	enum err e = q_event_last(db, &head);
	str line;

	if (e == NOT_FOUND)
		return OK;
	TRY(e);
	if (anchored_last(db, dir) >= head.seq)
		return OK;
	line = str_hex(db->mem, head.hash.p, head.hash.n);
	line = str_fmt(db->mem, "%lld %lld %.*s %.*s\n", (long long)db->town, (long long)head.seq, STR_ARG(line),
		       STR_ARG(moment_iso(db->mem, db->now)));
	return anchors_append(db->mem, dir, line);
}

static enum err
anchor_hold(struct db *db, const struct anchor *a, str *why)
{
	struct q_event_hash_at row;
	enum err e = q_event_hash_at(db, a->seq, &row);

	if (e == NOT_FOUND)
		*why = S("the row was anchored, and is gone: the chain was cut or the file rolled back");
	else if (e == OK && !str_eq(row.hash, hash_str(&a->hash)))
		*why = S("the row is another one than the one that was anchored: the chain was written anew");
	else
		return e;
	return INVALID;
}

enum err
event_verify_anchors(struct db *db, const char *dir, int64_t *bad, str *why)
{
	FILE *f = anchors_open(db, dir);
	char line[LINE];
	enum err e = OK;
	struct anchor a;

	*bad = 0;
	while (f && e == OK && fgets(line, sizeof(line), f)) {
		size_t mark = arena_mark(db->mem);

		if (!anchor_parse(db->mem, line, &a)) {
			*why = S("anchors.log holds a line that is not an anchor");
			e = INVALID;
		} else if (a.town == db->town) {
			e = anchor_hold(db, &a, why);
			*bad = e == INVALID ? a.seq : 0;
		}
		arena_back(db->mem, mark);
	}
	if (f)
		fclose(f);
	return e;
}
