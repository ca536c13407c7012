/* libmicrohttpd 0.9.75 parses the head in place: in its read buffer it turns the blank after the method and
 * before the version, each colon and each CR and LF of a line end into NUL, and hands out pointers into that
 * buffer. From these pointers and the size of the head that it reports, the head can be walked byte by byte as
 * it came:
 *
 *   GET 0 /path 0 HTTP/1.1 0 0 Host 0 _example.org 0 0 Accept 0 _* 0 0 0 0        (0 is NUL, _ a blank)
 *
 * Each piece must begin exactly where the one before ends. A bare LF leaves one NUL where two must be, a folded
 * line or a line that the library skipped leaves bytes that belong to nothing, a NUL in a value ends it early.
 *
 * After the fact some pairs of bytes look like CR LF: NUL LF, LF NUL, and a lone colon before LF, which the
 * library takes for the end of the head. So the lines are also read before the library does, when it reports
 * the request line: whatever has arrived by then still stands untouched behind it, and what has not is zero.
 * Nearly every head comes whole. One that came in pieces passes with the first check alone, and its connection
 * ends with the answer: nothing behind it is ever read.
 *
 * Should another version of the library lay out its buffer otherwise, everything is refused: it fails closed,
 * and test/http shows it. */
#include "http/strict.h"

#include <string.h>
#include <strings.h>
#include <unistd.h>

bool
strict_same(str a, str b)
{
	return a.n == b.n && strncasecmp(a.p, b.p, a.n) == 0;
}

bool
strict_number(str s, int64_t *n)
{
	if (s.n == 0 || s.n > 15)
		return false;
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
	return str_int(s, n);
}

static bool
token_char(unsigned char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       (c && strchr("!#$%&'*+-.^_`|~", c));
}

static bool
token(const char *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!token_char((unsigned char)p[i]))
			return false;
	return n > 0;
}

static bool
hex(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/* Origin form only: "/path?query" of visible ASCII with whole escapes. A fragment never leaves a browser. */
static bool
target_ok(str t)
{
	bool query = false;

	if (t.n == 0 || t.p[0] != '/')
		return false;
	for (size_t i = 0; i < t.n; i++) {
		unsigned char c = (unsigned char)t.p[i];

		if (c <= 0x20 || c >= 0x7f || strchr("\"<>#", c) || (!query && strchr("\\^`{|}", c)))
			return false;
		if (c == '%' && (t.n - i < 3 || !hex(t.p[i + 1]) || !hex(t.p[i + 2])))
			return false;
		query = query || c == '?';
	}
	return true;
}

static enum MHD_Result
each_header(void *ctx, enum MHD_ValueKind kind, const char *key, size_t key_n, const char *value, size_t value_n)
{
	struct strict_head *h = ctx;
	str text = { value, value_n };

	(void)kind;
	h->fault = 400;
	if (key != h->at || !token(key, key_n) || !value || value <= key + key_n)
		return MHD_NO;
	for (const char *p = key + key_n + 1; p < value; p++)
		if (*p != ' ' && *p != '\t')
			return MHD_NO;
	for (size_t i = 0; i < value_n; i++)
		if (((unsigned char)value[i] < 0x20 && value[i] != '\t') || value[i] == 0x7f)
			return MHD_NO;
	if (value[value_n] != '\0' || value[value_n + 1] != '\0')
		return MHD_NO;
	h->at = value + value_n + 2;
	h->fault = 431;
	if (h->n == STRICT_HEADERS)
		return MHD_NO;
	while (text.n > 0 && (text.p[text.n - 1] == ' ' || text.p[text.n - 1] == '\t'))
		text.n--;
	h->field[h->n++] = (struct strict_field){ { key, key_n }, text };
	h->fault = 0;
	return MHD_YES;
}

/* Whether everything from p on is zero: nothing has been received there yet. */
static bool
untouched(const char *p, const char *limit)
{
	while (p < limit && *p == '\0')
		p++;
	return p == limit;
}

const char *
strict_scan(const char *target, size_t head_max, bool *fault)
{
	const char *page = target - ((uintptr_t)target & ((uintptr_t)sysconf(_SC_PAGESIZE) - 1));
	const char *limit = page + head_max, *p = target + strlen(target) + 11;

	*fault = target - page > 8 || p >= limit; /* no method of ours is that long, no target either */
	while (!*fault) {
		const char *lf = memchr(p, '\n', (size_t)(limit - p)),
			   *nul = memchr(p, '\0', (size_t)((lf ? lf : limit) - p));

		*fault = *p == ' ' || *p == '\t' || *p == ':' || (lf && (nul || lf == p || lf[-1] != '\r')) ||
			 (!lf && nul && !untouched(nul, limit));
		if (*fault || !lf)
			return NULL;
		if (lf == p + 1)
			return lf + 1;
		p = lf + 1;
		*fault = p >= limit;
	}
	return NULL;
}

/* The request line, with nothing before it in the buffer: the library skips empty lines, and takes one that
 * begins with NUL for empty. Its buffer begins on a page (peer memory is above 32 KiB, so it is mapped), and so
 * must the method. */
static int
line_fault(const struct strict_line *line, size_t target_max)
{
	const char *p = line->method;

	if (((uintptr_t)p & ((uintptr_t)sysconf(_SC_PAGESIZE) - 1)) != 0 || !line->url || !line->version)
		return 400;
	p += strlen(p) + 1;
	if (p != line->url || p != line->target_at)
		return 400;
	p += line->target.n + 1;
	if (p != line->version || memcmp(p, "HTTP/", 5) != 0 || strlen(p) != 8 || p[9] != '\0')
		return 400;
	if (line->target.n > target_max)
		return 414;
	if (!target_ok(line->target))
		return 400;
	return memcmp(p, "HTTP/1.1", 8) == 0 || memcmp(p, "HTTP/1.0", 8) == 0 ? 0 : 505;
}

int
strict_head(struct strict_head *h, struct MHD_Connection *c, const struct strict_line *line, size_t target_max,
	    size_t head_max)
{
	const union MHD_ConnectionInfo *size = MHD_get_connection_info(c, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);
	int fault = line_fault(line, target_max);

	h->n = 0;
	h->fault = 0;
	if (fault)
		return fault;
	if (!size)
		return 400;
	if (size->header_size > head_max)
		return 431;
	h->at = line->version + 10;
	MHD_get_connection_values_n(c, MHD_HEADER_KIND, each_header, h);
	if (h->fault)
		return h->fault;
	if (line->fault || (line->end && line->end != line->method + size->header_size))
		return 400;
	if (h->at + 2 != line->method + size->header_size || h->at[0] != '\0' || h->at[1] != '\0')
		return 400;
	return 0;
}

str
strict_get(const struct strict_head *h, str name, size_t *count)
{
	str value = { NULL, 0 };

	*count = 0;
	for (size_t i = 0; i < h->n; i++)
		if (strict_same(h->field[i].name, name) && ++*count == 1)
			value = h->field[i].value;
	return value;
}

bool
strict_host(str value, str *host)
{
	size_t i = 0;
	int64_t port;

	if (value.n == 0 || value.n > 253 + 6)
		return false;
	if (value.p[0] == '[') {
		for (i = 1; i < value.n && (hex(value.p[i]) || value.p[i] == ':' || value.p[i] == '.'); i++)
			;
		if (i < 4 || i == value.n || value.p[i] != ']')
			return false;
		i++;
	} else {
		while (i < value.n && (token_char((unsigned char)value.p[i]) && !strchr("!#$%&'*+^`|~", value.p[i])))
			i++;
	}
	*host = str_head(value, i);
	if (i == 0 || host->p[0] == '.' || str_has(*host, S("..")))
		return false;
	if (i == value.n)
		return true;
	return value.p[i] == ':' && strict_number(str_skip(value, i + 1), &port) && port >= 1 && port <= 65535;
}
