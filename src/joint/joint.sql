-- Joint handling as the matter's ear needs it.

-- @one joint_running(matter int) -> (id int, begun_at time)
select id, begun_at from joint where town = :town and matter = :matter and ended_at is null;

-- @do joint_insert(id int, matter int, by int, at time)
insert into joint (town, id, matter, begun_by, begun_at, ended_at) values (:town, :id, :matter, :by, :at, null);

-- @do joint_end(id int, at time)
update joint set ended_at = :at where town = :town and id = :id;

-- Mandatory tasks of the running joint handling that nobody has answered yet.
-- @one joint_mandatory(joint int, matter int) -> (n int)
select count(*) as n from task where town = :town and matter = :matter and joint = :joint and mandatory = 1 and state = 1;

-- The matter as whoever gives a task sees it: in the scope of their post, and not one that complains about them.
-- @one joint_matter(id int, none bool, unit int?, village int?, post int, own_unit int, person int) -> (id int, year int, number int, title text,
--   state int, holder int?, unit int?, village int, joint int?)
select m.id, m.year, m.number, m.title, m.state, m.holder, m.unit, m.village,
	(select j.id from joint j where j.town = m.town and j.matter = m.id and j.ended_at is null) as joint
from matter m
where m.town = :town and m.id = :id and :none = 0
	and ((coalesce(m.unit, 0) = coalesce(:unit, m.unit, 0) and m.village = coalesce(:village, m.village)) or m.holder = :post)
	and not exists (select 1 from matter_conflict c where c.town = m.town and c.matter = m.id and (c.unit = :own_unit or c.person = :person));
