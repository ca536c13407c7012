-- What the administrator writes, and the lists of the administrator's pages.

-- @do admin_unit_insert(id int, code text, kind int, village int?, name_zh text, name_en text, phone text, sort int, valid_from day, valid_to day?)
insert into unit (town, id, code, kind, village, name_zh, name_en, phone, sort, valid_from, valid_to)
values (:town, :id, :code, :kind, :village, :name_zh, :name_en, :phone, :sort, :valid_from, :valid_to);

-- @change admin_unit_update(id int, name_zh text, name_en text, phone text)
update unit set name_zh = :name_zh, name_en = :name_en, phone = :phone where town = :town and id = :id;

-- @change admin_unit_end(id int, valid_to day)
update unit set valid_to = :valid_to where town = :town and id = :id and valid_from <= :valid_to;

-- @many admin_units(most int) -> (id int, code text, kind int, name_zh text, name_en text, phone text, valid_from day, valid_to day?)
select id, code, kind, name_zh, name_en, phone, valid_from, valid_to from unit where town = :town order by sort, id limit :most;

-- Posts of a unit that outlast a day.
-- @many admin_unit_posts(unit int, today day, most int) -> (id int)
select id from post where town = :town and unit = :unit and (valid_to is null or valid_to > :today) order by id limit :most;

-- @do admin_person_insert(id int, name text, made_at time)
insert into person (town, id, name, made_at) values (:town, :id, :name, :made_at);

-- @change admin_person_name(id int, name text)
update person set name = :name where town = :town and id = :id and ended_at is null;

-- @change admin_person_end(id int, at time)
update person set ended_at = :at where town = :town and id = :id and ended_at is null;

-- @many admin_people(after text?, after_id int, most int) -> (id int, name text, login text?, posts int, ended_at time?, account_end time?)
select h.id, h.name, a.login, (select count(*) from post o where o.town = h.town and o.person = h.id) as posts, h.ended_at, a.ended_at as account_end
from person h left join account a on a.town = h.town and a.person = h.id
where h.town = :town and (:after is null or (h.name, h.id) > (:after, :after_id)) order by h.name, h.id limit :most;

-- For the choice of a person in a form.
-- @many admin_people_now(most int) -> (id int, name text)
select id, name from person where town = :town and ended_at is null order by name, id limit :most;

-- @do admin_post_insert(id int, person int, unit int, role int, village int?, title_zh text, title_en text, phone text, valid_from day, valid_to day?,
--   made_at time)
insert into post (town, id, person, unit, role, village, title_zh, title_en, phone, valid_from, valid_to, made_at)
values (:town, :id, :person, :unit, :role, :village, :title_zh, :title_en, :phone, :valid_from, :valid_to, :made_at);

-- @change admin_post_phone(id int, title_zh text, title_en text, phone text)
update post set title_zh = :title_zh, title_en = :title_en, phone = :phone where town = :town and id = :id;

-- @change admin_post_end(id int, valid_to day)
update post set valid_to = :valid_to where town = :town and id = :id and valid_from - 1 <= :valid_to;

-- Posts of a person that outlast a day.
-- @many admin_person_posts(person int, today day, most int) -> (id int)
select id from post where town = :town and person = :person and (valid_to is null or valid_to > :today) order by id limit :most;

-- @many admin_posts_of_person(person int, most int) -> (id int, role int, unit_zh text, unit_en text, area_zh text?, area_en text?, title_zh text,
--   title_en text, valid_from day, valid_to day?)
select o.id, o.role, u.name_zh as unit_zh, u.name_en as unit_en, v.name_zh as area_zh, v.name_en as area_en, o.title_zh, o.title_en, o.valid_from,
	o.valid_to
from post o join unit u on u.town = o.town and u.id = o.unit left join place v on v.town = o.town and v.id = o.village
where o.town = :town and o.person = :person order by o.id limit :most;

-- The list of posts, unit by unit; `past` shows those that have ended too.
-- @many admin_posts(today day, past bool, after_unit int, after int, most int) -> (id int, person int, name text, unit int, unit_zh text, unit_en text,
--   role int, area_zh text?, area_en text?, valid_from day, valid_to day?)
select o.id, o.person, h.name, o.unit, u.name_zh as unit_zh, u.name_en as unit_en, o.role, v.name_zh as area_zh, v.name_en as area_en, o.valid_from,
	o.valid_to
from post o join person h on h.town = o.town and h.id = o.person join unit u on u.town = o.town and u.id = o.unit
	left join place v on v.town = o.town and v.id = o.village
where o.town = :town and (:past <> 0 or o.valid_to is null or o.valid_to >= :today) and (o.unit, o.id) > (:after_unit, :after)
order by o.unit, o.id limit :most;

-- @do admin_account_insert(person int, login text, password text, must_change bool, at time)
insert into account (town, person, login, password, must_change, made_at, changed_at)
values (:town, :person, :login, :password, :must_change, :at, :at);

-- @change admin_account_password(person int, password text, must_change bool, at time)
update account set password = :password, must_change = :must_change, changed_at = :at where town = :town and person = :person and ended_at is null;

-- @do admin_account_end(person int, at time)
update account set ended_at = :at where town = :town and person = :person and ended_at is null;

-- @do admin_setup_set(hash blob, made_at time)
insert into setup_code (town, hash, made_at) values (:town, :hash, :made_at)
on conflict (town) do update set hash = excluded.hash, made_at = excluded.made_at;

-- @do admin_setup_clear()
delete from setup_code where town = :town;

-- The history for auditors, newest first; who acted as the post's name and unit.
-- @many admin_events(before int?, most int) -> (seq int, at time, actor_kind int, role int?, name text?, unit_zh text?, unit_en text?, object text,
--   object_id int, kind text, state_from text, state_to text, reason text, detail text, hash blob)
select e.seq, e.at, e.actor_kind, o.role, h.name, u.name_zh as unit_zh, u.name_en as unit_en, e.object, e.object_id, e.kind, e.state_from, e.state_to,
	e.reason, e.detail, e.hash
from event e left join post o on o.town = e.town and o.id = e.post left join person h on h.town = e.town and h.id = e.person
	left join unit u on u.town = e.town and u.id = o.unit
where e.town = :town and (:before is null or e.seq < :before) order by e.seq desc limit :most;
