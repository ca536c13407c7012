#include "depot/depot_wire.h"

#include "base/fd.h"
#include "base/log.h"

#include <curl/curl.h>
#include <pthread.h>
#include <sodium.h>
#include <string.h>
#include <unistd.h>

#define CONNECT_MS 3000
#define IDLE       8

struct wire {
	struct wire_options o;
	pthread_mutex_t lock;
	CURL *idle[IDLE]; /* with their open connections */
	int n;
};

enum err
wire_open(struct wire **out, struct arena *mem, const struct wire_options *o)
{
	struct wire *w = make(mem, struct wire, 1);

	if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
		log_error("files: libcurl does not start");
		return BROKEN;
	}
	w->o = *o;
	pthread_mutex_init(&w->lock, NULL);
	*out = w;
	return OK;
}

void
wire_close(struct wire *w)
{
	while (w->n > 0)
		curl_easy_cleanup(w->idle[--w->n]);
	pthread_mutex_destroy(&w->lock);
	curl_global_cleanup();
}

static CURL *
hand_take(struct wire *w)
{
	CURL *c = NULL;

	pthread_mutex_lock(&w->lock);
	if (w->n > 0)
		c = w->idle[--w->n];
	pthread_mutex_unlock(&w->lock);
	return c ? c : curl_easy_init();
}

static void
hand_give(struct wire *w, CURL *c)
{
	curl_easy_reset(c);
	pthread_mutex_lock(&w->lock);
	if (w->n < IDLE) {
		w->idle[w->n++] = c;
		c = NULL;
	}
	pthread_mutex_unlock(&w->lock);
	if (c)
		curl_easy_cleanup(c);
}

/* Called by libcurl: takes no memory of an arena, which might jump out of it. Too much ends the transfer. */
static size_t
on_bytes(char *p, size_t one, size_t n, void *ctx)
{
	struct wire_ask *ask = ctx;

	if ((int64_t)n > ask->most - ask->n)
		return 0;
	if (ask->fd >= 0 && !fd_put(ask->fd, (str){ p, n }))
		return 0;
	if (ask->room)
		memcpy(ask->room + ask->n, p, n);
	ask->n += (int64_t)n;
	return n * one;
}

/* What S3 wants signed beside the head: the hash of the body. */
static const char *
body_line(struct arena *mem, str body)
{
	uint8_t sum[crypto_hash_sha256_BYTES];

	crypto_hash_sha256(sum, (const uint8_t *)body.p, body.n);
	return str_z(mem, str_fmt(mem, "x-amz-content-sha256: %.*s", STR_ARG(str_hex(mem, sum, sizeof sum))));
}

static void
hand_trust(CURL *c, const struct wire_options *o)
{
	struct curl_blob ca = { (void *)(uintptr_t)o->ca.p, o->ca.n, CURL_BLOB_NOCOPY };

	curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, o->plain ? "http" : "https");
	curl_easy_setopt(c, CURLOPT_SSL_VERIFYPEER, 1L);
	curl_easy_setopt(c, CURLOPT_SSL_VERIFYHOST, 2L);
	curl_easy_setopt(c, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	if (o->ca.n)
		curl_easy_setopt(c, CURLOPT_CAINFO_BLOB, &ca);
	curl_easy_setopt(c, CURLOPT_PROXY, ""); /* nor one from the environment */
	curl_easy_setopt(c, CURLOPT_FOLLOWLOCATION, 0L);
}

static void
hand_ask(CURL *c, const struct wire *w, struct wire_ask *ask, struct curl_slist *head)
{
	bool put = strcmp(ask->method, "PUT") == 0;

	hand_trust(c, &w->o);
	curl_easy_setopt(c, CURLOPT_URL, ask->url);
	curl_easy_setopt(c, CURLOPT_HTTPHEADER, head);
	curl_easy_setopt(c, CURLOPT_USERPWD, w->o.user);
	curl_easy_setopt(c, CURLOPT_AWS_SIGV4, w->o.sign);
	curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT_MS, (long)CONNECT_MS);
	curl_easy_setopt(c, CURLOPT_TIMEOUT_MS, DEPOT_SECONDS * 1000L);
	curl_easy_setopt(c, CURLOPT_FILETIME, 1L);
	curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, on_bytes);
	curl_easy_setopt(c, CURLOPT_WRITEDATA, ask);
	if (put) {
		curl_easy_setopt(c, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)ask->body.n);
		curl_easy_setopt(c, CURLOPT_POSTFIELDS, ask->body.p);
	}
	if (strcmp(ask->method, "HEAD") == 0)
		curl_easy_setopt(c, CURLOPT_NOBODY, 1L);
	else
		curl_easy_setopt(c, CURLOPT_CUSTOMREQUEST, ask->method);
}

static enum err
hand_run(CURL *c, const struct wire *w, struct wire_ask *ask, const char *line)
{
	struct curl_slist *type = curl_slist_append(NULL, "Content-Type: image/jpeg");
	struct curl_slist *head = curl_slist_append(type, line);
	curl_off_t at = -1;
	CURLcode code = CURLE_OUT_OF_MEMORY;

	if (type && head) {
		hand_ask(c, w, ask, head);
		code = curl_easy_perform(c);
		curl_easy_getinfo(c, CURLINFO_RESPONSE_CODE, &ask->status);
		curl_easy_getinfo(c, CURLINFO_FILETIME_T, &at);
		ask->at = (moment){ at < 0 ? 0 : at * MS_SECOND };
	}
	curl_slist_free_all(type);
	if (code == CURLE_OK)
		return OK;
	log_warn("files: %s: %s", ask->method, curl_easy_strerror(code));
	return BROKEN;
}

enum err
wire_send(struct wire *w, struct arena *mem, struct wire_ask *ask)
{
	const char *line = body_line(mem, ask->body);
	CURL *c = hand_take(w);
	enum err e;

	if (!c)
		return BROKEN;
	e = hand_run(c, w, ask, line);
	hand_give(w, c);
	return e;
}
