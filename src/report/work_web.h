/* work_web.h — pages of work reports: the list, a draft with its numbers filled in, its text, the frozen copy. */
#ifndef HEYE_REPORT_WORK_WEB_H
#define HEYE_REPORT_WORK_WEB_H

#include "report/fill_web.h"
#include "report/sheet_web.h"
#include "report/work.h"

struct work_draft {
	struct work_report r;
	struct fill fill;
	str document;
};

struct work_page {
	const struct req *rq;
	struct work_report *r;
	str document;
	struct sheet_links links;
	bool write; /* may change, freeze, restate */
	bool same;  /* counted again just now: nothing is different */
	struct q_work_changes_list changes;
	str hash;
};

struct work_form {
	const struct req *rq;
	const struct work_report *r;
	str title;
	struct work_section section[WORK_SECTIONS];
	str unit_name[WORK_SECTIONS];
	size_t n;
	struct faults faults;
	str unknown; /* the placeholder that names nothing */
	url action;
};

struct work_index {
	const struct req *rq;
	struct q_work_list_list list;
	struct period choice[10];
	size_t choices;
	bool write;
	url more;
};

str work_choice_key(const struct work_index *x, size_t i);
str work_choice_name(const struct work_index *x, size_t i);
str work_period_name(const struct work_page *w);
str work_list_period(const struct page *p, const struct q_work_list *row);
struct field work_heading_field(const struct work_form *f, size_t i);
struct field work_words_field(const struct work_form *f, size_t i);
struct field work_title_field(const struct work_form *f);
str work_change_name(const struct q_work_changes *c);
str work_change_old(struct page *p, const struct q_work_changes *c);
str work_change_new(struct page *p, const struct q_work_changes *c);
str work_change_difference(struct page *p, const struct q_work_changes *c);
str work_change_paper(const struct work_page *w); /* all restatements as a document; there is one at least */

/* The draft with all numbers counted now. `proved`: with the lists' hashes, for freezing. */
MUST_USE enum err work_fill(struct db *db, const struct req *rq, int64_t id, bool proved, struct work_draft *d);

extern const struct route work_routes[], work_file_routes[];

#endif
