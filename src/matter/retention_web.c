#include "matter/retention_web.h"
#include "gen/retention.words.h"
#include "matter/archive.h"
#include "place/panel_web.h"

static const char *const names[ARCHIVE_KINDS] = { NULL, "named", "nameless", "petition" };

static enum err
form_make(struct db *db, const struct req *rq, struct panel *f)
{
	static const struct word *const label[ARCHIVE_KINDS] = { NULL, &word_retention_named, &word_retention_nameless,
								 &word_retention_petition };

	*f = (struct panel){ .rq = rq,
			     .nav = "retention",
			     .title = &word_retention_title,
			     .intro = &word_retention_intro,
			     .button = &word_retention_keep,
			     .back = S("/today"),
			     .typed = rq->method == POST ? rq->form : NULL };
	for (int k = ARCHIVE_NAMED; k < ARCHIVE_KINDS; k++) {
		int years;

		TRY(archive_years(db, (enum archive_kind)k, &years));
		panel_text(f, names[k], label[k], str_fmt(db->mem, "%d", years))->mode = "numeric";
	}
	return OK;
}

static enum err
years_page(struct db *db, struct req *rq, struct res *rs)
{
	struct panel f;

	TRY(form_make(db, rq, &f));
	return panel_show(&f, rs);
}

static enum err
years_change(struct tx *tx, struct req *rq, struct res *rs)
{
	struct form_in in = form_in(rq->mem, rq->form);
	int64_t years[ARCHIVE_KINDS] = { 0 };
	struct panel f;

	TRY(form_make(&tx->db, rq, &f));
	for (int k = ARCHIVE_NAMED; k < ARCHIVE_KINDS; k++)
		years[k] = form_int(&in, names[k], archive_years_least((enum archive_kind)k), ARCHIVE_YEARS_MOST,
				    &word_retention_bad, &word_retention_bad);
	f.faults = in.faults;
	if (f.faults.n)
		return panel_show(&f, rs);
	for (int k = ARCHIVE_NAMED; k < ARCHIVE_KINDS; k++) {
		int now;

		TRY(archive_years(&tx->db, (enum archive_kind)k, &now));
		if (years[k] != now)
			TRY(archive_years_set(tx, &rq->actor, (enum archive_kind)k, (int)years[k]));
	}
	return see_other(rq, rs, "/admin/retention");
}

const struct route retention_routes[] = {
	PAGE("/admin/retention", DUTY_ADMIN, years_page),
	CHANGE("/admin/retention", DUTY_ADMIN, years_change),
	ROUTES_END,
};
