/* figure.c — a figure of a report is one predicate used twice. `-- @figure NAME` stands above one select that gives the
 * facts (id, at, village, unit, type, part); here it becomes four named queries with that same select inside, and the
 * table of C functions that db/figure.h describes. So the number and the list behind it cannot differ.
 *
 *   NAME_count   how many facts of a period a reader may see
 *   NAME_cells   the same, by day, village, unit, type and part
 *   NAME_list    the facts themselves, by time, a page at a time
 *   NAME_of      the facts of one record, whoever reads
 *
 * `-- @gate NAME` above a select of one column `id` with :gate_unit and :gate_person names the records that a reader must not
 * meet; it holds for all figures of its file. */
#include "figure.h"

#define ASK \
	"from time, to time, scope_unit int, scope_village int, village int, unit int, typed int, type text, part int"
#define FACT      "id int, at time, village int, unit int, type text, part int"
#define LOCAL_DAY "(f.at + 28800000) / 86400000"

struct block {
	const char *path, *sql; /* the select, without its `;` */
	size_t n;
	char name[NAME];
	int line;
	bool now; /* the select asks for :now */
};

static void __attribute__((noreturn)) refuse(const struct block *b, const char *why)
{
	fprintf(stderr, "%s:%d: %s\n", b->path, b->line, why);
	exit(1);
}

/* `-- @kind NAME` at p and the select below it. Returns what follows its `;`. */
static const char *
block_read(struct block *b, const char *p, const char *kind)
{
	const char *name = p + 4 + strlen(kind), *end;

	name += strspn(name, " ");
	if (!ident_len(name) || ident_len(name) > NAME - 12 || name[ident_len(name)] != '\n')
		refuse(b, "`-- @figure name` or `-- @gate name` expected");
	name_copy(b->name, name, ident_len(name));
	b->sql = name + ident_len(name) + 1;
	end = strchr(b->sql, ';');
	if (!end || end[1] != '\n')
		refuse(b, "the query does not end with `;`");
	b->n = (size_t)(end - b->sql);
	b->now = false;
	for (const char *c = b->sql; c < end; c++) {
		if (strncmp(c, "-- @", 4) == 0)
			refuse(b, "the query does not end with `;`");
		b->now |= strncmp(c, ":now", 4) == 0 && !ident_char(c[4]);
	}
	return end + 1;
}

/* One query around the select: the marker says where it came from, so that a fault names the right line. */
static void
query_begin(const struct block *b, struct text *t, const char *kind, const char *tail, const char *args)
{
	add(t, "\n-- @line %d\n-- @%s %s%s(%s%s)", b->line, kind, b->name, tail, args, b->now ? ", now time" : "");
}

static void
facts_put(const struct block *b, struct text *t)
{
	add(t, " from (");
	text_put(t, b->sql, b->n);
	add(t, ") f where ");
}

static void
ask_put(const struct block *gate, struct text *t)
{
	add(t,
	    "f.at >= :from and f.at < :to and (:scope_unit = 0 or f.unit = :scope_unit) and (:scope_village = 0 or "
	    "f.village = :scope_village) and (:village = 0 or f.village = :village) and (:unit < 0 or f.unit = :unit) "
	    "and (:typed = 0 or f.type = :type) and (:part < 0 or f.part = :part)");
	if (gate->n) {
		add(t, " and f.id not in (");
		text_put(t, gate->sql, gate->n);
		add(t, ")");
	}
}

static void
queries_put(const struct block *b, const struct block *gate, struct text *t)
{
	char ask[400];

	snprintf(ask, sizeof ask, "%s%s", ASK, gate->n ? ", gate_unit int, gate_person int" : "");
	query_begin(b, t, "one", "_count", ask);
	add(t, " -> (n int)\nselect count(*) as n");
	facts_put(b, t), ask_put(gate, t);
	add(t, ";");
	query_begin(b, t, "each", "_cells", ask);
	add(t, " -> (day int, village int, unit int, type text, part int, n int)\nselect " LOCAL_DAY
	       " as day, f.village, f.unit, f.type, f.part, count(*) as n");
	facts_put(b, t), ask_put(gate, t);
	add(t, " group by " LOCAL_DAY ", f.village, f.unit, f.type, f.part;");
	snprintf(ask, sizeof ask, "%s%s, after time, after_id int, most int", ASK,
		 gate->n ? ", gate_unit int, gate_person int" : "");
	query_begin(b, t, "many", "_list", ask);
	add(t, " -> (" FACT ")\nselect f.id, f.at, f.village, f.unit, f.type, f.part");
	facts_put(b, t), ask_put(gate, t);
	add(t, " and (f.at, f.id) > (:after, :after_id) order by f.at, f.id limit :most;");
	query_begin(b, t, "many", "_of", "record int, most int");
	add(t, " -> (" FACT ")\nselect f.id, f.at, f.village, f.unit, f.type, f.part");
	facts_put(b, t);
	add(t, "f.id = :record limit :most;");
}

/* ---- the C ---- */

#define GIVEN "a->from, a->to, a->scope_unit, a->scope_village, a->village, a->unit, a->typed, a->type, a->part"

static void
functions_put(const struct block *b, const struct block *gate, struct text *t)
{
	const char *n = b->name, *now = b->now ? ", db->now" : "",
		   *gated = gate->n ? ", a->gate_unit, a->gate_person" : "";

	add(t,
	    "\nstatic enum err\n%s_count(struct db *db, const struct figure_ask *a, int64_t *n)\n{\n\tstruct "
	    "q_%s_count "
	    "row;\n\n\tTRY(q_%s_count(db, " GIVEN "%s%s, &row));\n\t*n = row.n;\n\treturn OK;\n}\n",
	    n, n, n, gated, now);
	add(t,
	    "\nstatic enum err\n%s_cell(void *ctx, const struct q_%s_cells *row)\n{\n\tconst struct figure_reader *r = "
	    "ctx;\n\n\treturn r->each(r->ctx, &(struct figure_cell){ row->day, row->village, row->unit, row->type, "
	    "row->part, row->n });\n}\n",
	    n, n);
	add(t,
	    "\nstatic enum err\n%s_cells(struct db *db, const struct figure_ask *a, struct figure_reader "
	    "*r)\n{\n\treturn "
	    "q_%s_cells(db, " GIVEN "%s%s, %s_cell, r);\n}\n",
	    n, n, gated, now, n);
	for (int i = 0; i < 2; i++) {
		const char *kind = i ? "of" : "list";

		add(t,
		    "\nstatic enum err\n%s_%s(struct db *db, %s, struct figure_facts *f)\n{\n\tstruct q_%s_%s_list "
		    "l;\n\n",
		    n, kind, i ? "int64_t record" : "const struct figure_ask *a", n, kind);
		if (i)
			add(t, "\tTRY(q_%s_of(db, record, FIGURE_OF_MOST%s, &l));\n", n, now);
		else
			add(t, "\tTRY(q_%s_list(db, " GIVEN "%s, a->after, a->after_id, a->most%s, &l));\n", n, gated,
			    now);
		add(t,
		    "\tf->p = make(db->mem, struct figure_fact, l.n ? l.n : 1);\n\tfor (f->n = 0; f->n < l.n; f->n++)\n"
		    "\t\tf->p[f->n] = (struct figure_fact){ l.p[f->n].id, l.p[f->n].at, l.p[f->n].village, "
		    "l.p[f->n].unit, l.p[f->n].type, l.p[f->n].part };\n\treturn OK;\n}\n");
	}
	add(t, "\nconst struct figure_sql figure_%s = { %s_count, %s_cells, %s_list, %s_of, %s };\n", n, n, n, n, n,
	    gate->n ? gate->name : "NULL");
}

static void
gate_put(const struct block *b, struct text *sql, struct text *c)
{
	add(sql, "\n-- @line %d\n-- @many %s(gate_unit int, gate_person int, most int) -> (id int)\nselect g.id from (",
	    b->line, b->name);
	text_put(sql, b->sql, b->n);
	add(sql, ") g order by g.id limit :most;");
	add(c,
	    "\nstatic enum err\n%s(struct db *db, int64_t gate_unit, int64_t gate_person, int64_t most, int64_t **id, "
	    "size_t "
	    "*n)\n{\n\tstruct q_%s_list l;\n\n\tTRY(q_%s(db, gate_unit, gate_person, most, &l));\n"
	    "\t*id = make(db->mem, int64_t, l.n ? l.n : 1);\n\tfor (*n = 0; *n < l.n; ++*n)\n\t\t(*id)[*n] = "
	    "l.p[*n].id;\n\treturn OK;\n}\n",
	    b->name, b->name, b->name);
}

const char *
figure_expand(const char *path, const char *p, struct text *header, struct text *source)
{
	struct text out = { NULL, 0, 0 };
	struct block b = { .path = path, .line = 1 }, gate = { .path = path };
	int line = 1;

	add(&out, "%s", "");
	while (*p) {
		bool figure = strncmp(p, "-- @figure ", 11) == 0, gated = strncmp(p, "-- @gate ", 9) == 0;
		size_t n = strcspn(p, "\n");

		n += p[n] == '\n';
		b.line = line;
		if (figure || gated) {
			const char *end = block_read(&b, p, figure ? "figure" : "gate");

			if (figure && !header->n)
				add(header, "#include \"db/figure.h\"\n\n");
			if (gated)
				gate = b, gate_put(&b, &out, source);
			else
				queries_put(&b, &gate, &out), functions_put(&b, &gate, source),
					add(header, "extern const struct figure_sql figure_%s;\n", b.name);
			n = (size_t)(end + 1 - p);
		} else {
			text_put(&out, p, n);
		}
		for (size_t i = 0; i < n; i++)
			line += p[i] == '\n';
		p += n;
		if (figure || gated)
			add(&out, "\n-- @line %d\n", line);
	}
	return out.p;
}
