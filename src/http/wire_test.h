/* wire_test.h — a server with a small application, and a client that writes raw bytes, for the tests of this folder. */
#ifndef HEYE_HTTP_WIRE_TEST_H
#define HEYE_HTTP_WIRE_TEST_H

#include "http/http.h"

/* GET /page 20,000 bytes · /hold held, answered by another thread · /same 304 · /see 303 · /file · /forgets no answer ·
 * else a line that says how the request was understood. */
struct http_server *wire_serve(struct http_options o);
void wire_end(struct http_server *s);

size_t wire_held_count(void);
void wire_held_pause(bool pause); /* while paused nobody answers held requests */
void wire_held_answer_all(void);  /* also after the server is gone */

int wire_dial(const struct http_server *s); /* −1 when refused; reads give up after 20 seconds */
int wire_dial_unix(const char *path);
void wire_tell(int fd, str text);
bool wire_hung_up(int fd); /* waits for the other side to close; false when a byte comes instead */

struct wire_reply {
	int status; /* 0: the connection ended before a whole answer was here */
	str head, body;
	char *bytes; /* to be freed */
};

struct wire_reply wire_hear(int fd, bool head_only);                    /* one answer and not a byte more */
struct wire_reply wire_ask(struct http_server *s, const char *request); /* on a connection of its own */
str wire_header_of(const struct wire_reply *r, const char *name);
void wire_expect(struct http_server *s, const char *request, int status, const char *in_body);

#define GET(path) "GET " path " HTTP/1.1\r\nHost: heye.test\r\n\r\n"

#endif
