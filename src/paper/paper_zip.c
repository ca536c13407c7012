/* paper_zip.c — the container of office files: each part deflated, a directory at the end (APPNOTE 6.3, no ZIP64). */
#include "paper/paper_write.h"

#include <libdeflate.h>
#include <qrencode.h>
#include <string.h>

#define LEVEL 6
#define DAY_1 33 /* 1980-01-01 as a ZIP writes dates */

static void
put16(struct out *o, unsigned n)
{
	out_char(o, (char)(n & 255));
	out_char(o, (char)(n >> 8 & 255));
}

static void
put32(struct out *o, uint32_t n)
{
	put16(o, n & 0xffff);
	put16(o, n >> 16);
}

struct zip
zip_begin(struct arena *mem)
{
	return (struct zip){ .mem = mem, .out = out_make(mem, 16 * 1024, PAPER_FILE_MOST) };
}

/* What a local head and a directory entry have in common. */
static void
part_head(struct out *o, const struct zip_part *p)
{
	put16(o, 20);      /* version needed */
	put16(o, 1 << 11); /* names are UTF-8 */
	put16(o, 8);       /* deflate */
	put16(o, 0);
	put16(o, DAY_1);
	put32(o, p->crc);
	put32(o, p->packed);
	put32(o, p->size);
	put16(o, (unsigned)p->name.n);
	put16(o, 0);
}

enum err
zip_add(struct zip *z, str name, str bytes)
{
	struct libdeflate_compressor *c;
	struct zip_part *p = &z->part[z->parts];
	char *packed;

	if (z->parts >= ZIP_PARTS)
		return INVALID;
	c = libdeflate_alloc_compressor(LEVEL);
	if (!c)
		return BUSY;
	z->parts++;
	*p = (struct zip_part){ .name = name, .size = (uint32_t)bytes.n, .at = (uint32_t)z->out.n };
	p->crc = libdeflate_crc32(0, bytes.p, bytes.n);
	packed = make(z->mem, char, libdeflate_deflate_compress_bound(c, bytes.n));
	p->packed = (uint32_t)libdeflate_deflate_compress(c, bytes.p, bytes.n, packed,
							  libdeflate_deflate_compress_bound(c, bytes.n));
	libdeflate_free_compressor(c);
	put32(&z->out, 0x04034b50);
	part_head(&z->out, p);
	out_str(&z->out, name);
	out_str(&z->out, (str){ packed, p->packed });
	return OK;
}

enum err
zip_end(struct zip *z, str *bytes)
{
	uint32_t from = (uint32_t)z->out.n, size;

	for (size_t i = 0; i < z->parts; i++) {
		put32(&z->out, 0x02014b50);
		put16(&z->out, 20);
		part_head(&z->out, &z->part[i]);
		put16(&z->out, 0); /* comment, disk, attributes */
		put16(&z->out, 0);
		put16(&z->out, 0);
		put32(&z->out, 0);
		put32(&z->out, z->part[i].at);
		out_str(&z->out, z->part[i].name);
	}
	size = (uint32_t)z->out.n - from;
	put32(&z->out, 0x06054b50);
	put32(&z->out, 0);
	put16(&z->out, (unsigned)z->parts);
	put16(&z->out, (unsigned)z->parts);
	put32(&z->out, size);
	put32(&z->out, from);
	put16(&z->out, 0);
	*bytes = out_view(&z->out);
	return z->out.overflow ? INVALID : OK;
}

/* ---- a code as PNG ---- */

static void
big32(struct out *o, uint32_t n)
{
	for (int shift = 24; shift >= 0; shift -= 8)
		out_char(o, (char)(n >> shift & 255));
}

static void
chunk(struct out *o, str kind, str bytes)
{
	uint32_t crc = libdeflate_crc32(0, kind.p, kind.n);

	big32(o, (uint32_t)bytes.n);
	out_str(o, kind);
	out_str(o, bytes);
	big32(o, libdeflate_crc32(crc, bytes.p, bytes.n));
}

/* Rows of one bit a dot, white around; each row begins with its filter, none. */
static str
dots(struct arena *mem, const QRcode *q, int side, int scale, int quiet)
{
	size_t row = 1 + (size_t)(side + 7) / 8;
	char *p = make(mem, char, row *(size_t)side);

	for (int y = 0; y < side; y++)
		for (int x = 0; x < side; x++) {
			int cx = x / scale - quiet, cy = y / scale - quiet;
			bool dark = cx >= 0 && cy >= 0 && cx < q->width && cy < q->width &&
				    (q->data[cy * q->width + cx] & 1);
			char *byte = p + row * (size_t)y + 1 + x / 8;

			if (!dark)
				*byte = (char)(*byte | 0x80 >> x % 8);
		}
	return (str){ p, row * (size_t)side };
}

str
zip_qr_png(struct arena *mem, str text, int *side)
{
	enum { SCALE = 6, QUIET = 2 };
	struct out o = out_make(mem, 4096, 256 * 1024), head = out_make(mem, 16, 64);
	QRcode *q = QRcode_encodeString(str_z(mem, text), 0, QR_ECLEVEL_M, QR_MODE_8, 1);
	struct libdeflate_compressor *c;
	size_t bound, n;
	char *packed;
	str raw;

	if (!q)
		return S("");
	*side = (q->width + 2 * QUIET) * SCALE;
	raw = dots(mem, q, *side, SCALE, QUIET);
	QRcode_free(q);
	c = libdeflate_alloc_compressor(LEVEL);
	if (!c)
		return S("");
	bound = libdeflate_zlib_compress_bound(c, raw.n);
	packed = make(mem, char, bound);
	n = libdeflate_zlib_compress(c, raw.p, raw.n, packed, bound);
	libdeflate_free_compressor(c);
	big32(&head, (uint32_t)*side);
	big32(&head, (uint32_t)*side);
	out_str(&head, (str){ "\x01\x00\x00\x00\x00", 5 }); /* one bit, grey */
	out_str(&o, S("\x89PNG\r\n\x1a\n"));
	chunk(&o, S("IHDR"), out_view(&head));
	chunk(&o, S("IDAT"), (str){ packed, n });
	chunk(&o, S("IEND"), S(""));
	return out_view(&o);
}
