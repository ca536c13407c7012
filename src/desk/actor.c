#include "desk/actor.h"

const struct actor actor_clock = { .kind = ACTOR_CLOCK };

struct scope
actor_scope(const struct actor *a)
{
	if (a->kind == ACTOR_CLOCK)
		return (struct scope){ 0 };
	if (a->kind != ACTOR_STAFF || a->post == 0)
		return (struct scope){ .none = true };
	switch (a->role) {
	case ROLE_CLERK:
	case ROLE_DISPATCHER:
	case ROLE_LEADER:
	case ROLE_AUDITOR: return (struct scope){ .village = a->village };
	case ROLE_HANDLER:
	case ROLE_UNIT_HEAD: return (struct scope){ .unit = a->unit, .village = a->village, .none = a->unit == 0 };
	case ROLE_GRID_WORKER:
		return (struct scope){ .unit = a->unit,
				       .village = a->village,
				       .none = a->unit == 0 || a->village == 0 };
	case ROLE_NONE:
	case ROLE_ADMINISTRATOR:
	case ROLES: break;
	}
	return (struct scope){ .none = true };
}
