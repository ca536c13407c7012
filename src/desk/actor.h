/* actor.h — who acts. Every request has one: a resident, a member of staff in one of their posts, or the
 * clock itself. */
#ifndef HEYE_DESK_ACTOR_H
#define HEYE_DESK_ACTOR_H

#include "base/str.h"

/* What a post is for. The numbers stand in the table `post` and in events: never renumber. */
enum role {
	ROLE_NONE = 0,
	ROLE_CLERK = 1,         /* 窗口人员: takes matters in, takes judgements */
	ROLE_DISPATCHER = 2,    /* 分派员: offers matters to units, merges */
	ROLE_HANDLER = 3,       /* 承办人: claims, handles, answers */
	ROLE_UNIT_HEAD = 4,     /* 单位负责人: assigns, approves answers */
	ROLE_LEADER = 5,        /* 分管领导 */
	ROLE_GRID_WORKER = 6,   /* 网格员: raises on behalf, handles the village's matters */
	ROLE_AUDITOR = 7,       /* 监督员: reads, never writes */
	ROLE_ADMINISTRATOR = 8, /* 管理员: places, posts, catalogue, calendar; cannot read matters */
	ROLES
};

enum actor_kind {
	ACTOR_NOBODY,   /* not signed in, no receipt */
	ACTOR_RESIDENT, /* holds the receipt code of `matter` (or follows it) */
	ACTOR_STAFF,
	ACTOR_CLOCK /* a timer of the program */
};

/* The rows an actor's post can reach. It stands in the SQL of every query: 0 means "no limit on this axis". */
struct scope {
	int64_t unit;
	int64_t village;
	bool none; /* reaches no matter at all (administrator, nobody) */
};

struct actor {
	enum actor_kind kind;
	int64_t person; /* staff.person; 0 for others */
	int64_t post;   /* the post they act in */
	enum role role;
	int64_t unit;    /* of the post */
	int64_t village; /* area of the post: a village place, or 0 for the whole township */
	str name, unit_name, unit_name_en;
	int64_t matter;   /* the resident's matter */
	int64_t follower; /* 0: the reporter; else the follower's id */
	bool must_change; /* signed in with a password that somebody else printed: only its change is open */
};

extern const struct actor actor_clock;

/* role × area × unit: clerk, dispatcher, leader and auditor reach the township (or their area); handler and
 * unit head their unit; a grid worker the village of the post within their unit; administrator nothing. */
struct scope actor_scope(const struct actor *a);

#endif
