/* say.h — a resident's form between its pages.
 *
 * One row of `draft` for each form, sealed under a key made of a token that stands only in the address of the
 * resident's pages: the database alone gives nothing. The row outlives a reload, a dead battery and the Back
 * button; a job drops what is left unfinished. */
#ifndef HEYE_MATTER_SAY_H
#define HEYE_MATTER_SAY_H

#include "matter/matter.h"

struct say {
	str what;
	str category;    /* "A" … "I" of the catalogue, or empty: does not know */
	str type;        /* code of the catalogue, or empty */
	int64_t place;   /* 0: not chosen yet */
	int64_t accused; /* the unit that it complains about, or 0 */
	str spot, name, phone;
	str position; /* "lat,lon" as matter.h has it, or empty */
	int who;      /* 0: not said; else 1 + enum identity_level */
	bool placed;  /* the second page is filled in */
	struct photo photo[MATTER_PHOTOS];
	size_t photos;
	str code; /* the receipt code, once it is handed in; all else is then empty */
};

str say_token(struct arena *a);
bool say_token_ok(str token);

/* NOT_FOUND: no such draft (or swept). */
MUST_USE enum err say_open(struct db *db, str token, struct say *s);
/* INVALID: longer than a draft may be (64 KiB). */
MUST_USE enum err say_keep(struct tx *tx, str token, const struct say *s);

/* What the resident wrote has a phone number in it that everybody who handles the matter would read. */
bool say_has_phone(str text);

/* A phone number as typed: blanks and dashes go, full-width digits are read. False: it cannot be one. */
bool say_phone(struct arena *a, str typed, str *phone);

/* A position as a browser or a map gives it: "29.512345, 106.123456", WGS-84, latitude first. Empty is good. False: it
 * cannot be one. */
bool say_position(struct arena *a, str typed, str *position);

#endif
