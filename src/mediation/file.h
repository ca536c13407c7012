/* file.h — the thirteen-part file (卷宗, 司发通〔2010〕239号) written out of one case: cover, contents, forms, records,
 * agreement, application to the court, closing report. Always Chinese, as the file is. Nothing in it is typed for it. */
#ifndef HEYE_MEDIATION_FILE_H
#define HEYE_MEDIATION_FILE_H

#include "gen/after.sql.h"
#include "mediation/mediation.h"

#define FILE_WHOLE (-1)

struct file_case {
	str town, no;
	struct q_mediation_case c;
	const struct party *party;
	size_t parties;
	struct q_mediation_parties_list rows; /* of them: what they said and got */
	struct q_mediation_seats_list seats;
	struct q_mediation_records_list records;
	struct q_mediation_agreement *agreement; /* one for each round */
	size_t agreements;
	struct q_mediation_instalments_list instalments;
	struct q_mediation_court court;
	bool has_court;
	str filer;        /* who closed the file, or empty */
	int scans[PARTS]; /* signed pages filed under each part */
	str scan_to; /* address of the scan page of this case, the part's number goes behind it; empty: no square */
	moment now;
};

/* Everything of a case but the names, which mediation_parties_open() gave. */
MUST_USE enum err file_load(struct db *db, const struct q_mediation_case *c, const struct party *party, size_t parties,
			    struct file_case *f);
/* The document (paper/paper.h) of the whole file, or of one part. INVALID: there is no such part, or nothing for it. */
MUST_USE enum err file_write(struct arena *mem, const struct file_case *f, int part, str *document);
str file_part_name(int part);

/* Written by file_parts.c. */
struct paper;
void file_forms(struct paper *p, struct arena *mem, const struct file_case *f, int part);   /* 1 to 4 */
void file_records(struct paper *p, struct arena *mem, const struct file_case *f, int part); /* 5 to 7, 10, 12 */
void file_ends(struct paper *p, struct arena *mem, const struct file_case *f, int part);    /* 8, 9, 11, 14 */

/* Shared by them. */
str file_side(int side); /* 甲方 */
str file_mediators(struct arena *mem, const struct file_case *f);
str file_kind(int64_t kind); /* 邻里纠纷 */
str file_source(int64_t source);
str file_money(struct arena *mem, int64_t fen); /* 1200.00元 */
str file_date(struct arena *mem, day d);        /* 2026年3月2日; a blank to fill in for none */
void file_party_table(struct paper *p, struct arena *mem, const struct file_case *f);
void file_signs(struct paper *p, struct arena *mem, const struct file_case *f, bool mediator);

#endif
