-- Notices by the date on which they were owed, for the figure of matter_figure.sql.
create index clock_notice on clock (town, due_at, matter) where kind = 9;
