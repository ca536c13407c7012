#include "place/panel_web.h"

#include "gen/panel.html.h"

static struct field *
part_add(struct panel *f, enum panel_kind kind, const char *name, const struct word *label, str value)
{
	struct panel_part *p = &f->part[f->parts < PANEL_PARTS ? f->parts++ : PANEL_PARTS - 1];
	str typed = f->typed ? form_get(f->typed, str_of(name)) : value;

	*p = (struct panel_part){ .kind = kind, .field = { .name = name, .label = label, .value = typed } };
	return &p->field;
}

struct field *
panel_text(struct panel *f, const char *name, const struct word *label, str value)
{
	return part_add(f, PANEL_TEXT, name, label, value);
}

struct field *
panel_area(struct panel *f, const char *name, const struct word *label, str value)
{
	return part_add(f, PANEL_AREA, name, label, value);
}

struct field *
panel_phone(struct panel *f, const char *name, const struct word *label, str value)
{
	struct field *field = part_add(f, PANEL_TEXT, name, label, value);

	field->type = "tel";
	field->mode = "tel";
	field->optional = true;
	return field;
}

struct field *
panel_number(struct panel *f, const char *name, const struct word *label, int64_t value)
{
	struct field *field = part_add(f, PANEL_TEXT, name, label, str_fmt(f->rq->mem, "%lld", (long long)value));

	field->mode = "numeric";
	return field;
}

struct field *
panel_day(struct panel *f, const char *name, const struct word *label, day value)
{
	struct field *field = part_add(f, PANEL_TEXT, name, label, day_iso(f->rq->mem, value));

	field->type = "date";
	return field;
}

struct field *
panel_tick(struct panel *f, const char *name, const struct word *label, bool value)
{
	struct field *field = part_add(f, PANEL_TICK, name, label, S(""));

	field->ticked = f->typed ? form_has(f->typed, str_of(name)) : value;
	return field;
}

struct field *
panel_file(struct panel *f, const char *name, const struct word *label)
{
	struct field *field = part_add(f, PANEL_FILE, name, label, S(""));

	f->file = true;
	field->value = S("");
	return field;
}

struct field *
panel_select(struct panel *f, const char *name, const struct word *label, str value, struct choice *choices, size_t n)
{
	struct field *field = part_add(f, PANEL_SELECT, name, label, value);

	field->choices = choices;
	field->n = n;
	return field;
}

struct field *
panel_radios(struct panel *f, const char *name, const struct word *label, str value, struct choice *choices, size_t n)
{
	struct field *field = part_add(f, PANEL_RADIOS, name, label, value);

	field->choices = choices;
	field->n = n;
	return field;
}

void
panel_fault(struct panel *f, const char *name, const struct word *word)
{
	if (f->faults.n < FAULTS && !form_fault_of(&f->faults, name))
		f->faults.f[f->faults.n++] = (struct fault){ name, word };
}

enum err
panel_show(struct panel *f, struct res *rs)
{
	struct page *p = res_page(rs);
	struct frame frame = { .title = f->title, .rq = f->rq, .nav = f->nav };

	if (f->faults.n)
		res_status(rs, 422);
	frame_begin(p, &frame);
	view_panel(p, f);
	frame_end(p, &frame);
	return f->faults.n ? INVALID : OK;
}

str
panel_name(const struct page *p, str zh, str en)
{
	return p->lang == EN && en.n ? en : zh;
}

str
panel_name_for(const struct req *rq, str zh, str en)
{
	return rq->lang == EN && en.n ? en : zh;
}

str
panel_id(struct arena *mem, int64_t id)
{
	return id ? str_fmt(mem, "%lld", (long long)id) : S("");
}
