#include "desk/duty.h"

#define BIT(role) (1U << (role))

static const unsigned clerk = BIT(ROLE_CLERK), dispatcher = BIT(ROLE_DISPATCHER), handler = BIT(ROLE_HANDLER),
		      unit_head = BIT(ROLE_UNIT_HEAD), leader = BIT(ROLE_LEADER), grid_worker = BIT(ROLE_GRID_WORKER),
		      auditor = BIT(ROLE_AUDITOR), administrator = BIT(ROLE_ADMINISTRATOR);

static unsigned
roles_of(enum duty duty)
{
	const unsigned handles = handler | unit_head | grid_worker;

	switch (duty) {
	case DUTY_SIGNED_IN: return clerk | dispatcher | handles | leader | auditor | administrator;
	case DUTY_READ: return clerk | dispatcher | handles | leader | auditor;
	case DUTY_INTAKE: return clerk | dispatcher | handles;
	case DUTY_DISPATCH: return dispatcher | leader;
	case DUTY_HANDLE:
	case DUTY_REVEAL: return handles;
	case DUTY_ASSIGN: return unit_head | dispatcher;
	case DUTY_APPROVE: return unit_head | leader;
	case DUTY_HEAR: return clerk;
	case DUTY_AUDIT: return auditor | leader;
	case DUTY_REPORT: return clerk | dispatcher | unit_head | leader;
	case DUTY_ADMIN: return administrator;
	case DUTY_NONE:
	case DUTY_PUBLIC:
	case DUTY_RECEIPT:
	case DUTIES: break;
	}
	return 0;
}

bool
duty_held(enum role role, enum duty duty)
{
	if (duty == DUTY_PUBLIC)
		return true;
	return role > ROLE_NONE && role < ROLES && (roles_of(duty) & BIT(role)) != 0;
}
