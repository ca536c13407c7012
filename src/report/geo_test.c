#include "report/geo.h"

#include "test.h"

static struct arena mem;

static enum err
read_it(const char *text, struct geo *g, str *why)
{
	mem = arena_open((size_t)4 << 20);
	return geo_read(&mem, str_of(text), g, why);
}

#define SQUARE "[[[105.0,30.0],[105.2,30.0],[105.2,30.2],[105.0,30.2],[105.0,30.0]]]"
#define FEATURE(props, type, points)                                                                                 \
	"{\"type\":\"Feature\",\"properties\":" props ",\"geometry\":{\"type\":\"" type "\",\"coordinates\":" points \
	"}}"
#define FILE_OF(features) \
	"{ \"type\": \"FeatureCollection\", \"crs\": {\"a\": [1, {\"b\": null}]}, \"features\": [" features "]}"

TEST(polygons_with_names_and_codes)
{
	static struct geo g;
	str why, path;
	int x, y;

	CHECK_INT(read_it(FILE_OF(FEATURE("{\"name\":\"莲塘村\",\"n\":1.5}", "Polygon", SQUARE) "," FEATURE(
				  "{\"code\":\"510921207201\"}", "MultiPolygon",
				  "[" SQUARE ",[[[105.3,30.0],[105.4,30.0,12.5],[105.4,30.1],[105.3,30.0]]]]")),
			  &g, &why),
		  OK);
	CHECK_INT(g.features, 2);
	CHECK_INT(g.rings, 3);
	CHECK_STR(g.feature[0].name, "莲塘村");
	CHECK_STR(g.feature[1].code, "510921207201");
	CHECK_INT(g.ring[2].feature, 1);
	CHECK_INT(g.ring[0].p[1].x, 105200000);
	path = geo_path(&mem, &g, 0, 400, 320, &x, &y);
	CHECK(str_starts(path, S("M8.0 ")) && str_ends(path, S("z")));
	CHECK(x > 90 && x < 130 && y > 130 && y < 190);
	arena_close(&mem);
}

TEST(what_is_not_a_boundary_file_is_refused)
{
	static const char *const bad[] = {
		"",
		"[]",
		"{",
		"{\"features\":[]}",
		"{\"features\":{}}",
		FILE_OF(FEATURE("{}", "Polygon", "[[[105.0]]]")),
		FILE_OF(FEATURE("{}", "Polygon", "[[[1e2,30],[2,3]]]")),
		FILE_OF(FEATURE("{}", "Polygon", "[[[500,30]]]")),
		FILE_OF(FEATURE("{}", "Polygon", "[[[105,30],[105.1,30]")),
		"{\"features\":[{\"geometry\":{\"coordinates\":\"no\"}}]}",
		"{\"a\":[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]}",
	};
	static struct geo g;
	str why;

	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		CHECK_INT(read_it(bad[i], &g, &why), INVALID);
		CHECK(why.n > 0);
		arena_close(&mem);
	}
}
