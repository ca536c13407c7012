-- Open days. :wide, :area, :post and :unit are the reach of the actor's post (sitting.c): the centre's roles see their area, everybody else the
-- sessions of their village and those at which they are on duty.

-- ---- rules ----

-- @one openday_rule_of(place int) -> (kind int, days int, starts int, ends int, spot text, post int?)
select kind, days, starts, ends, spot, post from openday_rule where town = :town and place = :place;

-- @do openday_rule_set(place int, kind int, days int, starts int, ends int, spot text, post int?, changed_at time)
insert into openday_rule (town, place, kind, days, starts, ends, spot, post, changed_at)
values (:town, :place, :kind, :days, :starts, :ends, :spot, :post, :changed_at)
on conflict (town, place) do update set kind = excluded.kind, days = excluded.days, starts = excluded.starts, ends = excluded.ends,
	spot = excluded.spot, post = excluded.post, changed_at = excluded.changed_at;

-- Villages with the rule of their own, if any, and how far their sessions are made.
-- @many openday_rules(today day, most int) -> (id int, name_zh text, name_en text, kind int?, days int?, starts int?, ends int?, spot text?,
--   title_zh text?, title_en text?, until day?)
select p.id, p.name_zh, p.name_en, r.kind, r.days, r.starts, r.ends, r.spot, o.title_zh, o.title_en, u.until
from place p
left join openday_rule r on r.town = p.town and r.place = p.id
left join post o on o.town = r.town and o.id = r.post
left join openday_until u on u.town = p.town and u.village = p.id
where p.town = :town and p.kind between 2 and 3 and p.valid_from <= :today and (p.valid_to is null or p.valid_to >= :today)
order by p.kind, p.sort, p.id limit :most;

-- A village whose sessions are not made up to a day.
-- @one openday_behind(today day, upto day) -> (id int, until day?)
select p.id, u.until from place p
left join openday_until u on u.town = p.town and u.village = p.id
where p.town = :town and p.kind between 2 and 3 and p.valid_from <= :today and (p.valid_to is null or p.valid_to >= :today)
	and (u.until is null or u.until < :upto)
order by p.kind, p.sort, p.id limit 1;

-- @do openday_until_set(village int, until day)
insert into openday_until (town, village, until) values (:town, :village, :until)
on conflict (town, village) do update set until = excluded.until;

-- Villages without a rule of their own follow the township's.
-- @many openday_followers(today day, most int) -> (id int)
select p.id from place p
where p.town = :town and p.kind between 2 and 3 and p.valid_from <= :today and (p.valid_to is null or p.valid_to >= :today)
	and not exists (select 1 from openday_rule r where r.town = p.town and r.place = p.id)
order by p.kind, p.sort, p.id limit :most;

-- Posts that can be on duty in a village or promise there: its committee and those whose area it is, then the rest of the township.
-- @many openday_posts(village int, today day, most int) -> (id int, title_zh text, title_en text, unit_zh text, unit_en text)
select o.id, o.title_zh, o.title_en, u.name_zh as unit_zh, u.name_en as unit_en
from post o join unit u on u.town = o.town and u.id = o.unit
where o.town = :town and o.role between 1 and 6 and (o.village is null or o.village = :village or :village = 0)
	and o.valid_from <= :today and (o.valid_to is null or o.valid_to >= :today)
order by case when u.village = :village then 0 when o.village = :village then 1 else 2 end, u.sort, o.role desc, o.id limit :most;

-- @one openday_post(id int, today day) -> (id int)
select id from post where town = :town and id = :id and role between 1 and 6 and valid_from <= :today and (valid_to is null or valid_to >= :today);

-- ---- sessions ----

-- A session made by hand, changed by hand or called off with a reason is left alone.
-- @do openday_session_rule(id int, village int, day day, starts int, ends int, spot text, post int?, changed_at time)
insert into openday_session (town, id, village, day, kind, starts, ends, spot, post, state, ruled, reason, revision, changed_at)
values (:town, :id, :village, :day, 1, :starts, :ends, :spot, :post, 1, 1, '', 0, :changed_at)
on conflict (town, village, day, kind) do update set starts = excluded.starts, ends = excluded.ends, spot = excluded.spot, post = excluded.post,
	state = 1, changed_at = excluded.changed_at
where openday_session.ruled = 1 and openday_session.revision = 0 and openday_session.reason = '' and openday_session.state in (1, 4);

-- @do openday_session_insert(id int, village int, day day, kind int, starts int, ends int, spot text, post int?, changed_at time)
insert into openday_session (town, id, village, day, kind, starts, ends, spot, post, state, ruled, reason, revision, changed_at)
values (:town, :id, :village, :day, :kind, :starts, :ends, :spot, :post, 1, 0, '', 0, :changed_at);

-- Planned by the old rule and touched by nobody.
-- @change openday_session_drop(village int, after day, changed_at time)
update openday_session set state = 4, changed_at = :changed_at
where town = :town and village = :village and day > :after and state = 1 and ruled = 1 and revision = 0
	and not exists (select 1 from openday_item i where i.town = openday_session.town and i.session = openday_session.id);

-- @change openday_session_change(id int, starts int, ends int, spot text, post int?, revision int, changed_at time)
update openday_session set starts = :starts, ends = :ends, spot = :spot, post = :post, revision = revision + 1, changed_at = :changed_at
where town = :town and id = :id and revision = :revision and state = 1;

-- @change openday_session_end(id int, state int, reason text, closed_by int?, at time)
update openday_session set state = :state, reason = :reason, revision = revision + 1, changed_at = :at, closed_by = :closed_by, closed_at = :at
where town = :town and id = :id and state = 1;

-- @one openday_session_row(id int, wide bool, area int, post int, unit int) -> (id int, village int, day day, kind int, starts int, ends int, spot text,
--   post int?, state int, reason text, revision int, closed_at time?, village_zh text, village_en text, title_zh text?, title_en text?)
select s.id, s.village, s.day, s.kind, s.starts, s.ends, s.spot, s.post, s.state, s.reason, s.revision, s.closed_at,
	v.name_zh as village_zh, v.name_en as village_en, o.title_zh, o.title_en
from openday_session s
join place v on v.town = s.town and v.id = s.village
left join post o on o.town = s.town and o.id = s.post
where s.town = :town and s.id = :id and (:area = 0 or s.village = :area or s.post = :post)
	and (:wide = 1 or s.post = :post or (:area <> 0 and s.village = :area)
		or exists (select 1 from unit u where u.town = :town and u.id = :unit and u.village = s.village));

-- Sessions of the desk's list from a day on (planned ones of the past few days first).
-- @many openday_sessions(from_day day, to_day day, after_day day, after_id int, village int, wide bool, area int, post int, unit int, most int) ->
--   (id int, village int, day day, kind int, starts int, ends int, spot text, state int, village_zh text, village_en text, title_zh text?,
--   title_en text?)
select s.id, s.village, s.day, s.kind, s.starts, s.ends, s.spot, s.state, v.name_zh as village_zh, v.name_en as village_en, o.title_zh, o.title_en
from openday_session s
join place v on v.town = s.town and v.id = s.village
left join post o on o.town = s.town and o.id = s.post
where s.town = :town and s.day between :from_day and :to_day and (s.day, s.id) > (:after_day, :after_id)
	and (s.state <> 4 or s.reason <> '') and (:village = 0 or s.village = :village) and (:area = 0 or s.village = :area or s.post = :post)
	and (:wide = 1 or s.post = :post or (:area <> 0 and s.village = :area)
		or exists (select 1 from unit u where u.town = :town and u.id = :unit and u.village = s.village))
order by s.day, s.id limit :most;

-- What has been, newest first.
-- @many openday_sessions_past(before_day day, before_id int, village int, wide bool, area int, post int, unit int, most int) -> (id int, village int,
--   day day, kind int, starts int, ends int, spot text, state int, village_zh text, village_en text, title_zh text?, title_en text?)
select s.id, s.village, s.day, s.kind, s.starts, s.ends, s.spot, s.state, v.name_zh as village_zh, v.name_en as village_en, o.title_zh, o.title_en
from openday_session s
join place v on v.town = s.town and v.id = s.village
left join post o on o.town = s.town and o.id = s.post
where s.town = :town and (s.day, s.id) < (:before_day, :before_id)
	and (s.state <> 4 or s.reason <> '') and (:village = 0 or s.village = :village) and (:area = 0 or s.village = :area or s.post = :post)
	and (:wide = 1 or s.post = :post or (:area <> 0 and s.village = :area)
		or exists (select 1 from unit u where u.town = :town and u.id = :unit and u.village = s.village))
order by s.day desc, s.id desc limit :most;

-- The next session of a village after a day.
-- @one openday_next(village int, after day) -> (id int, day day)
select id, day from openday_session where town = :town and village = :village and day > :after and state = 1 order by day, kind limit 1;

-- Planned sessions whose time to be closed has passed.
-- @one openday_overrun(before day) -> (id int)
select id from openday_session where town = :town and state = 1 and day < :before order by day, id limit 1;

-- ---- lines ----

-- @many openday_items(session int, most int) -> (id int, n int, words text, asked int?, outcome int, answer text, matter int?, asked_zh text?,
--   asked_en text?, year int?, number int?, promise int?, promised text?, promise_state int?, due_day day?, missed int?)
select i.id, i.n, i.words, i.asked, i.outcome, i.answer, i.matter, a.title_zh as asked_zh, a.title_en as asked_en, m.year, m.number, q.id as promise,
	q.words as promised, q.state as promise_state, q.due_day, q.missed
from openday_item i
left join post a on a.town = i.town and a.id = i.asked
left join matter m on m.town = i.town and m.id = i.matter
left join openday_promise q on q.town = i.town and q.item = i.id
where i.town = :town and i.session = :session
order by i.n limit :most;

-- @one openday_item_row(id int) -> (id int, session int, n int, words text, asked int?, outcome int, answer text, matter int?)
select id, session, n, words, asked, outcome, answer, matter from openday_item where town = :town and id = :id;

-- @one openday_item_line(session int, n int) -> (id int, words text, asked int?, outcome int, answer text, matter int?)
select id, words, asked, outcome, answer, matter from openday_item where town = :town and session = :session and n = :n;

-- @one openday_item_last(session int) -> (n int)
select coalesce(max(n), 0) as n from openday_item where town = :town and session = :session;

-- Who entered the first line: on duty, when nobody had been named.
-- @one openday_entered(session int) -> (post int)
select entered_by as post from openday_item where town = :town and session = :session order by n limit 1;

-- @do openday_item_insert(id int, session int, n int, words text, asked int?, entered_by int, entered_at time)
insert into openday_item (town, id, session, n, words, asked, outcome, answer, entered_by, entered_at)
values (:town, :id, :session, :n, :words, :asked, 0, '', :entered_by, :entered_at);

-- @change openday_item_end(id int, outcome int, answer text, matter int?, ended_at time)
update openday_item set outcome = :outcome, answer = :answer, matter = :matter, ended_at = :ended_at where town = :town and id = :id and outcome = 0;

-- @many openday_items_open(session int, most int) -> (id int, n int, asked int?)
select id, n, asked from openday_item where town = :town and session = :session and outcome = 0 order by n limit :most;

-- ---- promises ----

-- @do openday_promise_insert(id int, village int, session int, item int, n int, words text, post int, due_day day, made_at time)
insert into openday_promise (town, id, village, session, item, n, words, post, due_day, missed, state, proof, made_at)
values (:town, :id, :village, :session, :item, :n, :words, :post, :due_day, 0, 1, '', :made_at);

-- @change openday_promise_carry(id int, due_day day, missed int)
update openday_promise set due_day = :due_day, missed = :missed where town = :town and id = :id and state = 1;

-- @change openday_promise_end(id int, state int, proof text, picture blob?, thumb blob?, ended_at time)
update openday_promise set state = :state, proof = :proof, picture = :picture, thumb = :thumb, ended_at = :ended_at
where town = :town and id = :id and state = 1;

-- Open promises of a village that a session opens with: due on its day or before.
-- @many openday_promises_due(village int, day day, after_due day, after int, most int) -> (id int, n int, words text, due_day day, missed int, made day,
--   title_zh text, title_en text)
select q.id, q.n, q.words, q.due_day, q.missed, s.day as made, o.title_zh, o.title_en
from openday_promise q
join openday_session s on s.town = q.town and s.id = q.session
join post o on o.town = q.town and o.id = q.post
where q.town = :town and q.village = :village and q.state = 1 and q.due_day <= :day and (q.due_day, q.id) > (:after_due, :after)
order by q.due_day, q.id limit :most;

-- Due on a day to come that is no open day any more.
-- @many openday_promises_adrift(village int, today day, most int) -> (id int, due_day day, missed int)
select q.id, q.due_day, q.missed from openday_promise q
where q.town = :town and q.village = :village and q.state = 1 and q.due_day > :today and not exists (select 1 from openday_session s
	where s.town = q.town and s.village = q.village and s.day = q.due_day and s.state = 1)
order by q.due_day, q.id limit :most;

-- @one openday_promise_row(id int) -> (id int, village int, session int, n int, words text, post int, due_day day, missed int, state int, proof text,
--   thumb blob?, made day, kind int, ended_at time?, title_zh text, title_en text, village_zh text, village_en text)
select q.id, q.village, q.session, q.n, q.words, q.post, q.due_day, q.missed, q.state, q.proof, q.thumb, s.day as made, s.kind, q.ended_at,
	o.title_zh, o.title_en, v.name_zh as village_zh, v.name_en as village_en
from openday_promise q
join openday_session s on s.town = q.town and s.id = q.session
join post o on o.town = q.town and o.id = q.post
join place v on v.town = q.town and v.id = q.village
where q.town = :town and q.id = :id;

-- Whether a post may work on the promises of a village: the centre's roles in their area, the village's own people, and whose promise it is.
-- @one openday_promise_reach(id int, wide bool, area int, post int, unit int) -> (id int)
select q.id from openday_promise q
where q.town = :town and q.id = :id and (:area = 0 or q.village = :area or q.post = :post)
	and (:wide = 1 or q.post = :post or (:area <> 0 and q.village = :area)
		or exists (select 1 from unit u where u.town = :town and u.id = :unit and u.village = q.village)
		or exists (select 1 from openday_session s where s.town = :town and s.village = q.village and s.day = q.due_day and s.post = :post));

-- Also what a session opens with; what is due by its day comes first.
-- @many openday_board_open(village int, most int) -> (id int, n int, words text, due_day day, missed int, made day, title_zh text, title_en text)
select q.id, q.n, q.words, q.due_day, q.missed, s.day as made, o.title_zh, o.title_en
from openday_promise q
join openday_session s on s.town = q.town and s.id = q.session
join post o on o.town = q.town and o.id = q.post
where q.town = :town and q.village = :village and q.state = 1
order by q.due_day, q.id limit :most;

-- @many openday_board_ended(village int, before time, before_id int, most int) -> (id int, n int, words text, state int, proof text, thumb blob?,
--   missed int, made day, ended_at time, title_zh text, title_en text)
select q.id, q.n, q.words, q.state, q.proof, q.thumb, q.missed, s.day as made, q.ended_at, o.title_zh, o.title_en
from openday_promise q
join openday_session s on s.town = q.town and s.id = q.session
join post o on o.town = q.town and o.id = q.post
where q.town = :town and q.village = :village and q.state > 1 and (q.ended_at, q.id) < (:before, :before_id)
order by q.ended_at desc, q.id desc limit :most;

-- Missing at two sessions or more: the leader's list.
-- @many openday_missed(area int, most int) -> (id int, n int, words text, due_day day, missed int, village_zh text, village_en text)
select q.id, q.n, q.words, q.due_day, q.missed, v.name_zh as village_zh, v.name_en as village_en
from openday_promise q
join place v on v.town = q.town and v.id = q.village
where q.town = :town and q.state = 1 and q.missed >= 2 and (:area = 0 or q.village = :area)
order by q.made_at, q.id limit :most;

-- @one openday_promise_picture(id int) -> (picture blob, thumb blob)
select picture, thumb from openday_promise where town = :town and id = :id and picture is not null;

-- @do openday_step_insert(promise int, seq int, result int, words text, due_day day, at time, post int?)
insert into openday_step (town, promise, seq, result, words, due_day, at, post) values (:town, :promise, :seq, :result, :words, :due_day, :at, :post);

-- @many openday_steps(promise int, most int) -> (result int, words text, due_day day, at time, title_zh text?, title_en text?)
select e.result, e.words, e.due_day, e.at, o.title_zh, o.title_en
from openday_step e left join post o on o.town = e.town and o.id = e.post
where e.town = :town and e.promise = :promise order by e.seq limit :most;

-- ---- for everybody ----

-- The days that come, of one village.
-- @many openday_coming(village int, today day, most int) -> (id int, day day, kind int, starts int, ends int, spot text, state int, reason text,
--   title_zh text?, title_en text?, unit_zh text?, unit_en text?)
select s.id, s.day, s.kind, s.starts, s.ends, s.spot, s.state, s.reason, o.title_zh, o.title_en, u.name_zh as unit_zh, u.name_en as unit_en
from openday_session s
left join post o on o.town = s.town and o.id = s.post
left join unit u on u.town = o.town and u.id = o.unit
where s.town = :town and s.village = :village and s.day >= :today and (s.state <> 4 or s.reason <> '')
order by s.day, s.kind limit :most;

-- The next open day of each village.
-- Reads more than it gives: may go once through the sessions of the township, a few for each village and month, to join them to their places.
-- @many openday_nexts(today day, most int) -> (id int, name_zh text, name_en text, day day?, starts int?, ends int?, spot text?)
select p.id, p.name_zh, p.name_en, s.day, s.starts, s.ends, s.spot
from place p
left join openday_session s on s.town = p.town and s.village = p.id and s.kind = 1 and s.day = (select min(n.day) from openday_session n
	where n.town = p.town and n.village = p.id and n.day >= :today and n.state = 1 and n.kind = 1)
where p.town = :town and p.kind between 2 and 3 and p.valid_from <= :today and (p.valid_to is null or p.valid_to >= :today)
order by p.kind, p.sort, p.id limit :most;

-- @many openday_sunshine(village int, before_day day, most int) -> (id int, day day, spot text, state int)
select id, day, spot, state from openday_session
where town = :town and village = :village and kind = 2 and day <= :before_day and state in (1, 2) order by day desc, id desc limit :most;

-- @one openday_sunshine_row(id int) -> (id int, village int, day day, starts int, ends int, spot text, state int, village_zh text, village_en text)
select s.id, s.village, s.day, s.starts, s.ends, s.spot, s.state, v.name_zh as village_zh, v.name_en as village_en
from openday_session s join place v on v.town = s.town and v.id = s.village
where s.town = :town and s.id = :id and s.kind = 2 and s.state in (1, 2);

-- The calendar feed: also what was called off, so that it leaves the reader's calendar.
-- @many openday_feed(from_day day, to_day day, after_day day, after_id int, most int) -> (id int, village int, day day, kind int, starts int,
--   ends int, spot text, state int, revision int, changed_at time, village_zh text, village_en text)
select s.id, s.village, s.day, s.kind, s.starts, s.ends, s.spot, s.state, s.revision, s.changed_at, v.name_zh as village_zh, v.name_en as village_en
from openday_session s join place v on v.town = s.town and v.id = s.village
where s.town = :town and s.day between :from_day and :to_day and (s.day, s.id) > (:after_day, :after_id)
order by s.day, s.id limit :most;

-- @many openday_feed_village(village int, from_day day, most int) -> (id int, village int, day day, kind int, starts int, ends int, spot text,
--   state int, revision int, changed_at time, village_zh text, village_en text)
select s.id, s.village, s.day, s.kind, s.starts, s.ends, s.spot, s.state, s.revision, s.changed_at, v.name_zh as village_zh, v.name_en as village_en
from openday_session s join place v on v.town = s.town and v.id = s.village
where s.town = :town and s.village = :village and s.day >= :from_day
order by s.day, s.kind limit :most;

-- What a post has on its desk: sessions that it is on duty at, from a few days ago to a few days ahead.
-- @many openday_mine(post int, from_day day, to_day day, most int) -> (id int, day day, kind int, village_zh text, village_en text)
select s.id, s.day, s.kind, v.name_zh as village_zh, v.name_en as village_en
from openday_session s join place v on v.town = s.town and v.id = s.village
where s.town = :town and s.day between :from_day and :to_day and s.state = 1 and s.post = :post
order by s.day, s.id limit :most;

-- Whether this file is shown here.
-- @one openday_keeps(file blob) -> (kept bool)
select case when exists (select 1 from openday_promise p where p.town = :town and p.picture = :file)
	or exists (select 1 from openday_promise p where p.town = :town and p.thumb = :file) then 1 else 0 end as kept;

-- Every file that is shown here, for `heye check`.
-- @each openday_files() -> (picture blob, thumb blob?)
select f.picture, f.thumb from openday_promise f where f.town = :town and f.picture is not null;
