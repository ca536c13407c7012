/* icon.h — the house's own line icons and its mark, as inline SVG. Always beside a word: all are hidden from
 * screen readers. */
#ifndef HEYE_HTML_ICON_H
#define HEYE_HTML_ICON_H

#include "html/html.h"

enum icon {
	ICON_MARK, /* the lotus leaf, in its colours */
	ICON_LEAF, /* the same as a large ornament */
	ICON_SAY,
	ICON_SEARCH,
	ICON_PHONE,
	ICON_LIST,
	ICON_CALENDAR,
	ICON_PLUS,
	ICON_PLACE,
	ICON_PEOPLE,
	ICON_BOOK,
	ICON_ROUTE,
	ICON_HISTORY,
	ICON_KEY,
	ICON_PRINT,
	ICON_PHOTO,
	ICON_LOCK,
	ICON_CHART,
	ICON_HANDS,
	ICON_PENCIL,
	ICON_UNIT,
	ICONS
};

html icon(enum icon i);

#endif
