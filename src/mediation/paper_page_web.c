/* paper_page_web.c — the pieces of a document, one view each. */
#include "gen/paper_page.html.h"
#include "mediation/paper_web.h"

/* One page of paper is one sheet of the print style. */
struct sheets {
	bool open;
};

static void
sheet_open(struct page *p, struct sheets *s)
{
	if (!s->open)
		view_paper_page_sheet_open(p);
	s->open = true;
}

static void
sheet_close(struct page *p, struct sheets *s)
{
	if (s->open)
		view_paper_page_sheet_close(p);
	s->open = false;
}

/* Pairs stand together, and so do lines to sign on. */
static void
piece_show(struct page *p, struct arena *mem, struct paper_reader *reader, const struct paper_piece *piece)
{
	struct paper_grid grid;

	switch (piece->kind) {
	case PIECE_PAIR:
	case PIECE_TABLE:
		paper_grid_read(mem, reader, piece, &grid);
		view_paper_page_table(p, &grid);
		break;
	case PIECE_TITLE:
	case PIECE_COVER: view_paper_page_title(p, piece->text, piece->more); break;
	case PIECE_HEADING: view_paper_page_heading(p, piece->a, piece->text); break;
	case PIECE_NUMBER: view_paper_page_number(p, piece->text); break;
	case PIECE_PARA:
	case PIECE_ADDRESSEE: view_paper_page_para(p, piece->text); break;
	case PIECE_LINE: view_paper_page_line(p, piece->text); break;
	case PIECE_NOTE: view_paper_page_note(p, piece->text); break;
	case PIECE_SIGN_HERE: view_paper_page_sign(p, piece->text); break;
	case PIECE_QR: view_paper_page_qr(p, html_qr(mem, piece->text, piece->more), piece->more); break;
	default: break;
	}
}

void
paper_page(struct page *p, struct arena *mem, struct paper_reader reader)
{
	struct sheets s = { false };
	struct paper_piece piece;

	while (paper_next(&reader, &piece) && piece.kind != PIECE_END) {
		if (piece.kind == PIECE_BREAK) {
			sheet_close(p, &s);
			continue;
		}
		if (piece.kind == PIECE_CONTENTS)
			continue;
		sheet_open(p, &s);
		piece_show(p, mem, &reader, &piece);
	}
	sheet_close(p, &s);
}
