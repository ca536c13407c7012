#include "html/html.h"

#include <qrencode.h>

#define QUIET 2 /* modules of white around the code; the card around it gives the rest of the four that readers like */

static void
escaped(struct out *o, str s)
{
	struct page p = { .out = o };

	put_str(&p, s);
}

/* One path: each run of dark modules in a row is a flat rectangle. */
static void
draw(struct out *o, const QRcode *q)
{
	for (int y = 0; y < q->width; y++) {
		int x = 0;

		while (x < q->width) {
			int from = x;

			while (x < q->width && (q->data[y * q->width + x] & 1))
				x++;
			if (x > from)
				out_fmt(o, "M%d %dh%dv1h-%dz", from + QUIET, y + QUIET, x - from, x - from);
			x++;
		}
	}
}

html
html_qr(struct arena *a, str text, str label)
{
	struct out o = out_make(a, 4096, 64 * 1024);
	QRcode *q = QRcode_encodeString(str_z(a, text), 0, QR_ECLEVEL_M, QR_MODE_8, 1);

	/* longer than a code can hold: the text stands beside it anyway */
	if (!q)
		return (html){ { NULL, 0 } };
	out_fmt(&o, "<svg class=\"qr\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"", q->width + 2 * QUIET,
		q->width + 2 * QUIET);
	escaped(&o, label);
	out_str(&o, S("\"><path fill=\"#000\" d=\""));
	draw(&o, q);
	out_str(&o, S("\"/></svg>"));
	QRcode_free(q);
	return (html){ out_view(&o) };
}
