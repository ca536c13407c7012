/* hooks.h — functions that struct site and staff_guards point to; names: hook. */
#ifndef HEYE_MAIN_HOOKS_H
#define HEYE_MAIN_HOOKS_H

#include "matter/matter.h"
#include "web/web.h"

MUST_USE enum err hook_town_card(struct db *db, struct town_card *card);
MUST_USE enum err hook_posts_of(struct db *db, int64_t person, struct post_choice **posts, size_t *n);
/* Open matters held on a post. */
MUST_USE enum err hook_holds(struct db *db, int64_t post, int64_t *n);

#endif
