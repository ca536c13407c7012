-- Guests of a matter: a unit with a task in it, a post of a task force. The rule of who reads stands in the first query.

-- @one guest_may(matter int, unit int, village int, post int, now time) -> (matter int)
select g.matter
from matter_guest g
join matter m on m.town = g.town and m.id = g.matter
where g.town = :town and g.matter = :matter and g.ended_at is null and (g.until_at is null or g.until_at > :now)
	and (g.post = :post or (g.unit = :unit and (:village = 0 or m.village = :village)))
	and (m.gated = 0 or not exists (select 1 from matter_conflict cx join post o on o.town = :town and o.id = :post
		where cx.town = :town and cx.matter = m.id and (cx.unit = o.unit or cx.person = o.person)))
limit 1;

-- @do guest_insert(id int, matter int, unit int?, post int?, origin int, since time, until time?)
insert into matter_guest (town, id, matter, unit, post, origin, since, until_at, ended_at)
values (:town, :id, :matter, :unit, :post, :origin, :since, :until, null);

-- @do guest_end_at(origin int, matter int, at time)
update matter_guest set ended_at = :at where town = :town and origin = :origin and (:matter = 0 or matter = :matter) and ended_at is null;

-- @do guest_end_post(origin int, post int, at time)
update matter_guest set ended_at = :at where town = :town and origin = :origin and post = :post and ended_at is null;

-- @do guest_until(origin int, until time)
update matter_guest set until_at = :until where town = :town and origin = :origin and ended_at is null;
