-- What waits for a post today. Each list has a limit, and what is read to make it has one too.

-- Answers that wait for approval by another person than their writer, oldest first.
-- @many today_approvals(unit int, village int, post int, most int) -> (id int, title text, year int, number int, state int, due_at time?,
--   village_zh text, village_en text, at time)
select m.id, m.title, m.year, m.number, m.state, m.due_at, v.name_zh as village_zh, v.name_en as village_en, a.written_at as at
from answer a
join matter m on m.town = a.town and m.id = a.matter
join place v on v.town = m.town and v.id = m.village
where a.town = :town and a.state = 1 and a.written_by <> :post and (:unit = 0 or m.unit = :unit) and (:village = 0 or m.village = :village)
	and (m.gated = 0 or not exists (select 1 from matter_conflict cx join post o on o.town = :town and o.id = :post
		where cx.town = :town and cx.matter = m.id and (cx.unit = o.unit or cx.person = o.person)))
order by a.written_at, a.id limit :most;

-- The post's own matters that wait for the resident's reply.
-- Reads more than it gives: goes through what one post has in hand, which is what one person can carry.
-- @many today_waiting(post int, most int) -> (id int, title text, year int, number int, state int, due_at time?, village_zh text,
--   village_en text)
select m.id, m.title, m.year, m.number, m.state, m.due_at, v.name_zh as village_zh, v.name_en as village_en
from matter m
join place v on v.town = m.town and v.id = m.village
where m.town = :town and m.holder = :post and m.lane = 3 and m.state = 4
	and (m.gated = 0 or not exists (select 1 from matter_conflict cx join post o on o.town = :town and o.id = :post
		where cx.town = :town and cx.matter = m.id and (cx.unit = o.unit or cx.person = o.person)))
order by m.sort_at, m.id limit :most;

-- Answered, not judged, and reached by fewer than two channels since: who is next to be called. Looks at the `scan` that end first.
-- @many today_tries(village int, post int, scan int, most int) -> (id int, title text, year int, number int, state int, due_at time?, village_zh text,
--   village_en text, tried int)
select x.id, x.title, x.year, x.number, x.state, x.due_at, x.village_zh, x.village_en, x.tried
from (select m.id, m.title, m.year, m.number, m.state, m.due_at, m.sort_at, v.name_zh as village_zh, v.name_en as village_en,
		(select count(distinct c.channel) from contact_try c
			where c.town = m.town and c.matter = m.id and c.at >= m.answered_at) as tried
	from matter m
	join place v on v.town = m.town and v.id = m.village
	where m.town = :town and m.lane = 4 and (:village = 0 or m.village = :village)
		and (m.gated = 0 or not exists (select 1 from matter_conflict cx join post o on o.town = :town and o.id = :post
			where cx.town = :town and cx.matter = m.id and (cx.unit = o.unit or cx.person = o.person)))
	order by m.sort_at, m.id limit :scan) as x
where x.tried < 2
order by x.sort_at, x.id limit :most;

-- Open again because the resident said so. Looks at the `scan` that are due first.
-- Reads more than it gives: looks at the TODAY_SCAN that are due first, to name those of them that were raised again.
-- @many today_reopened(village int, post int, scan int, most int) -> (id int, title text, year int, number int, state int, due_at time?, village_zh text,
--   village_en text, reopened int)
select x.id, x.title, x.year, x.number, x.state, x.due_at, x.village_zh, x.village_en, x.reopened
from (select m.id, m.title, m.year, m.number, m.state, m.due_at, m.sort_at, m.reopened, v.name_zh as village_zh, v.name_en as village_en
	from matter m
	join place v on v.town = m.town and v.id = m.village
	where m.town = :town and m.lane = 3 and (:village = 0 or m.village = :village)
		and (m.gated = 0 or not exists (select 1 from matter_conflict cx join post o on o.town = :town and o.id = :post
			where cx.town = :town and cx.matter = m.id and (cx.unit = o.unit or cx.person = o.person)))
	order by m.sort_at, m.id limit :scan) as x
where x.reopened > 0
order by x.sort_at, x.id limit :most;
