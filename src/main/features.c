/* features.c — what the slices bring. A new slice adds its rows here and its name to the floors in meson.build. */
#include "main/features.h"

#include "base/log.h"
#include "catalogue/calendar_web.h"
#include "catalogue/catalogue_web.h"
#include "catalogue/import_web.h"
#include "catalogue/limit_web.h"
#include "catalogue/remit_web.h"
#include "catalogue/routing_web.h"
#include "desk/event.h"
#include "gen/joint.words.h"
#include "gen/map.words.h"
#include "gen/mediation.words.h"
#include "gen/petition.words.h"
#include "gen/place.sql.h"
#include "gen/retention.words.h"
#include "gen/web.words.h"
#include "joint/force_web.h"
#include "joint/joint_figure_web.h"
#include "joint/joint_web.h"
#include "joint/meeting_web.h"
#include "joint/task_web.h"
#include "main/hooks.h"
#include "matter/accuse_web.h"
#include "matter/act_web.h"
#include "matter/bulk_web.h"
#include "matter/digest_web.h"
#include "matter/dossier_web.h"
#include "matter/figure_web.h"
#include "matter/handup_web.h"
#include "matter/home_web.h"
#include "matter/intake_web.h"
#include "matter/judge_web.h"
#include "matter/path_web.h"
#include "matter/queue_web.h"
#include "matter/receipt.h"
#include "matter/retention_web.h"
#include "matter/say_web.h"
#include "matter/slip_web.h"
#include "matter/today_web.h"
#include "matter/track_web.h"
#include "mediation/mediation_figure_web.h"
#include "mediation/mediation_web.h"
#include "notice/notice_figure_web.h"
#include "notice/notice_web.h"
#include "openday/openday_figure_web.h"
#include "openday/opendesk_web.h"
#include "petition/petition_figure_web.h"
#include "petition/petition_web.h"
#include "place/place.h"
#include "place/place_web.h"
#include "report/board_web.h"
#include "report/drill_web.h"
#include "report/export_web.h"
#include "report/map_web.h"
#include "report/tally.h"
#include "report/work_web.h"
#include "search/search_web.h"
#include "staff/audit_web.h"
#include "staff/password_web.h"
#include "staff/person_web.h"
#include "staff/post_web.h"
#include "staff/staff.h"
#include "staff/unit_web.h"
#include "web/session.h"
#include "web/sign_in.h"

#include <stdio.h>

static const struct route *const routes[] = {
	home_routes,
	say_routes,
	track_routes,
	track_say_routes,
	track_receipt_routes,
	judge_routes,
	today_routes,
	queue_routes,
	bulk_routes,
	dossier_routes,
	act_routes,
	path_routes,
	accuse_routes,
	retention_routes,
	intake_routes,
	slip_routes,
	place_routes,
	unit_routes,
	person_routes,
	post_routes,
	password_routes,
	audit_routes,
	notice_routes,
	notice_file_routes,
	catalogue_routes,
	limit_routes,
	remit_routes,
	digest_routes,
	routing_routes,
	import_routes,
	calendar_routes,
	petition_routes,
	petition_form_routes,
	opinion_routes,
	plea_routes,
	joint_routes,
	task_routes,
	meeting_routes,
	meeting_plan_routes,
	meeting_edit_routes,
	minutes_routes,
	force_routes,
	days_routes,
	opendesk_routes,
	line_routes,
	promise_routes,
	openrule_routes,
	search_routes,
	mediation_routes,
	mediation_act_routes,
	mediation_party_routes,
	mediation_paper_routes,
	mediation_round_routes,
	board_routes,
	drill_routes,
	map_routes,
	work_routes,
	work_file_routes,
	export_routes,
	NULL,
};

const struct job_errand *const feature_errands[] = { matter_errands, NULL };

const struct job *const feature_jobs[] = { web_jobs,   place_jobs,   matter_jobs, joint_jobs, mediation_jobs,
					   tally_jobs, openday_jobs, search_jobs, NULL };

/* Whoever may hold something on a post: staff asks before a post ends. */
const struct staff_guard staff_guards[] = { { hook_holds }, { joint_holds }, { mediation_holds }, { NULL } };

/* What slices above the matter hear of it, and what they show on its pages. */
const struct matter_ear matter_ears[] = {
	{ .after = notice_ear_after, .keeps = notice_keeps, .files = notice_files },
	{ .may = joint_ear_may, .after = joint_ear_after, .keeps = joint_keeps, .files = joint_files },
	{ .may = petition_ear_may, .after = petition_ear_after },
	{ .may = mediation_ear_may, .after = mediation_ear_after, .keeps = mediation_keeps, .files = mediation_files },
	{ .keeps = openday_keeps, .files = openday_files },
	{ .may = NULL }
};
const struct dossier_panel dossier_panels[] = { { handup_panel },  { notice_dossier_panel },    { petition_dossier },
						{ joint_dossier }, { mediation_dossier_panel }, { NULL } };
const struct track_panel track_panels[] = {
	{ notice_track_panel }, { petition_track }, { mediation_track_panel }, { NULL }
};
const struct today_extra today_extras[] = {
	{ task_today }, { petition_today }, { opendesk_today }, { mediation_today }, { NULL }
};

/* What is counted. */
const struct figure *const figure_tables[] = {
	figure_matters, mediation_figures, openday_figures, joint_figures, petition_figures, notice_figures, NULL
};
const struct figure_rate *const figure_rates[] = { figure_matter_rates,   mediation_figure_rates, openday_figure_rates,
						   petition_figure_rates, notice_figure_rates,    NULL };

/* What may leave the program as a file, with a purpose. */
const struct ledger_list *const ledger_lists[] = { &queue_ledger, &petition_ledger, &mediation_ledger, NULL };

static const struct nav nav[] = {
	{ NAV_WORK, "today", "/today", &word_web_nav_today, ICON_CALENDAR, DUTY_SIGNED_IN },
	{ NAV_WORK, "matters", "/desk/matters", &word_web_nav_matters, ICON_LIST, DUTY_READ },
	{ NAV_WORK, "new", "/desk/new", &word_web_nav_new, ICON_PLUS, DUTY_INTAKE },
	{ NAV_WORK, "joint", "/desk/tasks", &word_joint_nav, ICON_HANDS, DUTY_READ },
	{ NAV_WORK, "mediation", "/mediation", &word_mediation_title, ICON_SAY, DUTY_READ },
	{ NAV_WORK, "petitions", "/desk/petitions", &word_petition_nav, ICON_SAY, DUTY_READ },
	{ NAV_PUBLIC, "days", "/desk/days", &word_web_nav_days, ICON_CALENDAR, DUTY_READ },
	{ NAV_PUBLIC, "board", "/desk/board", &word_web_nav_board, ICON_CHART, DUTY_READ },
	{ NAV_PUBLIC, "reports", "/desk/reports", &word_web_nav_reports, ICON_PENCIL, DUTY_READ },
	{ NAV_ADMIN, "events", "/desk/events", &word_web_nav_events, ICON_HISTORY, DUTY_AUDIT },
	{ NAV_ADMIN, "places", "/admin/places", &word_web_nav_places, ICON_PLACE, DUTY_ADMIN },
	{ NAV_ADMIN, "map", "/admin/map", &word_map_title, ICON_PLACE, DUTY_ADMIN },
	{ NAV_ADMIN, "units", "/admin/units", &word_web_nav_units, ICON_UNIT, DUTY_ADMIN },
	{ NAV_ADMIN, "posts", "/admin/posts", &word_web_nav_posts, ICON_PEOPLE, DUTY_ADMIN },
	{ NAV_ADMIN, "catalogue", "/admin/catalogue", &word_web_nav_catalogue, ICON_BOOK, DUTY_ADMIN },
	{ NAV_ADMIN, "routing", "/admin/routing", &word_web_nav_routing, ICON_ROUTE, DUTY_ADMIN },
	{ NAV_ADMIN, "calendar", "/admin/calendar", &word_web_nav_calendar, ICON_CALENDAR, DUTY_ADMIN },
	{ NAV_ADMIN, "openrules", "/admin/days", &word_web_nav_openrules, ICON_CALENDAR, DUTY_ADMIN },
	{ NAV_ADMIN, "retention", "/admin/retention", &word_retention_title, ICON_HISTORY, DUTY_ADMIN },
	{ NAV_SELF, "password", "/password", &word_web_nav_password, ICON_LOCK, DUTY_SIGNED_IN },
	{ NAV_GROUPS, NULL, NULL, NULL, ICON_MARK, DUTY_NONE },
};

/* In the order of enum duty. */
static const char *const duties[DUTIES] = { "none",   "public",   "receipt", "signed-in", "read",
					    "intake", "dispatch", "handle",  "assign",    "approve",
					    "hear",   "reveal",   "audit",   "report",    "admin" };

static void
print_table(const struct route *t)
{
	for (; t->path; t++)
		printf("%s %s %s\n", t->method == POST ? "POST" : "GET", t->path, duties[t->duty]);
}

void
features_routes(void)
{
	print_table(web_routes);
	for (const struct route *const *t = routes; *t; t++)
		print_table(*t);
}

bool
features_ready(struct data *d, const key *root, struct site *site)
{
	*site = (struct site){
		.routes = routes,
		.town_by_host = place_town_by_host,
		.town_card = hook_town_card,
		.only_town = place_only_town,
		.staff_actor = staff_actor,
		.receipt_open = receipt_open,
		.sign_in = staff_sign_in,
		.posts_of = hook_posts_of,
		.must_change = staff_must_change,
		.nav = nav,
		.dir = d->dir,
		.root_key = root,
	};
	if (matter_begin(d->dir, root) == OK)
		return true;
	log_error("cannot read or make the keys in %s/keys", d->dir);
	return false;
}

void
features_anchor(struct data *d)
{
	struct db db = data_db(d, 0);
	struct q_place_towns_list towns;

	if (q_place_towns(&db, 0, 4096, &towns) != OK)
		return;
	for (size_t i = 0; i < towns.n; i++) {
		db.town = towns.p[i].town;
		if (event_anchor(&db, d->dir) != OK)
			log_warn("the chain of %lld was not anchored", (long long)db.town);
	}
}
