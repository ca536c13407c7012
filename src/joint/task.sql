-- Tasks of units. Reading: the unit of the task, its holder, whoever has the matter, and township posts of the area; never whom the matter
-- complains about.

-- @do task_insert(id int, joint int?, matter int?, n int, meeting int?, item int?, unit int, holder int, what text, mandatory bool, made_by int,
--   made_at time, due time)
insert into task (town, id, joint, matter, n, meeting, item, unit, holder, what, mandatory, made_by, made_at, due_at, state, late_at, answer,
	closed_by, closed_at, reason)
values (:town, :id, :joint, :matter, :n, :meeting, :item, :unit, :holder, :what, :mandatory, :made_by, :made_at, :due, 1, null, '', null, null, '');

-- @one task_last_of_matter(matter int) -> (n int)
select coalesce(max(n), 0) as n from task where town = :town and matter = :matter;

-- @one task_last_of_meeting(meeting int) -> (n int)
select coalesce(max(n), 0) as n from task where town = :town and meeting = :meeting and matter is null;

-- @one task_of(id int, none bool, unit int, village int, post int, own_unit int, person int) -> (id int, joint int?, matter int?, n int, meeting int?, item int?,
--   unit int, unit_zh text, unit_en text, holder int, holder_zh text, holder_en text, name text, what text, mandatory bool, made_at time, due time,
--   state int, late_at time?, answer text, closed_at time?, closer_zh text?, closer_en text?, closer text?, reason text, lead int?, lead_unit int?, village int?,
--   year int?, number int?, title text?, matter_state int?)
select t.id, t.joint, t.matter, t.n, t.meeting, t.item, t.unit, u.name_zh as unit_zh, u.name_en as unit_en, t.holder, h.title_zh as holder_zh,
	h.title_en as holder_en, e.name, t.what, t.mandatory, t.made_at, t.due_at as due, t.state, t.late_at, t.answer, t.closed_at,
	c.title_zh as closer_zh, c.title_en as closer_en, f.name as closer, t.reason, m.holder as lead, m.unit as lead_unit, m.village, m.year, m.number, m.title,
	m.state as matter_state
from task t
join unit u on u.town = t.town and u.id = t.unit
join post h on h.town = t.town and h.id = t.holder
join person e on e.town = h.town and e.id = h.person
left join post c on c.town = t.town and c.id = t.closed_by
left join person f on f.town = c.town and f.id = c.person
left join matter m on m.town = t.town and m.id = t.matter
where t.town = :town and t.id = :id and :none = 0
	and (t.holder = :post or m.holder = :post
		or ((:unit = 0 or t.unit = :unit or m.unit = :unit) and (:village = 0 or coalesce(m.village, :village) = :village)))
	and not exists (select 1 from matter_conflict k where k.town = t.town and k.matter = t.matter and (k.unit = :own_unit or k.person = :person));

-- @one task_matter_of(id int) -> (matter int?)
select matter from task where town = :town and id = :id;

-- Whoever reads the matter reads its tasks.
-- @many task_of_matter(matter int, most int) -> (id int, n int, unit_zh text, unit_en text, name text, what text, mandatory bool, due time, state int,
--   late_at time?, answer text, closed_at time?, reason text, meeting int?, shots int)
select t.id, t.n, u.name_zh as unit_zh, u.name_en as unit_en, e.name, t.what, t.mandatory, t.due_at as due, t.state, t.late_at, t.answer, t.closed_at,
	t.reason, t.meeting, (select count(*) from task_photo p where p.town = t.town and p.task = t.id) as shots
from task t
join unit u on u.town = t.town and u.id = t.unit
join post h on h.town = t.town and h.id = t.holder
join person e on e.town = h.town and e.id = h.person
where t.town = :town and t.matter = :matter
order by t.n limit :most;

-- @many task_of_joint(matter int, joint int, most int) -> (id int, n int, state int)
select id, n, state from task where town = :town and matter = :matter and joint = :joint order by n limit :most;

-- Lists of a state, by due date: a unit's, a post's, the township's.
-- @many task_list_unit(unit int, village int, state int, own_unit int, person int, after time, after_id int, most int) -> (id int, n int, matter int?, meeting int?,
--   unit_zh text, unit_en text, name text, what text, mandatory bool, due time, state int, year int?, number int?, title text?, closed_at time?)
select t.id, t.n, t.matter, t.meeting, u.name_zh as unit_zh, u.name_en as unit_en, e.name, t.what, t.mandatory, t.due_at as due, t.state, m.year, m.number,
	m.title, t.closed_at
from task t
join unit u on u.town = t.town and u.id = t.unit
join post h on h.town = t.town and h.id = t.holder
join person e on e.town = h.town and e.id = h.person
left join matter m on m.town = t.town and m.id = t.matter
where t.town = :town and t.unit = :unit and t.state = :state and (:village = 0 or coalesce(m.village, :village) = :village)
	and (t.due_at, t.id) > (:after, :after_id)
	and not exists (select 1 from matter_conflict k where k.town = t.town and k.matter = t.matter and (k.unit = :own_unit or k.person = :person))
order by t.due_at, t.id limit :most;

-- @many task_done_unit(unit int, village int, state int, own_unit int, person int, after time, after_id int, most int) -> (id int, n int, matter int?, meeting int?,
--   unit_zh text, unit_en text, name text, what text, mandatory bool, due time, state int, year int?, number int?, title text?, closed_at time?)
select t.id, t.n, t.matter, t.meeting, u.name_zh as unit_zh, u.name_en as unit_en, e.name, t.what, t.mandatory, t.due_at as due, t.state, m.year, m.number,
	m.title, t.closed_at
from task t
join unit u on u.town = t.town and u.id = t.unit
join post h on h.town = t.town and h.id = t.holder
join person e on e.town = h.town and e.id = h.person
left join matter m on m.town = t.town and m.id = t.matter
where t.town = :town and t.unit = :unit and t.state = :state and (:village = 0 or coalesce(m.village, :village) = :village)
	and (t.due_at, t.id) < (:after, :after_id)
	and not exists (select 1 from matter_conflict k where k.town = t.town and k.matter = t.matter and (k.unit = :own_unit or k.person = :person))
order by t.due_at desc, t.id desc limit :most;

-- @many task_list_town(village int, state int, own_unit int, person int, after time, after_id int, most int) -> (id int, n int, matter int?, meeting int?,
--   unit_zh text, unit_en text, name text, what text, mandatory bool, due time, state int, year int?, number int?, title text?, closed_at time?)
select t.id, t.n, t.matter, t.meeting, u.name_zh as unit_zh, u.name_en as unit_en, e.name, t.what, t.mandatory, t.due_at as due, t.state, m.year, m.number,
	m.title, t.closed_at
from task t
join unit u on u.town = t.town and u.id = t.unit
join post h on h.town = t.town and h.id = t.holder
join person e on e.town = h.town and e.id = h.person
left join matter m on m.town = t.town and m.id = t.matter
where t.town = :town and t.state = :state and (:village = 0 or coalesce(m.village, :village) = :village)
	and (t.due_at, t.id) > (:after, :after_id)
	and not exists (select 1 from matter_conflict k where k.town = t.town and k.matter = t.matter and (k.unit = :own_unit or k.person = :person))
order by t.due_at, t.id limit :most;

-- @many task_done_town(village int, state int, own_unit int, person int, after time, after_id int, most int) -> (id int, n int, matter int?, meeting int?,
--   unit_zh text, unit_en text, name text, what text, mandatory bool, due time, state int, year int?, number int?, title text?, closed_at time?)
select t.id, t.n, t.matter, t.meeting, u.name_zh as unit_zh, u.name_en as unit_en, e.name, t.what, t.mandatory, t.due_at as due, t.state, m.year, m.number,
	m.title, t.closed_at
from task t
join unit u on u.town = t.town and u.id = t.unit
join post h on h.town = t.town and h.id = t.holder
join person e on e.town = h.town and e.id = h.person
left join matter m on m.town = t.town and m.id = t.matter
where t.town = :town and t.state = :state and (:village = 0 or coalesce(m.village, :village) = :village)
	and (t.due_at, t.id) < (:after, :after_id)
	and not exists (select 1 from matter_conflict k where k.town = t.town and k.matter = t.matter and (k.unit = :own_unit or k.person = :person))
order by t.due_at desc, t.id desc limit :most;

-- @many task_list_post(post int, state int, own_unit int, person int, after time, after_id int, most int) -> (id int, n int, matter int?, meeting int?,
--   unit_zh text, unit_en text, name text, what text, mandatory bool, due time, state int, year int?, number int?, title text?, closed_at time?)
select t.id, t.n, t.matter, t.meeting, u.name_zh as unit_zh, u.name_en as unit_en, e.name, t.what, t.mandatory, t.due_at as due, t.state, m.year, m.number,
	m.title, t.closed_at
from task t
join unit u on u.town = t.town and u.id = t.unit
join post h on h.town = t.town and h.id = t.holder
join person e on e.town = h.town and e.id = h.person
left join matter m on m.town = t.town and m.id = t.matter
where t.town = :town and t.holder = :post and t.state = :state and (t.due_at, t.id) > (:after, :after_id)
	and not exists (select 1 from matter_conflict k where k.town = t.town and k.matter = t.matter and (k.unit = :own_unit or k.person = :person))
order by t.due_at, t.id limit :most;

-- @one task_held(post int) -> (n int)
select count(*) as n from task where town = :town and holder = :post and state = 1;

-- @do task_holder_set(id int, holder int)
update task set holder = :holder where town = :town and id = :id and state = 1;

-- @do task_close(id int, state int, answer text, reason text, by int?, at time)
update task set state = :state, answer = :answer, reason = :reason, closed_by = :by, closed_at = :at where town = :town and id = :id and state = 1;

-- @do task_photo_insert(task int, n int, picture blob, thumb blob, width int, height int)
insert into task_photo (town, task, n, picture, thumb, width, height) values (:town, :task, :n, :picture, :thumb, :width, :height);

-- @many task_photos(task int, most int) -> (n int)
select n from task_photo where town = :town and task = :task order by n limit :most;

-- @one task_photo(task int, n int) -> (picture blob, thumb blob)
select picture, thumb from task_photo where town = :town and task = :task and n = :n;

-- Due and not answered; each is marked once.
-- @many task_due(now time, most int) -> (id int, matter int?)
select id, matter from task where town = :town and state = 1 and late_at is null and due_at < :now order by due_at, id limit :most;

-- @do task_late(id int, at time)
update task set late_at = :at where town = :town and id = :id;

-- Whether this file is shown here.
-- @one joint_keeps(file blob) -> (kept bool)
select case when exists (select 1 from task_photo p where p.town = :town and p.picture = :file)
	or exists (select 1 from task_photo p where p.town = :town and p.thumb = :file) then 1 else 0 end as kept;

-- Every file that is shown here, for `heye check`.
-- @each joint_files() -> (picture blob, thumb blob?)
select f.picture, f.thumb from task_photo f where f.town = :town;
