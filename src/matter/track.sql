-- What a resident reads of their own matter. Every query is by the matter's own key and limited.

-- @one track_matter(id int) -> (id int, year int, number int, received_at time, title text, words text, spot text, type text,
--   village_zh text, village_en text, place_zh text, place_en text, level int, named bool, state int, unit int?, unit_zh text?,
--   unit_en text?, phone text?, holder int?, title_zh text?, title_en text?, person text?, due time?, reopened int,
--   merged_into int?, answered_at time?, answered_by int?, closed_at time?)
select m.id, m.year, m.number, m.received_at, m.title, m.words, m.spot, m.type, v.name_zh as village_zh, v.name_en as village_en,
	g.name_zh as place_zh, g.name_en as place_en, m.identity_level as level, m.identity_token is not null as named, m.state, m.unit,
	u.name_zh as unit_zh, u.name_en as unit_en, u.phone, m.holder, h.title_zh, h.title_en, n.name as person, m.due_at as due,
	m.reopened, m.merged_into, m.answered_at, m.answered_by, m.closed_at
from matter m
join place v on v.town = m.town and v.id = m.village
join place g on g.town = m.town and g.id = m.place
left join unit u on u.town = m.town and u.id = m.unit
left join post h on h.town = m.town and h.id = m.holder
left join person n on n.town = h.town and n.id = h.person
where m.town = :town and m.id = :id;

-- @many track_clocks(matter int, most int) -> (kind int, round int, started time, due time, met time?, fired time?, basis text,
--   start_day day, workdays int, hours int, weekend int, holiday int, made_up int, off_first day?, off_last day?,
--   paused int, provisional bool, unit int, source_zh text, source_en text, extended int, stands bool, version int)
select kind, round, started_at as started, due_at as due, met_at as met, fired_at as fired, basis, start_day, workdays, hours,
	skipped_weekend as weekend, skipped_holiday as holiday, made_up, off_first, off_last, paused_days as paused, provisional,
	unit, source_zh, source_en, extended_days as extended, stands, calendar_version as version
from clock where town = :town and matter = :matter order by kind desc, round desc limit :most;

-- The timeline, newest first; `before` is the sequence number of the last one seen.
-- @many track_entries(matter int, before int, most int) -> (seq int, at time, actor_kind int, act int, state int, text text,
--   unit_zh text?, unit_en text?, title_zh text?, title_en text?, person text?, detail text)
select e.seq, e.at, e.actor_kind, e.act, e.state, e.text, u.name_zh as unit_zh, u.name_en as unit_en, h.title_zh, h.title_en,
	n.name as person, e.detail
from matter_entry e
left join post h on h.town = e.town and h.id = e.post
left join unit u on u.town = h.town and u.id = h.unit
left join person n on n.town = h.town and n.id = h.person
where e.town = :town and e.matter = :matter and e.visible = 1 and e.seq < :before
order by e.seq desc limit :most;

-- Photos of entries that the resident reads.
-- @many track_photos(matter int, most int) -> (n int, seq int)
select f.n, f.seq from matter_photo f
join matter_entry e on e.town = f.town and e.matter = f.matter and e.seq = f.seq and e.visible = 1
where f.town = :town and f.matter = :matter order by f.n limit :most;

-- @one track_photo(matter int, n int) -> (picture blob, thumb blob)
select f.picture, f.thumb from matter_photo f
join matter_entry e on e.town = f.town and e.matter = f.matter and e.seq = f.seq and e.visible = 1
where f.town = :town and f.matter = :matter and f.n = :n;

-- The answer in force.
-- @one track_answer(matter int) -> (round int, done text, done_by text, done_on day, basis text)
select round, done, done_by, done_on, basis from answer where town = :town and matter = :matter and state = 2
order by id desc limit 1;

-- Who opened the name, when and for what.
-- @many track_reveals(matter int, most int) -> (at time, purpose int, unit_zh text?, unit_en text?, title_zh text?, title_en text?)
select r.at, r.purpose, u.name_zh as unit_zh, u.name_en as unit_en, h.title_zh, h.title_en
from reveal r
left join post h on h.town = r.town and h.id = r.post
left join unit u on u.town = h.town and u.id = h.unit
where r.town = :town and r.matter = :matter order by r.at desc limit :most;

-- The question that waits for the resident.
-- @one track_question(matter int) -> (text text)
select text from matter_entry where town = :town and matter = :matter and act = 13 and visible = 1 order by seq desc limit 1;
