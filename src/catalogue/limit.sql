-- Limits of the named clocks. "On a day" means: valid_from <= :today and (valid_to is null or valid_to >= :today).

-- The most specific rule for one clock.
-- @one limit_find(clock int, type text, demand int, channel int, today day) -> (id int, n int, unit int, basis_zh text, basis_en text)
select id, n, unit, basis_zh, basis_en from limit_rule
where town = :town and clock = :clock and type in (:type, '') and demand in (:demand, 0) and channel in (:channel, 0)
	and valid_from <= :today and (valid_to is null or valid_to >= :today)
order by case when type <> '' then 4 else 0 end + case when demand <> 0 then 2 else 0 end + case when channel <> 0 then 1 else 0 end desc,
	valid_from desc, id desc limit 1;

-- The same for two clocks at once, the most specific of each first.
-- @many limit_of_type(one int, other int, type text, demand int, channel int, today day, most int) -> (clock int, n int, unit int,
--   basis_zh text, basis_en text)
select clock, n, unit, basis_zh, basis_en from limit_rule
where town = :town and clock in (:one, :other) and type in (:type, '') and demand in (:demand, 0) and channel in (:channel, 0)
	and valid_from <= :today and (valid_to is null or valid_to >= :today)
order by case when type <> '' then 4 else 0 end + case when demand <> 0 then 2 else 0 end + case when channel <> 0 then 1 else 0 end desc,
	valid_from desc, id desc limit :most;

-- @many limit_rules(today day, past bool, most int) -> (id int, clock int, type text, type_zh text?, type_en text?, demand int, channel int,
--   n int, unit int, basis_zh text, basis_en text, valid_from day, valid_to day?)
select r.id, r.clock, r.type, t.type_zh, t.type_en, r.demand, r.channel, r.n, r.unit, r.basis_zh, r.basis_en, r.valid_from, r.valid_to
from limit_rule r left join matter_type t on t.town = r.town and t.code = r.type and t.valid_from <= :today
	and (t.valid_to is null or t.valid_to >= :today)
where r.town = :town and (:past <> 0 or r.valid_to is null or r.valid_to >= :today)
order by r.clock, r.type, r.demand, r.channel, r.valid_from, r.id limit :most;

-- @one limit_rule(id int) -> (id int, clock int, type text, demand int, channel int, n int, unit int, basis_zh text, basis_en text,
--   valid_from day, valid_to day?)
select id, clock, type, demand, channel, n, unit, basis_zh, basis_en, valid_from, valid_to from limit_rule where town = :town and id = :id;

-- Rules for the same clock, type, demand and channel that reach into a day.
-- @many limit_same(clock int, type text, demand int, channel int, today day, most int) -> (id int, valid_from day)
select id, valid_from from limit_rule
where town = :town and clock = :clock and type = :type and demand = :demand and channel = :channel and (valid_to is null or valid_to >= :today)
order by valid_from limit :most;

-- @do limit_insert(id int, clock int, type text, demand int, channel int, n int, unit int, basis_zh text, basis_en text, valid_from day)
insert into limit_rule (town, id, clock, type, demand, channel, n, unit, basis_zh, basis_en, valid_from, valid_to)
values (:town, :id, :clock, :type, :demand, :channel, :n, :unit, :basis_zh, :basis_en, :valid_from, null);

-- @change limit_end(id int, valid_to day)
update limit_rule set valid_to = :valid_to where town = :town and id = :id and valid_from - 1 <= :valid_to;
