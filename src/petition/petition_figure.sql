-- Figures of petitions (信访工作条例). They count what the office did and by when; nothing here counts or lists who petitioned. Records are matters.

-- Registered in the period. Part: 1 to us directly, 2 passed down.
-- @figure petition_registered
select p.matter as id, p.registered_at as at, m.village, coalesce(m.unit, 0) as unit, m.type, p.came as part
from petition p join matter m on m.town = p.town and m.id = p.matter
where p.town = :town;

-- The handling time, with a lawful extension, ended in the period. Part: 1 opinion in time, 2 late, 3 none yet.
-- @figure petition_opinions_due
select p.matter as id, p.handle_by as at, m.village, coalesce(m.unit, 0) as unit, m.type,
  case when p.opinion_at is null then 3 when p.opinion_at <= p.handle_by then 1 else 2 end as part
from petition p join matter m on m.town = p.town and m.id = p.matter
where p.town = :town and p.handle_by is not null and p.handle_by < :now;

-- A reviewing or re-reviewing body decided in the period. Part: 1 upheld, 2 changed, 3 to be handled again.
-- @figure petition_reviews
select r.matter as id, cast(r.result_on as bigint) * 86400000 - 28800000 as at, m.village, coalesce(m.unit, 0) as unit, m.type, r.result as part
from petition_review r join matter m on m.town = r.town and m.id = r.matter
where r.town = :town and r.result > 0 and r.result_on is not null;

-- One line of the ledger.
-- @one petition_line(id int) -> (year int, number int, title text, registered_at time, came int, state int, sort int?, next_due time?, handle_by time?,
--   opinion_at time?, ref text, village_zh text, village_en text, unit_zh text?, unit_en text?)
select m.year, m.number, m.title, p.registered_at, p.came, p.state, p.sort, p.next_due, p.handle_by, p.opinion_at, p.ref, v.name_zh as village_zh,
  v.name_en as village_en, u.name_zh as unit_zh, u.name_en as unit_en
from petition p
join matter m on m.town = p.town and m.id = p.matter
join place v on v.town = m.town and v.id = m.village
left join unit u on u.town = m.town and u.id = m.unit
where p.town = :town and p.matter = :id;
