/* duty.h — what a post may do. A route names one duty; a domain operation checks the finer rule beside the
 * record. */
#ifndef HEYE_DESK_DUTY_H
#define HEYE_DESK_DUTY_H

#include "desk/actor.h"

/* DUTY_NONE is refused to everybody: a route that forgets its duty answers 403 (and does not pass the build). */
enum duty {
	DUTY_NONE = 0,
	DUTY_PUBLIC,    /* anybody */
	DUTY_RECEIPT,   /* whoever holds the receipt code in the path */
	DUTY_SIGNED_IN, /* any member of staff */
	DUTY_READ,      /* open matters in scope: all roles but the administrator */
	DUTY_INTAKE,    /* enter a matter for a resident: clerk, dispatcher, grid worker, handler, unit head */
	DUTY_DISPATCH,  /* offer, merge, undo a merge: dispatcher, leader */
	DUTY_HANDLE,    /* claim, hand over, ask, note, answer: handler, unit head, grid worker */
	DUTY_ASSIGN,    /* name the holder inside the unit: unit head, dispatcher */
	DUTY_APPROVE,   /* approve an answer: unit head, leader (never the one who wrote it) */
	DUTY_HEAR,      /* take a judgement or withdrawal by phone or paper: clerk outside the handling unit */
	DUTY_REVEAL,    /* open an open-level identity with a purpose: who handles the matter */
	DUTY_AUDIT,     /* read the event chain: auditor, leader */
	DUTY_REPORT,    /* write, freeze and restate work reports: clerk, dispatcher, unit head, leader */
	DUTY_ADMIN,     /* places, units, posts, catalogue, routing, calendar: administrator */
	DUTIES
};

bool duty_held(enum role role, enum duty duty);

#endif
