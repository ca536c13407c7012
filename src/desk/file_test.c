#include "base/arena.h"
#include "desk/file.h"
#include "desk/photo_samples.h"
#include "test.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define TOWN  510921207
#define OTHER 510921208

/* The worker is this program again, as the server's is the server: run by /proc/self/exe with this one argument. */
__attribute__((constructor)) static void
worker(int argc, char **argv, char **env)
{
	(void)env;
	if (argc == 2 && strcmp(argv[1], "photo-worker") == 0)
		exit(file_worker_main());
}

static enum err
take(struct arena *mem, const void *bytes, size_t n, struct photo *p)
{
	int fd = memfd_create("upload", MFD_CLOEXEC);
	enum err e;

	CHECK(fd >= 0 && write(fd, bytes, n) == (ssize_t)n);
	e = file_take_photo(mem, test_dir(), TOWN, fd, (int64_t)n, p);
	close(fd);
	return e;
}

static str
stored(struct arena *mem, const hash *h)
{
	int64_t size = 0;
	int fd = -1;
	char *p;

	CHECK_INT(file_open(mem, test_dir(), TOWN, h, &fd, &size), OK);
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

static enum err
there(struct arena *mem, int64_t town, const hash *h)
{
	int64_t size;
	int fd = -1;
	enum err e = file_open(mem, test_dir(), town, h, &fd, &size);

	if (fd >= 0)
		close(fd);
	return e;
}

TEST(a_picture_that_two_townships_have_goes_from_one_alone)
{
	struct arena mem = arena_open(8 << 20);
	int fd = memfd_create("upload", MFD_CLOEXEC);
	struct photo p, same;

	CHECK(fd >= 0 && write(fd, sample_jpeg, sizeof(sample_jpeg)) == (ssize_t)sizeof(sample_jpeg));
	CHECK_INT(file_take_photo(&mem, test_dir(), TOWN, fd, sizeof(sample_jpeg), &p), OK);
	CHECK_INT(there(&mem, OTHER, &p.picture), NOT_FOUND);
	CHECK_INT(file_take_photo(&mem, test_dir(), OTHER, fd, sizeof(sample_jpeg), &same), OK);
	CHECK(memcmp(&p.picture, &same.picture, sizeof(hash)) == 0);
	CHECK_INT(file_drop(&mem, test_dir(), TOWN, hash_str(&p.picture), true), OK);
	CHECK_INT(there(&mem, TOWN, &p.picture), NOT_FOUND);
	CHECK_INT(there(&mem, OTHER, &p.picture), OK);
	close(fd);
	arena_close(&mem);
}

TEST(the_old_place_is_read_and_emptied_only_where_one_township_is_alone)
{
	struct arena mem = arena_open(8 << 20);
	hash h = hash_of(S("old"));
	str hex = str_hex(&mem, h.b, HASH_BYTES);
	const char *all = str_z(&mem, str_fmt(&mem, "%s/files", test_dir()));
	const char *folder = str_z(&mem, str_fmt(&mem, "%s/%.2s", all, hex.p));
	FILE *f;

	CHECK(mkdir(all, 0700) == 0 || errno == EEXIST);
	CHECK(mkdir(folder, 0700) == 0 || errno == EEXIST);
	f = fopen(str_z(&mem, str_fmt(&mem, "%s/%.*s", folder, STR_ARG(hex))), "wb");
	CHECK(f != NULL && fputs("old", f) >= 0 && fclose(f) == 0);
	CHECK_INT(there(&mem, TOWN, &h), OK);
	CHECK_INT(file_drop(&mem, test_dir(), TOWN, hash_str(&h), false), OK);
	CHECK_INT(there(&mem, OTHER, &h), OK);
	CHECK_INT(file_drop(&mem, test_dir(), TOWN, hash_str(&h), true), OK);
	CHECK_INT(there(&mem, TOWN, &h), NOT_FOUND);
	arena_close(&mem);
}

TEST(photo_too_large_or_gone)
{
	struct arena mem = arena_open(8 << 20);
	hash nothing = hash_of(S("nothing"));
	struct photo p;
	int64_t size;
	int fd = memfd_create("upload", MFD_CLOEXEC);

	CHECK_INT(file_take_photo(&mem, test_dir(), TOWN, fd, FILE_MAX_BYTES + 1, &p), INVALID);
	CHECK_INT(file_take_photo(&mem, test_dir(), TOWN, fd, 0, &p), INVALID);
	CHECK_INT(file_open(&mem, test_dir(), TOWN, &nothing, &fd, &size), NOT_FOUND);
	arena_close(&mem);
}
