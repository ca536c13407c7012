-- The petition lane of a matter. Who may read or change the matter stands in petition_matter; the other queries go by the matter it found.

-- @one petition_matter(id int, none bool, unit int?, village int?, post int, own_unit int, person int) -> (id int, year int, number int, title text, words text,
--   state int, holder int?, unit int?, type text, channel int, received_at time, external_ref text, level int, draft int?)
select m.id, m.year, m.number, m.title, m.words, m.state, m.holder, m.unit, m.type, m.channel, m.received_at, m.external_ref, m.identity_level as level,
	(select a.id from answer a where a.town = m.town and a.matter = m.id and a.state = 1) as draft
from matter m
where m.town = :town and m.id = :id and :none = 0
	and ((coalesce(m.unit, 0) = coalesce(:unit, m.unit, 0) and m.village = coalesce(:village, m.village))
		or m.holder = :post or m.entered_by = :post)
	and not exists (select 1 from matter_conflict c where c.town = m.town and c.matter = m.id and (c.unit = :own_unit or c.person = :person));

-- @one petition_of(matter int) -> (matter int, came int, came_from text, ref text, named bool, registered_at time, state int, next_due time?, sort int?,
--   route text, basis text, accepted_at time?, handle_by time?, opinion_at time?)
select matter, came, came_from, ref, named, registered_at, state, next_due, sort, route, basis, accepted_at, handle_by, opinion_at
from petition where town = :town and matter = :matter;

-- @one petition_of_ref(ref text) -> (matter int)
select matter from petition where town = :town and ref = :ref and ref <> '';

-- @do petition_insert(matter int, came int, came_from text, ref text, named bool, by int, at time, next_due time?)
insert into petition (town, matter, came, came_from, ref, named, registered_by, registered_at, state, next_due, sort, route, basis, accepted_by,
	accepted_at, handle_by, opinion_at)
values (:town, :matter, :came, :came_from, :ref, :named, :by, :at, 1, :next_due, null, '', '', null, null, null, null);

-- @do petition_accept_row(matter int, sort int, route text, basis text, by int, at time, handle_by time?)
update petition set state = 2, sort = :sort, route = :route, basis = :basis, accepted_by = :by, accepted_at = :at, handle_by = :handle_by,
	next_due = :handle_by
where town = :town and matter = :matter;

-- @do petition_set_ref(matter int, ref text)
update petition set ref = :ref where town = :town and matter = :matter;

-- @do petition_set_state(matter int, state int, next_due time?)
update petition set state = :state, next_due = :next_due where town = :town and matter = :matter;

-- @do petition_set_given(matter int, at time)
update petition set state = 5, next_due = null, opinion_at = :at where town = :town and matter = :matter;

-- @do petition_set_handle_by(matter int, due time)
update petition set handle_by = :due, next_due = :due where town = :town and matter = :matter;

-- What is owed next comes first. Scope and conflict stand in the query.
-- @many petition_list_due(unit int, village int, own_unit int, person int, after time, after_id int, most int) -> (matter int, year int, number int, title text,
--   state int, due time, sort int?, village_zh text, village_en text, unit_zh text?, unit_en text?, ref text)
select p.matter, m.year, m.number, m.title, p.state, p.next_due as due, p.sort, v.name_zh as village_zh, v.name_en as village_en, u.name_zh as unit_zh,
	u.name_en as unit_en, p.ref
from petition p
join matter m on m.town = p.town and m.id = p.matter
join place v on v.town = m.town and v.id = m.village
left join unit u on u.town = m.town and u.id = m.unit
where p.town = :town and p.next_due is not null and (p.next_due, p.matter) > (:after, :after_id) and (:unit = 0 or m.unit = :unit)
	and (:village = 0 or m.village = :village)
	and not exists (select 1 from matter_conflict c where c.town = m.town and c.matter = m.id and (c.unit = :own_unit or c.person = :person))
order by p.next_due, p.matter limit :most;

-- All of them, newest first.
-- @many petition_list_all(unit int, village int, own_unit int, person int, before time, before_id int, most int) -> (matter int, year int, number int, title text,
--   state int, due time?, sort int?, village_zh text, village_en text, unit_zh text?, unit_en text?, ref text, registered_at time)
select p.matter, m.year, m.number, m.title, p.state, p.next_due as due, p.sort, v.name_zh as village_zh, v.name_en as village_en, u.name_zh as unit_zh,
	u.name_en as unit_en, p.ref, p.registered_at
from petition p
join matter m on m.town = p.town and m.id = p.matter
join place v on v.town = m.town and v.id = m.village
left join unit u on u.town = m.town and u.id = m.unit
where p.town = :town and (p.registered_at, p.matter) < (:before, :before_id) and (:unit = 0 or m.unit = :unit)
	and (:village = 0 or m.village = :village)
	and not exists (select 1 from matter_conflict c where c.town = m.town and c.matter = m.id and (c.unit = :own_unit or c.person = :person))
order by p.registered_at desc, p.matter desc limit :most;

-- @one petition_objection_of(matter int) -> (reason text, made_at time, last_day day, result int, reply text, replied_on day?)
select reason, made_at, last_day, result, reply, replied_on from petition_objection where town = :town and matter = :matter;

-- @do petition_objection_insert(matter int, reason text, by int, at time, last_day day)
insert into petition_objection (town, matter, reason, made_by, made_at, last_day, result, reply, replied_on)
values (:town, :matter, :reason, :by, :at, :last_day, 0, '', null);

-- @change petition_objection_reply(matter int, result int, reply text, replied_on day)
update petition_objection set result = :result, reply = :reply, replied_on = :replied_on where town = :town and matter = :matter and result = 0;

-- @one petition_extension_of(matter int) -> (reason text, until day, asked_by int, asked_at time, state int, decided_at time?, remark text)
select reason, until, asked_by, asked_at, state, decided_at, remark from petition_extension where town = :town and matter = :matter;

-- @do petition_extension_insert(matter int, reason text, until day, by int, at time)
insert into petition_extension (town, matter, reason, until, asked_by, asked_at, state, decided_by, decided_at, remark)
values (:town, :matter, :reason, :until, :by, :at, 1, null, null, '');

-- @change petition_extension_decide_row(matter int, state int, by int, at time, remark text)
update petition_extension set state = :state, decided_by = :by, decided_at = :at, remark = :remark where town = :town and matter = :matter and state = 1;

-- Extensions that wait for the leader.
-- @many petition_extensions_waiting(own_unit int, person int, most int) -> (matter int, year int, number int, title text, until day, village_zh text, village_en text,
--   due time?)
select e.matter, m.year, m.number, m.title, e.until, v.name_zh as village_zh, v.name_en as village_en, p.handle_by as due
from petition_extension e
join petition p on p.town = e.town and p.matter = e.matter
join matter m on m.town = e.town and m.id = e.matter
join place v on v.town = m.town and v.id = m.village
where e.town = :town and e.state = 1
	and not exists (select 1 from matter_conflict c where c.town = m.town and c.matter = m.id and (c.unit = :own_unit or c.person = :person))
order by e.asked_at, e.matter limit :most;

-- The person behind a post, in force or not: the leader who decides is another one than who asked.
-- @one petition_person_of(post int) -> (person int)
select person from post where town = :town and id = :post;
