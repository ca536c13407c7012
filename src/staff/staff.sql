-- Posts, units, people as the rest of the house asks for them.

-- A post as an actor, when it, its unit, its person and the account are in force.
-- @one staff_actor_row(person int, post int, today day) -> (post int, role int, unit int, village int?, name text, unit_zh text, unit_en text,
--   must_change bool)
select o.id as post, o.role, o.unit, o.village, h.name, u.name_zh as unit_zh, u.name_en as unit_en, a.must_change
from post o join person h on h.town = o.town and h.id = o.person join unit u on u.town = o.town and u.id = o.unit
	join account a on a.town = o.town and a.person = o.person
where o.town = :town and o.person = :person and o.id = :post and h.ended_at is null and a.ended_at is null
	and o.valid_from <= :today and (o.valid_to is null or o.valid_to >= :today)
	and u.valid_from <= :today and (u.valid_to is null or u.valid_to >= :today);

-- The posts that a person may act in on a day.
-- @many staff_posts_now(person int, today day, most int) -> (id int, role int, unit int, unit_zh text, unit_en text, village int?,
--   area_zh text?, area_en text?, title_zh text, title_en text)
select o.id, o.role, o.unit, u.name_zh as unit_zh, u.name_en as unit_en, o.village, v.name_zh as area_zh, v.name_en as area_en, o.title_zh, o.title_en
from post o join unit u on u.town = o.town and u.id = o.unit join person h on h.town = o.town and h.id = o.person
	left join place v on v.town = o.town and v.id = o.village
where o.town = :town and o.person = :person and h.ended_at is null and o.valid_from <= :today and (o.valid_to is null or o.valid_to >= :today)
	and u.valid_from <= :today and (u.valid_to is null or u.valid_to >= :today)
order by o.id limit :most;

-- One post with the words that pages and slips print, in force or not.
-- @one staff_post(id int) -> (id int, person int, name text, unit int, unit_code text, unit_zh text, unit_en text, unit_phone text, role int,
--   village int?, area_zh text?, area_en text?, title_zh text, title_en text, phone text, valid_from day, valid_to day?)
select o.id, o.person, h.name, o.unit, u.code as unit_code, u.name_zh as unit_zh, u.name_en as unit_en, u.phone as unit_phone, o.role, o.village,
	v.name_zh as area_zh, v.name_en as area_en, o.title_zh, o.title_en, o.phone, o.valid_from, o.valid_to
from post o join person h on h.town = o.town and h.id = o.person join unit u on u.town = o.town and u.id = o.unit
	left join place v on v.town = o.town and v.id = o.village
where o.town = :town and o.id = :id;

-- The head of a unit on a day: the oldest post of that role in it.
-- @one staff_head_post(unit int, today day) -> (id int)
select o.id from post o join person h on h.town = o.town and h.id = o.person
where o.town = :town and o.unit = :unit and o.role = 4 and h.ended_at is null and o.valid_from <= :today
	and (o.valid_to is null or o.valid_to >= :today)
order by o.id limit 1;

-- A post of a role anywhere in the township whose area is all of it: the leader who stands in for a missing head.
-- @one staff_role_post(role int, today day) -> (id int)
select o.id from post o join person h on h.town = o.town and h.id = o.person
where o.town = :town and o.role = :role and o.village is null and h.ended_at is null and o.valid_from <= :today
	and (o.valid_to is null or o.valid_to >= :today)
order by o.id limit 1;

-- Who in a unit can hold a matter on a day: handlers, the head, grid workers. With a village, grid workers of that village only.
-- @many staff_holders(unit int, village int?, today day, most int) -> (id int, role int, name text, title_zh text, title_en text, village int?)
select o.id, o.role, h.name, o.title_zh, o.title_en, o.village
from post o join person h on h.town = o.town and h.id = o.person
where o.town = :town and o.unit = :unit and o.role in (3, 4, 6) and h.ended_at is null and o.valid_from <= :today
	and (o.valid_to is null or o.valid_to >= :today) and (:village is null or o.village is null or o.village = :village)
order by o.role, h.name, o.id limit :most;

-- Whether a post could hold a matter of a unit on a day.
-- @one staff_holder(id int, unit int, today day) -> (id int, role int)
select o.id, o.role from post o join person h on h.town = o.town and h.id = o.person
where o.town = :town and o.id = :id and o.unit = :unit and o.role in (3, 4, 6) and h.ended_at is null and o.valid_from <= :today
	and (o.valid_to is null or o.valid_to >= :today);

-- All posts of the roles 1 … 8 of a unit that are in force on a day.
-- @many staff_posts_of_unit(unit int, today day, most int) -> (id int, role int, name text, title_zh text, title_en text, phone text)
select o.id, o.role, h.name, o.title_zh, o.title_en, o.phone from post o join person h on h.town = o.town and h.id = o.person
where o.town = :town and o.unit = :unit and h.ended_at is null and o.valid_from <= :today and (o.valid_to is null or o.valid_to >= :today)
order by o.role, o.id limit :most;

-- Units in force on a day, outside ones included when asked for.
-- @many staff_units(today day, outside bool, most int) -> (id int, code text, kind int, village int?, name_zh text, name_en text, phone text)
select id, code, kind, village, name_zh, name_en, phone from unit
where town = :town and valid_from <= :today and (valid_to is null or valid_to >= :today) and (:outside <> 0 or kind <> 4)
order by sort, id limit :most;

-- @one staff_unit(id int) -> (id int, code text, kind int, village int?, name_zh text, name_en text, phone text, sort int, valid_from day, valid_to day?)
select id, code, kind, village, name_zh, name_en, phone, sort, valid_from, valid_to from unit where town = :town and id = :id;

-- @one staff_unit_code(code text) -> (id int, kind int, valid_from day, valid_to day?)
select id, kind, valid_from, valid_to from unit where town = :town and code = :code;

-- The committee of a village.
-- @one staff_unit_village(village int, today day) -> (id int)
select id from unit where town = :town and village = :village and kind = 3 and valid_from <= :today and (valid_to is null or valid_to >= :today)
order by sort, id limit 1;

-- @one staff_account_by_login(login text) -> (person int, password text, must_change bool)
select a.person, a.password, a.must_change from account a join person h on h.town = a.town and h.id = a.person
where a.town = :town and a.login = :login and a.ended_at is null and h.ended_at is null;

-- @one staff_account(person int) -> (login text, password text, must_change bool, changed_at time, ended_at time?)
select login, password, must_change, changed_at, ended_at from account where town = :town and person = :person;

-- @one staff_person(id int) -> (id int, name text, made_at time, ended_at time?)
select id, name, made_at, ended_at from person where town = :town and id = :id;

-- A township without an administrator who can sign in takes a set-up code.
-- @one staff_administrators(today day) -> (n int)
select count(*) as n from post o join account a on a.town = o.town and a.person = o.person join person h on h.town = o.town and h.id = o.person
where o.town = :town and o.role = 8 and a.ended_at is null and h.ended_at is null and o.valid_from <= :today
	and (o.valid_to is null or o.valid_to >= :today);

-- @one staff_setup_row() -> (hash blob, made_at time)
select hash, made_at from setup_code where town = :town;
