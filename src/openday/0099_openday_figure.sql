-- Promises by time, for figures.
create index openday_promise_by_time on openday_promise (town, made_at, id);
