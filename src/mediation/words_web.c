/* words_web.c — what pages call the numbers of the tables. */
#include "gen/mediation.words.h"
#include "mediation/mediation_web.h"

#define WORD_OF(table, n) word_at(table, sizeof(table) / sizeof(*(table)), n)

/* NULL for a number that the table does not know; number 0 stands for nothing. */
static const struct word *
word_at(const struct word *const *table, size_t size, int64_t n)
{
	if (n <= 0 || n >= (int64_t)size)
		return NULL;
	return table[n];
}

const struct word *
mediation_kind_word(int64_t kind)
{
	static const struct word *const w[KINDS] = {
		NULL,
		&word_mediation_kind_family,
		&word_mediation_kind_neighbour,
		&word_mediation_kind_house,
		&word_mediation_kind_damage,
		&word_mediation_kind_contract,
		&word_mediation_kind_land,
		&word_mediation_kind_taking,
		&word_mediation_kind_labour,
		&word_mediation_kind_village,
		&word_mediation_kind_environment,
		&word_mediation_kind_traffic,
		&word_mediation_kind_medical,
		&word_mediation_kind_property,
		&word_mediation_kind_other,
	};

	return WORD_OF(w, kind);
}

const struct word *
mediation_nature_word(int64_t nature)
{
	static const struct word *const w[NATURES] = { &word_mediation_nature_none, &word_mediation_nature_status,
						       &word_mediation_nature_farmland,
						       &word_mediation_nature_woodland };

	return nature >= 0 && nature < NATURES ? w[nature] : w[0];
}

const struct word *
mediation_source_word(int64_t source)
{
	static const struct word *const w[SOURCES] = { NULL,
						       &word_mediation_source_applied,
						       &word_mediation_source_own,
						       &word_mediation_source_police,
						       &word_mediation_source_court,
						       &word_mediation_source_assigned };

	return WORD_OF(w, source);
}

const struct word *
mediation_stage_word(int64_t stage, int64_t kept)
{
	static const struct word *const w[STAGES] = {
		NULL,
		&word_mediation_stage_registered,
		&word_mediation_stage_willing,
		&word_mediation_stage_under_way,
		&word_mediation_stage_settled,
		&word_mediation_stage_broken,
		&word_mediation_stage_failed,
		&word_mediation_stage_filed,
		&word_mediation_stage_refused,
		&word_mediation_stage_handed,
		&word_mediation_stage_dropped,
	};

	if (stage == STAGE_SETTLED && kept == KEPT_DONE)
		return &word_mediation_stage_performed;
	return WORD_OF(w, stage);
}

str
mediation_stage_class(int64_t stage, int64_t kept)
{
	switch (stage) {
	case STAGE_REGISTERED:
	case STAGE_WILLING: return S("tag tag--blue");
	case STAGE_UNDER_WAY: return S("tag tag--amber");
	case STAGE_BROKEN: return S("tag tag--red");
	case STAGE_SETTLED: return kept == KEPT_DONE ? S("tag tag--green") : S("tag tag--amber");
	default: return S("tag");
	}
}

const struct word *
mediation_side_word(int64_t side)
{
	static const struct word *const w[] = { NULL, &word_mediation_side_one, &word_mediation_side_two,
						&word_mediation_side_three };

	return WORD_OF(w, side);
}

const struct word *
mediation_record_word(int64_t kind)
{
	static const struct word *const w[RECORDS] = {
		NULL,
		&word_mediation_record_inquiry,
		&word_mediation_record_session,
		&word_mediation_record_visit,
		&word_mediation_record_alarm,
		&word_mediation_record_decision,
		&word_mediation_record_note,
		&word_mediation_record_evidence,
		&word_mediation_record_proxy,
	};

	return WORD_OF(w, kind);
}

const struct word *
mediation_result_word(int64_t kind, int64_t result)
{
	static const struct word *const session[] = { NULL, &word_mediation_session_agreed, &word_mediation_session_on,
						      &word_mediation_session_none };
	static const struct word *const visit[] = { NULL, &word_mediation_visit_kept, &word_mediation_visit_partly,
						    &word_mediation_visit_not };
	static const struct word *const alarm[] = { NULL, &word_mediation_alarm_calmed, &word_mediation_alarm_police,
						    &word_mediation_alarm_office };
	static const struct word *const decision[] = { NULL, &word_mediation_decision_asked,
						       &word_mediation_decision_made };

	switch (kind) {
	case RECORD_SESSION: return WORD_OF(session, result);
	case RECORD_VISIT: return WORD_OF(visit, result);
	case RECORD_ALARM: return WORD_OF(alarm, result);
	case RECORD_DECISION: return WORD_OF(decision, result);
	default: return NULL;
	}
}

const struct word *
mediation_part_word(int64_t part)
{
	static const struct word *const w[PARTS] = {
		&word_mediation_part_cover,    &word_mediation_part_application, &word_mediation_part_rights,
		&word_mediation_part_identity, &word_mediation_part_proxy,       &word_mediation_part_inquiry,
		&word_mediation_part_evidence, &word_mediation_part_session,     &word_mediation_part_agreement,
		&word_mediation_part_receipts, &word_mediation_part_visit,       &word_mediation_part_court,
		&word_mediation_part_note,     &word_mediation_part_back,        &word_mediation_part_closing,
	};

	return part >= 0 && part < PARTS ? w[part] : w[PART_NOTE];
}

const struct word *
mediation_recusal_word(int64_t why)
{
	static const struct word *const w[RECUSALS] = { NULL, &word_mediation_recusal_related,
							&word_mediation_recusal_interest, &word_mediation_recusal_asked,
							&word_mediation_recusal_own };

	return WORD_OF(w, why);
}

const struct word *
mediation_level_word(int64_t level)
{
	static const struct word *const w[] = { NULL, &word_mediation_level_simple, &word_mediation_level_ordinary,
						&word_mediation_level_hard, &word_mediation_level_major };

	return WORD_OF(w, level);
}

const struct word *
mediation_ruling_word(int64_t ruling)
{
	static const struct word *const w[] = { NULL, &word_mediation_ruling_confirmed, &word_mediation_ruling_refused,
						&word_mediation_ruling_withdrawn };

	return WORD_OF(w, ruling);
}

const struct word *
mediation_ground_word(int64_t ground)
{
	static const struct word *const w[] = { NULL, &word_mediation_ground_home, &word_mediation_ground_thing,
						&word_mediation_ground_committee };

	return WORD_OF(w, ground);
}

const struct word *
mediation_kept_word(int64_t kept)
{
	static const struct word *const w[] = { &word_mediation_kept_nothing, &word_mediation_kept_running,
						&word_mediation_kept_done, &word_mediation_kept_broken };

	return kept >= 0 && kept <= KEPT_BROKEN ? w[kept] : w[0];
}

/* Thousands are set apart, as bills have it. */
str
mediation_yuan(struct arena *a, int64_t fen)
{
	str whole = str_fmt(a, "%lld", (long long)(fen / 100));
	struct out o = out_make(a, 32, 64);

	for (size_t i = 0; i < whole.n; i++) {
		if (i && (whole.n - i) % 3 == 0)
			out_char(&o, ',');
		out_char(&o, whole.p[i]);
	}
	if (fen % 100)
		out_fmt(&o, ".%02d", (int)(fen % 100));
	return out_view(&o);
}
