-- @do timer_insert(matter int, kind int, round int, started time, due time, basis text, start_day day, workdays int,
--   hours int, skipped_weekend int, skipped_holiday int, made_up int, off_first day?, off_last day?, provisional bool,
--   version int)
insert into clock (town, matter, kind, round, started_at, due_at, met_at, fired_at, basis, start_day, workdays, hours, skipped_weekend,
	skipped_holiday, made_up, off_first, off_last, paused_days, provisional, calendar_version)
values (:town, :matter, :kind, :round, :started, :due, null, null, :basis, :start_day, :workdays, :hours, :skipped_weekend,
	:skipped_holiday, :made_up, :off_first, :off_last, 0, :provisional, :version);

-- @one timer_by_kind(matter int, kind int, round int) -> (started time, due time, met time?, fired time?, paused_days int)
select started_at as started, due_at as due, met_at as met, fired_at as fired, paused_days from clock
where town = :town and matter = :matter and kind = :kind and round = :round;

-- @do timer_meet(matter int, kind int, round int, at time)
update clock set met_at = :at where town = :town and matter = :matter and kind = :kind and round = :round and met_at is null;

-- @do timer_meet_all(matter int, at time)
update clock set met_at = :at where town = :town and matter = :matter and met_at is null;

-- @do timer_fire(matter int, kind int, round int, at time)
update clock set fired_at = :at where town = :town and matter = :matter and kind = :kind and round = :round and fired_at is null;

-- A clock that a timer has looked at is looked at again.
-- @do timer_rearm(matter int, kind int, round int)
update clock set fired_at = null where town = :town and matter = :matter and kind = :kind and round = :round and met_at is null;

-- What fired while the matter was merged fires again, as if it had not been.
-- @do timer_rearm_since(matter int, since time)
update clock set fired_at = null where town = :town and matter = :matter and fired_at >= :since and met_at is null;

-- A logged pause moves the date.
-- @change timer_move(matter int, round int, due time, days int)
update clock set due_at = :due, paused_days = paused_days + :days
where town = :town and matter = :matter and kind = 2 and round = :round;

-- A corrected type gives a new derivation, never a later date.
-- @change timer_replace(matter int, due time, basis text, workdays int, hours int, skipped_weekend int, skipped_holiday int,
--   made_up int, off_first day?, off_last day?, provisional bool, version int)
update clock set due_at = :due, basis = :basis, workdays = :workdays, hours = :hours, skipped_weekend = :skipped_weekend,
	skipped_holiday = :skipped_holiday, made_up = :made_up, off_first = :off_first, off_last = :off_last,
	provisional = :provisional, calendar_version = :version
where town = :town and matter = :matter and kind = 2 and round = 0;

-- What is due, oldest first. An answer clock stands still while the resident is asked.
-- @many timer_due(now time, most int) -> (matter int, kind int, round int, due time, state int, reopened int)
select k.matter, k.kind, k.round, k.due_at as due, m.state, m.reopened
from clock k join matter m on m.town = k.town and m.id = k.matter
where k.town = :town and k.met_at is null and k.fired_at is null and k.due_at <= :now and not (k.kind = 2 and m.state = 4)
order by k.due_at, k.matter, k.kind limit :most;
