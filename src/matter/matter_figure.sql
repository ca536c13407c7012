-- Figures of the matter loop: each is one select of facts, out of which sqlgen makes the number, its parts and its list.

-- Matters that complain about the reader's office or about the reader: they meet them in no number and in no list.
-- @gate matter_hidden
select c.matter as id from matter_conflict c where c.town = :town and c.unit = :gate_unit
union
select c.matter as id from matter_conflict c where c.town = :town and c.person = :gate_person;

-- Taken in, through any channel; what was merged into another matter counts once, with that one. Part: the channel.
-- Reads more than it gives: the facts of a period, of which the reader's scope, filters and page are kept.
-- @figure matter_received
select m.id, m.received_at as at, m.village, coalesce(m.unit, 0) as unit, m.type, m.channel as part
from matter m where m.town = :town and coalesce(m.archived_from, m.state) <> 10;

-- Not closed now. Part: the state.
-- @figure matter_open
select m.id, m.due_at as at, m.village, coalesce(m.unit, 0) as unit, m.type, m.state as part
from matter m where m.town = :town and m.closed_at is null;

-- Past the date of its answer now; while the resident is asked something, or is asked to judge, no date runs against the office.
-- @figure matter_overdue
select m.id, m.due_at as at, m.village, coalesce(m.unit, 0) as unit, m.type, m.state as part
from matter m where m.town = :town and m.closed_at is null and m.due_at < :now and m.lane <= 3 and m.state <> 4;

-- The first written answer went out. Part: natural days since it was taken in.
-- @figure matter_answered
select m.id, k.met_at as at, m.village, coalesce(m.unit, 0) as unit, m.type, (k.met_at - m.received_at) / 86400000 as part
from clock k join matter m on m.town = k.town and m.id = k.matter
where k.town = :town and k.kind = 2 and k.round = 0 and k.met_at is not null and m.answered_at is not null and coalesce(m.archived_from, m.state) <> 10;

-- The limit of the first answer fell in the period; not what ended without needing one. Part: 1 in time, 2 late, 3 no answer yet.
-- Reads more than it gives: the facts of a period, of which the reader's scope, filters and page are kept.
-- @figure matter_due
select m.id, k.due_at as at, m.village, coalesce(m.unit, 0) as unit, m.type,
  case when m.answered_at is null then 3 when k.met_at <= k.due_at then 1 else 2 end as part
from clock k join matter m on m.town = k.town and m.id = k.matter
where k.town = :town and k.kind = 2 and k.round = 0 and (m.answered_at is not null or m.closed_at is null);

-- The limit of the first contact (a call, a visit, a message, a question, or the answer itself) fell in the period. Part: 1 in time, 2 late,
-- 3 not yet.
-- @figure matter_contact
select m.id, k.due_at as at, m.village, coalesce(m.unit, 0) as unit, m.type,
  case when coalesce(k.met_at, m.answered_at) is null then 3 when coalesce(k.met_at, m.answered_at) <= k.due_at then 1 else 2 end as part
from clock k join matter m on m.town = k.town and m.id = k.matter
where k.town = :town and k.kind = 5 and k.round = 0 and (m.answered_at is not null or m.closed_at is null);

-- Taken up once more, because the resident said so. Part: the how-manieth time.
-- Reads more than it gives: the facts of a period, of which the reader's scope, filters and page are kept.
-- @figure matter_reopened
select m.id, k.started_at as at, m.village, coalesce(m.unit, 0) as unit, m.type, k.round as part
from clock k join matter m on m.town = k.town and m.id = k.matter
where k.town = :town and k.kind = 2 and k.round > 0 and coalesce(m.archived_from, m.state) <> 10;

-- Closed, and still closed. Part: the outcome, which is its state.
-- Reads more than it gives: the facts of a period, of which the reader's scope, filters and page are kept.
-- @figure matter_closed
select m.id, m.closed_at as at, m.village, coalesce(m.unit, 0) as unit, m.type, coalesce(m.archived_from, m.state) as part
from matter m where m.town = :town and m.closed_at is not null and coalesce(m.archived_from, m.state) <> 10;

-- Judged by who raised it. Part: 1 solved, 2 partly, 3 not.
-- @figure matter_judged
select m.id, j.at, m.village, coalesce(m.unit, 0) as unit, m.type, j.solved as part
from judgement j join matter m on m.town = j.town and m.id = j.matter
where j.town = :town and j.follower is null;

-- The same, where the second question was answered. Part: 1 satisfied, 2 fairly, 3 not.
-- @figure matter_satisfied
select m.id, j.at, m.village, coalesce(m.unit, 0) as unit, m.type, j.satisfied as part
from judgement j join matter m on m.town = j.town and m.id = j.matter
where j.town = :town and j.follower is null and j.satisfied <> 0;

-- Matters that had to be raised again, and then were solved: closed in the period by the resident's word. Part: 1.
-- Reads more than it gives: the facts of a period, of which the reader's scope, filters and page are kept.
-- @figure matter_repeat_solved
select m.id, m.closed_at as at, m.village, coalesce(m.unit, 0) as unit, m.type, 1 as part
from (select distinct l.other as root from matter_link l where l.town = :town and l.kind in (2, 4)) r
join matter m on m.town = :town and m.id = r.root
where coalesce(m.archived_from, m.state) = 7;

-- Returned by a unit as not theirs, in the period. Part: the reason.
-- @figure matter_returned
select m.id, x.at, m.village, coalesce(m.unit, 0) as unit, m.type, x.reason as part
from matter_return x join matter m on m.town = x.town and m.id = x.matter
where x.town = :town and x.kind = 1;

-- Passed down by the hotline or from above, and then referred by two persons because the duty is not the township's. Part: the reason.
-- @figure matter_pushed_down
select m.id, d.decided_at as at, m.village, coalesce(m.unit, 0) as unit, m.type, d.reason as part
from matter_decision d join matter m on m.town = d.town and m.id = d.matter
where d.town = :town and d.kind = 2 and d.state = 2 and d.decided_at is not null and m.channel in (5, 9);

-- By then the resident had to be told in writing whether it is accepted (信访工作条例 art. 23), and the date has passed; once for each matter. What was
-- closed before that date without such a notice is left out. Part: 1 told in time, 2 late, 3 not yet.
-- Reads more than it gives: the facts of a period, of which the reader's scope, filters and page are kept.
-- @figure matter_notice_due
select m.id, k.due_at as at, m.village, coalesce(m.unit, 0) as unit, m.type,
  case when k.met_at is null then 3 when k.met_at <= k.due_at then 1 else 2 end as part
from clock k join matter m on m.town = k.town and m.id = k.matter
where k.town = :town and k.kind = 9 and k.due_at < :now and (k.met_at is not null or m.closed_at is null or m.closed_at > k.due_at)
  and (k.round = 0 or not exists (select 1 from clock z where z.town = :town and z.matter = k.matter and z.kind = 9 and z.round = 0));

-- Lawfully extended, and the new date fell in the period and has passed. Part: 1 answered by then, 2 later, 3 no answer yet.
-- @figure matter_extended
select m.id, x.due_to as at, m.village, coalesce(m.unit, 0) as unit, m.type,
  case when m.answered_at is null then 3 when m.answered_at <= x.due_to then 1 else 2 end as part
from extension x join matter m on m.town = x.town and m.id = x.matter
where x.town = :town and x.state = 2 and x.due_to < :now and (m.answered_at is not null or m.closed_at is null);

-- One line of a ledger.
-- @one matter_line(id int) -> (year int, number int, title text, channel int, received_at time, village_zh text, village_en text, type text,
--   type_zh text?, type_en text?, unit_zh text?, unit_en text?, state int, due_at time?, answered_at time?, closed_at time?)
select m.year, m.number, m.title, m.channel, m.received_at, v.name_zh as village_zh, v.name_en as village_en, m.type,
  (select t.type_zh from matter_type t where t.town = m.town and t.code = m.type order by t.valid_from desc limit 1) as type_zh,
  (select t.type_en from matter_type t where t.town = m.town and t.code = m.type order by t.valid_from desc limit 1) as type_en,
  u.name_zh as unit_zh, u.name_en as unit_en, m.state, m.due_at, m.answered_at, m.closed_at
from matter m join place v on v.town = m.town and v.id = m.village left join unit u on u.town = m.town and u.id = m.unit
where m.town = :town and m.id = :id;
