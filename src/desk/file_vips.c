#include "desk/file_vips.h"

#include <dlfcn.h>
#include <string.h>

#define WHITE 255.0

/* dlsym() gives an object pointer; ISO C has no cast from it to a function, so the bytes are copied. */
static bool
find(void *library, const char *name, void *function)
{
	void *at = dlsym(library, name);

	memcpy(function, &at, sizeof(at));
	return at != NULL;
}

static bool
functions_find(void *l, struct file_vips *v)
{
	return find(l, "vips_image_new_from_buffer", &v->image_new_from_buffer) &&
	       find(l, "vips_image_get_width", &v->image_get_width) &&
	       find(l, "vips_image_get_height", &v->image_get_height) &&
	       find(l, "vips_image_get_page_height", &v->image_get_page_height) &&
	       find(l, "vips_image_hasalpha", &v->image_hasalpha) &&
	       find(l, "vips_thumbnail_buffer", &v->thumbnail_buffer) &&
	       find(l, "vips_thumbnail_image", &v->thumbnail_image) && find(l, "vips_flatten", &v->flatten) &&
	       find(l, "vips_jpegsave_buffer", &v->jpegsave_buffer) &&
	       find(l, "vips_array_double_newv", &v->array_double_newv) &&
	       find(l, "vips_image_copy_memory", &v->image_copy_memory);
}

/* Only the loaders of JPEG, PNG and WebP stay: the library reads forty formats, most of them never meant
 * for strangers' files. */
bool
file_vips_open(struct file_vips *v)
{
	void *l = dlopen("libvips.so.42", RTLD_NOW | RTLD_LOCAL);
	int (*init)(const char *);
	void (*block)(const char *, int), (*concurrency)(int), (*cache)(int), (*vector)(int);

	if (!l || !functions_find(l, v) || !find(l, "vips_init", &init) ||
	    !find(l, "vips_operation_block_set", &block) || !find(l, "vips_concurrency_set", &concurrency) ||
	    !find(l, "vips_cache_set_max", &cache) || !find(l, "vips_vector_set_enabled", &vector))
		return false;
	if (init("heye") != 0)
		return false;
	block("VipsForeignLoad", 1);
	block("VipsForeignLoadJpeg", 0);
	block("VipsForeignLoadPng", 0);
	block("VipsForeignLoadWebp", 0);
	concurrency(1);
	cache(0);
	vector(0); /* it would write code and run it */
	return true;
}

bool
file_vips_size_good(const struct file_vips *v, const void *in, size_t n)
{
	struct vips_image *image = v->image_new_from_buffer(in, n, "", NULL);
	int64_t width, height;

	if (!image)
		return false;
	width = v->image_get_width(image);
	height = v->image_get_height(image);
	return width > 0 && height > 0 && width <= FILE_PIXELS_MOST / height;
}

static bool
shrink(const struct file_vips *v, const void *in, size_t n, struct vips_image **out)
{
	struct vips_image *small, *flat;

	/* fail_on 2: a broken picture is refused, so that its sender hears of it; what is merely odd is
	 * read. size 2: only ever smaller. */
	if (v->thumbnail_buffer(in, n, &small, FILE_SIDE, "height", FILE_SIDE, "size", 2, "export_profile", "srgb",
				"fail_on", 2, NULL) != 0)
		return false;
	if (!v->image_hasalpha(small)) {
		*out = v->image_copy_memory(small);
		return *out != NULL;
	}
	if (v->flatten(small, &flat, "background", v->array_double_newv(3, WHITE, WHITE, WHITE), NULL) != 0)
		return false;
	*out = v->image_copy_memory(flat);
	return *out != NULL;
}

bool
file_vips_make(const struct file_vips *v, const void *in, size_t n, struct file_made *m)
{
	struct vips_image *picture, *thumb;

	if (!shrink(v, in, n, &picture))
		return false;
	m->size[0] = (uint32_t)v->image_get_width(picture);
	m->size[1] = (uint32_t)v->image_get_height(picture);
	if (v->jpegsave_buffer(picture, &m->picture, &m->picture_n, "Q", 80, "strip", 1, "optimize_coding", 1, NULL) !=
	    0)
		return false;
	if (v->thumbnail_image(picture, &thumb, FILE_THUMB, "height", FILE_THUMB, "size", 2, NULL) != 0)
		return false;
	return v->jpegsave_buffer(thumb, &m->thumb, &m->thumb_n, "Q", 75, "strip", 1, "optimize_coding", 1, NULL) == 0;
}
