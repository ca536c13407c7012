/* markup.c — see markup.h. Not a full HTML parser: it reads what views may hold and refuses the rest. */
#include "markup.h"

/* Elements whose end tag HTML lets one leave out (p, li, tr, td, html, body …) and inline ones are not counted. */
#define COUNTED                                                                                                     \
	" div main section article header footer nav aside form fieldset table ul ol dl details summary dialog "    \
	"figure "                                                                                                   \
	"figcaption h1 h2 h3 h4 h5 h6 blockquote pre select textarea title button svg script style address legend " \
	"template "
#define ADDRESSES " href src action formaction poster cite data xlink:href "
#define REFUSED   " style srcset srcdoc ping background manifest "

bool
markup_fault(struct markup *m, const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	vsnprintf(m->fault, sizeof m->fault, format, ap);
	va_end(ap);
	return false;
}

bool
markup_opens(struct markup *m, const char *tag)
{
	if (!in_list(tag, COUNTED))
		return true;
	if (m->open.n == TAGS)
		return markup_fault(m, "more than %d elements inside each other", TAGS);
	snprintf(m->open.name[m->open.n++], sizeof m->open.name[0], "%s", tag);
	return true;
}

bool
markup_closes(struct markup *m, const char *tag)
{
	const char *last = m->open.n ? m->open.name[m->open.n - 1] : NULL;

	if (!in_list(tag, COUNTED))
		return true;
	if (!last)
		return markup_fault(m, "</%s> closes nothing", tag);
	if (strcmp(last, tag) != 0)
		return markup_fault(m, "</%s> where <%s> is open", tag, last);
	m->open.n--;
	return true;
}

bool
tags_same(const struct tags *a, const struct tags *b)
{
	if (a->n != b->n)
		return false;
	for (int i = 0; i < a->n; i++)
		if (strcmp(a->name[i], b->name[i]) != 0)
			return false;
	return true;
}

bool
markup_attribute(struct markup *m, const char *name)
{
	if (in_list(name, REFUSED) || strncmp(name, "on", 2) == 0)
		return markup_fault(m, "the attribute %s= is not used in views", name);
	m->address = in_list(name, ADDRESSES);
	return true;
}

static bool
name_add(struct markup *m, char *name, size_t size, char c)
{
	size_t n = strlen(name);

	if (n + 1 >= size)
		return markup_fault(m, "`%s…` is too long a name", name);
	name[n] = (char)tolower((unsigned char)c);
	name[n + 1] = 0;
	return true;
}

static bool
tag_done(struct markup *m)
{
	m->where = IN_TEXT;
	if (m->end)
		return markup_closes(m, m->tag);
	if (m->slash)
		return true;
	if (strcmp(m->tag, "script") == 0 || strcmp(m->tag, "style") == 0)
		m->where = IN_RAW;
	return markup_opens(m, m->tag);
}

static bool
opening_char(struct markup *m, char c)
{
	m->tag[0] = 0;
	m->end = m->slash = false;
	if (c == '!') {
		m->where = IN_DECLARATION;
		return true;
	}
	m->where = IN_TAG_NAME;
	if (c == '/') {
		m->end = true;
		return true;
	}
	if (!isalpha((unsigned char)c))
		return markup_fault(m, "`<` in text is written &lt;");
	return name_add(m, m->tag, sizeof m->tag, c);
}

/* Between attributes. */
static bool
tag_char(struct markup *m, char c)
{
	if (c == '>')
		return tag_done(m);
	m->slash = c == '/';
	if (isspace((unsigned char)c) || c == '/')
		return true;
	if (m->end || !isalpha((unsigned char)c))
		return markup_fault(m, "`%c` in <%s%s>", c, m->end ? "/" : "", m->tag);
	m->where = IN_NAME;
	m->attr[0] = 0;
	return name_add(m, m->attr, sizeof m->attr, c);
}

static bool
name_char(struct markup *m, char c)
{
	if (isalnum((unsigned char)c) || strchr("-_:", c))
		return name_add(m, m->attr, sizeof m->attr, c);
	if (!markup_attribute(m, m->attr))
		return false;
	m->where = c == '=' ? AFTER_IS : IN_TAG;
	return c == '=' || tag_char(m, c);
}

static bool
value_begin(struct markup *m, char c)
{
	m->value = 0;
	m->whole = false;
	if (c == '"' || c == '\'') {
		m->quote = c;
		m->where = IN_VALUE;
		return true;
	}
	if (m->address || !isalnum((unsigned char)c))
		return markup_fault(m, "the value of %s= needs quotes", m->attr);
	m->where = IN_BARE;
	return true;
}

static bool
value_char(struct markup *m, char c)
{
	if (c == m->quote) {
		m->where = IN_TAG;
		m->slash = false;
		return m->value || !m->address || markup_fault(m, "%s= is empty", m->attr);
	}
	if (m->whole)
		return markup_fault(m, "an address given by an expression is the whole of %s=", m->attr);
	if (c == '<')
		return markup_fault(m, "`<` in %s= is written &lt;", m->attr);
	m->value++;
	return true;
}

bool
markup_char(struct markup *m, char c)
{
	switch (m->where) {
	case IN_TEXT:
		if (c == '<')
			m->where = IN_OPENING;
		return true;
	case IN_RAW: /* nothing inside a script or style may look like a tag: its end tag is the next one */
		if (c == '<')
			m->where = IN_OPENING;
		return true;
	case IN_OPENING: return opening_char(m, c);
	case IN_DECLARATION:
		if (c == '-')
			return markup_fault(m, "comments are written {{! … !}}");
		if (c == '>')
			m->where = IN_TEXT;
		return true;
	case IN_TAG_NAME:
		if (isalnum((unsigned char)c) || c == '-')
			return name_add(m, m->tag, sizeof m->tag, c);
		m->where = IN_TAG;
		return tag_char(m, c);
	case IN_TAG: return tag_char(m, c);
	case IN_NAME: return name_char(m, c);
	case AFTER_IS: return value_begin(m, c);
	case IN_VALUE: return value_char(m, c);
	case IN_BARE:
		if (!isspace((unsigned char)c) && c != '>')
			return strchr("\"'=<`", c) ? markup_fault(m, "the value of %s= needs quotes", m->attr) : true;
		m->where = IN_TAG;
		return tag_char(m, c);
	}
	return true;
}
