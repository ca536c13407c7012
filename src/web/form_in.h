/* form_in.h — a form as typed fields with all faults gathered. What was typed always comes back filled in. */
#ifndef HEYE_WEB_FORM_IN_H
#define HEYE_WEB_FORM_IN_H

#include "base/day.h"
#include "html/html.h"
#include "http/form.h"

#define FAULTS 24

struct fault {
	const char *field;       /* name of the input: the error summary links to #field */
	const struct word *word; /* what is wrong and what to do, one sentence */
};

struct faults {
	struct fault f[FAULTS];
	size_t n;
};

struct form_in {
	struct arena *mem;
	const struct form *form;
	struct faults faults;
};

struct form_in form_in(struct arena *mem, const struct form *f);

/* A tidied text of at most `most` characters. `missing` NULL: may be empty. `too_long` says the limit in words. */
str form_text(struct form_in *in, const char *field, size_t most, const struct word *missing,
	      const struct word *too_long);
/* A whole number in [least, most]; `bad` on anything else; 0 when empty and `missing` is NULL. Full-width digits
 * are read. */
int64_t form_int(struct form_in *in, const char *field, int64_t least, int64_t most, const struct word *missing,
		 const struct word *bad);
day form_day(struct form_in *in, const char *field, const struct word *missing, const struct word *bad);
/* One of the NULL-terminated list; its index, or -1. */
int form_choice(struct form_in *in, const char *field, const char *const *choices, const struct word *missing);
bool form_tick(struct form_in *in, const char *field);
void form_fault(struct form_in *in, const char *field, const struct word *w);
bool form_good(const struct form_in *in);
const struct word *form_fault_of(const struct faults *f, const char *field); /* NULL: none */

/* One field of a form as the views of field.html print it: label, hint, fault and what was typed. */
struct choice {
	str value;               /* of the input */
	const struct word *word; /* its label, or `text` */
	str text;
	const struct word *hint; /* one line below the label, or NULL */
};

struct field {
	const char *name; /* of the input; also its id: "name", with "name-h" for the hint and "name-e" for the fault */
	const struct word *label; /* or `label_text` */
	str label_text;
	const struct word *hint;      /* or NULL */
	str value;                    /* what was typed, or the value of the chosen one */
	bool optional;                /* adds "(optional)" to the label */
	bool ticked;                  /* view_field_tick */
	bool focus;                   /* a text box: the cursor stands in it from the start */
	const char *type;             /* of the input: "tel", "date", "search", "password" …; NULL: "text" */
	const char *mode;             /* inputmode: "numeric", "tel" …; NULL: "text" */
	const char *complete;         /* autocomplete: "tel", "username" …; NULL: "off" */
	int rows;                     /* of a text box; 0: 5 */
	const struct choice *choices; /* of a select or radio tiles */
	size_t n;
};

str field_described(struct page *p, const struct field *f, bool bad); /* "tel-h tel-e", for aria-describedby */

#endif
