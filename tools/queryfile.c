/* queryfile.c — reads a .sql file of named queries: name lines, markers, statements. See queryfile.h. */
#include "queryfile.h"

const char *const type_name[] = { "int", "bool", "text", "blob", "day", "time" };
const char *const kind_name[] = { "one", "many", "each", "do", "change" };

void
fail(const struct gen *g, int line, const char *format, ...)
{
	va_list ap;

	fprintf(stderr, "%s:%d: ", g->path, line);
	va_start(ap, format);
	vfprintf(stderr, format, ap);
	va_end(ap);
	fputc('\n', stderr);
	exit(1);
}

/* ---- the header line ---- */

static const char *
blanks(const char *p)
{
	return p + strspn(p, " \t");
}

/* (name type, name type?, …) */
static const char *
fields_parse(const struct gen *g, const struct query *q, const char *p, struct field *f, int *n)
{
	if (*p++ != '(')
		fail(g, q->line, "`(` expected in the name line");
	for (p = blanks(p); *p != ')'; p = blanks(p)) {
		size_t len = ident_len(p);
		enum type t = INT;

		if (*n == FIELDS || !len || len >= NAME)
			fail(g, q->line, "`name type` expected at `%.20s`", p);
		name_copy(f[*n].name, p, len);
		if (in_list(f[*n].name, C_WORDS))
			fail(g, q->line, "`%s` is a word of C", f[*n].name);
		for (int i = 0; i < *n; i++)
			if (strcmp(f[i].name, f[*n].name) == 0)
				fail(g, q->line, "`%s` is declared twice", f[i].name);
		p = blanks(p + len);
		len = ident_len(p);
		while (t < TYPES && (strlen(type_name[t]) != len || strncmp(type_name[t], p, len) != 0))
			t++;
		if (t == TYPES)
			fail(g, q->line, "`%.*s` is not a type: int bool text blob day time", (int)len, p);
		f[*n].type = t;
		p += len;
		if (*p == '?') {
			f[*n].null = true;
			p++;
		}
		++*n;
		p = blanks(p);
		if (*p == ',')
			p++;
		else if (*p != ')')
			fail(g, q->line, "`,` or `)` expected at `%.20s`", p);
	}
	return blanks(p + 1);
}

/* one name(args) -> (columns) */
static void
name_parse(struct gen *g, struct query *q, const char *p)
{
	size_t n = ident_len(p), folder = strlen(g->folder), stem = strlen(g->stem);

	while (q->kind < KINDS && (strlen(kind_name[q->kind]) != n || strncmp(kind_name[q->kind], p, n) != 0))
		q->kind++;
	p = blanks(p + n);
	n = ident_len(p);
	if (!n || n >= NAME)
		fail(g, q->line, "the name of the query is missing or too long");
	name_copy(q->name, p, n);
	if (!(strncmp(p, g->folder, folder) == 0 && p[folder] == '_') &&
	    !(strncmp(p, g->stem, stem) == 0 && p[stem] == '_'))
		fail(g, q->line, "the name `%s` must begin with `%s_` or `%s_`", q->name, g->stem, g->folder);
	p = fields_parse(g, q, p + n, q->arg, &q->args);
	if (strncmp(p, "->", 2) == 0)
		p = fields_parse(g, q, blanks(p + 2), q->col, &q->cols);
	if (*p)
		fail(g, q->line, "`%s` is not expected in the name line", p);
	if (!q->cols && q->kind <= EACH)
		fail(g, q->line, "@%s needs columns: -> (name type, …)", kind_name[q->kind]);
	for (int i = 0; i < q->args; i++) {
		if (strcmp(q->arg[i].name, "town") == 0 && !q->anytown)
			fail(g, q->line, "`town` is not an argument: :town is bound from the request");
		if (q->arg[i].null && q->arg[i].type == BOOL)
			fail(g, q->line, "`%s`: a bool argument cannot be null", q->arg[i].name);
	}
	for (int i = 0; i < g->queries; i++)
		if (strcmp(g->seen[i], q->name) == 0)
			fail(g, q->line, "`%s` is named twice", q->name);
	if (g->queries == (int)(sizeof g->seen / sizeof *g->seen))
		fail(g, q->line, "too many queries in one file");
	name_copy(g->seen[g->queries++], q->name, strlen(q->name));
}

/* ---- the SQL ---- */

static void
sql_put(const struct gen *g, struct query *q, char c, int line)
{
	if (q->n == SQLMAX - 1)
		fail(g, q->line, "the query is longer than %d characters", SQLMAX);
	q->at[q->n] = line;
	q->sql[q->n++] = c;
	q->sql[q->n] = 0;
}

/* `:name` as `?n`: town is 1, then the arguments in their order. */
static void
parameter_put(const struct gen *g, struct query *q, const char *name, size_t n, int line)
{
	char number[16];
	int i = 0;

	while (i < q->args && (strlen(q->arg[i].name) != n || strncmp(q->arg[i].name, name, n) != 0))
		i++;
	if (n == 4 && strncmp(name, "town", 4) == 0 && !q->anytown) {
		q->town = true;
		i = -1;
	} else if (i == q->args) {
		fail(g, line, "`:%.*s` is not declared", (int)n, name);
	} else {
		q->arg[i].used = true;
	}
	snprintf(number, sizeof number, "?%d", i + (q->anytown ? 1 : 2));
	for (char *p = number; *p; p++)
		sql_put(g, q, *p, line);
}

/* A string or a quoted name, comments and white space excepted, is copied as it is. Returns what follows the piece. */
static const char *
piece_put(const struct gen *g, struct query *q, const char *p, int *line)
{
	char c = *p;

	if (c == '-' && p[1] == '-')
		return p + strcspn(p, "\n");
	if (isspace((unsigned char)c)) {
		*line += c == '\n';
		if (q->n && q->sql[q->n - 1] != ' ')
			sql_put(g, q, ' ', *line);
		return p + 1;
	}
	if (c == ':' && ident_len(p + 1)) {
		parameter_put(g, q, p + 1, ident_len(p + 1), *line);
		return p + 1 + ident_len(p + 1);
	}
	if (strchr("?@$`[\\#", c) || (c == '/' && p[1] == '*'))
		fail(g, *line, "`%c` is not SQL that both databases read", c);
	sql_put(g, q, c, *line);
	if (c != '\'' && c != '"')
		return p + 1;
	for (p++; *p != c; p++) {
		if (!*p || *p == '\n')
			fail(g, *line, "a string is not closed");
		sql_put(g, q, *p, *line);
	}
	sql_put(g, q, c, *line);
	return p + 1;
}

/* Reads one statement up to its `;`, and checks that nothing but comments follows before the next name line. */
static const char *
sql_read(const struct gen *g, struct query *q, const char *p, int *line)
{
	while (*p != ';') {
		if (!*p || (strncmp(p, "-- @", 4) == 0 && p[-1] == '\n'))
			fail(g, q->line, "the query does not end with `;`");
		p = piece_put(g, q, p, line);
	}
	while (q->n && q->sql[q->n - 1] == ' ')
		q->sql[--q->n] = 0;
	if (!q->n)
		fail(g, q->line, "there is no query below the name line");
	for (p++; *p && strncmp(p, "-- @", 4) != 0;) {
		if (*p == '-' && p[1] == '-')
			p += strcspn(p, "\n");
		else if (!isspace((unsigned char)*p))
			fail(g, *line, "several statements in one query");
		*line += *p == '\n';
		p += *p != 0;
	}
	return p;
}

/* ---- the file ---- */

/* A line `-- @…`: a marker sets something on the query to come; a name line may run over several comment lines. */
static const char *
marker_read(struct gen *g, struct query *q, const char *p, int *line)
{
	struct text name = { NULL, 0, 0 };
	size_t word = ident_len(p + 4), n = strcspn(p, "\n");
	const char *w = p + 4, *rest = blanks(w + word);
	char kind[NAME];

	name_copy(kind, w, word);
	if (in_list(kind, " anytown scan ") && (size_t)(rest - p) < n) {
		*(strcmp(kind, "scan") == 0 ? &q->scan : &q->anytown) = true;
	} else if (strcmp(kind, "store") == 0 && strncmp(rest, "identity", 8) == 0) {
		q->identity = true;
	} else if (strcmp(kind, "line") == 0) { /* written by figure_expand() */
		*line = atoi(rest) - 1;
	} else if (in_list(kind, " one many each do change ")) {
		q->line = *line;
		text_put(&name, w, n - 4);
		while (p[n] && strncmp(p + n + 1, "--", 2) == 0) {
			p += n + 1;
			++*line;
			n = strcspn(p, "\n");
			add(&name, " ");
			text_put(&name, p + 2, n - 2);
		}
		name_parse(g, q, name.p);
	} else {
		fail(g, *line,
		     "`-- @%s` is none of @one @many @each @do @change, @anytown why, @scan why, @store identity, @pg "
		     "why",
		     kind);
	}
	*line += p[n] == '\n';
	return p + n + (p[n] == '\n');
}

/* `-- @pg why` below a query: the text that PostgreSQL runs instead, with the same name line. */
static const char *
variant_read(const struct gen *g, struct query *q, const char *p, int *line)
{
	static struct query v;
	size_t n = strcspn(p, "\n");

	if (strncmp(p, "-- @pg", 6) != 0)
		return p;
	if (n < 8 || p[6] != ' ')
		fail(g, *line, "`-- @pg` needs a reason: what the other text cannot say");
	v = *q;
	v.sql[v.n = 0] = 0;
	v.town = false;
	*line += 1;
	p = sql_read(g, &v, p + n + (p[n] == '\n'), line);
	if (q->town != v.town)
		fail(g, *line, "%s: both texts must ask for `town = :town`", q->name);
	memcpy(q->pg, v.sql, v.n + 1);
	return p;
}

void
file_parse(struct gen *g, const char *p)
{
	static struct query q;
	int line = 1;

	memset(&q, 0, sizeof q);
	while (*p) {
		size_t n = strcspn(p, "\n");

		if (strncmp(p, "-- @", 4) == 0) {
			p = marker_read(g, &q, p, &line);
		} else if (strncmp(p, "--", 2) == 0 || blanks(p) == p + n) {
			p += n + (p[n] == '\n');
			line += 1;
		} else {
			fail(g, line, "a query without a name line `-- @one name(…) -> (…)`");
		}
		if (!q.line)
			continue;
		p = variant_read(g, &q, sql_read(g, &q, p, &line), &line);
		g->found(g, &q);
		memset(&q, 0, sizeof q);
	}
	if (q.anytown || q.scan || q.identity)
		fail(g, line, "a marker without a query below it");
}
