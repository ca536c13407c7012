#include "base/arena.h"
#include "depot/depot.h"
#include "depot/depot_page.h"
#include "test.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define TOWN  510921207
#define OTHER 510921208

static struct depot *
folder(const char *name)
{
	static char dir[400];
	struct depot *d = NULL;

	snprintf(dir, sizeof dir, "%s/%s", test_dir(), name);
	CHECK(mkdir(dir, 0700) == 0 || errno == EEXIST);
	CHECK_INT(depot_folder_open(&d, dir), OK);
	return d;
}

static enum err
there(struct depot *d, struct arena *mem, int64_t town, const hash *h)
{
	int64_t size;
	int fd = -1;
	enum err e = depot_get(d, mem, town, h, &fd, &size);

	if (fd >= 0)
		close(fd);
	return e;
}

TEST(a_file_is_kept_whole_under_its_hash)
{
	struct arena mem = arena_open(1 << 20);
	struct depot *d = folder("whole");
	hash h, again, nothing = hash_of(S("nothing"));
	int64_t size = 0;
	char bytes[16];
	moment at;
	int fd = -1;

	CHECK(!depot_remote(d) && str_ends(str_of(depot_place(d)), S("/whole/files")));
	CHECK_INT(depot_find(d, &mem, TOWN, &nothing, &at), NOT_FOUND);
	CHECK_INT(depot_put(d, &mem, TOWN, S("a photo"), &h), OK);
	CHECK_INT(depot_put(d, &mem, TOWN, S("a photo"), &again), OK);
	CHECK(hash_eq(&h, &again));
	CHECK_INT(depot_get(d, &mem, TOWN, &h, &fd, &size), OK);
	CHECK(size == 7 && read(fd, bytes, sizeof bytes) == 7 && memcmp(bytes, "a photo", 7) == 0);
	close(fd);
	CHECK_INT(depot_get(d, &mem, TOWN, &nothing, &fd, &size), NOT_FOUND);
	CHECK_INT(fd, -1);
	CHECK_INT(depot_put(d, &mem, TOWN, S(""), &h), INVALID);
	depot_close(d);
	arena_close(&mem);
}

TEST(a_file_that_is_put_again_is_as_young_as_a_new_one)
{
	const struct timespec old[2] = { { .tv_sec = 1600000000 }, { .tv_sec = 1600000000 } };
	struct arena mem = arena_open(1 << 20);
	struct depot *d = folder("young");
	str hex;
	hash h;
	moment at;

	CHECK_INT(depot_put(d, &mem, TOWN, S("a photo"), &h), OK);
	hex = str_hex(&mem, h.b, HASH_BYTES);
	CHECK_INT(utimensat(AT_FDCWD,
			    str_z(&mem, str_fmt(&mem, "%s/%d/%.2s/%.*s", depot_place(d), TOWN, hex.p, STR_ARG(hex))),
			    old, 0),
		  0);
	CHECK_INT(depot_find(d, &mem, TOWN, &h, &at), OK);
	CHECK_INT(at.ms, 1600000000000);
	CHECK_INT(depot_put(d, &mem, TOWN, S("a photo"), &h), OK);
	CHECK_INT(depot_find(d, &mem, TOWN, &h, &at), OK);
	CHECK(at.ms > moment_now().ms - MS_MINUTE);
	depot_close(d);
	arena_close(&mem);
}

TEST(what_two_townships_have_goes_from_one_alone)
{
	struct arena mem = arena_open(1 << 20);
	struct depot *d = folder("two");
	hash h;

	CHECK_INT(depot_put(d, &mem, TOWN, S("the same"), &h), OK);
	CHECK_INT(there(d, &mem, OTHER, &h), NOT_FOUND);
	CHECK_INT(depot_put(d, &mem, OTHER, S("the same"), &h), OK);
	CHECK_INT(depot_drop(d, &mem, TOWN, &h, true), OK);
	CHECK_INT(depot_drop(d, &mem, TOWN, &h, true), OK);
	CHECK_INT(there(d, &mem, TOWN, &h), NOT_FOUND);
	CHECK_INT(there(d, &mem, OTHER, &h), OK);
	depot_close(d);
	arena_close(&mem);
}

TEST(the_old_place_is_read_and_emptied_only_where_one_township_is_alone)
{
	struct arena mem = arena_open(1 << 20);
	struct depot *d = folder("old");
	hash h = hash_of(S("old"));
	str hex = str_hex(&mem, h.b, HASH_BYTES);
	const char *fan = str_z(&mem, str_fmt(&mem, "%s/%.2s", depot_place(d), hex.p));
	moment at = { 0 };
	FILE *f;

	CHECK(mkdir(depot_place(d), 0700) == 0 && mkdir(fan, 0700) == 0);
	f = fopen(str_z(&mem, str_fmt(&mem, "%s/%.*s", fan, STR_ARG(hex))), "wb");
	CHECK(f != NULL && fputs("old", f) >= 0 && fclose(f) == 0);
	CHECK_INT(there(d, &mem, TOWN, &h), OK);
	CHECK(depot_find(d, &mem, TOWN, &h, &at) == OK && at.ms > 0);
	CHECK_INT(depot_drop(d, &mem, TOWN, &h, false), OK);
	CHECK_INT(there(d, &mem, OTHER, &h), OK);
	CHECK_INT(depot_drop(d, &mem, TOWN, &h, true), OK);
	CHECK_INT(there(d, &mem, TOWN, &h), NOT_FOUND);
	depot_close(d);
	arena_close(&mem);
}

/* More than one list holds: the next one goes on behind the last name, and nothing is left out or told twice. */
TEST(a_list_goes_through_all_names_in_order)
{
	enum { FILES = DEPOT_LIST_MOST + 70 };
	struct arena mem = arena_open(4 << 20);
	struct depot *d = folder("list");
	struct depot_list list = { .n = DEPOT_LIST_MOST };
	hash h, last = { 0 };
	int found = 0;

	for (int i = 0; i < FILES; i++)
		CHECK_INT(depot_put(d, &mem, TOWN, str_fmt(&mem, "file %d", i), &h), OK);
	CHECK_INT(depot_put(d, &mem, OTHER, S("another township's"), &h), OK);
	while (list.n == DEPOT_LIST_MOST) {
		CHECK_INT(depot_list(d, &mem, TOWN, found ? &last : NULL, &list), OK);
		for (size_t i = 0; i < list.n; i++, found++) {
			CHECK(found == 0 || memcmp(list.p[i].name.b, last.b, HASH_BYTES) > 0);
			CHECK(list.p[i].at.ms > 0);
			last = list.p[i].name;
		}
	}
	CHECK_INT(found, FILES);
	CHECK(depot_list(d, &mem, OTHER, NULL, &list) == OK && list.n == 1 && hash_eq(&list.p[0].name, &h));
	CHECK(depot_list(d, &mem, OTHER, &h, &list) == OK && list.n == 0);
	depot_close(d);
	arena_close(&mem);
}

static enum err
s3(const char *url, const char *endpoint, const char *region, const char *secret)
{
	struct depot_s3_options o = { .url = url,
				      .endpoint = str_of(endpoint),
				      .region = str_of(region),
				      .access = S("KEY"),
				      .secret = str_of(secret) };
	struct depot *d = NULL;
	enum err e = depot_s3_open(&d, &o);

	CHECK((e == OK) == (d != NULL));
	if (d)
		CHECK(depot_remote(d) && str_eq(str_of(depot_place(d)), str_of(url)));
	depot_close(d);
	return e;
}

TEST(a_bucket_is_reached_over_tls_or_on_this_machine)
{
	CHECK_INT(s3("s3://bucket/a/b-c_d.E", "https://s3.example.cn", "cn-north-1", "x"), OK);
	CHECK_INT(s3("s3://bucket", "https://{bucket}.oss.example.cn:8443", "cn-north-1", "x"), OK);
	CHECK_INT(s3("s3://bucket", "http://127.0.0.1:4568", "r", "x"), OK);
	CHECK_INT(s3("s3://bucket", "http://[::1]", "r", "x"), OK);
	CHECK_INT(s3("s3://bucket", "http://s3.example.cn", "r", "x"), INVALID);
	CHECK_INT(s3("s3://bucket", "http://127.0.0.1.example.cn", "r", "x"), INVALID);
	CHECK_INT(s3("s3://bucket", "http://127.0.0.1:1@example.cn", "r", "x"), INVALID);
	CHECK_INT(s3("s3://bucket", "https://s3.example.cn/", "r", "x"), INVALID);
	CHECK_INT(s3("s3://bucket", "https://user@s3.example.cn", "r", "x"), INVALID);
	CHECK_INT(s3("s3://bucket", "", "r", "x"), INVALID);
}

TEST(a_bucket_without_name_key_or_sense_is_refused)
{
	CHECK_INT(s3("s3://", "https://s3.example.cn", "r", "x"), INVALID);
	CHECK_INT(s3("s3://-ab", "https://s3.example.cn", "r", "x"), INVALID);
	CHECK_INT(s3("s3://Bucket", "https://s3.example.cn", "r", "x"), INVALID);
	CHECK_INT(s3("s3://bucket/a/", "https://s3.example.cn", "r", "x"), INVALID);
	CHECK_INT(s3("s3://bucket/a//b", "https://s3.example.cn", "r", "x"), INVALID);
	CHECK_INT(s3("s3://bucket/../b", "https://s3.example.cn", "r", "x"), INVALID);
	CHECK_INT(s3("s3://bucket/a b", "https://s3.example.cn", "r", "x"), INVALID);
	CHECK_INT(s3("/srv/files", "https://s3.example.cn", "r", "x"), INVALID);
	CHECK_INT(s3("s3://bucket", "https://s3.example.cn", "", "x"), INVALID);
	CHECK_INT(s3("s3://bucket", "https://s3.example.cn", "r", ""), INVALID);
}

#define KEY(c)        "county/510921207/" c c "/" c c c c c c c c c c c c c c c c c c c c c c c c c c c c c c c c
#define ITEM(key, at) "<Contents><Key>" key "</Key><LastModified>" at "</LastModified><Size>5</Size></Contents>"

static struct depot_page
page(struct arena *mem, const char *text, const char *last, struct depot_list *list)
{
	struct depot_page p = { .more = true };

	snprintf(p.last, sizeof p.last, "%s", last);
	*list = (struct depot_list){ .p = make(mem, struct depot_file, DEPOT_LIST_MOST) };
	depot_page_read(mem, str_of(text), &p, list);
	return p;
}

TEST(a_page_of_a_store_holds_our_files_and_says_whether_more_follow)
{
	static const char whole[] = "<?xml version=\"1.0\"?><ListBucketResult><IsTruncated>true</IsTruncated>" //
		ITEM("county/510921207/read.me", "2026-11-28T10:27:38.000Z") ITEM(KEY("0a"), "2026-11-28T10:27:38.000Z")
			ITEM(KEY("ff"), "28 Nov 2026 10:27:38 GMT") "</ListBucketResult>";
	struct arena mem = arena_open(1 << 20);
	struct depot_list list;
	struct depot_page p = page(&mem, whole, "", &list);

	CHECK(p.more && str_eq(str_of(p.last), S(KEY("ff"))));
	CHECK_INT(list.n, 2);
	CHECK_INT(list.p[0].name.b[31], 0x0a);
	CHECK(list.p[0].at.ms == moment_at(day_make(2026, 11, 28), 18, 27).ms + 38 * MS_SECOND && list.p[1].at.ms == 0);
	CHECK(!page(&mem, whole, KEY("ff"), &list).more); /* it leads nowhere: no question is asked for ever */
	CHECK(!page(&mem, "<IsTruncated>false</IsTruncated>" ITEM(KEY("0a"), ""), "", &list).more && list.n == 1);
	CHECK(!page(&mem, "<Contents><Key>" KEY("0a"), "", &list).more && list.n == 0);
	CHECK(!page(&mem, "", "", &list).more && list.n == 0);
	arena_close(&mem);
}

/* Nobody answers on that port: an end with no file, and soon. */
TEST(a_store_that_is_away_is_broken_and_says_so_soon)
{
	struct depot_s3_options o = { .url = "s3://bucket",
				      .endpoint = S("http://127.0.0.1:9"),
				      .region = S("r"),
				      .access = S("KEY"),
				      .secret = S("x") };
	struct arena mem = arena_open(4 << 20);
	int64_t begun = moment_now().ms, size;
	struct depot_list list;
	struct depot *d = NULL;
	moment at;
	hash h;
	int fd;

	CHECK_INT(depot_s3_open(&d, &o), OK);
	CHECK_INT(depot_put(d, &mem, TOWN, S("a photo"), &h), BROKEN);
	CHECK_INT(depot_get(d, &mem, TOWN, &h, &fd, &size), BROKEN);
	CHECK_INT(fd, -1);
	CHECK_INT(depot_find(d, &mem, TOWN, &h, &at), BROKEN);
	CHECK_INT(depot_drop(d, &mem, TOWN, &h, false), BROKEN);
	CHECK_INT(depot_list(d, &mem, TOWN, NULL, &list), BROKEN);
	CHECK(moment_now().ms - begun < 5 * DEPOT_SECONDS * MS_SECOND);
	depot_close(d);
	arena_close(&mem);
}
