/* The body of multipart/form-data, fed in pieces of any size. Strict where browsers are regular: nothing before
 * the first boundary, nothing but a line end after the last, no blanks behind a boundary. */
#include "http/multipart.h"

#include "base/arena.h"
#include "base/out.h"
#include "base/utf8.h"
#include "http/form.h"
#include "http/spool.h"

#include <string.h>
#include <unistd.h>

#define FIELD_TEXT_MAX (256 * 1024) /* of all fields together */
#define PAGE           (16 * 1024)  /* gathered before it is written to a file */

enum place { PLACE_START, PLACE_BEHIND, PLACE_HEAD, PLACE_BODY, PLACE_END };

struct multipart {
	struct arena *mem;
	struct form *f;
	const char *dir;
	enum place place;
	char mark[80];       /* CR LF - - boundary */
	size_t mark_n, seen; /* `seen` bytes of the mark stand at the end of what was fed */
	size_t ghost; /* of them, so many were not fed: the line end before the first byte of a part belongs to its head */
	char behind[2];
	size_t behind_n, after_end;
	struct out head, text;
	size_t text_all, room, parts;
	struct multipart_part part;
	int fd; /* of the file part being read, −1 before its first byte */
	int64_t size;
	char *page;
	size_t page_n;
};

enum err
multipart_open(struct arena *a, str content_type, const char *spool_dir, struct form *f, struct multipart **m)
{
	str boundary = { NULL, 0 };
	struct multipart *p;

	*f = (struct form){ 0 };
	TRY(multipart_boundary(content_type, &boundary));
	p = make(a, struct multipart, 1);
	p->mem = a;
	p->f = f;
	p->dir = spool_dir;
	memcpy(p->mark, "\r\n--", 4);
	memcpy(p->mark + 4, boundary.p, boundary.n);
	p->mark_n = 4 + boundary.n;
	p->seen = p->ghost = 2; /* as if a line had just ended */
	p->head = out_make(a, MULTIPART_HEAD_MAX, MULTIPART_HEAD_MAX);
	p->fd = -1;
	*m = p;
	return OK;
}

static enum err
page_flush(struct multipart *m)
{
	size_t n = m->page_n;

	m->page_n = 0;
	return spool_write(m->fd, (str){ m->page, n });
}

/* The file is entered in the form at once, so that form_close() finds it whatever happens later. */
static enum err
file_begin(struct multipart *m)
{
	if (m->f->files == FORM_FILES)
		return INVALID;
	m->fd = spool_open(m->dir);
	if (m->fd < 0)
		return BROKEN;
	if (!m->page)
		m->page = make(m->mem, char, PAGE);
	m->page_n = 0;
	m->f->file[m->f->files++] = (struct form_file){ m->part.name, m->part.file, m->part.type, m->fd, 0 };
	return OK;
}

static enum err
file_bytes(struct multipart *m, str bytes)
{
	if (m->fd < 0)
		TRY(file_begin(m));
	m->size += (int64_t)bytes.n;
	while (bytes.n > 0) {
		size_t n = bytes.n < PAGE - m->page_n ? bytes.n : PAGE - m->page_n;

		memcpy(m->page + m->page_n, bytes.p, n);
		m->page_n += n;
		bytes = str_skip(bytes, n);
		if (m->page_n == PAGE)
			TRY(page_flush(m));
	}
	return OK;
}

/* Bytes that turned out not to be part of a boundary. */
static enum err
content(struct multipart *m, str bytes)
{
	if (bytes.n == 0)
		return OK;
	if (m->place == PLACE_START)
		return INVALID;
	if (m->part.is_file)
		return file_bytes(m, bytes);
	m->text_all += bytes.n;
	if (m->text_all > FIELD_TEXT_MAX)
		return INVALID;
	out_str(&m->text, bytes);
	return m->text.overflow ? INVALID : OK;
}

static enum err
field_add(struct multipart *m, str name, str value)
{
	struct form *f = m->f;

	value = utf8_visible(m->mem, value);
	if (f->n == FORM_FIELDS || !utf8_ok(value))
		return INVALID;
	if (f->n == m->room) {
		struct form_field *more;

		m->room = m->room ? m->room * 2 : 16;
		more = make(m->mem, struct form_field, m->room);
		if (f->n > 0)
			memcpy(more, f->field, f->n * sizeof(*more));
		f->field = more;
	}
	f->field[f->n++] = (struct form_field){ name, value };
	return OK;
}

static enum err
part_end(struct multipart *m)
{
	struct form_file *file;

	if (!m->part.is_file)
		return field_add(m, m->part.name, out_view(&m->text));
	/* A file input left empty comes as a part without name and bytes. */
	if (m->fd < 0 && m->part.file.n == 0)
		return OK;
	if (m->fd < 0)
		TRY(file_begin(m));
	TRY(page_flush(m));
	file = &m->f->file[m->f->files - 1];
	file->size = m->size;
	if (lseek(m->fd, 0, SEEK_SET) != 0)
		return BROKEN;
	m->fd = -1;
	return OK;
}

/* Reads on inside a part until the next boundary is complete or the bytes are used up. */
static enum err
feed_body(struct multipart *m, str *bytes)
{
	while (bytes->n > 0) {
		const char *cr;
		size_t n;

		if (m->seen > 0 || bytes->p[0] == '\r') {
			if (bytes->p[0] == m->mark[m->seen]) {
				*bytes = str_skip(*bytes, 1);
				if (++m->seen < m->mark_n)
					continue;
				if (m->place == PLACE_BODY)
					TRY(part_end(m));
				m->seen = m->ghost = m->behind_n = 0;
				m->place = PLACE_BEHIND;
				return OK;
			}
			/* CR stands only at the start of the mark, so a mismatch can only begin anew at this byte. */
			TRY(content(m, (str){ m->mark + m->ghost, m->seen - m->ghost }));
			m->seen = m->ghost = 0;
			continue;
		}
		cr = memchr(bytes->p, '\r', bytes->n);
		n = cr ? (size_t)(cr - bytes->p) : bytes->n;
		TRY(content(m, str_head(*bytes, n)));
		*bytes = str_skip(*bytes, n);
	}
	return OK;
}

static enum err
feed_behind(struct multipart *m, str *bytes)
{
	while (bytes->n > 0 && m->behind_n < 2) {
		m->behind[m->behind_n++] = bytes->p[0];
		*bytes = str_skip(*bytes, 1);
	}
	if (m->behind_n < 2)
		return OK;
	if (memcmp(m->behind, "--", 2) == 0) {
		m->place = PLACE_END;
		return OK;
	}
	if (memcmp(m->behind, "\r\n", 2) != 0)
		return INVALID;
	if (++m->parts > FORM_FIELDS + FORM_FILES)
		return INVALID;
	m->head.n = 0;
	m->place = PLACE_HEAD;
	return OK;
}

static enum err
feed_head(struct multipart *m, str *bytes)
{
	while (bytes->n > 0) {
		const char *lf = memchr(bytes->p, '\n', bytes->n);
		size_t n = lf ? (size_t)(lf - bytes->p) + 1 : bytes->n;
		str head;

		out_str(&m->head, str_head(*bytes, n));
		*bytes = str_skip(*bytes, n);
		if (m->head.overflow)
			return INVALID;
		head = out_view(&m->head);
		if (!str_ends(head, S("\r\n\r\n")))
			continue;
		TRY(multipart_part(m->mem, str_head(head, head.n - 4), &m->part));
		if (m->part.is_file) {
			m->fd = -1;
			m->size = 0;
		} else {
			m->text = out_make(m->mem, 64, FIELD_TEXT_MAX);
		}
		m->seen = m->ghost = 2; /* the empty line before the content may be the line end of the next boundary */
		m->place = PLACE_BODY;
		return OK;
	}
	return OK;
}

static enum err
feed_end(struct multipart *m, str *bytes)
{
	while (bytes->n > 0) {
		if (m->after_end == 2 || bytes->p[0] != "\r\n"[m->after_end])
			return INVALID;
		m->after_end++;
		*bytes = str_skip(*bytes, 1);
	}
	return OK;
}

enum err
multipart_feed(struct multipart *m, str bytes)
{
	while (bytes.n > 0) {
		switch (m->place) {
		case PLACE_START:
		case PLACE_BODY: TRY(feed_body(m, &bytes)); break;
		case PLACE_BEHIND: TRY(feed_behind(m, &bytes)); break;
		case PLACE_HEAD: TRY(feed_head(m, &bytes)); break;
		case PLACE_END: TRY(feed_end(m, &bytes)); break;
		}
	}
	return OK;
}

enum err
multipart_close(struct multipart *m)
{
	return m->place == PLACE_END ? OK : INVALID;
}
