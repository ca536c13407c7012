/* fill_web.h — the text of a work report with its numbers filled in: {{figure:received}}, {{figure:closed:8}}
 * (one part of it),
 * {{rate:in_time}}, {{median:answered}}, {{list:disputes_unsettled}}, {{chart:received:type}},
 * {{table:villages}}, {{period}},
 * {{town}}. Text can be written, numbers cannot.
 *
 * What comes out is a document (paper/paper.h) in the official style, in Chinese. Each number carries 〔n〕; the
 * notes at the end say
 * for each what was counted, by which version, how long its list is, the list's hash, and a code that opens the
 * list. */
#ifndef HEYE_REPORT_FILL_WEB_H
#define HEYE_REPORT_FILL_WEB_H

#include "paper/paper.h"
#include "report/ask_web.h"

#define FILL_NUMBERS 80   /* different numbers of one report */
#define FILL_RECORDS 5000 /* ids kept of one list: longer ones are known by length and hash only */
#define FILL_NAMED   60   /* records that {{list:…}} names, at most */

enum fill_shape { FILL_FIGURE = 1, FILL_RATE, FILL_MEDIAN };

struct fill_number {
	enum fill_shape shape;
	str name; /* key */
	int64_t unit, part;
	const struct figure *figure; /* also of a rate: what stands below the line */
	const struct figure_rate *rate;
	int64_t value, below;
	int64_t listed;
	hash list;
	str records; /* 8 bytes each, the highest first */
};

struct fill {
	const struct req *rq;
	struct tally_eye eye;
	struct period period;
	bool proved; /* lists are read and hashed: when freezing */
	struct fill_number number[FILL_NUMBERS];
	size_t n;
	str town;
};

/* Counts with these eyes, over that scope. */
MUST_USE enum err fill_open(struct db *db, const struct req *rq, const struct actor *eyes, const struct period *period,
			    int64_t scope_unit, int64_t scope_village, struct fill *f);

/* The first placeholder in the text that names nothing, or empty. */
str fill_unknown(str words);

/* One line with its numbers. */
MUST_USE enum err fill_line(struct fill *f, int64_t unit, str line, str *filled);
/* Paragraphs, charts and tables of one section. */
MUST_USE enum err fill_text(struct fill *f, int64_t unit, str words, struct paper *p);
/* Notes on all numbers so far. */
MUST_USE enum err fill_notes(struct fill *f, struct paper *p);

/* Counts one number again, with its list. */
MUST_USE enum err fill_count(struct fill *f, struct fill_number *n);
str fill_value(struct arena *a, enum fill_shape shape, int64_t value, int64_t below); /* as printed */
str fill_title(const struct fill_number *n, bool english); /* name of what is counted, with its part */
url fill_list_url(const struct fill *f, const struct fill_number *n);

/* The number of a record as lists name it. */
MUST_USE enum err fill_record_name(struct db *db, const struct figure *f, int64_t id, str *name);

#endif
