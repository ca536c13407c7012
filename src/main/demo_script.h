/* demo_script.h — the course of one matter as a list of acts with the time between them. Internal to the demo. */
#ifndef HEYE_MAIN_DEMO_SCRIPT_H
#define HEYE_MAIN_DEMO_SCRIPT_H

#include "main/demo.h"

enum demo_fate {
	FATE_SOLVED, /* judged on the receipt page */
	FATE_HEARD,  /* judged on the phone, to a clerk of another office */
	FATE_PARTLY, /* not or partly solved first, solved the second time */
	FATE_AGAIN,  /* solved, and back within the month */
	FATE_SILENT, /* no judgement; two channels tried */
	FATE_SPOT,   /* answered at the window */
	FATE_WITHDRAWN,
	FATES
};

enum demo_pace {
	PACE_OFFICE,
	PACE_AWAKE,
	PACE_CLOCK
}; /* office minutes; natural ones by day; natural ones day and night */

struct demo_script {
	struct {
		enum demo_act act;
		enum demo_pace pace;
		int minutes; /* since the act before */
		moment at;
	} part[DEMO_STEPS];
	size_t n;
};

struct demo_turns {
	enum demo_fate fate;
	bool taken;   /* nobody claims it in time */
	bool late;    /* answered after the date */
	bool ask;     /* with the story's question */
	bool back;    /* the first draft is sent back */
	bool unknown; /* raised without a type */
};

void demo_script(struct demo *d, const struct demo_cast *cast, const struct demo_turns *turns, struct demo_script *s);
void demo_script_from(const struct demo *d, struct demo_script *s, moment raised); /* when everything happens */
moment demo_script_back(const struct demo *d, const struct demo_script *s, size_t stop,
			moment at);                                      /* when it was raised */
size_t demo_script_find(const struct demo_script *s, enum demo_act act); /* s->n when it does not happen */

#endif
