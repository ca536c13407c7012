/* file_vips.h — the few functions of libvips that the picture worker calls, found at run time in the child only. */
#ifndef HEYE_DESK_FILE_VIPS_H
#define HEYE_DESK_FILE_VIPS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define FILE_WORKER_SECONDS 20
#define FILE_WORKER_INVALID 2
#define FILE_WORKER_BROKEN  3

#define FILE_PIXELS_MOST ((int64_t)40 * 1000 * 1000)
#define FILE_SIDE        1600
#define FILE_THUMB       320

struct vips_image;
struct vips_array;

/* The library's functions end their options with NULL, like printf without a format. */
struct file_vips {
	struct vips_image *(*image_new_from_buffer)(const void *, size_t, const char *, ...);
	int (*image_get_width)(const struct vips_image *);
	int (*image_get_height)(const struct vips_image *);
	int (*image_get_page_height)(struct vips_image *);
	int (*image_hasalpha)(struct vips_image *);
	int (*thumbnail_buffer)(const void *, size_t, struct vips_image **, int, ...);
	int (*thumbnail_image)(struct vips_image *, struct vips_image **, int, ...);
	int (*flatten)(struct vips_image *, struct vips_image **, ...);
	int (*jpegsave_buffer)(struct vips_image *, void **, size_t *, ...);
	struct vips_array *(*array_double_newv)(int, ...);
	struct vips_image *(*image_copy_memory)(struct vips_image *);
};

struct file_made {
	uint32_t size[2]; /* width and height */
	void *picture, *thumb;
	size_t picture_n, thumb_n;
};

bool file_vips_open(struct file_vips *v);
bool file_vips_size_good(const struct file_vips *v, const void *in, size_t n); /* reads the head only */
bool file_vips_make(const struct file_vips *v, const void *in, size_t n, struct file_made *made);

#endif
