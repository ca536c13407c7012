/* Uploads. The first line of the input is the Content-Type, the rest the body. However the body is cut into pieces, the form
 * that comes out is the same, and so are refusals. */
#include "base/utf8.h"
#include "fuzz.h"
#include "http/form.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static enum err
read_in_pieces(struct arena *mem, str type, str body, size_t step, struct form *f)
{
	const char *dir = getenv("TMPDIR");
	struct multipart *m;

	TRY(multipart_open(mem, type, dir ? dir : "/tmp", f, &m));
	while (body.n > 0) {
		TRY(multipart_feed(m, str_head(body, step)));
		body = str_skip(body, step < body.n ? step : body.n);
	}
	return multipart_close(m);
}

static void
same_file(const struct form_file *a, const struct form_file *b)
{
	char left[4096], right[4096];
	struct stat st;
	ssize_t n = read(a->fd, left, sizeof(left));

	assert(str_eq(a->field, b->field) && str_eq(a->name, b->name) && str_eq(a->type, b->type) &&
	       a->size == b->size);
	assert(fstat(a->fd, &st) == 0 && st.st_nlink == 0 && st.st_size == a->size);
	assert(n == read(b->fd, right, sizeof(right)) && n >= 0);
	assert(str_eq((str){ left, (size_t)n }, (str){ right, (size_t)n }));
}

FUZZ(input, mem)
{
	struct form whole = { 0 }, pieces = { 0 };
	enum err one, two;
	str type, body;

	if (input.n > 65536 || !str_cut(input, '\n', &type, &body))
		return;
	one = read_in_pieces(mem, type, body, body.n + 1, &whole);
	two = read_in_pieces(mem, type, body, 1 + type.n % 5, &pieces);
	assert(one == two && (one == OK || one == INVALID));
	if (one == OK) {
		assert(whole.n == pieces.n && whole.files == pieces.files && whole.n <= FORM_FIELDS &&
		       whole.files <= FORM_FILES);
		for (size_t i = 0; i < whole.n; i++) {
			assert(str_eq(whole.field[i].name, pieces.field[i].name) &&
			       str_eq(whole.field[i].value, pieces.field[i].value));
			assert(whole.field[i].name.n > 0 && utf8_ok(whole.field[i].name) &&
			       utf8_ok(whole.field[i].value));
		}
		for (size_t i = 0; i < whole.files; i++)
			same_file(&whole.file[i], &pieces.file[i]);
	}
	form_close(&whole);
	form_close(&pieces);
}
