/* err.h — the one error type of the house.
 *
 * A function that can fail for a reason its caller can act on returns `enum err` and is MUST_USE. Early return
 * with TRY() is always right: memory belongs to an arena and changes to a transaction, so there is nothing to
 * unwind by hand. Form faults are data (web/form.h), not errors. A bug is an assert, and asserts stay on in
 * release builds. */
#ifndef HEYE_BASE_ERR_H
#define HEYE_BASE_ERR_H

#define MUST_USE __attribute__((warn_unused_result))

enum err {
	OK = 0,
	NOT_FOUND, /* no such record, or none that this actor may know of */
	FORBIDDEN, /* the actor is known and may not do this */
	INVALID,   /* the input breaks a rule; the faults say which */
	CONFLICT,  /* somebody else changed it first */
	BUSY,      /* a bounded queue or memory budget is full: try again */
	BROKEN     /* the disk, the database or the network failed; nothing was kept */
};

#define TRY(x)                           \
	do {                             \
		enum err try_err_ = (x); \
		if (try_err_ != OK)      \
			return try_err_; \
	} while (0)

/* The identifier of an error, for logs: "OK", "NOT_FOUND", … Never shown to a resident. */
const char *err_name(enum err e);

#endif
