-- Task forces. Read by township posts and by their members.

-- @do force_insert(id int, title text, purpose text, by int, at time, last_day day)
insert into task_force (town, id, title, purpose, made_by, made_at, last_day, ended_at) values (:town, :id, :title, :purpose, :by, :at, :last_day, null);

-- @one force_of(id int, whole bool, post int) -> (id int, title text, purpose text, made_at time, last_day day, ended_at time?)
select f.id, f.title, f.purpose, f.made_at, f.last_day, f.ended_at
from task_force f
where f.town = :town and f.id = :id and (:whole <> 0
	or exists (select 1 from task_force_post p where p.town = f.town and p.force = f.id and p.post = :post and p.left_at is null));

-- @many force_list(before day, before_id int, most int) -> (id int, title text, last_day day, ended_at time?)
select id, title, last_day, ended_at from task_force
where town = :town and (last_day, id) < (:before, :before_id)
order by last_day desc, id desc limit :most;

-- @many force_list_post(post int, before int, most int) -> (id int, title text, last_day day, ended_at time?)
select f.id, f.title, f.last_day, f.ended_at
from task_force_post p join task_force f on f.town = p.town and f.id = p.force
where p.town = :town and p.post = :post and p.left_at is null and p.force < :before
order by p.force desc limit :most;

-- @do force_ended(id int, at time)
update task_force set ended_at = :at where town = :town and id = :id;

-- @do force_last_day(id int, last_day day)
update task_force set last_day = :last_day where town = :town and id = :id;

-- @many force_posts(force int, most int) -> (post int, name text, person int, title_zh text, title_en text, unit int, unit_zh text, unit_en text, since time, left_at time?)
select p.post, e.name, h.person, h.title_zh, h.title_en, h.unit, u.name_zh as unit_zh, u.name_en as unit_en, p.since, p.left_at
from task_force_post p
join post h on h.town = p.town and h.id = p.post
join person e on e.town = h.town and e.id = h.person
join unit u on u.town = h.town and u.id = h.unit
where p.town = :town and p.force = :force
order by p.since, p.post limit :most;

-- @do force_post_insert(force int, post int, at time)
insert into task_force_post (town, force, post, since, left_at) values (:town, :force, :post, :at, null)
on conflict (town, force, post) do update set left_at = null;

-- @do force_post_left(force int, post int, at time)
update task_force_post set left_at = :at where town = :town and force = :force and post = :post;

-- Matters of a force, but not those that complain about the reader.
-- @many force_matters(force int, own_unit int, person int, most int) -> (matter int, year int, number int, title text, state int, due time?)
select t.matter, m.year, m.number, m.title, m.state, m.due_at as due
from task_force_matter t join matter m on m.town = t.town and m.id = t.matter
where t.town = :town and t.force = :force
	and not exists (select 1 from matter_conflict k where k.town = t.town and k.matter = t.matter and (k.unit = :own_unit or k.person = :person))
order by t.since, t.matter limit :most;

-- @do force_matter_insert(force int, matter int, at time)
insert into task_force_matter (town, force, matter, since) values (:town, :force, :matter, :at);

-- Running task forces that a matter is bound to.
-- @many force_of_matter(matter int, today day, most int) -> (id int, title text, last_day day)
select f.id, f.title, f.last_day
from task_force_matter t join task_force f on f.town = t.town and f.id = t.force
where t.town = :town and t.matter = :matter and f.ended_at is null and f.last_day >= :today
order by f.id limit :most;
