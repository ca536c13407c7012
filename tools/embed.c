/* embed.c — packs assets into the program: raw, Brotli and gzip at their best, under a name that carries the
 * content's hash.
 *
 *   embed --header OUT.h --source OUT.c NAME=FILE…
 *
 * heye.css becomes heye-<8 hex>.css, its place in assets[] ASSET_HEYE_CSS, and for a style sheet or script the
 * source expression of a Content-Security-Policy ASSET_HEYE_CSS_CSP ('sha256-…', with its quotes). */
#include "gen.h"

#include <brotli/encode.h>
#include <libdeflate.h>
#include <sodium.h>

struct bytes {
	unsigned char *p;
	size_t n;
};

struct asset {
	char constant[NAME], name[2 * NAME], etag[20];
	const char *type;
	bool code; /* style or script */
	struct bytes raw, br, gz;
};

static const struct {
	const char *end, *type;
	bool packed, code;
} types[] = {
	{ ".css", "text/css; charset=utf-8", true, true },
	{ ".js", "text/javascript; charset=utf-8", true, true },
	{ ".svg", "image/svg+xml", true, false },
	{ ".txt", "text/plain; charset=utf-8", true, false },
	{ ".json", "application/json", true, false },
	{ ".webmanifest", "application/manifest+json", true, false },
	{ ".ico", "image/x-icon", true, false },
	{ ".png", "image/png", false, false },
	{ ".jpg", "image/jpeg", false, false },
	{ ".webp", "image/webp", false, false },
	{ ".woff2", "font/woff2", false, false },
};

static void __attribute__((noreturn)) fail(const char *path, const char *why)
{
	fprintf(stderr, "%s:1: %s\n", path, why);
	exit(1);
}

static struct bytes
room(size_t n)
{
	struct bytes b = { malloc(n + 1), n };

	if (!b.p)
		abort();
	return b;
}

static void
asset_pack(struct asset *a, const char *path)
{
	struct libdeflate_compressor *c = libdeflate_alloc_compressor(12);

	a->br = room(BrotliEncoderMaxCompressedSize(a->raw.n));
	if (!BrotliEncoderCompress(11, BROTLI_MAX_WINDOW_BITS, BROTLI_MODE_TEXT, a->raw.n, a->raw.p, &a->br.n, a->br.p))
		fail(path, "Brotli cannot pack it");
	if (!c)
		abort();
	a->gz = room(libdeflate_gzip_compress_bound(c, a->raw.n));
	a->gz.n = libdeflate_gzip_compress(c, a->raw.p, a->raw.n, a->gz.p, a->gz.n);
	libdeflate_free_compressor(c);
	if (!a->gz.n || a->gz.n >= a->raw.n)
		a->gz.n = 0;
	if (a->br.n >= a->raw.n)
		a->br.n = 0;
}

/* "icon/pin.svg" → "icon/pin-1a2b3c4d.svg" and "ICON_PIN_SVG" */
static void
asset_name(struct asset *a, const char *name, size_t n, const char *hex)
{
	const char *dot = memrchr(name, '.', n);
	size_t stem = dot ? (size_t)(dot - name) : n;

	name_copy(a->constant, name, n);
	for (char *c = a->constant; *c; c++)
		*c = isalnum((unsigned char)*c) ? (char)toupper((unsigned char)*c) : '_';
	snprintf(a->name, sizeof a->name, "%.*s-%.8s%.*s", (int)stem, name, hex, (int)(n - stem), name + stem);
}

static struct asset
asset_read(const char *argument)
{
	struct asset a = { .type = NULL };
	const char *path = strchr(argument, '=');
	unsigned char hash[32];
	char hex[65];
	bool packed = false;

	if (!path || path == argument || path - argument >= NAME)
		fail(argument, "NAME=FILE expected");
	for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
		size_t n = strlen(types[i].end), len = (size_t)(path - argument);

		if (len > n && strncmp(path - n, types[i].end, n) == 0) {
			a.type = types[i].type;
			a.code = types[i].code;
			packed = types[i].packed;
		}
	}
	if (!a.type)
		fail(path + 1, "the type of this file is not known to tools/embed.c");
	a.raw.p = (unsigned char *)file_read(path + 1, &a.raw.n);
	if (!a.raw.p)
		fail(path + 1, "cannot be read");
	if (a.code && memchr(a.raw.p, 0, a.raw.n))
		fail(path + 1, "the file holds a NUL byte");
	crypto_generichash(hash, sizeof hash, a.raw.p, a.raw.n, NULL, 0);
	sodium_bin2hex(hex, sizeof hex, hash, sizeof hash);
	asset_name(&a, argument, (size_t)(path - argument), hex);
	snprintf(a.etag, sizeof a.etag, "%.16s", hex);
	if (packed)
		asset_pack(&a, path + 1);
	return a;
}

static void
bytes_write(struct text *t, const struct asset *a, const char *kind, const struct bytes *b)
{
	if (!b->n)
		return;
	add(t, "\nstatic const unsigned char %s_%s[] = {", a->constant, kind);
	for (size_t i = 0; i < b->n; i++)
		add(t, "%s%u,", i % 24 ? "" : "\n\t", b->p[i]);
	add(t, "\n};\n");
}

static void
part_write(struct text *t, const struct asset *a, const char *kind, const struct bytes *b)
{
	if (b->n)
		add(t, ", { (const char *)%s_%s, %zu }", a->constant, kind, b->n);
	else
		add(t, ", { %s, 0 }", strcmp(kind, "raw") == 0 ? "\"\"" : "NULL");
}

static void
asset_write(const struct asset *a, int i, struct text *header, struct text *source, struct text *table)
{
	unsigned char hash[crypto_hash_sha256_BYTES];
	char base64[64];

	add(header, "#define ASSET_%s %d\n", a->constant, i);
	if (a->code) {
		crypto_hash_sha256(hash, a->raw.p, a->raw.n);
		sodium_bin2base64(base64, sizeof base64, hash, sizeof hash, sodium_base64_VARIANT_ORIGINAL);
		add(header, "#define ASSET_%s_CSP \"'sha256-%s'\"\n", a->constant, base64);
	}
	bytes_write(source, a, "raw", &a->raw);
	bytes_write(source, a, "br", &a->br);
	bytes_write(source, a, "gz", &a->gz);
	add(table, "\t{ { \"%s\", %zu }, { \"%s\", %zu }, { \"\\\"%s\\\"\", %zu }", a->name, strlen(a->name), a->type,
	    strlen(a->type), a->etag, strlen(a->etag) + 2);
	part_write(table, a, "raw", &a->raw);
	part_write(table, a, "br", &a->br);
	part_write(table, a, "gz", &a->gz);
	add(table, " },\n");
}

int
main(int argc, char **argv)
{
	struct text header = { NULL, 0, 0 }, source = { NULL, 0, 0 }, table = { NULL, 0, 0 };

	if (argc < 5 || strcmp(argv[1], "--header") || strcmp(argv[3], "--source") || sodium_init() < 0) {
		fputs("usage: embed --header OUT.h --source OUT.c NAME=FILE…\n", stderr);
		return 2;
	}
	add(&header,
	    "/* Written by tools/embed from assets/. */\n#pragma once\n#include \"http/asset.h\"\n\n#define ASSETS "
	    "%d\n",
	    argc - 5);
	add(&source, "/* Written by tools/embed from assets/. */\n#include \"gen/assets.h\"\n\n#include <string.h>\n");
	for (int i = 5; i < argc; i++) {
		struct asset a = asset_read(argv[i]);

		asset_write(&a, i - 5, &header, &source, &table);
	}
	add(&source, "\nconst struct asset assets[] = {\n%s\t{ .name = { NULL, 0 } },\n};\n", table.p ? table.p : "");
	add(&source, "\nconst struct asset *\nasset_find(str name)\n{\n"
		     "\tfor (const struct asset *a = assets; a->name.n; a++)\n"
		     "\t\tif (a->name.n == name.n && memcmp(a->name.p, name.p, name.n) == 0)\n\t\t\treturn "
		     "a;\n\treturn NULL;\n}\n");
	file_write(argv[2], &header);
	file_write(argv[4], &source);
	return 0;
}
