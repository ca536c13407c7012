/* catalogue_web.h — the administrator's pages of matter types: /admin/catalogue. */
#ifndef HEYE_CATALOGUE_CATALOGUE_WEB_H
#define HEYE_CATALOGUE_CATALOGUE_WEB_H

#include "catalogue/catalogue.h"
#include "web/web.h"

extern const struct route catalogue_routes[];

const struct word *catalogue_urgency_word(int64_t urgency);
const struct word *catalogue_fault_word(enum catalogue_fault fault);

/* The text of a file field, or of a text field when no file came. CONFLICT: larger than 256 KiB. */
MUST_USE enum err catalogue_upload(const struct req *rq, str file, str text, str *bytes);

/* The page of an import: what it would do, or which lines are wrong. */
struct catalogue_import_page {
	const struct req *rq;
	str text; /* goes along hidden until it is taken */
	day from;
	struct catalogue_import found;
};

#endif
