#include "base/err.h"

const char *
err_name(enum err e)
{
	switch (e) {
	case OK: return "OK";
	case NOT_FOUND: return "NOT_FOUND";
	case FORBIDDEN: return "FORBIDDEN";
	case INVALID: return "INVALID";
	case CONFLICT: return "CONFLICT";
	case BUSY: return "BUSY";
	case BROKEN: return "BROKEN";
	}
	return "?";
}
