-- The calendar.

-- @one clock_list() -> (version int, mark int, made_at time, first_year int, last_year int, note text)
select version, mark, made_at, first_year, last_year, note from calendar_list where town = :town order by version desc limit 1;

-- @many clock_lists(before int?, most int) -> (version int, made_at time, first_year int, last_year int, note text)
select version, made_at, first_year, last_year, note from calendar_list
where town = :town and (:before is null or version < :before) order by version desc limit :most;

-- @many clock_days(version int, most int) -> (day day, year int, works bool)
select day, year, works from calendar_day where town = :town and version = :version order by day limit :most;

-- @do clock_list_insert(version int, mark int, made_at time, first_year int, last_year int, note text)
insert into calendar_list (town, version, mark, made_at, first_year, last_year, note)
values (:town, :version, :mark, :made_at, :first_year, :last_year, :note);

-- @do clock_day_insert(version int, d day, year int, works bool)
insert into calendar_day (town, version, day, year, works) values (:town, :version, :d, :year, :works);
