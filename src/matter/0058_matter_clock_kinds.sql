-- The leader's decision has a clock of its own: 7 is the review and re-review of a petition, which count from 101.
update clock set kind = 13 where kind = 7 and round < 100;

-- What was received before passing on had a clock, and still is with the centre: due a day after receipt, so that it goes to the leader if
-- nobody passes it on.
insert into clock (town, matter, kind, round, started_at, due_at, met_at, fired_at, basis, start_day, workdays, hours, skipped_weekend, skipped_holiday,
	made_up, off_first, off_last, paused_days, provisional, calendar_version, unit, source_zh, source_en, warn_at, extended_days, stands)
select m.town, m.id, 11, 0, m.received_at, m.received_at + 86400000, null, null, 'set', a.start_day, 0, 0, 0, 0,
	0, null, null, 0, 0, a.calendar_version, 3, '本中心的规定', 'Rule of this centre', null, 0, 0
from matter m
join clock a on a.town = m.town and a.matter = m.id and a.kind = 2 and a.round = 0
where m.state = 1 and not exists (select 1 from clock k where k.town = m.town and k.matter = m.id and k.kind = 11);
