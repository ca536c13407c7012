/* markup.h — where in a piece of HTML we are, one character at a time, and what the house does not write there. */
#ifndef HEYE_TOOLS_MARKUP_H
#define HEYE_TOOLS_MARKUP_H

#include "gen.h"

#define TAGS 48

enum where {
	IN_TEXT,
	IN_RAW,         /* inside script or style */
	IN_OPENING,     /* after `<` */
	IN_DECLARATION, /* <!doctype … */
	IN_TAG_NAME,
	IN_TAG,   /* between attributes */
	IN_NAME,  /* of an attribute */
	AFTER_IS, /* after `=` */
	IN_VALUE, /* quoted */
	IN_BARE   /* value without quotes */
};

/* The open elements that must be closed by hand. */
struct tags {
	char name[TAGS][16];
	int n;
};

struct markup {
	enum where where;
	bool end, slash; /* an end tag; the last character of the tag was `/` */
	char tag[32], attr[32], quote;
	bool address; /* the attribute holds an address */
	bool whole;   /* an expression was the whole address: only the quote may follow */
	size_t value; /* pieces of the value so far */
	struct tags open;
	char fault[200]; /* why the last call returned false */
};

/* One character of markup; false: m->fault says why it is refused. */
bool markup_char(struct markup *m, char c);

bool markup_fault(struct markup *m, const char *format, ...) __attribute__((format(printf, 2, 3)));
bool markup_opens(struct markup *m, const char *tag);
bool markup_closes(struct markup *m, const char *tag);

/* Whether an attribute may stand in a view at all; sets m->address. */
bool markup_attribute(struct markup *m, const char *name);

bool tags_same(const struct tags *a, const struct tags *b);

#endif
