-- The queue: one lane of one axis, twenty-odd rows a page, by key (sort_at, id) so that a page costs the same at any depth.
-- Open lanes run by due date, the closed lane newest first. The scope of the actor's post (0: no limit) stands in every query.

-- @many queue_town(lane int, scope_unit int, scope_village int, post int, after time, after_id int, most int) -> (id int, year int, number int, title text, channel int, type text, village int, village_zh text, village_en text,
--   unit_zh text?, unit_en text?, holder_zh text?, holder_en text?, received_at time, due_at time?, state int, closed_at time?, sort_at time,
--   reopened int, revision int)
select m.id, m.year, m.number, m.title, m.channel, m.type, m.village, v.name_zh as village_zh, v.name_en as village_en,
  u.name_zh as unit_zh, u.name_en as unit_en, h.title_zh as holder_zh, h.title_en as holder_en, m.received_at, m.due_at, m.state, m.closed_at, m.sort_at,
  m.reopened, m.revision
from matter m
join place v on v.town = m.town and v.id = m.village
left join unit u on u.town = m.town and u.id = m.unit
left join post h on h.town = m.town and h.id = m.holder
where m.town = :town and m.lane = :lane and (:scope_unit = 0 or m.unit = :scope_unit)
  and (:scope_village = 0 or m.village = :scope_village)
  and (m.gated = 0 or not exists (select 1 from matter_conflict cx join post o on o.town = :town and o.id = :post
  	where cx.town = :town and cx.matter = m.id and (cx.unit = o.unit or cx.person = o.person)))
  and (m.sort_at, m.id) > (:after, :after_id)
order by m.sort_at, m.id
limit :most;

-- @many queue_town_closed(lane int, scope_unit int, scope_village int, post int, after time, after_id int, most int) -> (id int, year int, number int, title text, channel int, type text, village int, village_zh text, village_en text,
--   unit_zh text?, unit_en text?, holder_zh text?, holder_en text?, received_at time, due_at time?, state int, closed_at time?, sort_at time,
--   reopened int, revision int)
select m.id, m.year, m.number, m.title, m.channel, m.type, m.village, v.name_zh as village_zh, v.name_en as village_en,
  u.name_zh as unit_zh, u.name_en as unit_en, h.title_zh as holder_zh, h.title_en as holder_en, m.received_at, m.due_at, m.state, m.closed_at, m.sort_at,
  m.reopened, m.revision
from matter m
join place v on v.town = m.town and v.id = m.village
left join unit u on u.town = m.town and u.id = m.unit
left join post h on h.town = m.town and h.id = m.holder
where m.town = :town and m.lane = :lane and (:scope_unit = 0 or m.unit = :scope_unit)
  and (:scope_village = 0 or m.village = :scope_village)
  and (m.gated = 0 or not exists (select 1 from matter_conflict cx join post o on o.town = :town and o.id = :post
  	where cx.town = :town and cx.matter = m.id and (cx.unit = o.unit or cx.person = o.person)))
  and (m.sort_at, m.id) < (:after, :after_id)
order by m.sort_at desc, m.id desc
limit :most;

-- @many queue_unit(axis int, lane int, scope_unit int, scope_village int, post int, after time, after_id int, most int) -> (id int, year int, number int, title text, channel int, type text, village int, village_zh text, village_en text,
--   unit_zh text?, unit_en text?, holder_zh text?, holder_en text?, received_at time, due_at time?, state int, closed_at time?, sort_at time,
--   reopened int, revision int)
select m.id, m.year, m.number, m.title, m.channel, m.type, m.village, v.name_zh as village_zh, v.name_en as village_en,
  u.name_zh as unit_zh, u.name_en as unit_en, h.title_zh as holder_zh, h.title_en as holder_en, m.received_at, m.due_at, m.state, m.closed_at, m.sort_at,
  m.reopened, m.revision
from matter m
join place v on v.town = m.town and v.id = m.village
left join unit u on u.town = m.town and u.id = m.unit
left join post h on h.town = m.town and h.id = m.holder
where m.town = :town and m.unit = :axis and m.lane = :lane and (:scope_unit = 0 or m.unit = :scope_unit)
  and (:scope_village = 0 or m.village = :scope_village)
  and (m.gated = 0 or not exists (select 1 from matter_conflict cx join post o on o.town = :town and o.id = :post
  	where cx.town = :town and cx.matter = m.id and (cx.unit = o.unit or cx.person = o.person)))
  and (m.sort_at, m.id) > (:after, :after_id)
order by m.sort_at, m.id
limit :most;

-- @many queue_unit_closed(axis int, lane int, scope_unit int, scope_village int, post int, after time, after_id int, most int) -> (id int, year int, number int, title text, channel int, type text, village int, village_zh text, village_en text,
--   unit_zh text?, unit_en text?, holder_zh text?, holder_en text?, received_at time, due_at time?, state int, closed_at time?, sort_at time,
--   reopened int, revision int)
select m.id, m.year, m.number, m.title, m.channel, m.type, m.village, v.name_zh as village_zh, v.name_en as village_en,
  u.name_zh as unit_zh, u.name_en as unit_en, h.title_zh as holder_zh, h.title_en as holder_en, m.received_at, m.due_at, m.state, m.closed_at, m.sort_at,
  m.reopened, m.revision
from matter m
join place v on v.town = m.town and v.id = m.village
left join unit u on u.town = m.town and u.id = m.unit
left join post h on h.town = m.town and h.id = m.holder
where m.town = :town and m.unit = :axis and m.lane = :lane and (:scope_unit = 0 or m.unit = :scope_unit)
  and (:scope_village = 0 or m.village = :scope_village)
  and (m.gated = 0 or not exists (select 1 from matter_conflict cx join post o on o.town = :town and o.id = :post
  	where cx.town = :town and cx.matter = m.id and (cx.unit = o.unit or cx.person = o.person)))
  and (m.sort_at, m.id) < (:after, :after_id)
order by m.sort_at desc, m.id desc
limit :most;

-- @many queue_village(axis int, lane int, scope_unit int, scope_village int, post int, after time, after_id int, most int) -> (id int, year int, number int, title text, channel int, type text, village int, village_zh text, village_en text,
--   unit_zh text?, unit_en text?, holder_zh text?, holder_en text?, received_at time, due_at time?, state int, closed_at time?, sort_at time,
--   reopened int, revision int)
select m.id, m.year, m.number, m.title, m.channel, m.type, m.village, v.name_zh as village_zh, v.name_en as village_en,
  u.name_zh as unit_zh, u.name_en as unit_en, h.title_zh as holder_zh, h.title_en as holder_en, m.received_at, m.due_at, m.state, m.closed_at, m.sort_at,
  m.reopened, m.revision
from matter m
join place v on v.town = m.town and v.id = m.village
left join unit u on u.town = m.town and u.id = m.unit
left join post h on h.town = m.town and h.id = m.holder
where m.town = :town and m.village = :axis and m.lane = :lane and (:scope_unit = 0 or m.unit = :scope_unit)
  and (:scope_village = 0 or m.village = :scope_village)
  and (m.gated = 0 or not exists (select 1 from matter_conflict cx join post o on o.town = :town and o.id = :post
  	where cx.town = :town and cx.matter = m.id and (cx.unit = o.unit or cx.person = o.person)))
  and (m.sort_at, m.id) > (:after, :after_id)
order by m.sort_at, m.id
limit :most;

-- @many queue_village_closed(axis int, lane int, scope_unit int, scope_village int, post int, after time, after_id int, most int) -> (id int, year int, number int, title text, channel int, type text, village int, village_zh text, village_en text,
--   unit_zh text?, unit_en text?, holder_zh text?, holder_en text?, received_at time, due_at time?, state int, closed_at time?, sort_at time,
--   reopened int, revision int)
select m.id, m.year, m.number, m.title, m.channel, m.type, m.village, v.name_zh as village_zh, v.name_en as village_en,
  u.name_zh as unit_zh, u.name_en as unit_en, h.title_zh as holder_zh, h.title_en as holder_en, m.received_at, m.due_at, m.state, m.closed_at, m.sort_at,
  m.reopened, m.revision
from matter m
join place v on v.town = m.town and v.id = m.village
left join unit u on u.town = m.town and u.id = m.unit
left join post h on h.town = m.town and h.id = m.holder
where m.town = :town and m.village = :axis and m.lane = :lane and (:scope_unit = 0 or m.unit = :scope_unit)
  and (:scope_village = 0 or m.village = :scope_village)
  and (m.gated = 0 or not exists (select 1 from matter_conflict cx join post o on o.town = :town and o.id = :post
  	where cx.town = :town and cx.matter = m.id and (cx.unit = o.unit or cx.person = o.person)))
  and (m.sort_at, m.id) < (:after, :after_id)
order by m.sort_at desc, m.id desc
limit :most;

-- @many queue_holder(axis int, lane int, scope_unit int, scope_village int, post int, after time, after_id int, most int) -> (id int, year int, number int, title text, channel int, type text, village int, village_zh text, village_en text,
--   unit_zh text?, unit_en text?, holder_zh text?, holder_en text?, received_at time, due_at time?, state int, closed_at time?, sort_at time,
--   reopened int, revision int)
select m.id, m.year, m.number, m.title, m.channel, m.type, m.village, v.name_zh as village_zh, v.name_en as village_en,
  u.name_zh as unit_zh, u.name_en as unit_en, h.title_zh as holder_zh, h.title_en as holder_en, m.received_at, m.due_at, m.state, m.closed_at, m.sort_at,
  m.reopened, m.revision
from matter m
join place v on v.town = m.town and v.id = m.village
left join unit u on u.town = m.town and u.id = m.unit
left join post h on h.town = m.town and h.id = m.holder
where m.town = :town and m.holder = :axis and m.lane = :lane and (:scope_unit = 0 or m.unit = :scope_unit)
  and (:scope_village = 0 or m.village = :scope_village)
  and (m.gated = 0 or not exists (select 1 from matter_conflict cx join post o on o.town = :town and o.id = :post
  	where cx.town = :town and cx.matter = m.id and (cx.unit = o.unit or cx.person = o.person)))
  and (m.sort_at, m.id) > (:after, :after_id)
order by m.sort_at, m.id
limit :most;

-- @many queue_holder_closed(axis int, lane int, scope_unit int, scope_village int, post int, after time, after_id int, most int) -> (id int, year int, number int, title text, channel int, type text, village int, village_zh text, village_en text,
--   unit_zh text?, unit_en text?, holder_zh text?, holder_en text?, received_at time, due_at time?, state int, closed_at time?, sort_at time,
--   reopened int, revision int)
select m.id, m.year, m.number, m.title, m.channel, m.type, m.village, v.name_zh as village_zh, v.name_en as village_en,
  u.name_zh as unit_zh, u.name_en as unit_en, h.title_zh as holder_zh, h.title_en as holder_en, m.received_at, m.due_at, m.state, m.closed_at, m.sort_at,
  m.reopened, m.revision
from matter m
join place v on v.town = m.town and v.id = m.village
left join unit u on u.town = m.town and u.id = m.unit
left join post h on h.town = m.town and h.id = m.holder
where m.town = :town and m.holder = :axis and m.lane = :lane and (:scope_unit = 0 or m.unit = :scope_unit)
  and (:scope_village = 0 or m.village = :scope_village)
  and (m.gated = 0 or not exists (select 1 from matter_conflict cx join post o on o.town = :town and o.id = :post
  	where cx.town = :town and cx.matter = m.id and (cx.unit = o.unit or cx.person = o.person)))
  and (m.sort_at, m.id) < (:after, :after_id)
order by m.sort_at desc, m.id desc
limit :most;

-- @many queue_type(axis text, lane int, scope_unit int, scope_village int, post int, after time, after_id int, most int) -> (id int, year int, number int, title text, channel int, type text, village int, village_zh text, village_en text,
--   unit_zh text?, unit_en text?, holder_zh text?, holder_en text?, received_at time, due_at time?, state int, closed_at time?, sort_at time,
--   reopened int, revision int)
select m.id, m.year, m.number, m.title, m.channel, m.type, m.village, v.name_zh as village_zh, v.name_en as village_en,
  u.name_zh as unit_zh, u.name_en as unit_en, h.title_zh as holder_zh, h.title_en as holder_en, m.received_at, m.due_at, m.state, m.closed_at, m.sort_at,
  m.reopened, m.revision
from matter m
join place v on v.town = m.town and v.id = m.village
left join unit u on u.town = m.town and u.id = m.unit
left join post h on h.town = m.town and h.id = m.holder
where m.town = :town and m.type = :axis and m.lane = :lane and (:scope_unit = 0 or m.unit = :scope_unit)
  and (:scope_village = 0 or m.village = :scope_village)
  and (m.gated = 0 or not exists (select 1 from matter_conflict cx join post o on o.town = :town and o.id = :post
  	where cx.town = :town and cx.matter = m.id and (cx.unit = o.unit or cx.person = o.person)))
  and (m.sort_at, m.id) > (:after, :after_id)
order by m.sort_at, m.id
limit :most;

-- @many queue_type_closed(axis text, lane int, scope_unit int, scope_village int, post int, after time, after_id int, most int) -> (id int, year int, number int, title text, channel int, type text, village int, village_zh text, village_en text,
--   unit_zh text?, unit_en text?, holder_zh text?, holder_en text?, received_at time, due_at time?, state int, closed_at time?, sort_at time,
--   reopened int, revision int)
select m.id, m.year, m.number, m.title, m.channel, m.type, m.village, v.name_zh as village_zh, v.name_en as village_en,
  u.name_zh as unit_zh, u.name_en as unit_en, h.title_zh as holder_zh, h.title_en as holder_en, m.received_at, m.due_at, m.state, m.closed_at, m.sort_at,
  m.reopened, m.revision
from matter m
join place v on v.town = m.town and v.id = m.village
left join unit u on u.town = m.town and u.id = m.unit
left join post h on h.town = m.town and h.id = m.holder
where m.town = :town and m.type = :axis and m.lane = :lane and (:scope_unit = 0 or m.unit = :scope_unit)
  and (:scope_village = 0 or m.village = :scope_village)
  and (m.gated = 0 or not exists (select 1 from matter_conflict cx join post o on o.town = :town and o.id = :post
  	where cx.town = :town and cx.matter = m.id and (cx.unit = o.unit or cx.person = o.person)))
  and (m.sort_at, m.id) < (:after, :after_id)
order by m.sort_at desc, m.id desc
limit :most;

-- The lengths of the lanes of one axis: 1 township, 2 unit, 3 village, 4 holder.
-- @many queue_counts(axis int, ref int) -> (lane int, n int)
select lane, n from matter_count where town = :town and axis = :axis and ref = :ref order by lane limit 10;

-- One matter by its office number, for the search box.
-- @one queue_by_number(year int, number int, scope_unit int, scope_village int, post int) -> (id int)
select m.id from matter m where m.town = :town and m.year = :year and m.number = :number and (:scope_unit = 0 or m.unit = :scope_unit)
  and (:scope_village = 0 or m.village = :scope_village)
  and (m.gated = 0 or not exists (select 1 from matter_conflict cx join post o on o.town = :town and o.id = :post
  	where cx.town = :town and cx.matter = m.id and (cx.unit = o.unit or cx.person = o.person)));

-- How many matters of each lane the reader's counters count and the reader may not see, because they complain about the reader or the
-- reader's unit.
-- @many queue_hidden(post int, axis int, ref int, most int) -> (lane int, n int)
select m.lane, count(*) as n
from (select x.matter as id from post o join matter_conflict x on x.town = o.town and x.unit = o.unit where o.town = :town and o.id = :post
	union select y.matter as id from post p join matter_conflict y on y.town = p.town and y.person = p.person where p.town = :town and p.id = :post) as c
join matter m on m.town = :town and m.id = c.id
where (:axis = 1 or (:axis = 2 and m.unit = :ref) or (:axis = 3 and m.village = :ref)
  or (:axis = 4 and m.holder = :ref))
group by m.lane limit :most;
