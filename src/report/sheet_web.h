/* sheet_web.h — a document (paper/paper.h) shown as a page: what is on paper, with numbers that open their lists. */
#ifndef HEYE_REPORT_SHEET_WEB_H
#define HEYE_REPORT_SHEET_WEB_H

#include "paper/paper.h"
#include "web/web.h"

#define SHEET_LINKS 80

struct sheet_links {
	url to[SHEET_LINKS]; /* of 〔i + 1〕 */
	size_t n;
};

/* Writes it into the page: headings from <h2> on. */
html sheet_show(struct page *p, str document, const struct sheet_links *links);

#endif
