#include "report/geo.h"

#define MARGIN 8

struct reader {
	struct arena *mem;
	const char *p, *end;
	struct geo *g;
	const char *fault;
	int depth;
};

/* ---- JSON, as much as is needed ---- */

static bool
refuse(struct reader *r, const char *why)
{
	if (!r->fault)
		r->fault = why;
	return false;
}

static void
blank(struct reader *r)
{
	while (r->p < r->end && (*r->p == ' ' || *r->p == '\n' || *r->p == '\r' || *r->p == '\t'))
		r->p++;
}

static bool
take(struct reader *r, char c)
{
	blank(r);
	if (r->p < r->end && *r->p == c) {
		r->p++;
		return true;
	}
	return false;
}

/* A string as it stands between its quotes. Names with escapes do not match any village, which is said later. */
static bool
string(struct reader *r, str *s)
{
	const char *from;

	if (!take(r, '"'))
		return refuse(r, "a string is expected");
	for (from = r->p; r->p < r->end && *r->p != '"'; r->p++)
		if (*r->p == '\\' && r->p + 1 < r->end)
			r->p++;
	if (r->p >= r->end)
		return refuse(r, "a string is not closed");
	*s = (str){ from, (size_t)(r->p - from) };
	r->p++;
	return true;
}

static int64_t
digits(struct reader *r, int most, int *n)
{
	int64_t v = 0;

	for (*n = 0; r->p < r->end && *r->p >= '0' && *r->p <= '9'; r->p++)
		if (*n < most) {
			v = v * 10 + (*r->p - '0');
			++*n;
		}
	return v;
}

/* A number as millionths; an exponent is not taken, no boundary file writes degrees so. */
static bool
number(struct reader *r, int32_t *out)
{
	bool minus = take(r, '-');
	int n, decimals = 0;
	int64_t v, part = 0;

	blank(r);
	v = digits(r, 4, &n);
	if (!n || v > 360)
		return refuse(r, "a coordinate in degrees is expected");
	if (r->p < r->end && *r->p == '.') {
		r->p++;
		part = digits(r, 6, &decimals);
	}
	if (r->p < r->end && (*r->p == 'e' || *r->p == 'E'))
		return refuse(r, "a coordinate with an exponent");
	for (; decimals < 6; decimals++)
		part *= 10;
	v = v * 1000000 + part;
	*out = (int32_t)(minus ? -v : v);
	return true;
}

static bool value_skip(struct reader *r);

static bool
members_skip(struct reader *r, char close, bool named)
{
	str s;

	r->p++;
	if (++r->depth > GEO_DEPTH)
		return refuse(r, "nested too deeply");
	if (!take(r, close))
		do {
			if (named && (!string(r, &s) || !take(r, ':')))
				return refuse(r, "a name and a colon are expected");
			if (!value_skip(r))
				return false;
		} while (take(r, ','));
	else
		return r->depth--, true;
	r->depth--;
	return take(r, close) || refuse(r, "a list is not closed");
}

static bool
value_skip(struct reader *r)
{
	str s;

	blank(r);
	if (r->p >= r->end)
		return refuse(r, "the file ends too early");
	if (*r->p == '{')
		return members_skip(r, '}', true);
	if (*r->p == '[')
		return members_skip(r, ']', false);
	if (*r->p == '"')
		return string(r, &s);
	if (*r->p == ',' || *r->p == '}' || *r->p == ']' || *r->p == ':')
		return refuse(r, "a value is expected");
	while (r->p < r->end && *r->p != ',' && *r->p != '}' && *r->p != ']' && *r->p > ' ')
		r->p++;
	return true;
}

/* Calls `each` for every member of an object. */
static bool
object(struct reader *r, bool (*each)(struct reader *r, str name))
{
	str name = { NULL, 0 };

	if (!take(r, '{'))
		return refuse(r, "an object is expected");
	if (++r->depth > GEO_DEPTH)
		return refuse(r, "nested too deeply");
	if (!take(r, '}')) {
		do {
			if (!string(r, &name) || !take(r, ':') || !each(r, name))
				return refuse(r, "a member is expected");
		} while (take(r, ','));
		if (!take(r, '}'))
			return refuse(r, "an object is not closed");
	}
	r->depth--;
	return true;
}

/* ---- GeoJSON ---- */

static bool
point(struct reader *r, struct geo_ring *ring)
{
	struct geo_point at;

	if (!number(r, &at.x) || !take(r, ',') || !number(r, &at.y))
		return refuse(r, "a point has two coordinates");
	while (take(r, ','))
		if (!value_skip(r))
			return false;
	if (r->g->points == GEO_POINTS)
		return refuse(r, "too many points");
	ring->p[ring->n++] = at;
	r->g->points++;
	return take(r, ']') || refuse(r, "a point is not closed");
}

static size_t
points_ahead(const struct reader *r)
{
	size_t n = 0;

	for (const char *p = r->p; p < r->end && !(p[0] == ']' && p + 1 < r->end && p[1] == ']'); p++)
		n += *p == '[';
	return n + 1;
}

/* What begins with "[[" is a list of rings or polygons; what begins with "[" and a number is a ring's first point. */
static bool
coordinates(struct reader *r)
{
	struct geo_ring *ring;

	blank(r);
	if (!take(r, '[') || ++r->depth > GEO_DEPTH)
		return refuse(r, "a list of coordinates is expected");
	blank(r);
	if (r->p + 1 < r->end && *r->p == '[') {
		const char *inner = r->p + 1;

		while (inner < r->end && (*inner == ' ' || *inner == '\n' || *inner == '\r' || *inner == '\t'))
			inner++;
		if (inner < r->end && *inner == '[') {
			do
				if (!coordinates(r))
					return false;
			while (take(r, ','));
			r->depth--;
			return take(r, ']') || refuse(r, "coordinates are not closed");
		}
	}
	if (r->g->rings == sizeof r->g->ring / sizeof *r->g->ring)
		return refuse(r, "too many rings");
	ring = &r->g->ring[r->g->rings++];
	*ring = (struct geo_ring){ .feature = (int)r->g->features - 1 };
	ring->p = make(r->mem, struct geo_point, points_ahead(r));
	do
		if (!take(r, '[') || !point(r, ring))
			return refuse(r, "a point is expected");
	while (take(r, ','));
	r->depth--;
	return take(r, ']') || refuse(r, "a ring is not closed");
}

static bool
geometry_member(struct reader *r, str name)
{
	return str_eq(name, S("coordinates")) ? coordinates(r) : value_skip(r);
}

static bool
property(struct reader *r, str name)
{
	str *to = str_eq(name, S("name")) || str_eq(name, S("名称"))   ? &r->g->feature[r->g->features - 1].name
		  : str_eq(name, S("code")) || str_eq(name, S("代码")) ? &r->g->feature[r->g->features - 1].code
								       : NULL;

	blank(r);
	return to && r->p < r->end && *r->p == '"' ? string(r, to) : value_skip(r);
}

static bool
feature_member(struct reader *r, str name)
{
	blank(r);
	if (r->p >= r->end || *r->p != '{')
		return value_skip(r);
	if (str_eq(name, S("properties")))
		return object(r, property);
	return str_eq(name, S("geometry")) ? object(r, geometry_member) : value_skip(r);
}

static bool
collection_member(struct reader *r, str name)
{
	if (!str_eq(name, S("features")))
		return value_skip(r);
	if (!take(r, '['))
		return refuse(r, "features is a list");
	if (take(r, ']'))
		return true;
	do {
		if (r->g->features == GEO_FEATURES)
			return refuse(r, "too many features");
		r->g->features++;
		if (!object(r, feature_member))
			return false;
	} while (take(r, ','));
	return take(r, ']') || refuse(r, "features are not closed");
}

enum err
geo_read(struct arena *mem, str text, struct geo *g, str *why)
{
	struct reader r = { .mem = mem, .p = text.p, .end = text.p + text.n, .g = g };
	bool good;

	*g = (struct geo){ 0 };
	if (text.n >= 3 && str_starts(text, S("\xef\xbb\xbf")))
		r.p += 3;
	good = object(&r, collection_member) && g->rings > 0;
	*why = good ? S("") : str_of(r.fault ? r.fault : "there is no polygon in the file");
	return good ? OK : INVALID;
}

/* ---- drawing ---- */

struct frame {
	int64_t west, south, east, north;
	int64_t shrink; /* a degree of longitude beside one of latitude, in thousandths */
};

/* cos φ in thousandths, by its series; exact enough for a drawing. */
static int64_t
shrink_of(int64_t latitude)
{
	double x = (double)latitude / 1e6 * 3.14159265358979 / 180, s = x * x;

	return (int64_t)(1000 * (1 - s / 2 + s * s / 24 - s * s * s / 720));
}

static struct frame
frame_of(const struct geo *g)
{
	struct frame f = { INT32_MAX, INT32_MAX, INT32_MIN, INT32_MIN, 1000 };

	for (size_t i = 0; i < g->rings; i++)
		for (size_t k = 0; k < g->ring[i].n; k++) {
			const struct geo_point *p = &g->ring[i].p[k];

			f.west = p->x < f.west ? p->x : f.west;
			f.east = p->x > f.east ? p->x : f.east;
			f.south = p->y < f.south ? p->y : f.south;
			f.north = p->y > f.north ? p->y : f.north;
		}
	f.shrink = shrink_of((f.south + f.north) / 2);
	return f;
}

/* Tenths of a unit of the field. */
static void
place_point(const struct frame *f, const struct geo_point *p, int wide, int high, int64_t *x, int64_t *y)
{
	int64_t w = (f->east - f->west) * f->shrink / 1000, h = f->north - f->south;
	int64_t room_w = 10 * (wide - 2 * MARGIN), room_h = 10 * (high - 2 * MARGIN);
	bool by_width;

	w = w > 0 ? w : 1;
	h = h > 0 ? h : 1;
	by_width = w * room_h > h * room_w;
	*x = (p->x - f->west) * f->shrink / 1000;
	*y = f->north - p->y;
	if (by_width) {
		*x = *x * room_w / w + 10 * MARGIN;
		*y = *y * room_w / w + 10 * MARGIN + (room_h - h * room_w / w) / 2;
	} else {
		*x = *x * room_h / h + 10 * MARGIN + (room_w - w * room_h / h) / 2;
		*y = *y * room_h / h + 10 * MARGIN;
	}
}

/* The middle of a ring, weighed by area; the mean of its points when it has none. */
static int64_t
middle_of(const struct geo_ring *ring, const struct frame *f, int wide, int high, int *x, int *y)
{
	int64_t area = 0, sx = 0, sy = 0, mx = 0, my = 0;

	for (size_t i = 0; i < ring->n; i++) {
		int64_t ax, ay, bx, by, cross;

		place_point(f, &ring->p[i], wide, high, &ax, &ay);
		place_point(f, &ring->p[(i + 1) % ring->n], wide, high, &bx, &by);
		cross = ax * by - bx * ay;
		area += cross;
		sx += (ax + bx) * cross;
		sy += (ay + by) * cross;
		mx += ax;
		my += ay;
	}
	if (area != 0) {
		*x = (int)(sx / (3 * area) / 10);
		*y = (int)(sy / (3 * area) / 10);
	} else if (ring->n) {
		*x = (int)(mx / (int64_t)ring->n / 10);
		*y = (int)(my / (int64_t)ring->n / 10);
	}
	return area < 0 ? -area : area;
}

static void
ring_put(struct out *o, const struct geo_ring *ring, const struct frame *f, int wide, int high)
{
	int64_t last_x = -1000, last_y = -1000;

	for (size_t i = 0; i < ring->n; i++) {
		int64_t x, y, dx, dy;

		place_point(f, &ring->p[i], wide, high, &x, &y);
		dx = x - last_x;
		dy = y - last_y;
		if (i && dx * dx + dy * dy < 200)
			continue;
		out_fmt(o, "%s%lld.%lld %lld.%lld", i ? "L" : "M", (long long)(x / 10), (long long)(x % 10),
			(long long)(y / 10), (long long)(y % 10));
		last_x = x;
		last_y = y;
	}
	out_char(o, 'z');
}

str
geo_path(struct arena *mem, const struct geo *g, int feature, int wide, int high, int *x, int *y)
{
	struct out o = out_make(mem, 1024, 64 << 10);
	struct frame f = frame_of(g);
	int64_t most = -1;

	*x = wide / 2;
	*y = high / 2;
	for (size_t i = 0; i < g->rings; i++) {
		int mx = 0, my = 0;
		int64_t area;

		if (g->ring[i].feature != feature)
			continue;
		ring_put(&o, &g->ring[i], &f, wide, high);
		area = middle_of(&g->ring[i], &f, wide, high, &mx, &my);
		if (area > most) {
			most = area;
			*x = mx;
			*y = my;
		}
	}
	return o.overflow ? S("") : out_view(&o);
}
