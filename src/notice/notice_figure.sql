-- Figures of written notices: what went out and how it reached the resident. They count papers of the office, never persons.

-- Notices on matters that complain about the reader's office or about the reader.
-- @gate notice_hidden
select o.id from notice o join matter_conflict c on c.town = o.town and c.matter = o.matter where o.town = :town and c.unit = :gate_unit
union
select o.id from notice o join matter_conflict c on c.town = o.town and c.matter = o.matter where o.town = :town and c.person = :gate_person;

-- Issued in the period; one that was corrected counts once, with what took its place. Part: how it first reached the resident, as in notice_delivery;
-- 9 not yet.
-- Reads more than it gives: the facts of a period, of which the reader's scope, filters and page are kept.
-- @figure notice_issued
select o.id, o.issued_at as at, m.village, coalesce(m.unit, 0) as unit, m.type,
  coalesce((select d.method from notice_delivery d where d.town = o.town and d.notice = o.id order by d.id limit 1), 9) as part
from notice o join matter m on m.town = o.town and m.id = o.matter
where o.town = :town and not exists (select 1 from notice y where y.town = o.town and y.corrects = o.id);

-- One line of the ledger.
-- @one notice_line(id int) -> (kind int, year int, number int, issued_at time, matter_year int, matter_number int, title text, village_zh text,
--   village_en text, unit_zh text?, unit_en text?, method int?, done_on day?, town_zh text)
select o.kind, o.year, o.number, o.issued_at, m.year as matter_year, m.number as matter_number, m.title, v.name_zh as village_zh,
  v.name_en as village_en, u.name_zh as unit_zh, u.name_en as unit_en,
  (select d.method from notice_delivery d where d.town = o.town and d.notice = o.id order by d.id limit 1) as method,
  (select d.done_on from notice_delivery d where d.town = o.town and d.notice = o.id order by d.id limit 1) as done_on, t.name_zh as town_zh
from notice o
join town t on t.town = o.town
join matter m on m.town = o.town and m.id = o.matter
join place v on v.town = m.town and v.id = m.village
left join unit u on u.town = m.town and u.id = m.unit
where o.town = :town and o.id = :id;
