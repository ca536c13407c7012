#include "base/csv.h"
#include "base/utf8.h"
#include "test.h"

#include <string.h>

static str
flat(struct arena *a, str text)
{
	struct csv c = csv_open(text);
	struct csv_row row;
	const char *fault = "unset";
	struct out o = out_make(a, 64, 1 << 16);

	while (csv_next(&c, a, &row, &fault)) {
		out_fmt(&o, "%d", c.line);
		if (fault)
			out_fmt(&o, "!%s", fault);
		for (size_t i = 0; i < row.n; i++)
			out_fmt(&o, "[%.*s]", STR_ARG(row.field[i]));
		out_char(&o, ' ');
	}
	CHECK(!o.overflow && fault == NULL);
	return out_view(&o);
}

TEST(csv_reads_rows)
{
	struct arena a = arena_open(1 << 20);

	CHECK_STR(flat(&a, S("")), "");
	CHECK_STR(flat(&a, (str){ NULL, 0 }), "");
	CHECK_STR(flat(&a, S("a,b\r\nc,d\r\n")), "1[a][b] 2[c][d] ");
	CHECK_STR(flat(&a, S("a,b\nc,d")), "1[a][b] 2[c][d] ");
	CHECK_STR(flat(&a, S("a,b\rc,d\r")), "1[a][b] 2[c][d] ");
	CHECK_STR(flat(&a, S(",")), "1[][] ");
	CHECK_STR(flat(&a, S("a,\n,b")), "1[a][] 2[][b] ");
	CHECK_STR(flat(&a, S("\n\r\n\ra\n\n\nb\n\n")), "4[a] 7[b] ");
	CHECK_STR(flat(&a, S("青石沟村,3组,罗勇\n")), "1[青石沟村][3组][罗勇] ");
	CHECK_STR(flat(&a, S(" a , b")), "1[ a ][ b] ");
	CHECK_STR(flat(&a, S("5\"水管,b")), "1[5\"水管][b] "); /* a quote inside a plain field is itself */
	arena_close(&a);
}

TEST(csv_reads_quotes)
{
	struct arena a = arena_open(1 << 20);

	CHECK_STR(flat(&a, S("\"a,b\",\"c\"\n")), "1[a,b][c] ");
	CHECK_STR(flat(&a, S("\"他说\"\"好\"\"\",x")), "1[他说\"好\"][x] ");
	CHECK_STR(flat(&a, S("\"\"\"\"")), "1[\"] ");
	CHECK_STR(flat(&a, S("\"\"\"\"\"\"")), "1[\"\"] ");
	CHECK_STR(flat(&a, S("\"\",\"\"")), "1[][] ");
	CHECK_STR(flat(&a, S("\"\"")), "1[] ");
	CHECK_STR(flat(&a, S("\"a\r\nb\nc\",d\r\ne")), "1[a\r\nb\nc][d] 4[e] ");
	CHECK_STR(flat(&a, S("a,\"b\"\n\"c\"\r")), "1[a][b] 2[c] ");
	arena_close(&a);
}

TEST(csv_goes_on_after_a_fault)
{
	struct arena a = arena_open(1 << 20);

	CHECK_STR(flat(&a, S("\"a")), "1!a quote is not closed ");
	CHECK_STR(flat(&a, S("\"")), "1!a quote is not closed ");
	CHECK_STR(flat(&a, S("\"a\"\"")), "1!a quote is not closed ");
	CHECK_STR(flat(&a, S("\"a\nb,c\nd")), "1!a quote is not closed 2[b][c] 3[d] ");
	CHECK_STR(flat(&a, S("x,\"a\"b,c\r\nd,e")), "1!text after a closing quote 2[d][e] ");
	CHECK_STR(flat(&a, S("\"a\" ,b\nc")), "1!text after a closing quote 2[c] ");
	CHECK_STR(flat(&a, S("\"open,1\n\"x\",\"y\"\nz")), "1!text after a closing quote 2[x][y] 3[z] ");
	arena_close(&a);
}

TEST(csv_counts_fields)
{
	struct arena a = arena_open(1 << 20);
	struct out o = out_make(&a, 0, 10000);
	struct csv c;
	struct csv_row row;
	const char *fault;

	for (int i = 1; i < CSV_FIELDS; i++)
		out_char(&o, ',');
	out_str(&o, S("\n\"x\ny\""));
	for (int i = 0; i < CSV_FIELDS; i++)
		out_char(&o, ',');
	out_str(&o, S("\nlast"));
	c = csv_open(out_view(&o));
	CHECK(csv_next(&c, &a, &row, &fault) && !fault && row.n == CSV_FIELDS);
	CHECK(csv_next(&c, &a, &row, &fault) && row.n == 0);
	CHECK_STR(str_of(fault), "too many fields");
	CHECK(csv_next(&c, &a, &row, &fault) && !fault && row.n == 1 && c.line == 4);
	CHECK_STR(row.field[0], "last");
	CHECK(!csv_next(&c, &a, &row, &fault));
	CHECK(!csv_next(&c, &a, &row, &fault));
	arena_close(&a);
}

static str
written(struct arena *a, str field)
{
	struct out o = out_make(a, 16, 1000);

	csv_field(&o, field, false);
	csv_field(&o, S("x"), true);
	return out_view(&o);
}

TEST(csv_writes_fields)
{
	struct arena a = arena_open(1 << 20);

	CHECK_STR(written(&a, S("荷叶")), "荷叶,x\r\n");
	CHECK_STR(written(&a, S("")), ",x\r\n");
	CHECK_STR(written(&a, (str){ NULL, 0 }), ",x\r\n");
	CHECK_STR(written(&a, S("a,b")), "\"a,b\",x\r\n");
	CHECK_STR(written(&a, S("a\"b")), "\"a\"\"b\",x\r\n");
	CHECK_STR(written(&a, S("\"")), "\"\"\"\",x\r\n");
	CHECK_STR(written(&a, S("a\nb")), "\"a\nb\",x\r\n");
	CHECK_STR(written(&a, S("a\rb")), "\"a\rb\",x\r\n");
	CHECK_STR(written(&a, S(" a")), "\" a\",x\r\n");
}

TEST(csv_disarms_formulas)
{
	static const char *const starts[] = { "=", "+", "-", "@", "\t", "＝", "＋", "－", "＠" };
	struct arena a = arena_open(1 << 20);

	for (size_t i = 0; i < sizeof(starts) / sizeof(starts[0]); i++) {
		str field = str_fmt(&a, "%scmd|' /C calc'!A0", starts[i]);

		CHECK_STR(written(&a, field), str_z(&a, str_fmt(&a, "'%.*s,x\r\n", STR_ARG(field))));
	}
	CHECK_STR(written(&a, S("=A1,\"b\"")), "\"'=A1,\"\"b\"\"\",x\r\n");
	CHECK_STR(written(&a, S("\r=A1")), "\"'\r=A1\",x\r\n");
	CHECK_STR(written(&a, S("a=b")), "a=b,x\r\n");
	arena_close(&a);
}

TEST(csv_reads_what_it_wrote)
{
	static const char *const fields[] = { "",    "a",  ",",  "\"", "a\r\nb",  "他说\"好\",",
					      " a ", "\n", "𠮷", "'",  "\"\"\n,", "a\"" };
	const size_t n = sizeof(fields) / sizeof(fields[0]);
	struct arena a = arena_open(1 << 20);
	struct out o = out_make(&a, 64, 1 << 16);
	struct csv c;
	struct csv_row row;
	const char *fault;

	for (size_t i = 0; i < n; i++)
		csv_field(&o, str_of(fields[i]), i + 1 == n);
	for (size_t i = 0; i < n; i++)
		csv_field(&o, str_of(fields[i]), true);
	c = csv_open(out_view(&o));
	CHECK(csv_next(&c, &a, &row, &fault) && !fault && row.n == n);
	for (size_t i = 0; i < row.n; i++)
		CHECK_STR(row.field[i], fields[i]);
	for (size_t i = 0; i < n; i++) {
		CHECK(csv_next(&c, &a, &row, &fault) && !fault && row.n == 1); /* an empty field alone is a row too */
		CHECK_STR(row.field[0], fields[i]);
	}
	CHECK(!csv_next(&c, &a, &row, &fault));
	arena_close(&a);
}

TEST(csv_from_an_office_spreadsheet)
{
	struct arena a = arena_open(1 << 20);
	str text = S("");

	/* 村,组 / 青石沟,3 in GB18030 with CR LF, as WPS and Excel save it */
	CHECK(utf8_from_any(&a, S("\xb4\xe5,\xd7\xe9\r\n\"\xc7\xe0\xca\xaf\xb9\xb5\",3\r\n"), &text));
	CHECK_STR(flat(&a, text), "1[村][组] 2[青石沟][3] ");
	CHECK(utf8_from_any(&a, S("\xef\xbb\xbf村,组\r\n"), &text));
	CHECK_STR(flat(&a, text), "1[村][组] ");
	arena_close(&a);
}

TEST(csv_hundred_thousand_rows)
{
	struct arena a = arena_open(64 << 20);
	struct out o = out_make(&a, 1 << 16, 32 << 20);
	struct csv c;
	struct csv_row row;
	const char *fault;
	int64_t n = 0, value = 0;
	int faults = 0;

	for (int i = 0; i < 100000; i++)
		out_fmt(&o, i % 100 == 99 ? "%d,\"open,x\n" : "%d,\"第 %d 组\",\"a\"\"b\",x\r\n", i, i);
	CHECK(!o.overflow);
	c = csv_open(out_view(&o));
	while (csv_next(&c, &a, &row, &fault)) {
		faults += fault != NULL;
		if (fault)
			continue;
		n++;
		CHECK(row.n == 4 && str_int(row.field[0], &value) && value == c.line - 1);
	}
	CHECK_INT(faults, 1000);
	CHECK_INT(n, 99000);
	CHECK_INT(c.line, 100000);
	arena_close(&a);
}
