#include "http/figure.h"

const double http_bucket_seconds[11] = { 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5 };

static void
bump(_Atomic uint64_t *n, uint64_t by)
{
	atomic_fetch_add_explicit(n, by, memory_order_relaxed);
}

static uint64_t
look(const _Atomic uint64_t *n)
{
	return atomic_load_explicit(n, memory_order_relaxed);
}

void
figure_answer(struct figure *f, int status, int64_t bytes, int64_t micros)
{
	size_t at = 0;

	bump(&f->requests, 1);
	bump(&f->bytes_out, (uint64_t)bytes);
	bump(&f->by_status[status >= 100 && status < 600 ? status / 100 : 5], 1);
	while (at < 11 && (double)micros > http_bucket_seconds[at] * 1e6)
		at++;
	bump(&f->bucket[at], 1);
	bump(&f->micros, (uint64_t)micros);
}

void
figure_bytes(struct figure *f, int64_t bytes)
{
	bump(&f->bytes_out, (uint64_t)bytes);
}

void
figure_add(struct http_figures *sum, const struct figure *f)
{
	sum->requests += look(&f->requests);
	sum->refused += look(&f->refused);
	sum->malformed += look(&f->malformed);
	sum->bytes_out += look(&f->bytes_out);
	for (size_t i = 0; i < 6; i++)
		sum->by_status[i] += look(&f->by_status[i]);
	for (size_t i = 0; i < 12; i++) {
		sum->seconds_bucket[i] += look(&f->bucket[i]);
		sum->seconds_count += look(&f->bucket[i]);
	}
	sum->seconds_sum += (double)look(&f->micros) / 1e6;
}
