-- Joint meetings. Read by township posts, and by who has a seat; items about a matter that complains about the reader are not there for them.

-- @do meeting_insert(id int, title text, held_on day, starts text, room text, chair int, keeper int, at time)
insert into meeting (town, id, title, held_on, starts, room, chair, keeper, state, made_at, closed_at)
values (:town, :id, :title, :held_on, :starts, :room, :chair, :keeper, 1, :at, null);

-- @do meeting_set(id int, title text, held_on day, starts text, room text, chair int)
update meeting set title = :title, held_on = :held_on, starts = :starts, room = :room, chair = :chair
where town = :town and id = :id and state = 1;

-- @do meeting_close_row(id int, at time)
update meeting set state = 2, closed_at = :at where town = :town and id = :id and state = 1;

-- @one meeting_of(id int, whole bool, post int) -> (id int, title text, held_on day, starts text, room text, chair int, chair_zh text, chair_en text, chair_name text,
--   keeper int, keeper_name text, state int, closed_at time?)
select m.id, m.title, m.held_on, m.starts, m.room, m.chair, h.title_zh as chair_zh, h.title_en as chair_en, e.name as chair_name, m.keeper,
	f.name as keeper_name, m.state, m.closed_at
from meeting m
join post h on h.town = m.town and h.id = m.chair
join person e on e.town = h.town and e.id = h.person
join post k on k.town = m.town and k.id = m.keeper
join person f on f.town = k.town and f.id = k.person
where m.town = :town and m.id = :id and (:whole <> 0 or m.chair = :post or m.keeper = :post
	or exists (select 1 from meeting_seat s where s.town = m.town and s.post = :post and s.meeting = m.id));

-- Newest first.
-- @many meeting_list(before day, before_id int, most int) -> (id int, title text, held_on day, starts text, room text, state int)
select id, title, held_on, starts, room, state from meeting
where town = :town and (held_on, id) < (:before, :before_id)
order by held_on desc, id desc limit :most;

-- Those in which a post has a seat.
-- @many meeting_list_post(post int, before int, most int) -> (id int, title text, held_on day, starts text, room text, state int)
select m.id, m.title, m.held_on, m.starts, m.room, m.state
from meeting_seat s join meeting m on m.town = s.town and m.id = s.meeting
where s.town = :town and s.post = :post and s.meeting < :before
order by s.meeting desc limit :most;

-- @many meeting_items(meeting int, own_unit int, person int, most int) -> (n int, matter int?, topic text, outcome text, year int?, number int?, title text?,
--   state int?)
select i.n, i.matter, i.topic, i.outcome, m.year, m.number, m.title, m.state
from meeting_item i left join matter m on m.town = i.town and m.id = i.matter
where i.town = :town and i.meeting = :meeting
	and not exists (select 1 from matter_conflict k where k.town = i.town and k.matter = i.matter and (k.unit = :own_unit or k.person = :person))
order by i.n limit :most;

-- @one meeting_item_last(meeting int) -> (n int)
select coalesce(max(n), 0) as n from meeting_item where town = :town and meeting = :meeting;

-- @one meeting_items_bare(meeting int) -> (n int)
select count(*) as n from meeting_item where town = :town and meeting = :meeting and outcome = '';

-- @do meeting_item_insert(meeting int, n int, matter int?, topic text)
insert into meeting_item (town, meeting, n, matter, topic, outcome) values (:town, :meeting, :n, :matter, :topic, '');

-- @change meeting_item_outcome(meeting int, n int, outcome text)
update meeting_item set outcome = :outcome where town = :town and meeting = :meeting and n = :n;

-- @many meeting_seats(meeting int, most int) -> (n int, post int?, office text, came int, name text?, title_zh text?, title_en text?, unit int?, unit_zh text?,
--   unit_en text?, person int?)
select s.n, s.post, s.office, s.came, e.name, h.title_zh, h.title_en, h.unit, u.name_zh as unit_zh, u.name_en as unit_en, h.person
from meeting_seat s
left join post h on h.town = s.town and h.id = s.post
left join person e on e.town = h.town and e.id = h.person
left join unit u on u.town = h.town and u.id = h.unit
where s.town = :town and s.meeting = :meeting
order by s.n limit :most;

-- @one meeting_seat_last(meeting int) -> (n int)
select coalesce(max(n), 0) as n from meeting_seat where town = :town and meeting = :meeting;

-- @do meeting_seat_insert(meeting int, n int, post int?, office text)
insert into meeting_seat (town, meeting, n, post, office, came) values (:town, :meeting, :n, :post, :office, 0);

-- @do meeting_seat_came(meeting int, n int, came int)
update meeting_seat set came = :came where town = :town and meeting = :meeting and n = :n;

-- Tasks that this meeting decided.
-- @many meeting_tasks(meeting int, own_unit int, person int, most int) -> (id int, n int, item int, matter int?, unit_zh text, unit_en text, what text, due time,
--   state int, mandatory bool)
select t.id, t.n, t.item, t.matter, u.name_zh as unit_zh, u.name_en as unit_en, t.what, t.due_at as due, t.state, t.mandatory
from task t join unit u on u.town = t.town and u.id = t.unit
where t.town = :town and t.meeting = :meeting and t.item is not null
	and not exists (select 1 from matter_conflict k where k.town = t.town and k.matter = t.matter and (k.unit = :own_unit or k.person = :person))
order by t.item, t.id limit :most;

-- What earlier meetings decided and nobody has done yet: on the agenda of each meeting until it is done.
-- @many meeting_open(meeting int, own_unit int, person int, most int) -> (id int, from_title text, from_day day, unit_zh text, unit_en text, what text, due time,
--   state int, late_at time?, said text?, answer text, reason text)
select t.id, f.title as from_title, f.held_on as from_day, u.name_zh as unit_zh, u.name_en as unit_en, t.what, t.due_at as due, t.state, t.late_at, c.said,
	t.answer, t.reason
from task t
join meeting f on f.town = t.town and f.id = t.meeting and f.state = 2
join unit u on u.town = t.town and u.id = t.unit
left join meeting_carried c on c.town = t.town and c.meeting = :meeting and c.task = t.id
where t.town = :town and t.state = 1 and t.meeting is not null and t.meeting <> :meeting
	and not exists (select 1 from matter_conflict k where k.town = t.town and k.matter = t.matter and (k.unit = :own_unit or k.person = :person))
order by t.due_at, t.id limit :most;

-- The same as it stood when the meeting was closed.
-- @many meeting_carried_of(meeting int, own_unit int, person int, most int) -> (id int, from_title text, from_day day, unit_zh text, unit_en text, what text,
--   due time, state int, late_at time?, said text?, answer text, reason text)
select t.id, f.title as from_title, f.held_on as from_day, u.name_zh as unit_zh, u.name_en as unit_en, t.what, t.due_at as due, t.state, t.late_at, c.said,
	t.answer, t.reason
from meeting_carried c
join task t on t.town = c.town and t.id = c.task
join meeting f on f.town = t.town and f.id = t.meeting
join unit u on u.town = t.town and u.id = t.unit
where c.town = :town and c.meeting = :meeting
	and not exists (select 1 from matter_conflict k where k.town = t.town and k.matter = t.matter and (k.unit = :own_unit or k.person = :person))
order by t.due_at, t.id limit :most;

-- @do meeting_carry(meeting int, task int, said text)
insert into meeting_carried (town, meeting, task, said) values (:town, :meeting, :task, :said)
on conflict (town, meeting, task) do update set said = excluded.said;

-- Whether anybody of the agenda is complained about by a matter of it: `post` comes, or has come.
-- @many meeting_matters(meeting int, most int) -> (matter int)
select distinct matter from meeting_item where town = :town and meeting = :meeting and matter is not null limit :most;

-- Posts that can be asked to a meeting.
-- @many meeting_posts(today day, most int) -> (id int, name text, title_zh text, title_en text, unit_zh text, unit_en text)
select o.id, h.name, o.title_zh, o.title_en, u.name_zh as unit_zh, u.name_en as unit_en
from post o
join person h on h.town = o.town and h.id = o.person
join unit u on u.town = o.town and u.id = o.unit
where o.town = :town and o.role <> 8 and h.ended_at is null and o.valid_from <= :today and (o.valid_to is null or o.valid_to >= :today)
	and u.valid_from <= :today and (u.valid_to is null or u.valid_to >= :today)
order by u.sort, u.id, o.role, o.id limit :most;
