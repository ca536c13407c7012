-- Running clocks against a new holiday list.

-- @one renew_clock(matter int, kind int, round int) -> (kind int, round int, started time, due time, basis text, workdays int, hours int,
--   unit int, source_zh text, source_en text, weekend int, holiday int, made_up int, paused int, extended int, provisional bool)
select kind, round, started_at as started, due_at as due, basis, workdays, hours, unit, source_zh, source_en, skipped_weekend as weekend,
	skipped_holiday as holiday, made_up, paused_days as paused, extended_days as extended, provisional
from clock where town = :town and matter = :matter and kind = :kind and round = :round and met_at is null;

-- Those still to come, after the last one seen.
-- @many renew_due(due time, matter int, kind int, round int, most int) -> (matter int, kind int, round int, due time, version int)
select matter, kind, round, due_at as due, calendar_version as version from clock
where town = :town and met_at is null and fired_at is null and due_at >= :due and (due_at > :due or matter > :matter or (matter = :matter
	and (kind > :kind or (kind = :kind and round > :round))))
order by due_at, matter, kind, round limit :most;

-- @do renew_stands(matter int, kind int, round int)
update clock set stands = 1, provisional = 0 where town = :town and matter = :matter and kind = :kind and round = :round;

-- @do renew_move(version int, matter int, kind int, round int, due_from time, due_to time, kept bool, at time)
insert into clock_move (town, version, matter, kind, round, due_from, due_to, kept, at)
values (:town, :version, :matter, :kind, :round, :due_from, :due_to, :kept, :at);

-- @one renew_sweep() -> (version int, due time, matter int, kind int, round int, done bool)
select version, due_at as due, matter, kind, round, done from clock_sweep where town = :town;

-- @do renew_sweep_set(version int, due time, matter int, kind int, round int, done bool)
insert into clock_sweep (town, version, due_at, matter, kind, round, done) values (:town, :version, :due, :matter, :kind, :round, :done)
on conflict (town) do update set version = excluded.version, due_at = excluded.due_at, matter = excluded.matter, kind = excluded.kind,
	round = excluded.round, done = excluded.done;

-- What a list changed, by its own office numbers: after the last one seen.
-- @many renew_moves(version int, matter int, kind int, round int, most int) -> (matter int, kind int, round int, due_from time, due_to time,
--   kept bool, year int, number int)
select c.matter, c.kind, c.round, c.due_from, c.due_to, c.kept, m.year, m.number
from clock_move c join matter m on m.town = c.town and m.id = c.matter
where c.town = :town and c.version = :version and (c.matter > :matter or (c.matter = :matter and (c.kind > :kind or (c.kind = :kind
	and c.round > :round))))
order by c.matter, c.kind, c.round limit :most;
