#include "base/log.h"
#include "base/day.h"

#include <errno.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define LINE 512 /* pipes and journals keep a write of this size in one piece */

static _Atomic int most_level = LOG_INFO;

void
log_set(enum log_level most)
{
	atomic_store(&most_level, (int)most);
}

static size_t
head(char line[LINE], enum log_level level)
{
	static const char *const names[] = { "error", "warn", "info", "debug" };
	moment now = moment_now();
	struct civil c = day_civil(day_of(now));
	int second = (int)(now.ms / MS_SECOND % 60);

	return (size_t)snprintf(line, LINE, "%04d-%02d-%02dT%02d:%02d:%02d+08:00 %s ", c.year, c.month, c.day,
				moment_hour(now), moment_minute(now), second, names[level]);
}

/* What was cut off ends in "…", and not in the middle of a character. */
static size_t
shorten(char line[LINE])
{
	const str dots = S("\u2026");
	size_t n = LINE - 1 - dots.n;

	while (n > 0 && ((unsigned char)line[n] & 0xc0) == 0x80)
		n--;
	memcpy(line + n, dots.p, dots.n);
	return n + dots.n;
}

void
log_line(enum log_level level, const char *format, ...)
{
	char line[LINE];
	va_list ap;
	size_t at, n;
	int words, keep = errno;

	if ((int)level > atomic_load(&most_level))
		return;
	at = head(line, level);
	va_start(ap, format);
	words = vsnprintf(line + at, LINE - at, format, ap);
	va_end(ap);
	n = words < 0 ? at : at + (size_t)words;
	if (n >= LINE)
		n = shorten(line);
	/* A line end inside the words would let a caller's text pose as a line of its own. */
	for (size_t i = at; i < n; i++)
		if ((unsigned char)line[i] < ' ' || line[i] == 0x7f)
			line[i] = ' ';
	line[n++] = '\n';
	while (write(STDERR_FILENO, line, n) < 0 && errno == EINTR)
		;
	errno = keep;
}
