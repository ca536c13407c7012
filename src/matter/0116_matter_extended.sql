-- Approved extensions by their new date, for the figure of matter_figure.sql.
create index extension_by_date on extension (town, due_to, matter) where state = 2;
