-- Types of matters and routing rules. "On a day" means: valid_from <= :today and (valid_to is null or valid_to >= :today).

-- @one catalogue_row(code text, today day) -> (code text, valid_from day, valid_to day?, category_zh text, category_en text, type_zh text, type_en text,
--   unit_code text, urgency int, accept_hours int, resolve_workdays int, public_by_default bool, confirm_days int, reopen_days int)
select code, valid_from, valid_to, category_zh, category_en, type_zh, type_en, unit_code, urgency, accept_hours, resolve_workdays,
	public_by_default, confirm_days, reopen_days from matter_type
where town = :town and code = :code and valid_from <= :today and (valid_to is null or valid_to >= :today);

-- The types in force on a day, in the order of their codes: first letter is the category.
-- @many catalogue_types(today day, most int) -> (code text, valid_from day, category_zh text, category_en text, type_zh text, type_en text,
--   unit_code text, urgency int, accept_hours int, resolve_workdays int, public_by_default bool, confirm_days int, reopen_days int)
select code, valid_from, category_zh, category_en, type_zh, type_en, unit_code, urgency, accept_hours, resolve_workdays, public_by_default,
	confirm_days, reopen_days from matter_type
where town = :town and valid_from <= :today and (valid_to is null or valid_to >= :today) order by code, valid_from limit :most;

-- The categories of the types in force, each with its first letter.
-- @many catalogue_categories(today day, most int) -> (letter text, category_zh text, category_en text, types int)
select substr(code, 1, 1) as letter, category_zh, category_en, count(*) as types from matter_type
where town = :town and valid_from <= :today and (valid_to is null or valid_to >= :today)
group by substr(code, 1, 1), category_zh, category_en order by letter limit :most;

-- Versions of one type, newest first.
-- @many catalogue_versions(code text, most int) -> (valid_from day, valid_to day?, type_zh text, type_en text, unit_code text, urgency int,
--   accept_hours int, resolve_workdays int, public_by_default bool, confirm_days int, reopen_days int)
select valid_from, valid_to, type_zh, type_en, unit_code, urgency, accept_hours, resolve_workdays, public_by_default, confirm_days, reopen_days
from matter_type where town = :town and code = :code order by valid_from desc limit :most;

-- The newest version of a type, whether in force or still to come.
-- @one catalogue_newest(code text) -> (valid_from day, valid_to day?)
select valid_from, valid_to from matter_type where town = :town and code = :code order by valid_from desc limit 1;

-- @do catalogue_insert(code text, valid_from day, valid_to day?, category_zh text, category_en text, type_zh text, type_en text, unit_code text,
--   urgency int, accept_hours int, resolve_workdays int, public_by_default bool, confirm_days int, reopen_days int)
insert into matter_type (town, code, valid_from, valid_to, category_zh, category_en, type_zh, type_en, unit_code, urgency, accept_hours,
	resolve_workdays, public_by_default, confirm_days, reopen_days)
values (:town, :code, :valid_from, :valid_to, :category_zh, :category_en, :type_zh, :type_en, :unit_code, :urgency, :accept_hours,
	:resolve_workdays, :public_by_default, :confirm_days, :reopen_days);

-- @change catalogue_end(code text, valid_from day, valid_to day)
update matter_type set valid_to = :valid_to where town = :town and code = :code and valid_from = :valid_from;

-- A version that never was in force may be taken back.
-- @change catalogue_withdraw(code text, valid_from day)
delete from matter_type where town = :town and code = :code and valid_from = :valid_from;

-- The unit of the most specific rule on a day.
-- @one catalogue_rule_unit(code text, village int, today day) -> (unit int)
select r.unit from route_rule r join unit u on u.town = r.town and u.id = r.unit
where r.town = :town and r.type in (:code, '') and (r.village is null or r.village = :village) and r.valid_from <= :today
	and (r.valid_to is null or r.valid_to >= :today) and u.valid_from <= :today and (u.valid_to is null or u.valid_to >= :today)
order by case when r.type <> '' then 2 else 0 end + case when r.village is not null then 1 else 0 end desc, r.valid_from desc, r.id desc limit 1;

-- Rules with the names that the table editor prints; `past` shows those that have ended too.
-- @many catalogue_rules(today day, past bool, most int) -> (id int, type text, type_zh text?, type_en text?, village int?, village_zh text?,
--   village_en text?, unit int, unit_zh text, unit_en text, valid_from day, valid_to day?)
select r.id, r.type, t.type_zh, t.type_en, r.village, v.name_zh as village_zh, v.name_en as village_en, r.unit, u.name_zh as unit_zh, u.name_en as unit_en,
	r.valid_from, r.valid_to
from route_rule r join unit u on u.town = r.town and u.id = r.unit left join place v on v.town = r.town and v.id = r.village
	left join matter_type t on t.town = r.town and t.code = r.type and t.valid_from <= :today and (t.valid_to is null or t.valid_to >= :today)
where r.town = :town and (:past <> 0 or r.valid_to is null or r.valid_to >= :today)
order by r.type, r.village, r.valid_from, r.id limit :most;

-- @one catalogue_rule(id int) -> (id int, type text, village int?, unit int, unit_zh text, unit_en text, valid_from day, valid_to day?)
select r.id, r.type, r.village, r.unit, u.name_zh as unit_zh, u.name_en as unit_en, r.valid_from, r.valid_to
from route_rule r join unit u on u.town = r.town and u.id = r.unit where r.town = :town and r.id = :id;

-- A rule for the same type and village that reaches into a day.
-- @many catalogue_rule_same(type text, village int?, today day, most int) -> (id int, valid_from day, valid_to day?)
select id, valid_from, valid_to from route_rule
where town = :town and type = :type and ((village is null and :village is null) or village = :village) and (valid_to is null or valid_to >= :today)
order by valid_from limit :most;

-- @do catalogue_rule_insert(id int, type text, village int?, unit int, valid_from day, valid_to day?)
insert into route_rule (town, id, type, village, unit, valid_from, valid_to) values (:town, :id, :type, :village, :unit, :valid_from, :valid_to);

-- What came in since a day, by type and village: for what a rule would have done with it. Looks at the first `scan`.
-- @many catalogue_month(since time, before time, scan int, most int) -> (type text, village int, n int)
select x.type, x.village, count(*) as n
from (select m.type, m.village from matter m where m.town = :town and m.received_at >= :since and m.received_at < :before
	order by m.received_at, m.id limit :scan) as x
group by x.type, x.village order by x.type, x.village limit :most;

-- Where a dispatcher passed matters to another unit than the rules proposed, newest first.
-- @many catalogue_overrides(today day, most int) -> (type text, type_zh text?, type_en text?, village int, village_zh text, village_en text, unit int,
--   unit_zh text, unit_en text, proposed_zh text?, proposed_en text?, times int, last_at time)
select w.type, t.type_zh, t.type_en, w.village, v.name_zh as village_zh, v.name_en as village_en, w.unit, u.name_zh as unit_zh, u.name_en as unit_en,
	p.name_zh as proposed_zh, p.name_en as proposed_en, w.times, w.last_at
from matter_override w
join place v on v.town = w.town and v.id = w.village join unit u on u.town = w.town and u.id = w.unit
left join unit p on p.town = w.town and p.id = w.proposed
left join matter_type t on t.town = w.town and t.code = w.type and t.valid_from <= :today and (t.valid_to is null or t.valid_to >= :today)
where w.town = :town and w.settled_at is null order by w.last_at desc limit :most;

-- @change catalogue_rule_end(id int, valid_to day)
update route_rule set valid_to = :valid_to where town = :town and id = :id and valid_from - 1 <= :valid_to;
