-- Whom a matter complains about.

-- @one conflict_with(matter int, unit int, person int) -> (n int)
select count(*) as n from matter_conflict where town = :town and matter = :matter and (unit = :unit or person = :person);

-- @do conflict_insert(id int, matter int, unit int?, person int?, at time, by int?)
insert into matter_conflict (town, id, matter, unit, person, noted_at, noted_by) values (:town, :id, :matter, :unit, :person, :at, :by);

-- Whose lists ask for whom: a matter that complains about somebody says so itself.
-- @do conflict_gate(matter int)
update matter set gated = 1 where town = :town and id = :matter;

-- Whether anything complains about a unit or a member of staff.
-- @one conflict_any(unit int, person int) -> (n int)
select case when exists (select 1 from matter_conflict x where x.town = :town and x.unit = :unit)
	or exists (select 1 from matter_conflict x where x.town = :town and x.person = :person) then 1 else 0 end as n;

-- Whether there is such a unit or member of staff.
-- @one conflict_known(unit int, person int) -> (n int)
select (select count(*) from unit u where u.town = :town and u.id = :unit) + (select count(*) from person p where p.town = :town and p.id = :person) as n;

-- Whether a post, its unit or whoever has it, is complained about.
-- @one conflict_holder(matter int, post int) -> (n int)
select count(*) as n from post o join matter_conflict x on x.town = o.town and x.matter = :matter and (x.unit = o.unit or x.person = o.person)
where o.town = :town and o.id = :post;

-- Members of staff in a post today, each with the unit of each post.
-- @many conflict_officers(today day, most int) -> (person int, name text, unit_zh text, unit_en text)
select o.person, h.name, u.name_zh as unit_zh, u.name_en as unit_en
from post o join person h on h.town = o.town and h.id = o.person join unit u on u.town = o.town and u.id = o.unit
where o.town = :town and h.ended_at is null and o.valid_from <= :today and (o.valid_to is null or o.valid_to >= :today)
group by o.person, h.name, u.name_zh, u.name_en
order by o.person limit :most;
