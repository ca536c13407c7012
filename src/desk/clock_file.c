#include "desk/clock_file.h"

#include "base/csv.h"
#include "base/utf8.h"

/* The State Council's notices of 2022–2026: days off and make-up working days (domain.md §4.2). */
struct run {
	int year; /* of the notice */
	int from_year, from_month, from_day;
	int days;
	bool works;
};

#define OFF(y, m, d, n)              \
	{                            \
		y, y, m, d, n, false \
	}
#define WORK(y, m, d)               \
	{                           \
		y, y, m, d, 1, true \
	}

static const struct run seed[] = {
	OFF(2022, 1, 1, 3),  OFF(2022, 1, 31, 7), OFF(2022, 4, 3, 3),
	OFF(2022, 4, 30, 5), OFF(2022, 6, 3, 3),  OFF(2022, 9, 10, 3),
	OFF(2022, 10, 1, 7), WORK(2022, 1, 29),   WORK(2022, 1, 30),
	WORK(2022, 4, 2),    WORK(2022, 4, 24),   WORK(2022, 5, 7),
	WORK(2022, 10, 8),   WORK(2022, 10, 9),   { 2023, 2022, 12, 31, 3, false },
	OFF(2023, 1, 21, 7), OFF(2023, 4, 5, 1),  OFF(2023, 4, 29, 5),
	OFF(2023, 6, 22, 3), OFF(2023, 9, 29, 8), WORK(2023, 1, 28),
	WORK(2023, 1, 29),   WORK(2023, 4, 23),   WORK(2023, 5, 6),
	WORK(2023, 6, 25),   WORK(2023, 10, 7),   WORK(2023, 10, 8),
	OFF(2024, 1, 1, 1),  OFF(2024, 2, 10, 8), OFF(2024, 4, 4, 3),
	OFF(2024, 5, 1, 5),  OFF(2024, 6, 10, 1), OFF(2024, 9, 15, 3),
	OFF(2024, 10, 1, 7), WORK(2024, 2, 4),    WORK(2024, 2, 18),
	WORK(2024, 4, 7),    WORK(2024, 4, 28),   WORK(2024, 5, 11),
	WORK(2024, 9, 14),   WORK(2024, 9, 29),   WORK(2024, 10, 12),
	OFF(2025, 1, 1, 1),  OFF(2025, 1, 28, 8), OFF(2025, 4, 4, 3),
	OFF(2025, 5, 1, 5),  OFF(2025, 5, 31, 3), OFF(2025, 10, 1, 8),
	WORK(2025, 1, 26),   WORK(2025, 2, 8),    WORK(2025, 4, 27),
	WORK(2025, 9, 28),   WORK(2025, 10, 11),  OFF(2026, 1, 1, 3),
	OFF(2026, 2, 15, 9), OFF(2026, 4, 4, 3),  OFF(2026, 5, 1, 5),
	OFF(2026, 6, 19, 3), OFF(2026, 9, 25, 3), OFF(2026, 10, 1, 7),
	WORK(2026, 1, 4),    WORK(2026, 2, 14),   WORK(2026, 2, 28),
	WORK(2026, 5, 9),    WORK(2026, 9, 20),   WORK(2026, 10, 10),
};

void
clock_file_seed(struct arena *mem, struct clock_file *f)
{
	f->day = make(mem, struct clock_row, CLOCK_FILE_DAYS);
	f->n = 0;
	f->first_year = 2022;
	f->last_year = 2026;
	for (size_t i = 0; i < sizeof(seed) / sizeof(*seed); i++) {
		day first = day_make(seed[i].from_year, seed[i].from_month, seed[i].from_day);

		for (int n = 0; n < seed[i].days; n++)
			f->day[f->n++] = (struct clock_row){ day_add(first, n), seed[i].year, seed[i].works };
	}
}

str
clock_file_fault(enum clock_fault fault)
{
	switch (fault) {
	case CLOCK_GOOD: return S("");
	case CLOCK_ENCODING: return S("the file is neither UTF-8 nor GB18030 text");
	case CLOCK_NO_YEAR: return S("the first line must say the year: # year 2027, notice …");
	case CLOCK_GAP: return S("the year must follow the years that are there already");
	case CLOCK_NO_HEADER: return S("the header line date,kind is missing");
	case CLOCK_COLUMNS: return S("a line has two columns: date,kind");
	case CLOCK_DATE: return S("this is not a date like 2027-01-01");
	case CLOCK_KIND: return S("the kind is off (or 休) or work (or 班)");
	case CLOCK_YEAR: return S("the day lies outside the year of the list");
	case CLOCK_TWICE: return S("the day stands in the list twice");
	case CLOCK_WEEKDAY: return S("a make-up working day is a Saturday or Sunday");
	case CLOCK_EMPTY: return S("there is no day off in the list");
	case CLOCK_FAULTS: break;
	}
	return S("");
}

static enum err
bad(struct clock_file *f, int line, enum clock_fault fault)
{
	f->fault_line = line;
	f->fault = fault;
	return INVALID;
}

/* "# year 2027, notice …" → 2027; the whole line behind "#" is the note. */
static bool
year_read(str line, struct clock_file *f)
{
	str rest = str_trim(line), digits;
	int64_t year;

	if (!str_starts(rest, S("#")))
		return false;
	rest = str_trim(str_skip(rest, 1));
	if (!str_starts(rest, S("year")))
		return false;
	rest = str_trim(str_skip(rest, 4));
	f->note = utf8_head(rest, 200);
	digits = str_head(rest, 4);
	if (digits.n != 4 || !str_int(digits, &year) || year < 2000 || year > 2199)
		return false;
	f->first_year = f->last_year = (int)year;
	return true;
}

static enum err
row_read(struct arena *mem, const struct csv_row *row, int line, struct clock_file *f)
{
	str when, kind;
	struct civil c;
	day d;

	if (row->n != 2)
		return bad(f, line, CLOCK_COLUMNS);
	when = str_narrow(mem, str_trim(row->field[0]));
	kind = str_trim(row->field[1]);
	if (!day_parse(when, &d))
		return bad(f, line, CLOCK_DATE);
	if (!str_eq(kind, S("off")) && !str_eq(kind, S("work")) && !str_eq(kind, S("休")) && !str_eq(kind, S("班")))
		return bad(f, line, CLOCK_KIND);
	c = day_civil(d);
	if (c.year != f->first_year && !(c.year == f->first_year - 1 && c.month == 12))
		return bad(f, line, CLOCK_YEAR);
	for (size_t i = 0; i < f->n; i++)
		if (f->day[i].day.n == d.n)
			return bad(f, line, CLOCK_TWICE);
	f->day[f->n] = (struct clock_row){ d, f->first_year, str_eq(kind, S("work")) || str_eq(kind, S("班")) };
	if (f->day[f->n].works && c.weekday < 6)
		return bad(f, line, CLOCK_WEEKDAY);
	f->n++;
	return OK;
}

enum err
clock_file_read(struct arena *mem, str bytes, const struct calendar *now, struct clock_file *f)
{
	str text, first, rest = S("");
	struct csv_row row;
	struct csv csv;
	const char *fault;
	size_t off = 0;

	*f = (struct clock_file){ .day = make(mem, struct clock_row, CLOCK_FILE_DAYS) };
	if (!utf8_from_any(mem, bytes, &text))
		return bad(f, 1, CLOCK_ENCODING);
	str_cut(text, '\n', &first, &rest);
	if (!year_read(first, f))
		return bad(f, 1, CLOCK_NO_YEAR);
	if (now->last_year && (f->first_year > now->last_year + 1 || f->first_year < now->first_year - 1))
		return bad(f, 1, CLOCK_GAP);
	csv = csv_open(rest);
	if (!csv_next(&csv, mem, &row, &fault) || fault || row.n != 2 || !str_eq(str_trim(row.field[0]), S("date")))
		return bad(f, 2, CLOCK_NO_HEADER);
	while (csv_next(&csv, mem, &row, &fault)) {
		if (fault || f->n == CLOCK_FILE_DAYS - 1)
			return bad(f, csv.line + 1, CLOCK_COLUMNS);
		TRY(row_read(mem, &row, csv.line + 1, f));
	}
	for (size_t i = 0; i < f->n; i++)
		off += !f->day[i].works;
	return off ? OK : bad(f, 1, CLOCK_EMPTY);
}
