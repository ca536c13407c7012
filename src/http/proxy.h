/* proxy.h — who the client is when a proxy stands before us. */
#ifndef HEYE_HTTP_PROXY_H
#define HEYE_HTTP_PROXY_H

#include "http/peer.h"
#include "http/strict.h"

/* The last address of X-Forwarded-For that is not itself a trusted proxy; the peer's own when the peer is not
 * trusted or the header is missing or malformed. The result is copied into the arena. */
str proxy_client(struct arena *a, const struct peers *ps, const struct peer *peer, const struct strict_head *h);

/* X-Forwarded-Proto: https, once, from a trusted peer. */
bool proxy_secure(const struct peer *peer, const struct strict_head *h);

#endif
