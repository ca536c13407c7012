/* mediation_figure_web.c — what mediation counts. A list names cases by their number and kind, never a party. */
#include "mediation/mediation_figure_web.h"

#include "gen/mediation_figure.sql.h"
#include "gen/mediation_figure.words.h"
#include "html/html.h"
#include "mediation/mediation.h"

#define FEW 3 /* fewer cases of one kind or village could be recognised by neighbours */

static const struct figure_part kinds[] = {
	{ KIND_FAMILY, &word_mediation_figure_kind_family },
	{ KIND_NEIGHBOUR, &word_mediation_figure_kind_neighbour },
	{ KIND_HOUSE, &word_mediation_figure_kind_house },
	{ KIND_DAMAGE, &word_mediation_figure_kind_damage },
	{ KIND_CONTRACT, &word_mediation_figure_kind_contract },
	{ KIND_LAND, &word_mediation_figure_kind_land },
	{ KIND_TAKING, &word_mediation_figure_kind_taking },
	{ KIND_LABOUR, &word_mediation_figure_kind_labour },
	{ KIND_VILLAGE, &word_mediation_figure_kind_village },
	{ KIND_ENVIRONMENT, &word_mediation_figure_kind_environment },
	{ KIND_TRAFFIC, &word_mediation_figure_kind_traffic },
	{ KIND_MEDICAL, &word_mediation_figure_kind_medical },
	{ KIND_PROPERTY, &word_mediation_figure_kind_property },
	{ KIND_OTHER, &word_mediation_figure_kind_other },
	{ 0, NULL },
};

static const struct figure_part stages[] = {
	{ STAGE_REGISTERED, &word_mediation_figure_stage_registered },
	{ STAGE_WILLING, &word_mediation_figure_stage_willing },
	{ STAGE_UNDER_WAY, &word_mediation_figure_stage_under_way },
	{ STAGE_SETTLED, &word_mediation_figure_stage_settled },
	{ STAGE_BROKEN, &word_mediation_figure_stage_broken },
	{ STAGE_FAILED, &word_mediation_figure_stage_failed },
	{ STAGE_FILED, &word_mediation_figure_stage_filed },
	{ STAGE_REFUSED, &word_mediation_figure_stage_refused },
	{ STAGE_HANDED, &word_mediation_figure_stage_handed },
	{ STAGE_DROPPED, &word_mediation_figure_stage_dropped },
	{ 0, NULL },
};

static const struct figure_part forms[] = {
	{ FORM_WRITTEN, &word_mediation_figure_form_written },
	{ FORM_ORAL, &word_mediation_figure_form_oral },
	{ 0, NULL },
};

static const struct figure_part found[] = {
	{ 1, &word_mediation_figure_found_none },
	{ 2, &word_mediation_figure_found_some },
	{ 0, NULL },
};

static str
named(const struct figure_part *of, int64_t part, bool english)
{
	for (; of->word; of++)
		if (of->part == part)
			return word_text(of->word, english ? EN : ZH);
	return S("");
}

static str
either(bool english, str zh, str en)
{
	return english && en.n ? en : zh;
}

/* （2026）荷人调字第7号 */
static enum err
case_line(struct db *db, int64_t id, bool english, str cell[FIGURE_COLUMNS])
{
	struct q_mediation_line m;

	TRY(q_mediation_line(db, id, &m));
	cell[0] =
		str_fmt(db->mem, "（%d）%.*s人调字第%d号", (int)m.year, STR_ARG(str_head(m.town_zh, 3)), (int)m.number);
	cell[1] = named(kinds, m.kind, english);
	cell[2] = day_iso(db->mem, day_of(m.registered_at));
	cell[3] = either(english, m.village_zh, m.village_en);
	cell[4] = either(english, m.unit_zh, m.unit_en);
	cell[5] = named(stages, m.stage, english);
	cell[6] = day_iso(db->mem, m.settled_on);
	return OK;
}

static enum err
sweep_line(struct db *db, int64_t id, bool english, str cell[FIGURE_COLUMNS])
{
	struct q_mediation_sweep_line s;

	TRY(q_mediation_sweep_line(db, id, &s));
	cell[0] = str_fmt(db->mem, "%.*s – %.*s", STR_ARG(day_iso(db->mem, s.from_on)),
			  STR_ARG(day_iso(db->mem, s.to_on)));
	cell[1] = named(found, s.result, english);
	cell[2] = either(english, s.village_zh, s.village_en);
	cell[3] = either(english, s.unit_zh, s.unit_en);
	return OK;
}

static const struct word *const case_columns[] = {
	&word_mediation_figure_column_number,     &word_mediation_figure_column_kind,
	&word_mediation_figure_column_registered, &word_mediation_figure_column_village,
	&word_mediation_figure_column_unit,       &word_mediation_figure_column_stage,
	&word_mediation_figure_column_settled,    NULL
};
static const struct word *const sweep_columns[] = { &word_mediation_figure_column_ended,
						    &word_mediation_figure_parts_found,
						    &word_mediation_figure_column_area,
						    &word_mediation_figure_column_unit, NULL };
static const struct figure_ledger sweep_ledger = { sweep_columns, sweep_line };
const struct figure_ledger mediation_figure_ledger = { case_columns, case_line };

const struct figure mediation_figures[] = {
	{ 21, "disputes_taken", 1, FIGURE_PERIOD, "mediation", "/mediation", "G1", &word_mediation_figure_taken,
	  &word_mediation_figure_taken_is, &word_mediation_figure_unit, &word_mediation_figure_parts_kind, kinds, false,
	  FEW, &figure_mediation_taken, &mediation_figure_ledger },
	{ 22, "disputes_settled", 1, FIGURE_PERIOD, "mediation", "/mediation", "G1", &word_mediation_figure_settled,
	  &word_mediation_figure_settled_is, &word_mediation_figure_unit, &word_mediation_figure_parts_kind, kinds,
	  false, FEW, &figure_mediation_settled, &mediation_figure_ledger },
	{ 23, "disputes_unsettled", 1, FIGURE_PERIOD, "mediation", "/mediation", "G1", &word_mediation_figure_unsettled,
	  &word_mediation_figure_unsettled_is, &word_mediation_figure_unit, &word_mediation_figure_parts_stage, stages,
	  false, FEW, &figure_mediation_unsettled, &mediation_figure_ledger },
	{ 24, "agreements_performed", 1, FIGURE_PERIOD, "mediation", "/mediation", "G1",
	  &word_mediation_figure_performed, &word_mediation_figure_performed_is, &word_mediation_figure_unit,
	  &word_mediation_figure_parts_form, forms, false, FEW, &figure_mediation_performed, &mediation_figure_ledger },
	{ 25, "agreements_broken", 1, FIGURE_PERIOD, "mediation", "/mediation", "G1", &word_mediation_figure_broken,
	  &word_mediation_figure_broken_is, &word_mediation_figure_unit, &word_mediation_figure_parts_kind, kinds,
	  false, FEW, &figure_mediation_broken, &mediation_figure_ledger },
	{ 26, "agreements_confirmed", 1, FIGURE_PERIOD, "mediation", "/mediation", "G1",
	  &word_mediation_figure_confirmed, &word_mediation_figure_confirmed_is, &word_mediation_figure_unit,
	  &word_mediation_figure_parts_kind, kinds, false, FEW, &figure_mediation_confirmed, &mediation_figure_ledger },
	{ 27, "sweeps", 1, FIGURE_PERIOD, "mediation_sweep", "/mediation/rounds", "G1", &word_mediation_figure_swept,
	  &word_mediation_figure_swept_is, &word_mediation_figure_unit_sweep, &word_mediation_figure_parts_found, found,
	  false, 0, &figure_mediation_swept, &sweep_ledger },
	{ 0 },
};

const struct figure_rate mediation_figure_rates[] = {
	{ "disputes", 1, "disputes_settled", "disputes_taken", 0, 0, &word_mediation_figure_rate,
	  &word_mediation_figure_rate_is },
	{ 0 },
};
