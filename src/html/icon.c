#include "html/icon.h"

#define LEAF                                                                                                           \
	"viewBox=\"0 0 64 64\" aria-hidden=\"true\"><path fill=\"#7fd0a5\" d=\"M32 4a28 28 0 1 0 12.5 3L33 31z\"/>"    \
	"<g stroke=\"#0e3b2c\" stroke-width=\"2.2\" stroke-linecap=\"round\" fill=\"none\"><path d=\"M31 34 10 24M31 " \
	"35 8 42M31 36"                                                                                                \
	" 21 56M33 36 42 56M34 34.5 56 42M34 33 57 25\"/></g><circle cx=\"32.5\" cy=\"33.5\" r=\"4\" "                 \
	"fill=\"#f3a9c4\"/></svg>"
#define LINE(d) "<svg class=\"i\" viewBox=\"0 0 24 24\" aria-hidden=\"true\"><path d=\"" d "\"/></svg>"

static const char *const drawing[ICONS] = {
	[ICON_MARK] = "<svg " LEAF,
	[ICON_LEAF] = "<svg class=\"leaf\" " LEAF,
	[ICON_SAY] = LINE("M4 5h16v11H10l-5 4v-4H4zM8 9h8M8 12h5"),
	[ICON_SEARCH] = LINE("M17.5 11a6.5 6.5 0 1 1-13 0 6.5 6.5 0 0 1 13 0zM16 16l4.5 4.5"),
	[ICON_PHONE] =
		LINE("M6 3h3l2 5-2.5 1.8a12 12 0 0 0 5.7 5.7L16 13l5 2v3a3 3 0 0 1-3 3A15 15 0 0 1 3 6a3 3 0 0 1 3-3z"),
	[ICON_LIST] = LINE("M9 6h11M9 12h11M9 18h11M4 6h.01M4 12h.01M4 18h.01"),
	[ICON_CALENDAR] = LINE("M4 6h16v14H4zM4 10h16M8 3v4M16 3v4"),
	[ICON_PLUS] = LINE("M12 5v14M5 12h14"),
	[ICON_PLACE] = LINE("m3 6 6-2 6 2 6-2v14l-6 2-6-2-6 2zM9 4v14M15 6v14"),
	[ICON_PEOPLE] = LINE(
		"M12.2 8a3.2 3.2 0 1 1-6.4 0 3.2 3.2 0 0 1 6.4 0zM3 20c0-4 2.5-6 6-6s6 2 6 6M16 5.2a3 3 0 0 1 0 5.6"
		"M18 14.5c2 .8 3 2.7 3 5.5"),
	[ICON_BOOK] = LINE("M5 4h13v16H6a1 1 0 0 1-1-1zM5 17h13M9 8h5"),
	[ICON_ROUTE] = LINE("M5 19c6 0 2-14 8-14h6M16 2l3 3-3 3M5 16v6"),
	[ICON_HISTORY] = LINE("M4 12a8 8 0 1 0 3-6.2M4 4v4h4M12 8v4l3 2"),
	[ICON_KEY] = LINE("M3 7h18v10H3zM7 11h.01M11 11h.01M15 11h.01M8 14h8"),
	[ICON_PRINT] = LINE("M7 8V3h10v5M7 17H4V9h16v8h-3M7 14h10v7H7z"),
	[ICON_PHOTO] = LINE("M4 7h4l2-3h4l2 3h4v12H4zM15.5 13a3.5 3.5 0 1 1-7 0 3.5 3.5 0 0 1 7 0z"),
	[ICON_LOCK] = LINE("M6 11h12v9H6zM9 11V8a3 3 0 0 1 6 0v3M12 15v2"),
	[ICON_CHART] = LINE("M4 20h16M7 16v-4M12 16V6M17 16v-7"),
	[ICON_HANDS] = LINE("M3 12l5-5 4 2 4-2 5 5-6 6-3-2-3 2z"),
	[ICON_PENCIL] = LINE("M4 20l1-4L16 5l3 3L8 19z"),
	[ICON_UNIT] = LINE("M4 20V8l8-4 8 4v12M3 20h18M9 20v-5h6v5M8 11h.01M12 11h.01M16 11h.01"),
};

html
icon(enum icon i)
{
	return (html){ str_of(drawing[i]) };
}
