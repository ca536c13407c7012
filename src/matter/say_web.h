/* say_web.h — raising a matter: what; where and who; check; handed in. Three pages, no account, no script. */
#ifndef HEYE_MATTER_SAY_WEB_H
#define HEYE_MATTER_SAY_WEB_H

#include "catalogue/catalogue.h"
#include "matter/say.h"
#include "place/place.h"
#include "web/web.h"

/* What the views of the three pages print. */
struct say_form {
	const struct say *say;
	const struct faults *faults;
	str token;
	bool then_check; /* came from the check page to change one answer, and goes back there */
	bool gone;       /* the address named a draft that is no more */
	bool sealing;    /* the township has a sealing key */
	bool urgent;     /* the chosen type is an emergency */
	const struct q_place_villages_list *villages;
	const struct q_place_groups_list *groups; /* of all villages */
};

/* The fields of the second page; type has no choices when no category was chosen, accused has none but for what an office
 * did. */
struct say_fields {
	struct field spot, position, type, accused, name, tel, who;
};

/* One line of the check page: the first of photos, value and word that there is. */
struct say_row {
	const struct word *label;
	int64_t photos;
	str value;
	const struct word *word;
	url change;
};

/* Reading the two forms (say_form_web.c). Faults are gathered in `in`; what was typed stands in `s` either way. */
void say_read_what(struct form_in *in, struct req *rq, struct say *s);
MUST_USE enum err say_read_where(struct db *db, struct form_in *in, bool sealing, struct say *s);

/* The fields of the second page, filled in from the draft. */
MUST_USE enum err say_fields_make(struct db *db, const struct req *rq, const struct say_form *f, struct say_fields *in);
MUST_USE enum err say_category_field(struct db *db, const struct req *rq, const struct say *s, struct field *f);
MUST_USE enum err say_rows_make(struct db *db, const struct req *rq, const struct say_form *f, struct say_row *rows,
				size_t *n);
#define SAY_ROWS 10

extern const struct route say_routes[];

#endif
