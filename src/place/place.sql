-- Townships and places. "On a day" means: valid_from <= :today and (valid_to is null or valid_to >= :today).

-- @anytown the township is what is asked for
-- @scan a county has some dozens of townships
-- @one place_town_host(host text) -> (town int)
select town from town where host = :host order by town limit 1;

-- @anytown all townships of the service
-- @scan a county has some dozens of townships
-- @many place_towns(after int, most int) -> (town int, name_zh text, name_en text, host text?)
select town, name_zh, name_en, host from town where town > :after order by town limit :most;

-- @one place_town_row() -> (town int, name_zh text, name_en text, phone text, hours_zh text, hours_en text, host text?)
select town, name_zh, name_en, phone, hours_zh, hours_en, host from town where town = :town;

-- @do place_town_insert(name_zh text, name_en text, phone text, hours_zh text, hours_en text, host text?, made_at time)
insert into town (town, name_zh, name_en, phone, hours_zh, hours_en, host, made_at)
values (:town, :name_zh, :name_en, :phone, :hours_zh, :hours_en, :host, :made_at);

-- @change place_town_update(name_zh text, name_en text, phone text, hours_zh text, hours_en text, host text?)
update town set name_zh = :name_zh, name_en = :name_en, phone = :phone, hours_zh = :hours_zh, hours_en = :hours_en, host = :host
where town = :town;

-- @do place_insert(id int, parent int?, kind int, code text, name_zh text, name_en text, valid_from day, valid_to day?, sort int)
insert into place (town, id, parent, kind, code, name_zh, name_en, valid_from, valid_to, sort)
values (:town, :id, :parent, :kind, :code, :name_zh, :name_en, :valid_from, :valid_to, :sort);

-- @do place_name_set(place int, valid_from day, name_zh text, name_en text)
insert into place_name (town, place, valid_from, name_zh, name_en) values (:town, :place, :valid_from, :name_zh, :name_en)
on conflict (town, place, valid_from) do update set name_zh = excluded.name_zh, name_en = excluded.name_en;

-- @change place_update_name(id int, name_zh text, name_en text)
update place set name_zh = :name_zh, name_en = :name_en where town = :town and id = :id;

-- @change place_update_end(id int, valid_to day)
update place set valid_to = :valid_to where town = :town and id = :id;

-- One place with the names of what is above it.
-- @one place_by_id(id int) -> (id int, parent int?, kind int, code text, name_zh text, name_en text, valid_from day, valid_to day?, sort int,
--   parent_zh text?, parent_en text?)
select p.id, p.parent, p.kind, p.code, p.name_zh, p.name_en, p.valid_from, p.valid_to, p.sort, u.name_zh as parent_zh, u.name_en as parent_en
from place p left join place u on u.town = p.town and u.id = p.parent where p.town = :town and p.id = :id;

-- @one place_by_code(code text) -> (id int, kind int)
select id, kind from place where town = :town and code = :code and code <> '';

-- The township's own place.
-- @one place_root() -> (id int, name_zh text, name_en text)
select id, name_zh, name_en from place where town = :town and kind = 1 order by sort, id limit 1;

-- Communities and villages that are in force on a day, the community first.
-- @many place_villages(today day, most int) -> (id int, kind int, code text, name_zh text, name_en text)
select id, kind, code, name_zh, name_en from place
where town = :town and kind between 2 and 3 and valid_from <= :today and (valid_to is null or valid_to >= :today) order by kind, sort, id limit :most;

-- Groups and grids of a village on a day.
-- @many place_below(parent int, today day, most int) -> (id int, kind int, code text, name_zh text, name_en text)
select id, kind, code, name_zh, name_en from place
where town = :town and parent = :parent and valid_from <= :today and (valid_to is null or valid_to >= :today) order by kind, sort, id limit :most;

-- All groups and grids of the township on a day, for a form that offers them village by village.
-- @many place_groups(today day, most int) -> (id int, parent int, kind int, name_zh text, name_en text)
select id, parent, kind, name_zh, name_en from place
where town = :town and kind in (4, 5) and valid_from <= :today and (valid_to is null or valid_to >= :today) order by sort, id limit :most;

-- Whether a place lies in a village (or is it) and both are in force on a day.
-- @one place_in_village(id int, village int, today day) -> (id int)
select p.id from place p join place v on v.town = p.town and v.id = :village
where p.town = :town and p.id = :id and (p.id = v.id or p.parent = v.id) and v.kind in (2, 3) and p.valid_from <= :today
	and (p.valid_to is null or p.valid_to >= :today) and v.valid_from <= :today and (v.valid_to is null or v.valid_to >= :today);

-- The whole tree, for the administrator's page: also what has ended and what will begin.
-- @many place_tree(most int) -> (id int, parent int?, kind int, code text, name_zh text, name_en text, valid_from day, valid_to day?, sort int)
select id, parent, kind, code, name_zh, name_en, valid_from, valid_to, sort from place where town = :town order by kind, sort, id limit :most;

-- @many place_names(place int, most int) -> (valid_from day, name_zh text, name_en text)
select valid_from, name_zh, name_en from place_name where town = :town and place = :place order by valid_from desc limit :most;

-- Names whose day has come and that the place does not bear yet.
-- Reads more than it gives: holds each name of a place beside the one in use, every ten minutes; a township has some hundred.
-- @many place_names_due(today day, most int) -> (place int, name_zh text, name_en text)
select n.place, n.name_zh, n.name_en from place_name n join place p on p.town = n.town and p.id = n.place
where n.town = :town and n.valid_from <= :today and (n.name_zh <> p.name_zh or n.name_en <> p.name_en)
	and not exists (select 1 from place_name l where l.town = n.town and l.place = n.place and l.valid_from > n.valid_from and l.valid_from <= :today)
order by n.place limit :most;

-- What still stands on a place after a day: places below it, posts whose area it is.
-- @one place_in_use(id int, today day) -> (below int, posts int)
select (select count(*) from place c where c.town = :town and c.parent = :id and (c.valid_to is null or c.valid_to > :today)) as below,
	(select count(*) from post o where o.town = :town and o.village = :id and (o.valid_to is null or o.valid_to > :today)) as posts
from town t where t.town = :town;
