#include "http/peer.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

int64_t
peer_now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC_COARSE, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* The address as text; an IPv4 client of a dual-stack socket is written as IPv4. */
static str
address_text(const struct sockaddr *from, char text[48])
{
	struct sockaddr_in6 six;
	struct sockaddr_in four;
	const char *z = NULL;

	text[0] = '\0';
	if (from && from->sa_family == AF_INET) {
		memcpy(&four, from, sizeof(four));
		z = inet_ntop(AF_INET, &four.sin_addr, text, 48);
	} else if (from && from->sa_family == AF_INET6) {
		memcpy(&six, from, sizeof(six));
		if (IN6_IS_ADDR_V4MAPPED(&six.sin6_addr))
			z = inet_ntop(AF_INET, (const uint8_t *)&six.sin6_addr + 12, text, 48);
		else
			z = inet_ntop(AF_INET6, &six.sin6_addr, text, 48);
	}
	return z ? str_of(z) : S("");
}

bool
peers_trust(const struct peers *ps, str address)
{
	if (address.n == 0)
		return true; /* a Unix socket: only the proxy's group may open it */
	for (size_t i = 0; i < ps->proxy_count; i++)
		if (str_eq(ps->proxies[i], address))
			return true;
	return false;
}

static void *
watch(void *arg)
{
	struct peers *ps = arg;
	struct timespec t;
	int64_t now;

	pthread_mutex_lock(&ps->lock);
	while (!ps->stopping) {
		clock_gettime(CLOCK_MONOTONIC, &t);
		t.tv_nsec += 250000000;
		if (t.tv_nsec >= 1000000000) {
			t.tv_nsec -= 1000000000;
			t.tv_sec++;
		}
		pthread_cond_timedwait(&ps->stop, &ps->lock, &t);
		now = peer_now_ms();
		for (struct peer *p = ps->first; p; p = p->next) {
			int64_t until = atomic_load_explicit(&p->deadline, memory_order_relaxed);

			if (until != 0 && until < now)
				shutdown(p->fd, SHUT_RDWR);
		}
	}
	pthread_mutex_unlock(&ps->lock);
	return NULL;
}

bool
peers_open(struct peers *ps, size_t most, const str *proxies, size_t n)
{
	pthread_condattr_t attr;

	*ps = (struct peers){ .most = most, .proxies = proxies, .proxy_count = n };
	pthread_mutex_init(&ps->lock, NULL);
	pthread_condattr_init(&attr);
	pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	pthread_cond_init(&ps->stop, &attr);
	pthread_condattr_destroy(&attr);
	ps->watching = pthread_create(&ps->watcher, NULL, watch, ps) == 0;
	return ps->watching;
}

void
peers_close(struct peers *ps)
{
	pthread_mutex_lock(&ps->lock);
	ps->stopping = true;
	pthread_cond_signal(&ps->stop);
	pthread_mutex_unlock(&ps->lock);
	if (ps->watching)
		pthread_join(ps->watcher, NULL);
	pthread_cond_destroy(&ps->stop);
	pthread_mutex_destroy(&ps->lock);
}

bool
peers_allow(struct peers *ps, const struct sockaddr *from)
{
	char text[48];
	str address = address_text(from, text);
	bool limited = !peers_trust(ps, address), allow;
	size_t same = 0;

	pthread_mutex_lock(&ps->lock);
	if (limited)
		for (const struct peer *p = ps->first; p; p = p->next)
			same += str_eq(p->address, address);
	allow = ps->open < ps->most && same < PEER_PER_ADDRESS;
	pthread_mutex_unlock(&ps->lock);
	return allow;
}

size_t
peers_count(struct peers *ps)
{
	size_t n;

	pthread_mutex_lock(&ps->lock);
	n = ps->open;
	pthread_mutex_unlock(&ps->lock);
	return n;
}

struct peer *
peer_open(struct peers *ps, int fd, const struct sockaddr *from)
{
	struct peer *p = calloc(1, sizeof(*p));

	if (!p)
		return NULL;
	p->fd = fd;
	p->address = address_text(from, p->text);
	p->trusted = peers_trust(ps, p->address);
	pthread_mutex_lock(&ps->lock);
	p->next = ps->first;
	if (ps->first)
		ps->first->prev = p;
	ps->first = p;
	ps->open++;
	pthread_mutex_unlock(&ps->lock);
	return p;
}

void
peer_close(struct peers *ps, struct peer *p)
{
	pthread_mutex_lock(&ps->lock);
	if (p->prev)
		p->prev->next = p->next;
	else
		ps->first = p->next;
	if (p->next)
		p->next->prev = p->prev;
	ps->open--;
	pthread_mutex_unlock(&ps->lock);
	free(p);
}

void
peer_until(struct peer *p, int64_t at)
{
	atomic_store_explicit(&p->deadline, at, memory_order_relaxed);
}
