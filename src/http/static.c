#include "http/static.h"

#include "http/asset.h"
#include "http/encoding.h"

bool
static_answer(struct http_request *rq)
{
	struct http_header headers[4] = {
		{ S("Cache-Control"), S("public, max-age=31536000, immutable") },
		{ S("Vary"), S("Accept-Encoding") },
	};
	struct http_answer a = { .status = 200, .headers = headers, .header_count = 3 };
	const struct asset *asset;

	if (!str_starts(rq->path, S("/assets/")) || rq->method == POST)
		return false;
	asset = asset_find(str_skip(rq->path, sizeof("/assets/") - 1));
	if (!asset)
		return false;
	headers[2] = (struct http_header){ S("ETag"), asset->etag };
	a.type = asset->type;
	a.body = asset->raw;
	if (asset->etag.n > 0 && str_has(rq->if_none_match, asset->etag)) {
		a.status = 304;
	} else if (asset->br.n > 0 && encoding_takes(rq->accept_encoding, S("br"))) {
		a.body = asset->br;
		headers[a.header_count++] = (struct http_header){ S("Content-Encoding"), S("br") };
	} else if (asset->gz.n > 0 && encoding_takes(rq->accept_encoding, S("gzip"))) {
		a.body = asset->gz;
		headers[a.header_count++] = (struct http_header){ S("Content-Encoding"), S("gzip") };
	}
	http_answer(rq, &a);
	return true;
}
