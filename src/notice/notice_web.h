/* notice_web.h — notices on the page of a matter, one by one, and on the resident's tracking page. */
#ifndef HEYE_NOTICE_NOTICE_WEB_H
#define HEYE_NOTICE_NOTICE_WEB_H

#include "matter/dossier_web.h"
#include "notice/notice.h"
#include "web/web.h"

struct notice_panel {
	int64_t matter;
	struct q_notice_of_matter_list list;
	str *number; /* beside list */
	enum notice_kind kind[NOTICE_KINDS];
	size_t kinds;  /* that this post may issue now */
	day accept_by; /* by when acceptance has to be told; none when no such clock runs */
	bool late;
};

struct notice_field {
	enum notice_part part;
	bool area;
	struct field field;
};

struct notice_form {
	const struct req *rq;
	const struct q_dossier_matter *m;
	enum notice_kind kind;
	const struct faults *faults;
	struct notice_field part[NOTICE_PARTS];
	size_t parts;
	int64_t corrects;
	str old_number;
};

struct notice_page {
	const struct req *rq;
	struct q_notice_row row;
	str number, old_number, new_number;
	struct q_notice_deliveries_list deliveries;
	const struct faults *faults;
	struct field method, done_on, remark;
	bool may_deliver, may_correct, may_name, may_object;
	struct field objection;
};

const struct word *notice_word_kind(int64_t kind);
const struct word *notice_word_method(int64_t method);

/* The row with the numbers that it names. The caller has asked who reads it. */
MUST_USE enum err notice_page_load(struct db *db, const struct req *rq, int64_t id, struct notice_page *n);

/* notice_form_web.c: the fields of a kind, filled from the record the first time. */
MUST_USE enum err notice_form_make(struct db *db, struct notice_form *f);
struct notice_in notice_form_read(struct form_in *in, enum notice_kind kind);
void notice_form_until(struct form_in *in); /* the date is not the approved one */

MUST_USE enum err notice_dossier_panel(struct page *p, const struct dossier *d);
MUST_USE enum err notice_track_panel(struct db *db, const struct req *rq, struct page *p, int64_t matter,
				     enum matter_state state);

extern const struct route notice_routes[];      /* the desk */
extern const struct route notice_file_routes[]; /* PDF and DOCX, copies with a name, the resident's pages */

#endif
