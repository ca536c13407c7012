-- Figures of joint handling.

-- @gate joint_hidden
select c.matter as id from matter_conflict c where c.town = :town and c.unit = :gate_unit
union
select c.matter as id from matter_conflict c where c.town = :town and c.person = :gate_person;

-- Taken up by several offices in the period. Part: 1 under way, 2 ended.
-- @figure joint_begun
select m.id, j.begun_at as at, m.village, coalesce(m.unit, 0) as unit, m.type, case when j.ended_at is null then 1 else 2 end as part
from joint j join matter m on m.town = j.town and m.id = j.matter where j.town = :town;

-- Tasks that fell due in the period. Part: 1 answered in time, 2 late, 3 no answer yet.
-- @figure joint_tasks
select m.id, t.due_at as at, m.village, t.unit, m.type,
  case when t.state = 1 then 3 when t.late_at is null then 1 else 2 end as part
from task t join matter m on m.town = t.town and m.id = t.matter where t.town = :town and t.state in (1, 2);
