-- Notices by the time they were issued, for figures.
create index notice_by_time on notice (town, issued_at, id);
