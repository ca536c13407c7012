/* listen.h — a listening socket for "127.0.0.1:8311", "[::1]:8311" or "unix:/run/heye.sock". */
#ifndef HEYE_HTTP_LISTEN_H
#define HEYE_HTTP_LISTEN_H

#include "base/err.h"
#include "base/str.h"

#include <sys/un.h>

struct listener {
	int fd, port;                                           /* port 0: a Unix socket */
	char path[sizeof(((struct sockaddr_un *)0)->sun_path)]; /* of a Unix socket, "" otherwise */
};

/* INVALID: not an address. CONFLICT: somebody listens there. BROKEN: not allowed, no such address. The reason
 * is logged. A Unix socket has mode 0660: put the proxy in its group. A dead socket file of an earlier run is
 * replaced. */
MUST_USE enum err listener_open(struct listener *l, str where);
void listener_close(struct listener *l);

#endif
