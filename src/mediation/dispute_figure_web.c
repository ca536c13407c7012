/* dispute_figure_web.c — what mediation counts. Nobody who mediates stands in any figure. */
#include "mediation/dispute_figure_web.h"

#include "gen/dispute_figure.words.h"
#include "gen/mediation.words.h"
#include "gen/mediation_figure.sql.h"
#include "mediation/mediation.h"

#define PATH "/mediation/%lld"

static const struct figure_part kinds[] = {
	{ KIND_FAMILY, &word_mediation_kind_family },
	{ KIND_NEIGHBOUR, &word_mediation_kind_neighbour },
	{ KIND_HOUSE, &word_mediation_kind_house },
	{ KIND_DAMAGE, &word_mediation_kind_damage },
	{ KIND_CONTRACT, &word_mediation_kind_contract },
	{ KIND_LAND, &word_mediation_kind_land },
	{ KIND_TAKING, &word_mediation_kind_taking },
	{ KIND_LABOUR, &word_mediation_kind_labour },
	{ KIND_VILLAGE, &word_mediation_kind_village },
	{ KIND_ENVIRONMENT, &word_mediation_kind_environment },
	{ KIND_TRAFFIC, &word_mediation_kind_traffic },
	{ KIND_MEDICAL, &word_mediation_kind_medical },
	{ KIND_PROPERTY, &word_mediation_kind_property },
	{ KIND_OTHER, &word_mediation_kind_other },
	{ 0, NULL },
};
static const struct figure_part stages[] = {
	{ STAGE_REGISTERED, &word_mediation_stage_registered }, { STAGE_WILLING, &word_mediation_stage_willing },
	{ STAGE_UNDER_WAY, &word_mediation_stage_under_way },   { STAGE_FAILED, &word_mediation_stage_failed },
	{ STAGE_REFUSED, &word_mediation_stage_refused },       { STAGE_HANDED, &word_mediation_stage_handed },
	{ STAGE_DROPPED, &word_mediation_stage_dropped },       { 0, NULL },
};
static const struct figure_part forms[] = { { FORM_WRITTEN, &word_mediation_form_written },
					    { FORM_ORAL, &word_mediation_form_oral },
					    { 0, NULL } };
static const struct figure_part found[] = { { 1, &word_mediation_round_none },
					    { 2, &word_mediation_round_found },
					    { 0, NULL } };

const struct figure figure_disputes[] = {
	{ 31, "disputes", 1, FIGURE_PERIOD, "mediation", PATH, "G1", &word_dispute_figure_taken,
	  &word_dispute_figure_taken_is, &word_dispute_figure_unit, &word_dispute_figure_parts_kind, kinds, false, 0,
	  &figure_mediation_taken },
	{ 32, "disputes_settled", 1, FIGURE_PERIOD, "mediation", PATH, "G1", &word_dispute_figure_settled,
	  &word_dispute_figure_settled_is, &word_dispute_figure_unit, &word_dispute_figure_parts_kind, kinds, false, 0,
	  &figure_mediation_settled },
	{ 33, "disputes_unsettled", 1, FIGURE_PERIOD, "mediation", PATH, "G1", &word_dispute_figure_unsettled,
	  &word_dispute_figure_unsettled_is, &word_dispute_figure_unit, &word_dispute_figure_parts_stage, stages, false,
	  0, &figure_mediation_unsettled },
	{ 34, "disputes_performed", 1, FIGURE_PERIOD, "mediation", PATH, "G1", &word_dispute_figure_performed,
	  &word_dispute_figure_performed_is, &word_dispute_figure_unit, &word_dispute_figure_parts_form, forms, false,
	  0, &figure_mediation_performed },
	{ 35, "disputes_broken", 1, FIGURE_PERIOD, "mediation", PATH, "G1", &word_dispute_figure_broken,
	  &word_dispute_figure_broken_is, &word_dispute_figure_unit, &word_dispute_figure_parts_kind, kinds, false, 0,
	  &figure_mediation_broken },
	{ 36, "disputes_confirmed", 1, FIGURE_PERIOD, "mediation", PATH, "G1", &word_dispute_figure_confirmed,
	  &word_dispute_figure_confirmed_is, &word_dispute_figure_unit, &word_dispute_figure_parts_kind, kinds, false,
	  0, &figure_mediation_confirmed },
	{ 37, "sweeps", 1, FIGURE_PERIOD, "mediation_sweep", "/mediation/rounds/%lld", "G1", &word_dispute_figure_swept,
	  &word_dispute_figure_swept_is, &word_dispute_figure_unit_round, &word_dispute_figure_parts_found, found,
	  false, 0, &figure_mediation_swept },
	{ 0 },
};

const struct figure_rate figure_dispute_rates[] = {
	{ "mediated", 1, "disputes_settled", "disputes", 0, 0, &word_dispute_figure_rate,
	  &word_dispute_figure_rate_is },
	{ 0 },
};
