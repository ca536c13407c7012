-- The one extension of a matter.

-- Approved ever, and waiting in this round.
-- @one extend_counts(matter int, round int) -> (approved int, waiting int)
select coalesce(sum(case state when 2 then 1 else 0 end), 0) as approved,
	coalesce(sum(case when state = 1 and round = :round then 1 else 0 end), 0) as waiting
from extension where town = :town and matter = :matter;

-- @one extend_waiting(matter int, round int) -> (id int, asked_by int, reason text, due_from time, due_to time)
select id, asked_by, reason, due_from, due_to from extension where town = :town and matter = :matter and round = :round and state = 1;

-- @do extend_insert(id int, matter int, round int, asked_by int, asked_at time, reason text, due_from time, due_to time)
insert into extension (town, id, matter, round, asked_by, asked_at, reason, due_from, due_to, state, decided_by, decided_at, answer)
values (:town, :id, :matter, :round, :asked_by, :asked_at, :reason, :due_from, :due_to, 1, null, null, '');

-- @change extend_decide(id int, state int, by int, at time, answer text)
update extension set state = :state, decided_by = :by, decided_at = :at, answer = :answer where town = :town and id = :id and state = 1;

-- A request that nobody decided before its date passed.
-- @do extend_overtake(matter int, at time)
update extension set state = 4, decided_at = :at where town = :town and matter = :matter and state = 1;

-- What staff and the resident read of it.
-- @many extend_list(matter int, most int) -> (state int, asked_at time, reason text, due_from time, due_to time, decided_at time?, answer text,
--   title_zh text?, title_en text?, person text?, by_zh text?, by_en text?, by_person text?, unit_zh text?, unit_en text?)
select x.state, x.asked_at, x.reason, x.due_from, x.due_to, x.decided_at, x.answer, a.title_zh, a.title_en, n.name as person,
	d.title_zh as by_zh, d.title_en as by_en, b.name as by_person, u.name_zh as unit_zh, u.name_en as unit_en
from extension x
left join post a on a.town = x.town and a.id = x.asked_by
left join person n on n.town = a.town and n.id = a.person
left join post d on d.town = x.town and d.id = x.decided_by
left join person b on b.town = d.town and b.id = d.person
left join unit u on u.town = d.town and u.id = d.unit
where x.town = :town and x.matter = :matter order by x.id desc limit :most;

-- Archived: the words go, that and how it was decided stays.
-- @do extend_erase(matter int)
update extension set reason = '', answer = '' where town = :town and matter = :matter;
