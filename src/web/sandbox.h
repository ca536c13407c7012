/* sandbox.h — what the whole server may still do once it is set up: Landlock for files, seccomp for system calls.
 *
 * Call it before the first thread is made, since only threads made later are bound. Files: the data folder and
 * what is listed may be written; libraries, /etc, /proc and /sys may be read; only this program itself can be
 * started (the photo worker). System calls: a list of those that the server and its libraries use; connecting
 * out (unless a database server or a store of files is asked for), tracing, mounting, loading and the like are not on it. */
#ifndef HEYE_WEB_SANDBOX_H
#define HEYE_WEB_SANDBOX_H

#include "base/err.h"

#include <stdbool.h>

struct sandbox {
	const char *dir; /* data folder */
	/* more folders to write to, NULL-terminated: where a Unix socket will be. May be NULL */
	const char *const *write;
	const char *const *read; /* more files to read, NULL-terminated: certificate and key. May be NULL */
	bool calls_out;          /* connects to a database server or a store; else nothing is connected to */
};

/* OK also where the kernel has no Landlock: the log says so. BROKEN: a rule could not be set; the program should
 * not start. Builds with sanitizers skip the list of system calls, whose run time needs others. */
MUST_USE enum err sandbox_enter(const struct sandbox *s);

#endif
