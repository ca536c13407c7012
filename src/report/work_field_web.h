/* work_field_web.h — the form with a report's text, and how a restatement is written out. */
#ifndef HEYE_REPORT_WORK_FIELD_WEB_H
#define HEYE_REPORT_WORK_FIELD_WEB_H

#include "report/work_web.h"

/* Reads what was typed into `f`; faults into `in`. */
void work_form_read(struct form_in *in, struct work_form *f);

#endif
