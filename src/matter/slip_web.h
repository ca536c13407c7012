/* slip_web.h — paper: the receipt slip right after intake, and A4 sheets for whoever handles a matter away from
 * a screen. */
#ifndef HEYE_MATTER_SLIP_WEB_H
#define HEYE_MATTER_SLIP_WEB_H

#include "gen/dossier.sql.h"
#include "gen/track.sql.h"
#include "matter/matter.h"
#include "web/web.h"

#define SLIP_SHEETS  50
#define SLIP_MINUTES 60 /* how long after intake its slip can be printed at the desk */

struct slip_sheet {
	struct q_dossier_matter m;
	str type_zh, type_en;
	struct q_track_clocks answer; /* the newest answer clock */
	bool has_answer;
	html code; /* QR of its page */
};

extern const struct route slip_routes[];

#endif
