#include "http/listen.h"

#include "base/log.h"

#include <errno.h>
#include <netdb.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#define BACKLOG 511

static enum err
refused(struct listener *l, const char *doing)
{
	int why = errno;

	log_error("http: cannot %s: %s", doing, strerrordesc_np(why));
	if (l->fd >= 0)
		close(l->fd);
	l->fd = -1;
	return why == EADDRINUSE ? CONFLICT : BROKEN;
}

static enum err
listen_unix(struct listener *l, str path)
{
	struct sockaddr_un at = { .sun_family = AF_UNIX };
	int probe;

	if (path.n == 0 || path.n >= sizeof(at.sun_path))
		return INVALID;
	memcpy(at.sun_path, path.p, path.n);
	probe = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (probe >= 0) {
		if (connect(probe, (struct sockaddr *)&at, sizeof(at)) != 0 && errno == ECONNREFUSED)
			unlink(at.sun_path);
		close(probe);
	}
	l->fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (l->fd < 0)
		return refused(l, "make a socket");
	if (bind(l->fd, (struct sockaddr *)&at, sizeof(at)) != 0)
		return refused(l, "use the socket file");
	memcpy(l->path, at.sun_path, path.n + 1);
	if (chmod(l->path, 0660) != 0 || listen(l->fd, BACKLOG) != 0)
		return refused(l, "listen on the socket file");
	return OK;
}

static enum err
listen_net(struct listener *l, const struct addrinfo *at)
{
	struct sockaddr_storage bound;
	socklen_t n = sizeof(bound);
	char port[8];
	int64_t number;
	int on = 1;

	l->fd = socket(at->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (l->fd < 0)
		return refused(l, "make a socket");
	setsockopt(l->fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	if (bind(l->fd, at->ai_addr, at->ai_addrlen) != 0)
		return refused(l, "use the address");
	if (listen(l->fd, BACKLOG) != 0)
		return refused(l, "listen");
	if (getsockname(l->fd, (struct sockaddr *)&bound, &n) != 0 ||
	    getnameinfo((struct sockaddr *)&bound, n, NULL, 0, port, sizeof(port), NI_NUMERICSERV) != 0 ||
	    !str_int(str_of(port), &number))
		return refused(l, "learn the port");
	l->port = (int)number;
	return OK;
}

enum err
listener_open(struct listener *l, str where)
{
	static const struct addrinfo want = { .ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE,
					      .ai_socktype = SOCK_STREAM };
	char host[64], port[8];
	size_t colon = where.n;
	struct addrinfo *found;
	int64_t number;
	str h, p;
	enum err err;

	*l = (struct listener){ .fd = -1 };
	if (str_starts(where, S("unix:")))
		return listen_unix(l, str_skip(where, 5));
	while (colon > 0 && where.p[colon - 1] != ':')
		colon--;
	if (colon < 2)
		return INVALID;
	h = str_head(where, colon - 1);
	p = str_skip(where, colon);
	if (str_starts(h, S("[")) && str_ends(h, S("]")))
		h = str_skip(str_head(h, h.n - 1), 1);
	if (h.n == 0 || h.n >= sizeof(host) || p.n >= sizeof(port) || !str_int(p, &number) || number < 0 ||
	    number > 65535)
		return INVALID;
	memcpy(host, h.p, h.n);
	host[h.n] = '\0';
	memcpy(port, p.p, p.n);
	port[p.n] = '\0';
	if (getaddrinfo(host, port, &want, &found) != 0)
		return INVALID;
	err = listen_net(l, found);
	freeaddrinfo(found);
	return err;
}

void
listener_close(struct listener *l)
{
	if (l->fd >= 0)
		close(l->fd);
	if (l->path[0])
		unlink(l->path);
	*l = (struct listener){ .fd = -1 };
}
