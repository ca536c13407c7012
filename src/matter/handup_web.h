/* handup_web.h — what the duty lists say of a matter on the desk, and handing it up in two taps: the section leads to the
 * proposal, which is filled in with reason, article and destination. */
#ifndef HEYE_MATTER_HANDUP_WEB_H
#define HEYE_MATTER_HANDUP_WEB_H

#include "matter/act_web.h"
#include "matter/dossier_web.h"

/* A section of the dossier: nothing for what is the township's own, or not said. */
MUST_USE enum err handup_panel(struct page *p, const struct dossier *d);

/* Fills the proposal to refer, when the type stands in the lists. */
MUST_USE enum err handup_fill(struct db *db, struct act_page *page);

#endif
