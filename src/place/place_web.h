/* place_web.h — the administrator's pages of the township and its places: /admin/town and /admin/places. */
#ifndef HEYE_PLACE_PLACE_WEB_H
#define HEYE_PLACE_PLACE_WEB_H

#include "place/place.h"
#include "web/web.h"

extern const struct route place_routes[];

/* For the views. */
enum place_when { PLACE_NOW, PLACE_LATER, PLACE_PAST };
enum place_when place_when(day valid_from, day valid_to, moment now);
const struct word *place_kind_word(int64_t kind);

#endif
