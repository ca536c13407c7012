/* paper_ink_test.c — no character may be lost between the document and what is seen. Text extraction does not show
 * it: the file says the word and the page is white there. So each page is drawn twice, by poppler from the PDF and by
 * cairo straight to a picture, and the ink in every character's cell is compared. */
#include "paper/paper_ink_test.h"
#include "paper/paper_draw.h"
#include "test.h"

#include <dlfcn.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define DPI   108
#define SCALE (DPI / 72.0)

struct picture {
	int width, height;
	unsigned char *grey;
};

static cairo_status_t
to_file(void *to, const unsigned char *bytes, unsigned n)
{
	return fwrite(bytes, 1, n, to) == n ? CAIRO_STATUS_SUCCESS : CAIRO_STATUS_WRITE_ERROR;
}

static bool
run(const char *path, const char *prefix)
{
	char *const argv[] = { (char[]){ "pdftoppm" },
			       (char[]){ "-gray" },
			       (char[]){ "-r" },
			       (char[]){ "108" },
			       strdup(path),
			       strdup(prefix),
			       NULL };
	int status = 1;
	pid_t pid;
	bool good = posix_spawnp(&pid, "pdftoppm", NULL, NULL, argv, environ) == 0 && waitpid(pid, &status, 0) == pid;

	free(argv[4]);
	free(argv[5]);
	return good && status == 0;
}

static bool
pgm_read(const char *path, struct picture *p)
{
	FILE *f = fopen(path, "rb");
	char head[64];
	size_t n = 0;

	*p = (struct picture){ 0 };
	if (!f)
		return false;
	if (fgets(head, sizeof(head), f) && strcmp(head, "P5\n") == 0 && fgets(head, sizeof(head), f)) {
		char *end;

		p->width = (int)strtol(head, &end, 10);
		p->height = (int)strtol(end, NULL, 10);
		n = (size_t)p->width * (size_t)p->height;
	}
	if (n > 0 && fgets(head, sizeof(head), f)) {
		p->grey = malloc(n);
		n = fread(p->grey, 1, n, f) == n ? n : 0;
	}
	fclose(f);
	return n > 0;
}

/* The calls of cairo that only this test needs. */
static struct {
	cairo_surface_t *(*image_create)(cairo_format_t, int, int);
	unsigned char *(*data)(cairo_surface_t *);
	int (*stride)(cairo_surface_t *);
	void (*flush)(cairo_surface_t *);
	void (*scale)(cairo_t *, double, double);
	void (*paint)(cairo_t *);
} image;

static void
image_calls(void)
{
	void *cairo = dlopen("libcairo.so.2", RTLD_NOW);
	void *found[] = { dlsym(cairo, "cairo_image_surface_create"),
			  dlsym(cairo, "cairo_image_surface_get_data"),
			  dlsym(cairo, "cairo_image_surface_get_stride"),
			  dlsym(cairo, "cairo_surface_flush"),
			  dlsym(cairo, "cairo_scale"),
			  dlsym(cairo, "cairo_paint") };

	memcpy(&image, found, sizeof(image));
}

static void
picture_draw(const struct paper_flow *flow, int page, struct picture *p)
{
	const struct paper_fonts *f = flow->fonts;
	cairo_surface_t *s = image.image_create(CAIRO_FORMAT_RGB24, p->width, p->height);
	cairo_t *cr = f->cairo_create(s);

	f->cairo_set_source_rgb(cr, 1, 1, 1);
	image.paint(cr);
	image.scale(cr, SCALE, SCALE);
	paper_draw_page(f, cr, &flow->page[page]);
	f->cairo_destroy(cr);
	image.flush(s);
	p->grey = malloc((size_t)p->width * (size_t)p->height);
	for (int y = 0; y < p->height; y++)
		for (int x = 0; x < p->width; x++)
			p->grey[y * p->width + x] = image.data(s)[y * image.stride(s) + 4 * x + 1];
	f->cairo_surface_destroy(s);
}

static double
ink(const struct picture *p, double x, double y, double w, double h)
{
	double sum = 0;

	for (int row = (int)(y * SCALE); row < (int)((y + h) * SCALE + 1); row++)
		for (int column = (int)(x * SCALE); column < (int)((x + w) * SCALE + 1); column++)
			if (row >= 0 && row < p->height && column >= 0 && column < p->width)
				sum += 255 - p->grey[row * p->width + column];
	return sum / 255;
}

static int
page_compare(const struct paper_page *page, const struct picture *pdf, const struct picture *seen, int *lost)
{
	int cells = 0;

	for (const struct paper_op *op = page->first; op; op = op->next)
		for (size_t i = 0; op->text && i < op->n; i++) {
			const struct paper_glyph *g = &op->glyph[i];
			double want = ink(seen, g->x, op->y - op->size * PAPER_ASCENT, g->w, op->size);
			double got = ink(pdf, g->x, op->y - op->size * PAPER_ASCENT, g->w, op->size);

			if (g->c == ' ' || g->c == 0x3000)
				continue;
			cells++;
			if (want < 1 || got < want * 0.35 || got > want * 1.7 + 6) {
				test_fail(__FILE__, __LINE__, "U+%04X: ink %.1f, not %.1f", (unsigned)g->c, got, want);
				++*lost;
			}
		}
	return cells;
}

int
ink_compare(struct paper_fonts *fonts, struct arena *mem, str document, int *lost)
{
	struct paper_flow flow = { 0 };
	char path[256], name[300];
	int cells = 0;
	FILE *f;

	image_calls();
	snprintf(path, sizeof(path), "%s/ink.pdf", test_dir());
	f = fopen(path, "wb");
	CHECK(f && paper_layout_make(mem, fonts, document, &flow) && paper_draw_pdf(&flow, to_file, f));
	CHECK(f && fclose(f) == 0);
	snprintf(name, sizeof(name), "%s/ink", test_dir());
	CHECK(run(path, name));
	for (int i = 0; i < flow.pages; i++) {
		struct picture pdf = { 0 }, seen;

		snprintf(name, sizeof(name), "%s/ink-%0*d.pgm", test_dir(), flow.pages > 9 ? 2 : 1, i + 1);
		CHECK(pgm_read(name, &pdf));
		seen = pdf;
		if (pdf.grey) {
			picture_draw(&flow, i, &seen);
			cells += page_compare(&flow.page[i], &pdf, &seen, lost);
			free(seen.grey);
		}
		free(pdf.grey);
	}
	return cells;
}

int
ink_documents(int few)
{
	const char *wished = getenv("HEYE_INK");

	return wished ? (int)strtol(wished, NULL, 10) : few;
}
