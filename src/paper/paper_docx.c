/* paper_docx.c — a document as DOCX (ISO/IEC 29500), as few parts as word processors ask for. Official paper names the
 * fonts of GB/T 9704 that the office's own WPS brings: 仿宋_GB2312, 方正小标宋简体, 黑体, 楷体_GB2312. */
#include "paper/paper_docx.h"

#define XML  "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define REL  "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define PKG  "http://schemas.openxmlformats.org/package/2006/"
#define WORD "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" xmlns:r=\"" REL "\""
#define KIND "application/vnd.openxmlformats-officedocument.wordprocessingml."
#define EMU  9525 /* of a dot of a picture */

static void
picture(struct docx *d, str text, str caption)
{
	int side = 0;
	str png = d->pictures < DOCX_PICTURES ? zip_qr_png(d->mem, text, &side) : S("");
	long size = 30L * 36000;

	if (png.n == 0) {
		docx_par(d, &(struct docx_par){ 0 }, text);
		return;
	}
	d->picture[d->pictures++] = png;
	docx_par_begin(d, &(struct docx_par){ .line = 1800 });
	out_fmt(&d->out,
		"<w:r><w:drawing><wp:inline "
		"xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\">"
		"<wp:extent cx=\"%ld\" cy=\"%ld\"/><wp:docPr id=\"%d\" name=\"code %d\"/>"
		"<a:graphic xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\">"
		"<a:graphicData uri=\"http://schemas.openxmlformats.org/drawingml/2006/picture\">"
		"<pic:pic xmlns:pic=\"http://schemas.openxmlformats.org/drawingml/2006/picture\"><pic:nvPicPr>"
		"<pic:cNvPr id=\"%d\" name=\"code\"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip "
		"r:embed=\"rPic%d\"/>"
		"<a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x=\"0\" y=\"0\"/>"
		"<a:ext cx=\"%ld\" cy=\"%ld\"/></a:xfrm><a:prstGeom "
		"prst=\"rect\"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>"
		"</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>",
		size, size, d->pictures, d->pictures, d->pictures, d->pictures, size, size);
	docx_par_end(d);
	if (caption.n)
		docx_par(d, &(struct docx_par){ .size = 18, .face = DOCX_BLACK }, caption);
}

static void
heading(struct docx *d, int level, str text)
{
	static const int plain[] = { 30, 26, 24 };
	static const enum docx_face official[] = { DOCX_BLACK, DOCX_KAI, DOCX_BODY };
	bool paper = d->head.layout == PAPER_OFFICIAL;
	struct docx_par p = { .face = paper ? official[level ? level - 1 : 0] : DOCX_BLACK,
			      .outline = level ? level : 1,
			      .keep = true };

	p.indent = paper && level ? 2 : 0;
	p.bold = paper && level == 3;
	p.size = paper ? 0 : plain[level ? level - 1 : 0];
	p.before = paper ? 0 : 160;
	if (level == 0) {
		p.face = DOCX_TITLE;
		p.align = PAPER_CENTRE;
		p.size = paper ? 44 : 40;
	}
	docx_par_begin(d, &p);
	if (level <= 2)
		out_fmt(&d->out, "<w:bookmarkStart w:id=\"%d\" w:name=\"_heading%d\"/>", d->headings, d->headings);
	docx_run(d, &p, text);
	if (level <= 2)
		out_fmt(&d->out, "<w:bookmarkEnd w:id=\"%d\"/>", d->headings++);
	docx_par_end(d);
}

/* Each entry asks for its page by a field, which the word processor fills in. */
static void
contents(struct docx *d, str title, struct paper_reader ahead, int first)
{
	struct docx_par p = { 0 };
	struct paper_piece piece;

	docx_par(d, &(struct docx_par){ .align = PAPER_CENTRE, .face = DOCX_TITLE, .size = 36 }, title);
	while (paper_next(&ahead, &piece)) {
		bool sheet = piece.kind == PIECE_SHEET;

		if (!sheet && (piece.kind != PIECE_HEADING || piece.a > 2))
			continue;
		out_fmt(&d->out, "<w:p><w:pPr><w:tabs><w:tab w:val=\"right\" w:leader=\"dot\" w:pos=\"%d\"/></w:tabs>",
			d->width);
		out_fmt(&d->out, "<w:ind w:left=\"%d\"/></w:pPr>", sheet || piece.a <= 1 ? 0 : 480);
		docx_run(d, &p, piece.text);
		out_str(&d->out, S("<w:r><w:tab/></w:r>"));
		out_fmt(&d->out,
			"<w:fldSimple w:instr=\" PAGEREF _heading%d \"><w:r><w:t>1</w:t></w:r></w:fldSimple></w:p>",
			first++);
	}
}

static void
letterhead(struct docx *d, str organ, str number)
{
	struct docx_par p = {
		.align = PAPER_CENTRE, .face = DOCX_TITLE, .size = 72, .before = 1100, .after = 500, .colour = "C8102E"
	};

	docx_par(d, &p, organ);
	docx_par(d, &(struct docx_par){ .align = PAPER_CENTRE, .rule = true, .after = 1000 }, number);
}

static void
imprint(struct docx *d, const struct paper_piece *p)
{
	struct docx_par small = { .size = 28, .left = 1 };
	str date = p->a ? str_join(d->mem, paper_day_text(d->mem, (day){ (int32_t)p->a }), S("印发")) : S("");

	docx_par(d, &(struct docx_par){ 0 }, S(""));
	out_fmt(&d->out,
		"<w:tbl><w:tblPr><w:tblW w:w=\"%d\" w:type=\"dxa\"/><w:tblBorders><w:top w:val=\"single\" w:sz=\"8\"/>"
		"<w:bottom w:val=\"single\" w:sz=\"8\"/><w:insideH w:val=\"single\" w:sz=\"6\"/></w:tblBorders>"
		"<w:tblLayout w:type=\"fixed\"/></w:tblPr><w:tblGrid><w:gridCol w:w=\"%d\"/><w:gridCol "
		"w:w=\"%d\"/></w:tblGrid>",
		d->width, d->width / 2, d->width / 2);
	if (p->text.n) {
		out_fmt(&d->out,
			"<w:tr><w:tc><w:tcPr><w:tcW w:w=\"%d\" w:type=\"dxa\"/><w:gridSpan w:val=\"2\"/></w:tcPr>",
			d->width);
		docx_par(d, &small, str_join(d->mem, S("抄送："), p->text));
		out_str(&d->out, S("</w:tc></w:tr>"));
	}
	out_fmt(&d->out, "<w:tr><w:tc><w:tcPr><w:tcW w:w=\"%d\" w:type=\"dxa\"/></w:tcPr>", d->width / 2);
	docx_par(d, &small, p->more);
	out_fmt(&d->out, "</w:tc><w:tc><w:tcPr><w:tcW w:w=\"%d\" w:type=\"dxa\"/></w:tcPr>", d->width / 2);
	small.align = PAPER_RIGHT;
	docx_par(d, &small, date);
	out_str(&d->out, S("</w:tc></w:tr></w:tbl>"));
	docx_par(d, &(struct docx_par){ .line = 20 }, S(""));
}

/* Labels two by two, each with a line to sign on. */
static void
sign_here(struct docx *d, struct paper_reader *r, const struct paper_piece *first)
{
	struct paper_piece p = *first;
	bool more = true;

	while (more) {
		docx_par_begin(d, &(struct docx_par){ .before = 240 });
		for (int i = 0; i < 2 && more; i++) {
			docx_run(d, &(struct docx_par){ 0 }, p.text);
			out_str(&d->out, S("<w:r><w:rPr><w:u w:val=\"single\"/></w:rPr><w:t xml:space=\"preserve\">"
					   "                      </w:t></w:r><w:r><w:t xml:space=\"preserve\">   "
					   "</w:t></w:r>"));
			more = paper_peek(r).kind == PIECE_SIGN_HERE;
			if (more)
				(void)paper_next(r, &p);
		}
		docx_par_end(d);
	}
}

static void
attachments(struct docx *d, str list)
{
	str line, rest = list;
	bool more = true, first = true;

	docx_par(d, &(struct docx_par){ 0 }, S(""));
	for (; more; first = false) {
		more = str_cut(rest, '\n', &line, &rest);
		docx_par(d, &(struct docx_par){ .indent = first ? 2 : 5 },
			 first ? str_join(d->mem, S("附件："), line) : line);
	}
}

/* Bars as blocks of text: they stay text, and every word processor shows them. */
static void
bar(struct docx *d, struct paper_reader *r, const struct paper_piece *first)
{
	struct paper_piece p = *first;
	struct paper_reader ahead = *r;
	int64_t most = 1;

	do
		most = p.a > most ? p.a : most;
	while (paper_next(&ahead, &p) && p.kind == PIECE_BAR);
	p = *first;
	while (p.kind == PIECE_BAR) {
		struct out o = out_make(d->mem, 128, 512);

		for (int64_t i = 0; i < p.a * 24 / most; i++)
			out_str(&o, S("█"));
		docx_par(d, &(struct docx_par){ .size = 20, .face = DOCX_BLACK },
			 str_fmt(d->mem, "%.*s  %.*s %lld", STR_ARG(p.text), STR_ARG(out_view(&o)), (long long)p.a));
		if (paper_peek(r).kind != PIECE_BAR)
			break;
		(void)paper_next(r, &p);
	}
}

static void
signature(struct docx *d, const struct paper_piece *p)
{
	struct docx_par right = { .align = PAPER_RIGHT, .keep = true };

	docx_par(d, &right, S(""));
	docx_par(d, &right, S(""));
	docx_par(d, &right, str_join(d->mem, p->text, S("　　")));
	right.keep = false;
	docx_par(d, &right, str_join(d->mem, paper_day_text(d->mem, (day){ (int32_t)p->a }), S("　　　　")));
}

static void
cover(struct docx *d, const struct paper_piece *p)
{
	docx_par(d,
		 &(struct docx_par){
			 .align = PAPER_CENTRE, .face = DOCX_TITLE, .size = 60, .before = 3200, .after = 400 },
		 p->text);
	docx_par(d, &(struct docx_par){ .align = PAPER_CENTRE, .size = 32, .after = 1600 }, p->more);
}

static bool
text_write(struct docx *d, const struct paper_piece *p)
{
	static const struct docx_par title = { .align = PAPER_CENTRE, .face = DOCX_TITLE, .size = 44, .after = 240 },
				     number = { .align = PAPER_CENTRE, .after = 240 }, plain = { 0 },
				     indented = { .indent = 2 }, note = { .size = 20 };
	struct docx_par line = { .align = p->a == 1 ? PAPER_CENTRE : p->a == 2 ? PAPER_RIGHT : PAPER_LEFT };

	switch (p->kind) {
	case PIECE_TITLE: docx_par(d, &title, p->text); return true;
	case PIECE_NUMBER: docx_par(d, &number, p->text); return true;
	case PIECE_ADDRESSEE: docx_par(d, &plain, p->text); return true;
	case PIECE_PARA: docx_par(d, &indented, p->text); return true;
	case PIECE_LINE: docx_par(d, &line, p->text); return true;
	case PIECE_NOTE: docx_par(d, &note, p->text); return true;
	case PIECE_BARS:
		docx_par(d, &(struct docx_par){ .face = DOCX_BLACK, .size = 22, .keep = true }, p->text);
		return true;
	default: return false;
	}
}

static void
piece_write(struct docx *d, struct paper_reader *r, const struct paper_piece *p)
{
	struct paper_grid g;

	if (text_write(d, p))
		return;
	switch (p->kind) {
	case PIECE_LETTERHEAD: letterhead(d, p->text, p->more); break;
	case PIECE_HEADING: heading(d, p->a < 0 ? 0 : p->a > 3 ? 3 : (int)p->a, p->text); break;
	case PIECE_PAIR:
	case PIECE_TABLE:
		paper_grid_read(d->mem, r, p, &g);
		docx_grid(d, &g, p->kind == PIECE_PAIR);
		break;
	case PIECE_SIGN_HERE: sign_here(d, r, p); break;
	case PIECE_SIGNATURE: signature(d, p); break;
	case PIECE_ATTACHMENTS: attachments(d, p->text); break;
	case PIECE_IMPRINT: imprint(d, p); break;
	case PIECE_BREAK: d->broken = true; break;
	case PIECE_COVER: cover(d, p); break;
	case PIECE_CONTENTS: contents(d, p->text, *r, d->headings); break;
	case PIECE_QR: picture(d, p->text, p->more); break;
	case PIECE_BAR: bar(d, r, p); break;
	case PIECE_SHEET:
		d->broken = d->out.n > 1000;
		heading(d, 1, p->text);
		break;
	default: break;
	}
}

/* ---- parts ---- */

static void
section(struct docx *d)
{
	bool official = d->head.layout == PAPER_OFFICIAL, wide = d->head.landscape;

	out_str(&d->out, S("<w:sectPr><w:headerReference w:type=\"default\" r:id=\"rHead\"/>"
			   "<w:headerReference w:type=\"even\" r:id=\"rHead\"/>"
			   "<w:footerReference w:type=\"default\" r:id=\"rOdd\"/><w:footerReference w:type=\"even\" "
			   "r:id=\"rEven\"/>"));
	out_fmt(&d->out, "<w:pgSz w:w=\"%d\" w:h=\"%d\"%s/>", wide ? 16838 : 11906, wide ? 11906 : 16838,
		wide ? " w:orient=\"landscape\"" : "");
	/* 37/35/28/26 mm, or 22/22/25/20 */
	if (official)
		out_str(&d->out,
			S("<w:pgMar w:top=\"2098\" w:right=\"1474\" w:bottom=\"1984\" w:left=\"1588\" w:header=\"851\" "
			  "w:footer=\"1400\" w:gutter=\"0\"/>"));
	else
		out_str(&d->out,
			S("<w:pgMar w:top=\"1247\" w:right=\"1134\" w:bottom=\"1247\" w:left=\"1417\" w:header=\"700\" "
			  "w:footer=\"700\" w:gutter=\"0\"/>"));
	out_fmt(&d->out, "<w:pgNumType w:start=\"%d\"/>", d->cover ? 0 : 1);
	if (d->cover)
		out_str(&d->out, S("<w:titlePg/>"));
	/* 22 lines to the page; 28 characters to the line by the spacing of each run: programs differ on a grid of characters */
	if (official)
		out_str(&d->out, S("<w:docGrid w:type=\"lines\" w:linePitch=\"580\"/>"));
	out_str(&d->out, S("</w:sectPr>"));
}

static str
footer(struct docx *d, bool even)
{
	bool official = d->head.layout == PAPER_OFFICIAL;
	struct docx f = { .mem = d->mem, .size = official ? 28 : 18, .line = 300 };
	struct docx_par p = { .align = official ? even ? PAPER_LEFT : PAPER_RIGHT : PAPER_CENTRE };

	p.left = official && even;
	f.out = out_make(d->mem, 1024, 64 * 1024);
	out_str(&f.out, S(XML "<w:ftr " WORD ">"));
	docx_par_begin(&f, &p);
	if (d->head.footer.n)
		docx_run(&f, &p, str_join(d->mem, d->head.footer, S("    ")));
	docx_run(&f, &p, official ? S("— ") : S("第 "));
	out_fmt(&f.out,
		"<w:fldSimple w:instr=\" PAGE \"><w:r><w:rPr><w:sz "
		"w:val=\"%d\"/></w:rPr><w:t>1</w:t></w:r></w:fldSimple>",
		f.size);
	docx_run(&f, &p, official ? even ? S(" —") : S(" —　") : S(" 页"));
	docx_par_end(&f);
	out_str(&f.out, S("</w:ftr>"));
	return out_view(&f.out);
}

static str
header(struct docx *d)
{
	struct docx h = { .mem = d->mem, .size = 17, .line = 240 };

	h.out = out_make(d->mem, 1024, 64 * 1024);
	out_str(&h.out, S(XML "<w:hdr " WORD ">"));
	docx_par(&h, &(struct docx_par){ .face = DOCX_BLACK }, d->head.header);
	out_str(&h.out, S("</w:hdr>"));
	return out_view(&h.out);
}

/* The size of plain text: the grid of characters is counted from it. */
static str
styles(struct docx *d)
{
	return str_fmt(
		d->mem,
		XML "<w:styles " WORD "><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii=\"Times New Roman\" "
		    "w:hAnsi=\"Times New Roman\" w:eastAsia=\"仿宋_GB2312\"/><w:sz w:val=\"%d\"/><w:szCs w:val=\"%d\"/>"
		    "<w:lang w:val=\"en-US\" w:eastAsia=\"zh-CN\"/></w:rPr></w:rPrDefault></w:docDefaults>"
		    "<w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\"><w:name "
		    "w:val=\"Normal\"/></w:style>"
		    "</w:styles>",
		d->size, d->size);
}

static enum err
package_parts(struct docx *d, struct zip *z)
{
	struct out core = out_make(d->mem, 1024, 64 * 1024);
	str made = moment_iso(d->mem, d->head.made.ms ? d->head.made : (moment){ 1 });

	TRY(zip_add(z, S("[Content_Types].xml"),
		    S(XML "<Types xmlns=\"" PKG "content-types\"><Default Extension=\"rels\" ContentType=\"application/"
			  "vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" "
			  "ContentType=\"application/xml\"/>"
			  "<Default Extension=\"png\" ContentType=\"image/png\"/>"
			  "<Override PartName=\"/word/document.xml\" ContentType=\"" KIND "document.main+xml\"/>"
			  "<Override PartName=\"/word/styles.xml\" ContentType=\"" KIND "styles+xml\"/>"
			  "<Override PartName=\"/word/settings.xml\" ContentType=\"" KIND "settings+xml\"/>"
			  "<Override PartName=\"/word/head.xml\" ContentType=\"" KIND "header+xml\"/>"
			  "<Override PartName=\"/word/odd.xml\" ContentType=\"" KIND "footer+xml\"/>"
			  "<Override PartName=\"/word/even.xml\" ContentType=\"" KIND "footer+xml\"/>"
			  "<Override PartName=\"/docProps/core.xml\" ContentType=\"application/"
			  "vnd.openxmlformats-package.core-properties+xml\"/></Types>")));
	TRY(zip_add(z, S("_rels/.rels"),
		    S(XML "<Relationships xmlns=\"" PKG "relationships\"><Relationship Id=\"r1\" Type=\"" REL
			  "/officeDocument\" Target=\"word/document.xml\"/><Relationship Id=\"r2\" Type=\"" PKG
			  "relationships/metadata/core-properties\" Target=\"docProps/core.xml\"/></Relationships>")));
	out_str(&core, S(XML "<cp:coreProperties xmlns:cp=\"" PKG
			     "metadata/core-properties\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" "
			     "xmlns:dcterms=\"http://purl.org/dc/terms/\" "
			     "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><dc:title>"));
	xml_text(&core, d->head.title);
	out_fmt(&core,
		"</dc:title><dcterms:created xsi:type=\"dcterms:W3CDTF\">%.*s</dcterms:created></cp:coreProperties>",
		STR_ARG(made));
	return zip_add(z, S("docProps/core.xml"), out_view(&core));
}

static enum err
word_parts(struct docx *d, struct zip *z)
{
	struct out rels = out_make(d->mem, 1024, 64 * 1024);

	TRY(zip_add(z, S("word/document.xml"), out_view(&d->out)));
	TRY(zip_add(z, S("word/styles.xml"), styles(d)));
	TRY(zip_add(z, S("word/settings.xml"), S(XML "<w:settings " WORD "><w:evenAndOddHeaders/></w:settings>")));
	TRY(zip_add(z, S("word/head.xml"), header(d)));
	TRY(zip_add(z, S("word/odd.xml"), footer(d, false)));
	TRY(zip_add(z, S("word/even.xml"), footer(d, true)));
	out_str(&rels, S(XML "<Relationships xmlns=\"" PKG "relationships\"><Relationship Id=\"rSet\" Type=\"" REL
			     "/settings\" Target=\"settings.xml\"/><Relationship Id=\"rStyle\" Type=\"" REL
			     "/styles\" Target=\"styles.xml\"/><Relationship Id=\"rHead\" Type=\"" REL
			     "/header\" Target=\"head.xml\"/><Relationship Id=\"rOdd\" Type=\"" REL
			     "/footer\" Target=\"odd.xml\"/><Relationship Id=\"rEven\" Type=\"" REL
			     "/footer\" Target=\"even.xml\"/>"));
	for (int i = 0; i < d->pictures; i++) {
		out_fmt(&rels, "<Relationship Id=\"rPic%d\" Type=\"" REL "/image\" Target=\"media/%d.png\"/>", i + 1,
			i + 1);
		TRY(zip_add(z, str_fmt(d->mem, "word/media/%d.png", i + 1), d->picture[i]));
	}
	out_str(&rels, S("</Relationships>"));
	return zip_add(z, S("word/_rels/document.xml.rels"), out_view(&rels));
}

enum err
paper_docx_make(struct arena *mem, str document, str *bytes)
{
	struct docx d = { .mem = mem };
	struct zip z = zip_begin(mem);
	struct paper_reader r;
	struct paper_piece p;

	if (!paper_open(&r, document, &d.head))
		return INVALID;
	d.out = out_make(mem, document.n * 3 + 4096, 10 * PAPER_DOCUMENT_MOST);
	d.size = d.head.layout == PAPER_OFFICIAL ? 32 : 24;
	d.line = d.head.layout == PAPER_OFFICIAL ? 580 : 400;
	d.width = d.head.layout == PAPER_OFFICIAL ? 8844 : d.head.landscape ? 14287 : 9355;
	d.cover = paper_peek(&r).kind == PIECE_COVER;
	out_str(&d.out, S(XML "<w:document " WORD "><w:body>"));
	while (paper_next(&r, &p))
		piece_write(&d, &r, &p);
	section(&d);
	out_str(&d.out, S("</w:body></w:document>"));
	if (d.out.overflow)
		return INVALID;
	TRY(package_parts(&d, &z));
	TRY(word_parts(&d, &z));
	return zip_end(&z, bytes);
}
