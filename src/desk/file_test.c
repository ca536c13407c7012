#include "base/arena.h"
#include "desk/file.h"
#include "desk/photo_samples.h"
#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define TOWN 510921207

/* The worker is this program again, as the server's is the server: run by /proc/self/exe with this one argument. */
__attribute__((constructor)) static void
worker(int argc, char **argv, char **env)
{
	(void)env;
	if (argc == 2 && strcmp(argv[1], "photo-worker") == 0)
		exit(file_worker_main());
}

/* One for all tests of the file, as the service has one. */
static struct depot *
depot(void)
{
	static struct depot *d;

	if (!d)
		CHECK_INT(depot_folder_open(&d, test_dir()), OK);
	return d;
}

static enum err
take(struct arena *mem, const void *bytes, size_t n, struct photo *p)
{
	int fd = memfd_create("upload", MFD_CLOEXEC);
	enum err e;

	CHECK(fd >= 0 && write(fd, bytes, n) == (ssize_t)n);
	e = file_take_photo(mem, depot(), TOWN, fd, (int64_t)n, p);
	close(fd);
	return e;
}

static str
stored(struct arena *mem, const hash *h)
{
	int64_t size = 0;
	int fd = -1;
	char *p;

	CHECK_INT(depot_get(depot(), mem, TOWN, h, &fd, &size), OK);
	p = make(mem, char, (size_t)size + 1);
	CHECK(read(fd, p, (size_t)size) == (ssize_t)size);
	close(fd);
	return (str){ p, (size_t)size };
}

TEST(sniff_knows_three_kinds)
{
	CHECK_STR(file_sniff(S("\xff\xd8\xff\xe0")), "image/jpeg");
	CHECK_STR(file_sniff(S("\x89PNG\r\n\x1a\n")), "image/png");
	CHECK_STR(file_sniff(S("RIFF....WEBPVP8 ")), "image/webp");
	CHECK_STR(file_sniff(S("<html>")), "");
	CHECK_STR(file_sniff(S("GIF89a")), "");
	CHECK_STR(file_sniff(S("")), "");
	CHECK_STR(file_sniff(S("RIFF")), "");
}

/* Place, camera and comment are gone; the turn that the camera noted is carried out. */
TEST(photo_loses_its_metadata)
{
	struct arena mem = arena_open(8 << 20);
	struct photo p;
	hash again;
	str s;

	CHECK(memmem(sample_jpeg, sizeof(sample_jpeg), "HeyeCam", 7) != NULL);
	CHECK_INT(take(&mem, sample_jpeg, sizeof(sample_jpeg), &p), OK);
	CHECK_INT(p.width, 32);
	CHECK_INT(p.height, 48);
	s = stored(&mem, &p.picture);
	CHECK_INT(s.n, p.bytes);
	CHECK(str_starts(s, S("\xff\xd8\xff")));
	CHECK(!str_has(s, S("Exif")) && !str_has(s, S("HeyeCam")) && !str_has(s, S("SECRET")));
	again = hash_of(s);
	CHECK(hash_eq(&again, &p.picture));
	s = stored(&mem, &p.thumb);
	CHECK(str_starts(s, S("\xff\xd8\xff")) && !str_has(s, S("Exif")));
	arena_close(&mem);
}

TEST(photo_png_with_alpha_becomes_a_jpeg)
{
	struct arena mem = arena_open(8 << 20);
	struct photo p, q;

	CHECK_INT(take(&mem, sample_png, sizeof(sample_png), &p), OK);
	CHECK_INT(p.width, 40);
	CHECK_INT(p.height, 24);
	CHECK(str_starts(stored(&mem, &p.picture), S("\xff\xd8\xff")));
	CHECK_INT(take(&mem, sample_png, sizeof(sample_png), &q), OK); /* the same bytes are one file */
	CHECK(hash_eq(&p.picture, &q.picture));
	arena_close(&mem);
}

TEST(photo_refuses_what_is_none)
{
	static const char text[] = "this is a letter, not a picture.jpg";
	static const char script[] = "\xff\xd8\xff<script>alert(1)</script> and no picture behind it";
	struct arena mem = arena_open(8 << 20);
	struct photo p;

	CHECK_INT(take(&mem, text, sizeof(text), &p), INVALID);
	CHECK_INT(take(&mem, script, sizeof(script), &p), INVALID);
	CHECK_INT(take(&mem, sample_bomb, sizeof(sample_bomb), &p), INVALID);
	CHECK_INT(take(&mem, sample_jpeg, sizeof(sample_jpeg) / 2, &p), INVALID);
	CHECK_INT(take(&mem, sample_jpeg, sizeof(sample_jpeg) - 60, &p), INVALID);
	CHECK_INT(take(&mem, sample_png, 40, &p), INVALID);
	CHECK_INT(take(&mem, sample_jpeg, sizeof(sample_jpeg) - 2, &p), INVALID);
	CHECK_INT(take(&mem, sample_jpeg, 3, &p), INVALID);
	arena_close(&mem);
}

/* A picture that is also a page: what follows the picture does not come along. */
TEST(photo_polyglot_is_only_a_picture)
{
	static const char tail[] = "<html><script>alert(1)</script></html>PK\003\004";
	struct arena mem = arena_open(8 << 20);
	char both[sizeof(sample_jpeg) + sizeof(tail)];
	struct photo p;

	memcpy(both, sample_jpeg, sizeof(sample_jpeg));
	memcpy(both + sizeof(sample_jpeg), tail, sizeof(tail));
	CHECK_INT(take(&mem, both, sizeof(both), &p), OK);
	CHECK(!str_has(stored(&mem, &p.picture), S("script")));
	arena_close(&mem);
}

TEST(a_picture_moves_from_one_depot_to_another)
{
	struct arena mem = arena_open(8 << 20);
	const char *other = str_z(&mem, str_fmt(&mem, "%s/other", test_dir()));
	hash nothing = hash_of(S("nothing"));
	struct depot *to = NULL;
	struct photo p;
	moment at;

	CHECK(mkdir(other, 0700) == 0 && depot_folder_open(&to, other) == OK);
	CHECK_INT(take(&mem, sample_jpeg, sizeof(sample_jpeg), &p), OK);
	CHECK_INT(depot_find(to, &mem, TOWN, &p.picture, &at), NOT_FOUND);
	CHECK_INT(file_move(&mem, depot(), to, TOWN, &p.picture), OK);
	CHECK_INT(file_move(&mem, depot(), to, TOWN, &p.picture), OK);
	CHECK_INT(depot_find(to, &mem, TOWN, &p.picture, &at), OK);
	CHECK_INT(file_move(&mem, depot(), to, TOWN, &nothing), NOT_FOUND);
	depot_close(to);
	arena_close(&mem);
}

TEST(photo_too_large_or_empty)
{
	struct arena mem = arena_open(8 << 20);
	struct photo p;
	int fd = memfd_create("upload", MFD_CLOEXEC);

	CHECK_INT(file_take_photo(&mem, depot(), TOWN, fd, FILE_MAX_BYTES + 1, &p), INVALID);
	CHECK_INT(file_take_photo(&mem, depot(), TOWN, fd, 0, &p), INVALID);
	close(fd);
	arena_close(&mem);
}
