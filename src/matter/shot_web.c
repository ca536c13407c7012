/* shot_web.c — photos in and out. Decoding happens in a child process (desk/file.h), on the slow lane. */
#include "matter/shot_web.h"
#include "gen/shot.words.h"

#include <string.h>

static bool
is_photo(const struct form_file *f)
{
	return f->size > 0 && str_eq(f->field, S("photo"));
}

bool
shot_any(struct req *rq)
{
	for (size_t i = 0; i < rq->form->files; i++)
		if (is_photo(&rq->form->file[i]))
			return true;
	return false;
}

/* A photo that cannot be taken is a fault of its field: the words that were typed beside it must not be lost
 * with it. */
static const struct word *
fault_of(enum err e)
{
	if (e == INVALID)
		return &word_shot_bad;
	return e == BUSY ? &word_shot_busy : &word_shot_not_saved; /* the disk is full, or failed */
}

enum err
shot_take(struct db *db, struct req *rq)
{
	struct shots *s = make(rq->mem, struct shots, 1);

	db_end_read(db); /* nothing more is read: no snapshot stays open while the depot is waited for */
	for (size_t i = 0; i < rq->form->files; i++) {
		const struct form_file *f = &rq->form->file[i];
		enum err e;

		if (!is_photo(f))
			continue;
		if (s->n == MATTER_PHOTOS) {
			s->bad = &word_shot_many;
			break;
		}
		e = f->size > FILE_MAX_BYTES
			    ? INVALID
			    : file_take_photo(rq->mem, rq->site->depot, db->town, f->fd, f->size, &s->photo[s->n]);
		if (e == OK)
			s->n++;
		else
			s->bad = fault_of(e);
		if (e == BROKEN)
			break; /* nor will the next one be stored: nobody waits for that as well */
	}
	rq->prepared = s;
	return OK;
}

const struct shots *
shot_of(const struct req *rq)
{
	static const struct shots none;

	return rq->prepared ? rq->prepared : &none;
}

enum err
shot_send(struct req *rq, struct res *rs, str name)
{
	(void)rq;
	if (name.n != sizeof(rs->picture.b))
		return NOT_FOUND;
	memcpy(rs->picture.b, name.p, sizeof(rs->picture.b));
	rs->pictured = true;
	rs->no_store = false;
	return OK;
}
