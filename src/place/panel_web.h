/* panel_web.h — the forms of the administrator's pages: a title, a few fields, one button. Built in C, printed
 * by one view.
 *
 * A form posts to its own address. The handler builds the same panel again with `typed` set, reads it, and on
 * a fault shows it with everything still filled in. Shared by staff/ and catalogue/. */
#ifndef HEYE_PLACE_PANEL_WEB_H
#define HEYE_PLACE_PANEL_WEB_H

#include "web/web.h"

enum panel_kind { PANEL_TEXT, PANEL_AREA, PANEL_SELECT, PANEL_RADIOS, PANEL_TICK, PANEL_FILE };

struct panel_part {
	enum panel_kind kind;
	struct field field;
};

#define PANEL_PARTS 16

struct panel {
	const struct req *rq;
	const char *nav; /* entry of the navigation that is current */
	const struct word *title;
	str about;                /* which record: a name below the title, or empty */
	const struct word *intro; /* what will happen, or NULL */
	const struct word *warn;  /* something to know first, in amber, or NULL */
	const struct word *button;
	bool red;                 /* cannot be taken back */
	bool file;                /* has a file field */
	str back;                 /* where "change nothing" leads, below the root */
	const struct form *typed; /* the form as sent, NULL when it is shown first */
	struct faults faults;
	struct panel_part part[PANEL_PARTS];
	size_t parts;
};

/* Each adds a field; what was typed wins over `value`. The field may be completed (hint, optional …) by
 * the caller. */
struct field *panel_text(struct panel *f, const char *name, const struct word *label, str value);
struct field *panel_area(struct panel *f, const char *name, const struct word *label, str value);
struct field *panel_phone(struct panel *f, const char *name, const struct word *label, str value);
struct field *panel_number(struct panel *f, const char *name, const struct word *label, int64_t value);
struct field *panel_day(struct panel *f, const char *name, const struct word *label, day value);
struct field *panel_tick(struct panel *f, const char *name, const struct word *label, bool value);
struct field *panel_file(struct panel *f, const char *name, const struct word *label);
/* `choices` live as long as the request. */
struct field *panel_select(struct panel *f, const char *name, const struct word *label, str value,
			   struct choice *choices, size_t n);
struct field *panel_radios(struct panel *f, const char *name, const struct word *label, str value,
			   struct choice *choices, size_t n);

void panel_fault(struct panel *f, const char *name, const struct word *word);

/* The whole page. Without faults OK; with faults it is a 422 and INVALID, so that nothing is kept. */
MUST_USE enum err panel_show(struct panel *f, struct res *rs);

/* A name in the reader's language, the Chinese one where there is no other. */
str panel_name(const struct page *p, str zh, str en);
str panel_name_for(const struct req *rq, str zh, str en);
str panel_id(struct arena *mem, int64_t id); /* as the value of a choice; empty for 0 */

#endif
