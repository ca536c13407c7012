-- Notices of a matter. Who may read the matter is asked before: every query here goes by the matter's or the notice's own key.

-- What a notice takes from the matter's record.
-- @one notice_facts(matter int) -> (year int, number int, channel int, received_at time, title text, state int, village_zh text, unit_zh text?,
--   unit_phone text?, holder int?, holder_zh text?, person text?, due time?, handle_by time?)
select m.year, m.number, m.channel, m.received_at, m.title, m.state, v.name_zh as village_zh, u.name_zh as unit_zh, u.phone as unit_phone, m.holder,
	h.title_zh as holder_zh, n.name as person,
	(select max(c.due_at) from clock c where c.town = m.town and c.matter = m.id and c.kind = 2) as due, t.handle_by
from matter m
join place v on v.town = m.town and v.id = m.village
left join unit u on u.town = m.town and u.id = m.unit
left join post h on h.town = m.town and h.id = m.holder
left join person n on n.town = h.town and n.id = h.person
left join petition t on t.town = m.town and t.matter = m.id
where m.town = :town and m.id = :matter;

-- @one notice_town() -> (name_zh text, phone text)
select name_zh, phone from town where town = :town;

-- @one notice_next_number(kind int, year int) -> (number int)
insert into notice_number (town, kind, year, last) values (:town, :kind, :year, 1)
on conflict (town, kind, year) do update set last = notice_number.last + 1
returning last as number;

-- @do notice_insert(id int, matter int, kind int, year int, number int, corrects int?, at time, post int, document blob, digest blob)
insert into notice (town, id, matter, kind, year, number, corrects, issued_at, issued_by, document, digest)
values (:town, :id, :matter, :kind, :year, :number, :corrects, :at, :post, :document, :digest);

-- @one notice_row(id int) -> (id int, matter int, kind int, year int, number int, corrects int?, issued_at time, issued_by int, document blob,
--   digest blob, title_zh text, title_en text, person text, old_kind int?, old_year int?, old_number int?, newer int?, newer_kind int?,
--   newer_year int?, newer_number int?)
select o.id, o.matter, o.kind, o.year, o.number, o.corrects, o.issued_at, o.issued_by, o.document, o.digest, h.title_zh, h.title_en, n.name as person,
	x.kind as old_kind, x.year as old_year, x.number as old_number, y.id as newer, y.kind as newer_kind, y.year as newer_year,
	y.number as newer_number
from notice o
join post h on h.town = o.town and h.id = o.issued_by
join person n on n.town = h.town and n.id = h.person
left join notice x on x.town = o.town and x.id = o.corrects
left join notice y on y.town = o.town and y.corrects = o.id
where o.town = :town and o.id = :id;

-- The notices of a matter, newest first, with how often each was delivered.
-- @many notice_of_matter(matter int, most int) -> (id int, kind int, year int, number int, issued_at time, replaced bool, delivered int)
select o.id, o.kind, o.year, o.number, o.issued_at,
	case when exists (select 1 from notice y where y.town = o.town and y.corrects = o.id) then 1 else 0 end as replaced,
	(select count(*) from notice_delivery d where d.town = o.town and d.notice = o.id) as delivered
from notice o
where o.town = :town and o.matter = :matter
order by o.id desc limit :most;

-- @many notice_deliveries(notice int, most int) -> (id int, method int, done_on day, at time, remark text, pictured bool, title_zh text,
--   title_en text, person text)
select d.id, d.method, d.done_on, d.at, d.remark, case when d.picture is null then 0 else 1 end as pictured, h.title_zh, h.title_en, n.name as person
from notice_delivery d
join post h on h.town = d.town and h.id = d.post
join person n on n.town = h.town and n.id = h.person
where d.town = :town and d.notice = :notice
order by d.id desc limit :most;

-- @one notice_delivery_picture(id int, notice int) -> (picture blob?)
select picture from notice_delivery where town = :town and id = :id and notice = :notice;

-- @do notice_delivery_insert(id int, notice int, method int, done_on day, post int, at time, remark text, picture blob?, thumb blob?)
insert into notice_delivery (town, id, notice, method, done_on, post, at, remark, picture, thumb)
values (:town, :id, :notice, :method, :done_on, :post, :at, :remark, :picture, :thumb);

-- Clocks by which acceptance has to be told: of a registered petition, or of a receipt that promised it.
-- @many notice_clocks(matter int, most int) -> (round int, due time)
select round, due_at as due from clock where town = :town and matter = :matter and kind = 9 and met_at is null order by round limit :most;

-- What two persons decided: 1 not accepted, 2 referred.
-- @one notice_decision(matter int, kind int) -> (words text, basis text, onward text)
select words, basis, onward from matter_decision where town = :town and matter = :matter and kind = :kind and state = 2
order by id desc limit 1;

-- The one extension that was approved, and its date.
-- @one notice_extension(matter int) -> (reason text, due_to time)
select reason, due_to from extension where town = :town and matter = :matter and state = 2 order by id desc limit 1;

-- What the petition lane says, where the matter is registered there.
-- @one notice_petition(matter int) -> (sort int?, basis text, until day?, reason text?)
select p.sort, p.basis, x.until, x.reason
from petition p
left join petition_extension x on x.town = p.town and x.matter = p.matter and x.state = 2
where p.town = :town and p.matter = :matter;

-- @one notice_opinion(matter int) -> (request text, facts text, opinion text, basis text, outcome int, onward text)
select request, facts, opinion, basis, outcome, onward from petition_opinion where town = :town and matter = :matter and state = 2
order by id desc limit 1;

-- @one notice_review(matter int, kind int) -> (words text, opinion text)
select words, opinion from petition_review where town = :town and matter = :matter and kind = :kind and result > 0;

-- Whether this file is shown here.
-- @one notice_keeps(file blob) -> (kept bool)
select case when exists (select 1 from notice_delivery p where p.town = :town and p.picture = :file)
	or exists (select 1 from notice_delivery p where p.town = :town and p.thumb = :file) then 1 else 0 end as kept;
