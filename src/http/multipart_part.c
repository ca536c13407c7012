/* The headers of multipart/form-data (RFC 7578), as browsers write them. */
#include "base/arena.h"
#include "base/utf8.h"
#include "http/multipart.h"

#include <strings.h>

static bool
same_word(str a, str b)
{
	return a.n == b.n && strncasecmp(a.p, b.p, a.n) == 0;
}

static bool
token_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       (c && strchr("!#$%&'*+-.^_`|~", c));
}

/* Reads `; key=value` off *rest; value is quoted or a token, *quoted says which. False at the end, or with *bad set. */
static bool
parameter(str *rest, str *key, str *value, bool *quoted, bool *bad)
{
	size_t i = 0, from;

	*bad = false;
	*rest = str_trim(*rest);
	if (rest->n == 0)
		return false;
	*bad = true;
	if (rest->p[0] != ';')
		return false;
	*rest = str_trim(str_skip(*rest, 1));
	while (i < rest->n && token_char(rest->p[i]))
		i++;
	if (i == 0 || i + 1 >= rest->n || rest->p[i] != '=')
		return false;
	*key = str_head(*rest, i);
	from = ++i;
	*quoted = rest->p[i] == '"';
	if (*quoted) {
		from = ++i;
		while (i < rest->n && rest->p[i] != '"')
			i += rest->p[i] == '\\' && i + 1 < rest->n && rest->p[i + 1] == '"' ? 2 : 1;
		if (i >= rest->n)
			return false;
	} else {
		while (i < rest->n && token_char(rest->p[i]))
			i++;
		if (i == from)
			return false;
	}
	*value = (str){ rest->p + from, i - from };
	*rest = str_skip(*rest, i + *quoted);
	*bad = false;
	return true;
}

/* Browsers write a quote as %22 or, older ones, as \" and line ends as %0D %0A. */
static str
unquote(struct arena *a, str s)
{
	char *p = make(a, char, s.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++) {
		str at = str_skip(s, i);

		if (str_starts(at, S("\\\""))) {
			p[n++] = '"';
			i++;
		} else if (str_starts(at, S("%22")) || str_starts(at, S("%0D")) || str_starts(at, S("%0A"))) {
			p[n++] = at.p[1] == '2' ? '"' : ' ';
			i += 2;
		} else {
			p[n++] = s.p[i];
		}
	}
	return (str){ p, n };
}

static bool
one_line(str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] < 0x20)
			return false;
	return utf8_ok(s);
}

static enum err
disposition(struct arena *a, str value, struct multipart_part *part)
{
	str rest = { NULL, 0 }, kind, key, text;
	bool quoted, bad, named = false;

	if (!str_cut(value, ';', &kind, &rest) || !same_word(str_trim(kind), S("form-data")))
		return INVALID;
	rest = (str){ rest.p - 1, rest.n + 1 };
	while (parameter(&rest, &key, &text, &quoted, &bad)) {
		if (same_word(key, S("name"))) {
			if (named)
				return INVALID;
			named = true;
			part->name = unquote(a, text);
		} else if (same_word(key, S("filename"))) {
			if (part->is_file)
				return INVALID;
			part->is_file = true;
			part->file = unquote(a, text);
		}
	}
	if (bad || part->name.n == 0 || part->name.n > 256 || !one_line(part->name))
		return INVALID;
	/* Old browsers send a whole path. A name that is no text is dropped: it is shown to nobody unasked. */
	for (size_t i = part->file.n; i > 0; i--)
		if (part->file.p[i - 1] == '/' || part->file.p[i - 1] == '\\') {
			part->file = str_skip(part->file, i);
			break;
		}
	if (part->file.n > 512 || !one_line(part->file))
		part->file = S("file");
	return OK;
}

enum err
multipart_part(struct arena *a, str head, struct multipart_part *part)
{
	bool disposed = false;

	*part = (struct multipart_part){ .name = S(""), .file = S(""), .type = S("") };
	while (head.n > 0) {
		ptrdiff_t end = str_find(head, S("\r\n"));
		str line = end < 0 ? head : str_head(head, (size_t)end), key, value;

		head = end < 0 ? S("") : str_skip(head, (size_t)end + 2);
		if (!str_cut(line, ':', &key, &value))
			return INVALID;
		value = str_trim(value);
		if (same_word(key, S("content-disposition"))) {
			if (disposed)
				return INVALID;
			disposed = true;
			TRY(disposition(a, value, part));
		} else if (same_word(key, S("content-type"))) {
			part->type = one_line(value) && value.n <= 256 ? str_dup(a, value) : S("");
		} else if (same_word(key, S("content-transfer-encoding")) && !same_word(value, S("binary")) &&
			   !same_word(value, S("8bit")) && !same_word(value, S("7bit"))) {
			return INVALID;
		}
	}
	return disposed ? OK : INVALID;
}

bool
multipart_is(str content_type)
{
	str kind, rest;

	str_cut(content_type, ';', &kind, &rest);
	return same_word(str_trim(kind), S("multipart/form-data"));
}

enum err
multipart_boundary(str content_type, str *boundary)
{
	str kind, rest = { NULL, 0 }, key, value;
	bool quoted, bad, found = false;

	if (!str_cut(content_type, ';', &kind, &rest) || !multipart_is(content_type))
		return INVALID;
	rest = (str){ rest.p - 1, rest.n + 1 };
	while (parameter(&rest, &key, &value, &quoted, &bad))
		if (same_word(key, S("boundary"))) {
			if (found)
				return INVALID;
			found = true;
			*boundary = value;
		}
	if (bad || !found || boundary->n == 0 || boundary->n > 70)
		return INVALID;
	for (size_t i = 0; i < boundary->n; i++) {
		char c = boundary->p[i];

		if (!token_char(c) && !(c && strchr("()+_,-./:=? ", c)))
			return INVALID;
	}
	return boundary->p[boundary->n - 1] == ' ' ? INVALID : OK;
}
