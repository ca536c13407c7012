/* query.c — writes the C of a proved query: its struct, its prototype and the function that runs it (contract
 * in db/db.h). */
#include "query.h"

static const char *const type_c[] = { "int64_t ", "bool ", "str ", "str ", "day ", "moment " };

static const char type_letter[] = { 'i', 'i', 't', 'b', 'i', 'i' };

static void
prototype_write(const struct query *q, struct text *t)
{
	add(t, "q_%s(struct %s *%s", q->name, q->writes ? "tx" : "db", q->writes ? "tx" : "db");
	for (int i = 0; i < q->args; i++)
		add(t, ", %s%s%s", type_c[q->arg[i].type], q->arg[i].name, name_tail(q->arg[i].name));
	if (q->kind == MANY)
		add(t, ", struct q_%s_list *list)", q->name);
	else if (q->kind == EACH)
		add(t, ",\n\tenum err (*each)(void *ctx, const struct q_%s *row), void *ctx)", q->name);
	else
		add(t, q->cols ? ", struct q_%s *row)" : ")%.0s", q->name);
}

void
query_header(const struct query *q, struct text *t)
{
	if (q->cols) {
		add(t, "\nstruct q_%s {\n", q->name);
		for (int i = 0; i < q->cols; i++)
			add(t, "\t%s%s;%s\n", type_c[q->col[i].type], q->col[i].name,
			    q->col[i].null ? " /* or none */" : "");
		add(t, "};\n");
	}
	if (q->kind == MANY)
		add(t, "\nstruct q_%s_list {\n\tstruct q_%s *p;\n\tsize_t n;\n};\n", q->name, q->name);
	if (q->kind == EACH)
		add(t,
		    "\n/* A row lives until `each` returns; what `each` does not return OK for ends the reading. */");
	add(t, "\nMUST_USE enum err ");
	prototype_write(q, t);
	add(t, ";\n");
}

static void
bind_write(const struct query *q, struct text *t)
{
	int first = q->anytown ? 1 : 2;

	if (!q->anytown)
		add(t, "\tstmt_int(s, 1, db->town);\n");
	for (int i = 0; i < q->args; i++) {
		const struct field *f = &q->arg[i];
		char name[NAME + 1];
		const char *part = f->type == DAY    ? ".n"
				   : f->type == TIME ? ".ms"
						     : "",
			   *kind = f->type == BLOB ? "blob" : "text";

		snprintf(name, sizeof name, "%s%s", f->name, name_tail(f->name));
		if (f->type == TEXT || f->type == BLOB)
			add(t, "\tstmt_%s(s, %d, %s%s%s%s);\n", kind, first + i, name, f->null ? "" : ".p ? ",
			    f->null ? "" : name, f->null ? "" : " : S(\"\")");
		else if (f->null)
			add(t, "\tif (%s%s)\n\t\tstmt_int(s, %d, %s%s);\n\telse\n\t\tstmt_null(s, %d);\n", name, part,
			    first + i, name, part, first + i);
		else
			add(t, "\tstmt_int(s, %d, %s%s);\n", first + i, name, part);
	}
}

static void
row_write(const struct query *q, struct text *t, const char *row)
{
	for (int i = 0; i < q->cols; i++) {
		add(t, "\t\t%s%s = ", row, q->col[i].name);
		switch (q->col[i].type) {
		case BOOL: add(t, "stmt_get_int(s, %d) != 0;\n", i); break;
		case TEXT:
		case BLOB: add(t, "stmt_get_text(s, %d, db->mem);\n", i); break;
		case DAY: add(t, "(day){ (int32_t)stmt_get_int(s, %d) };\n", i); break;
		case TIME: add(t, "(moment){ stmt_get_int(s, %d) };\n", i); break;
		case INT:
		case TYPES: add(t, "stmt_get_int(s, %d);\n", i); break;
		}
	}
}

static void
body_write(const struct query *q, struct text *t)
{
	const char *name = q->name;

	if (q->kind == MANY) {
		add(t,
		    "\twhile ((e = stmt_step(s, &more)) == OK && more) {\n\t\tif (list->n == cap) {\n"
		    "\t\t\tstruct q_%s *p = make(db->mem, struct q_%s, cap ? cap * 2 : 16);\n\n"
		    "\t\t\tif (cap)\n\t\t\t\tmemcpy(p, list->p, cap * sizeof *p);\n"
		    "\t\t\tlist->p = p;\n\t\t\tcap = cap ? cap * 2 : 16;\n\t\t}\n",
		    name, name);
		row_write(q, t, "list->p[list->n].");
		add(t, "\t\tlist->n++;\n\t}\n");
	} else if (q->kind == EACH) {
		add(t,
		    "\twhile ((e = stmt_step(s, &more)) == OK && more) {\n\t\tsize_t mark = arena_mark(db->mem), "
		    "full;\n"
		    "\t\tstruct q_%s row;\n\n",
		    name);
		row_write(q, t, "row.");
		add(t, "\t\tfull = arena_mark(db->mem);\n\t\te = each(ctx, &row);\n\t\tif (e != OK)\n\t\t\tbreak;\n"
		       "\t\tif (arena_mark(db->mem) == full) /* `each` took nothing: the row's memory can go */\n"
		       "\t\t\tarena_back(db->mem, mark);\n\t}\n");
	} else {
		add(t, "\te = stmt_step(s, &more);\n");
		if (q->cols) {
			add(t, "\tif (e == OK && more) {\n");
			row_write(q, t, "row->");
			add(t, q->kind == DO ? "\t}\n" : "\t} else if (e == OK) {\n\t\te = NOT_FOUND;\n\t}\n");
		}
		/* A foreign key is only checked when the statement has run to its end. */
		if (q->cols && q->writes)
			add(t, "\twhile (e == OK && more)\n\t\te = stmt_step(s, &more);\n");
		if (q->kind == CHANGE && !q->cols)
			add(t, "\tif (e == OK && stmt_changes(s) == 0)\n\t\te = NOT_FOUND;\n");
	}
}

void
query_source(const struct query *q, struct text *t)
{
	add(t, "\nstatic const struct query query_%s = { \"%s\",\n\t\"", q->name, q->name);
	text_c(t, q->sql, q->n);
	add(t, "\",\n\t%s, %s, %s, %s, \"%s", q->identity ? "STORE_IDENTITY" : "STORE_MAIN",
	    q->writes ? "true" : "false", q->anytown ? "true" : "false", q->kind == EACH ? "true" : "false",
	    q->anytown ? "" : "i");
	for (int i = 0; i < q->args; i++)
		add(t, "%c", type_letter[q->arg[i].type]);
	add(t, "\",");
	if (*q->pg) {
		add(t, "\n\t\"");
		text_c(t, q->pg, strlen(q->pg));
		add(t, "\"");
	} else {
		add(t, " NULL");
	}
	add(t, " };\n\nenum err\n");
	prototype_write(q, t);
	add(t, "\n{\n%s\tstruct stmt *s;\n\tbool more;\n\tenum err e;\n%s\n",
	    q->writes ? "\tstruct db *db = &tx->db;\n" : "", q->kind == MANY ? "\tsize_t cap = 0;\n" : "");
	if (q->kind == MANY)
		add(t, "\t*list = (struct q_%s_list){ 0 };\n", q->name);
	else if (q->kind != EACH && q->cols)
		add(t, "\t*row = (struct q_%s){ 0 };\n", q->name);
	add(t, "\tTRY(db_start(db, &query_%s, &s));\n", q->name);
	bind_write(q, t);
	body_write(q, t);
	add(t, "\tstmt_end(s);\n\treturn e;\n}\n");
}
