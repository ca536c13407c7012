/* peer.h — the connections: how many, from where, and until when each may take.
 *
 * The library only knows a timeout between two bytes, which a client that sends one byte at a time never meets.
 * Every peer therefore has a deadline; a thread of its own shuts down the sockets that are past it. */
#ifndef HEYE_HTTP_PEER_H
#define HEYE_HTTP_PEER_H

#include "base/str.h"

#include <pthread.h>
#include <stdatomic.h>
#include <sys/socket.h>

#define PEER_PER_ADDRESS 64
#define PEER_SLOWEST     4096 /* bytes a second: slower bodies and readers are cut */

struct peer {
	struct peer *prev, *next;
	int fd;
	bool trusted; /* a proxy whose X-Forwarded-* are believed */
	char text[48];
	str address;              /* in text; "" over a Unix socket */
	_Atomic int64_t deadline; /* peer_now_ms(); 0: none */
};

struct peers {
	pthread_mutex_t lock;
	pthread_cond_t stop;
	pthread_t watcher;
	bool watching, stopping;
	struct peer *first;
	size_t open, most;
	const str *proxies;
	size_t proxy_count;
};

int64_t peer_now_ms(void); /* monotonic, a few milliseconds coarse */

bool peers_open(struct peers *ps, size_t most, const str *proxies, size_t n); /* false: no thread to be had */
void peers_close(struct peers *ps);
bool peers_allow(struct peers *ps, const struct sockaddr *from); /* false: too many, in all or from that address */
size_t peers_count(struct peers *ps);

struct peer *peer_open(struct peers *ps, int fd, const struct sockaddr *from); /* NULL: out of memory */
void peer_close(struct peers *ps, struct peer *p);
void peer_until(struct peer *p, int64_t at); /* a peer_now_ms(); 0: no deadline */

bool peers_trust(const struct peers *ps, str address);

#endif
