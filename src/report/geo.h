/* geo.h — boundaries out of a GeoJSON file (RFC 7946): polygons with a name or a code, as outlines for a drawing.
 *
 * Reads a FeatureCollection of Polygon and MultiPolygon; whatever else stands in the file is stepped over.
 * Coordinates are degrees;
 * they are drawn with the width of a degree at the middle latitude. */
#ifndef HEYE_REPORT_GEO_H
#define HEYE_REPORT_GEO_H

#include "base/err.h"
#include "base/out.h"

#define GEO_FEATURES 200
#define GEO_POINTS   60000
#define GEO_DEPTH    24

struct geo_point {
	int32_t x, y; /* millionths of a degree; y grows to the north */
};

struct geo_ring {
	struct geo_point *p;
	size_t n;
	int feature;
};

struct geo {
	struct {
		str name, code;
	} feature[GEO_FEATURES];
	size_t features;
	struct geo_ring ring[GEO_FEATURES * 4];
	size_t rings;
	size_t points;
};

/* INVALID: not a FeatureCollection with polygons, or beyond the limits; *why says where, in English. */
MUST_USE enum err geo_read(struct arena *mem, str text, struct geo *g, str *why);

/* The outline of a feature in a field of `wide` × `high`, all features together filling it, and the middle of
 * its largest ring. */
str geo_path(struct arena *mem, const struct geo *g, int feature, int wide, int high, int *x, int *y);

#endif
