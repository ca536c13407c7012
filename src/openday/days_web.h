/* days_web.h — open days for everybody: when and where the next one is, the promise board of each village, the questions
 * of sunshine sessions, and the calendar feed. */
#ifndef HEYE_OPENDAY_DAYS_WEB_H
#define HEYE_OPENDAY_DAYS_WEB_H

#include "openday/openday.h"
#include "web/web.h"

#define DAYS_SHOWN 8   /* coming sessions */
#define DAYS_OPEN  200 /* open promises of a village on one page */
#define DAYS_ENDED 20  /* ended ones, a page */

struct days_village {
	str name_zh, name_en;
	int64_t id;
	struct q_openday_coming_list coming;
	struct q_openday_board_open_list open;
	struct q_openday_board_ended_list ended;
	struct q_openday_sunshine_list sunshine;
	url older; /* more ended promises, empty: none */
	bool first;
};

struct days_questions {
	struct q_openday_sunshine_row s;
	struct q_openday_items_list items;
};

const struct word *days_weekday(day d);
str days_clock(const struct page *p, int64_t minutes); /* 9:00 */
str days_name(const struct page *p, str zh, str en);
/* How a promise stands, and the class of its tag. */
const struct word *days_promise_word(int64_t state, int64_t missed);
str days_promise_tag(int64_t state, int64_t missed);
const struct word *days_step_word(int64_t result);
const struct word *days_state_word(int64_t state);
const struct word *days_kind_word(int64_t kind);

extern const struct route days_routes[];

#endif
