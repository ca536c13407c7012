-- Who answers for what today, read from the tables of place, staff and catalogue.

-- The oldest post of a role that is in force; `whole`: of the whole township only.
-- @one office_desk(matter int, role int, whole bool, today day) -> (id int)
select o.id from post o join person h on h.town = o.town and h.id = o.person
where o.town = :town and o.role = :role and (:whole = 0 or o.village is null) and h.ended_at is null and o.valid_from <= :today
	and (o.valid_to is null or o.valid_to >= :today)
	and not exists (select 1 from matter_conflict x where x.town = o.town and x.matter = :matter and (x.unit = o.unit or x.person = o.person))
order by o.id limit 1;

-- The head of a unit that is in force.
-- @one office_head(matter int, unit int, today day) -> (id int)
select o.id from post o join person h on h.town = o.town and h.id = o.person join unit u on u.town = o.town and u.id = o.unit
where o.town = :town and o.unit = :unit and o.role = 4 and h.ended_at is null and o.valid_from <= :today
	and (o.valid_to is null or o.valid_to >= :today) and u.valid_from <= :today and (u.valid_to is null or u.valid_to >= :today)
	and not exists (select 1 from matter_conflict x where x.town = o.town and x.matter = :matter and (x.unit = o.unit or x.person = o.person))
order by o.id limit 1;

-- @one office_unit(matter int, unit int, today day) -> (id int)
select u.id from unit u where u.town = :town and u.id = :unit and u.valid_from <= :today and (u.valid_to is null or u.valid_to >= :today)
	and not exists (select 1 from matter_conflict x where x.town = u.town and x.matter = :matter and x.unit = u.id);

-- @one office_leader(matter int, today day) -> (id int)
select o.id from post o join person h on h.town = o.town and h.id = o.person
where o.town = :town and o.role = 5 and h.ended_at is null and o.valid_from <= :today and (o.valid_to is null or o.valid_to >= :today)
	and not exists (select 1 from matter_conflict x where x.town = o.town and x.matter = :matter and (x.unit = o.unit or x.person = o.person))
order by case when o.village is null then 0 else 1 end, o.id limit 1;

-- @one office_post(id int, today day) -> (person int, unit int, role int, village int?)
select o.person, o.unit, o.role, o.village from post o join person h on h.town = o.town and h.id = o.person
where o.town = :town and o.id = :id and h.ended_at is null and o.valid_from <= :today and (o.valid_to is null or o.valid_to >= :today);

-- Who held a post, in force or not.
-- @one office_person(post int) -> (person int)
select person from post where town = :town and id = :post;

-- A village or the community, and a place that is it or lies in it.
-- @one office_place(village int, place int, today day) -> (id int)
select p.id from place v join place p on p.town = v.town and p.id = :place
where v.town = :town and v.id = :village and v.kind in (2, 3) and (p.id = v.id or p.parent = v.id)
	and v.valid_from <= :today and (v.valid_to is null or v.valid_to >= :today)
	and p.valid_from <= :today and (p.valid_to is null or p.valid_to >= :today);
