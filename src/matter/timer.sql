-- @do timer_insert(matter int, kind int, round int, started time, due time, basis text, start_day day, workdays int,
--   hours int, skipped_weekend int, skipped_holiday int, made_up int, off_first day?, off_last day?, provisional bool,
--   version int, unit int, source_zh text, source_en text, warn time?)
insert into clock (town, matter, kind, round, started_at, due_at, met_at, fired_at, basis, start_day, workdays, hours, skipped_weekend,
	skipped_holiday, made_up, off_first, off_last, paused_days, provisional, calendar_version, unit, source_zh, source_en, warn_at)
values (:town, :matter, :kind, :round, :started, :due, null, null, :basis, :start_day, :workdays, :hours, :skipped_weekend,
	:skipped_holiday, :made_up, :off_first, :off_last, 0, :provisional, :version, :unit, :source_zh, :source_en, :warn);

-- @one timer_by_kind(matter int, kind int, round int) -> (started time, due time, met time?, fired time?, paused_days int, unit int)
select started_at as started, due_at as due, met_at as met, fired_at as fired, paused_days, unit from clock
where town = :town and matter = :matter and kind = :kind and round = :round;

-- What decides a limit.
-- @one timer_matter(id int) -> (type text, demand int, channel int, received_at time, upstream_due time?)
select type, demand, channel, received_at, upstream_due from matter where town = :town and id = :id;

-- @do timer_meet(matter int, kind int, round int, at time)
update clock set met_at = :at where town = :town and matter = :matter and kind = :kind and round = :round and met_at is null;

-- What ends with the matter. A notice still to be delivered and the resident's time for a review run on.
-- @do timer_meet_all(matter int, at time)
update clock set met_at = :at where town = :town and matter = :matter and met_at is null and kind not in (7, 9);

-- An answer meets whatever the office owed before it.
-- @do timer_meet_office(matter int, at time)
update clock set met_at = :at where town = :town and matter = :matter and met_at is null and kind in (1, 2, 5, 11);

-- @do timer_fire(matter int, kind int, round int, at time)
update clock set fired_at = :at where town = :town and matter = :matter and kind = :kind and round = :round and fired_at is null;

-- A clock that a timer has looked at is looked at again.
-- @do timer_rearm(matter int, kind int, round int)
update clock set fired_at = null where town = :town and matter = :matter and kind = :kind and round = :round and met_at is null;

-- What fired while the matter was merged fires again, as if it had not been.
-- @do timer_rearm_since(matter int, since time)
update clock set fired_at = null where town = :town and matter = :matter and fired_at >= :since and met_at is null;

-- @do timer_warned(matter int, kind int, round int)
update clock set warn_at = null where town = :town and matter = :matter and kind = :kind and round = :round;

-- Passed on to an office: the same time, counted from the same moment, is now the office's to claim.
-- @do timer_assigned(matter int)
update clock set kind = 1, fired_at = null where town = :town and matter = :matter and kind = 11 and round = 0;

-- A logged pause or the approved extension moves the date.
-- @change timer_move(matter int, round int, due time, paused int, extended int, warn time?)
update clock set due_at = :due, paused_days = paused_days + :paused, extended_days = extended_days + :extended, warn_at = :warn, stands = 0
where town = :town and matter = :matter and kind = 2 and round = :round;

-- A clock of a slice above, by its own logged decision.
-- @change timer_set(matter int, kind int, round int, due time, warn time?)
update clock set due_at = :due, warn_at = :warn, fired_at = null
where town = :town and matter = :matter and kind = :kind and round = :round and met_at is null;

-- A corrected type or a new holiday list gives a new derivation, never a later date.
-- @change timer_replace(matter int, kind int, round int, due time, basis text, workdays int, hours int, skipped_weekend int,
--   skipped_holiday int, made_up int, off_first day?, off_last day?, provisional bool, version int, unit int, source_zh text,
--   source_en text, warn time?)
update clock set due_at = :due, basis = :basis, workdays = :workdays, hours = :hours, skipped_weekend = :skipped_weekend,
	skipped_holiday = :skipped_holiday, made_up = :made_up, off_first = :off_first, off_last = :off_last,
	provisional = :provisional, calendar_version = :version, unit = :unit, source_zh = :source_zh, source_en = :source_en,
	warn_at = :warn
where town = :town and matter = :matter and kind = :kind and round = :round;

-- Not passed on to any office in time: these come first.
-- @many timer_unassigned(now time, most int) -> (matter int, kind int, round int, due time, state int, reopened int)
select k.matter, k.kind, k.round, k.due_at as due, m.state, m.reopened
from clock k join matter m on m.town = k.town and m.id = k.matter
where k.town = :town and k.kind = 11 and k.met_at is null and k.fired_at is null and k.due_at <= :now
order by k.due_at, k.matter limit :most;

-- What is due, oldest first. An answer clock stands still while the resident is asked.
-- @many timer_due(now time, most int) -> (matter int, kind int, round int, due time, state int, reopened int)
select k.matter, k.kind, k.round, k.due_at as due, m.state, m.reopened
from clock k join matter m on m.town = k.town and m.id = k.matter
where k.town = :town and k.met_at is null and k.fired_at is null and k.due_at <= :now and k.kind <> 11 and not (k.kind = 2 and m.state = 4)
order by k.due_at, k.matter, k.kind limit :most;

-- Whom to warn: due on the next working day.
-- @many timer_warnings(now time, most int) -> (matter int, kind int, round int, due time, state int, holder int?)
select k.matter, k.kind, k.round, k.due_at as due, m.state, m.holder
from clock k join matter m on m.town = k.town and m.id = k.matter
where k.town = :town and k.met_at is null and k.warn_at <= :now order by k.warn_at, k.matter, k.kind limit :most;
