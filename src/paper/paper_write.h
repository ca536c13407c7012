/* paper_write.h — what the writers of office files share: a ZIP of XML parts, text fit for XML.  names: xml, zip */
#ifndef HEYE_PAPER_PAPER_WRITE_H
#define HEYE_PAPER_PAPER_WRITE_H

#include "paper/paper.h"

MUST_USE enum err paper_docx_make(struct arena *mem, str document, str *bytes);
MUST_USE enum err paper_xlsx_make(struct arena *mem, const char *dir, str document, str *bytes);

/* paper_zip.c: parts in order, all dated 1980-01-01 (a ZIP's first day), so that same parts make same bytes. */
#define ZIP_PARTS 80

struct zip_part {
	str name;
	uint32_t crc, packed, size, at;
};

struct zip {
	struct arena *mem;
	struct out out;
	struct zip_part part[ZIP_PARTS];
	size_t parts;
};

struct zip zip_begin(struct arena *mem);
MUST_USE enum err zip_add(struct zip *z, str name, str bytes);
MUST_USE enum err zip_end(struct zip *z, str *bytes); /* INVALID: larger than PAPER_FILE_MOST */

/* A black and white PNG of a code; empty when the text is too long for one. */
str zip_qr_png(struct arena *mem, str text, int *side);

/* paper_xml.c: text with & < > " escaped, and without what XML 1.0 cannot hold. */
void xml_text(struct out *o, str s);
/* Without that, ended by NUL, nothing escaped: for a library that writes the XML. */
const char *xml_z(struct arena *mem, str s);

#endif
