-- One matter, if the actor's post reaches it: in the unit and village of the post, or held or entered by the post. Residents and
-- timers come without limits. Of the answer: who wrote the one that waits, else the one in force.
-- @one matter_for_act(id int, none bool, unit int?, village int?, post int) -> (id int, state int, unit int?, holder int?,
--   due time?,
--   revision int, reopened int, asked bool, type text, village int, place int, received_at time, merged_into int?, answered_at time?,
--   answered_by int?, closed_at time?, draft int?, draft_by int?, demand int, channel int, upstream_due time?)
select m.id, m.state, m.unit, m.holder, m.due_at as due, m.revision, m.reopened, m.asked, m.type, m.village, m.place, m.received_at,
	m.merged_into, m.answered_at, m.answered_by, m.closed_at,
	(select a.id from answer a where a.town = m.town and a.matter = m.id and a.state = 1) as draft,
	(select a.written_by from answer a where a.town = m.town and a.matter = m.id and a.state = 1) as draft_by, m.demand, m.channel, m.upstream_due
from matter m
where m.town = :town and m.id = :id and :none = 0
	and ((coalesce(m.unit, 0) = coalesce(:unit, m.unit, 0) and m.village = coalesce(:village, m.village))
		or m.holder = :post or m.entered_by = :post)
	-- whom it complains about never reaches it
	and (m.gated = 0 or not exists (select 1 from matter_conflict cx join post o on o.town = :town and o.id = :post
		where cx.town = :town and cx.matter = m.id and (cx.unit = o.unit or cx.person = o.person)));

-- @change matter_set(id int, revision int, state int, unit int?, holder int?, due time?, reopened int, asked bool, type text,
--   village int, place int, merged_into int?, answered_at time?, answered_by int?, closed_at time?, demand int, archived_from int?)
update matter set state = :state, unit = :unit, holder = :holder, due_at = :due, reopened = :reopened, asked = :asked, type = :type,
	village = :village, place = :place, merged_into = :merged_into, answered_at = :answered_at, answered_by = :answered_by,
	closed_at = :closed_at, demand = :demand, archived_from = :archived_from, revision = revision + 1
where town = :town and id = :id and revision = :revision;

-- @do matter_insert(id int, year int, number int, channel int, received time, entered time, entered_by int?, on_behalf bool,
--   external_ref text, type text, village int, place int, spot text, position text, title text, words text, level int,
--   token blob?, holder int, due time, demand int, upstream_due time?)
insert into matter (town, id, year, number, channel, received_at, entered_at, entered_by, on_behalf, external_ref, type, village, place,
	spot, position, title, words, identity_level, identity_token, state, unit, holder, due_at, revision, reopened, asked,
	merged_into, answered_at, answered_by, closed_at, demand, upstream_due)
values (:town, :id, :year, :number, :channel, :received, :entered, :entered_by, :on_behalf, :external_ref, :type, :village, :place,
	:spot, :position, :title, :words, :level, :token, 1, null, :holder, :due, 1, 0, 0, null, null, null, null, :demand, :upstream_due);

-- The next office number of the year.
-- @one matter_next_number(year int) -> (number int)
insert into matter_number (town, year, last) values (:town, :year, 1)
on conflict (town, year) do update set last = matter_number.last + 1
returning last as number;

-- @do matter_count_raise(village int, holder int)
insert into matter_count (town, axis, ref, lane, n) values (:town, 1, 0, 1, 1), (:town, 3, :village, 1, 1), (:town, 4, :holder, 1, 1)
on conflict (town, axis, ref, lane) do update set n = matter_count.n + excluded.n;

-- @do matter_count_shift(axis int, ref int, lane int, n int)
insert into matter_count (town, axis, ref, lane, n) values (:town, :axis, :ref, :lane, :n)
on conflict (town, axis, ref, lane) do update set n = matter_count.n + excluded.n;

-- @do matter_entry_insert(matter int, seq int, at time, actor_kind int, post int?, act int, state int, visible bool,
--   text text, detail text)
insert into matter_entry (town, matter, seq, at, actor_kind, post, act, state, visible, text, detail)
values (:town, :matter, :seq, :at, :actor_kind, :post, :act, :state, :visible, :text, :detail);

-- @one matter_photo_last(matter int) -> (n int)
select coalesce(max(n), 0) as n from matter_photo where town = :town and matter = :matter;

-- @do matter_photo_insert(matter int, n int, seq int, picture blob, thumb blob, width int, height int)
insert into matter_photo (town, matter, n, seq, picture, thumb, width, height)
values (:town, :matter, :n, :seq, :picture, :thumb, :width, :height);

-- @do matter_answer_insert(id int, matter int, round int, written_by int, written_at time, done text, done_by text,
--   done_on day, basis text, state int)
insert into answer (town, id, matter, round, written_by, written_at, done, done_by, done_on, basis, state, decided_by, decided_at, reason)
values (:town, :id, :matter, :round, :written_by, :written_at, :done, :done_by, :done_on, :basis, :state, null, null, '');

-- @one matter_answer(id int) -> (matter int, written_by int, written_at time, done text, done_by text, done_on day,
--   basis text, state int)
select matter, written_by, written_at, done, done_by, done_on, basis, state from answer where town = :town and id = :id;

-- @change matter_answer_decide(id int, state int, by int?, at time, reason text)
update answer set state = :state, decided_by = :by, decided_at = :at, reason = :reason
where town = :town and id = :id and state = 1;

-- @do matter_judgement_insert(id int, matter int, round int, follower int?, solved int, satisfied int, words text,
--   method int, taken_by int?, at time)
insert into judgement (town, id, matter, round, follower, solved, satisfied, words, method, taken_by, at)
values (:town, :id, :matter, :round, :follower, :solved, :satisfied, :words, :method, :taken_by, :at);

-- How often the reporter (follower 0) or a follower has judged in a round.
-- @one matter_judged(matter int, round int, follower int) -> (n int)
select count(*) as n from judgement where town = :town and matter = :matter and round = :round and coalesce(follower, 0) = :follower;

-- @do matter_contact_insert(id int, matter int, channel int, result int, post int, at time)
insert into contact_try (town, id, matter, channel, result, post, at) values (:town, :id, :matter, :channel, :result, :post, :at);

-- @one matter_contact_channels(matter int, since time) -> (n int)
select count(distinct channel) as n from contact_try where town = :town and matter = :matter and at >= :since;

-- @one matter_follower(id int) -> (matter int, origin int, since time, ended time?)
select matter, origin, since, ended_at as ended from follower where town = :town and id = :id;

-- @one matter_follower_of_origin(origin int) -> (id int, matter int, since time)
select id, matter, since from follower where town = :town and origin = :origin and ended_at is null;

-- @one matter_followers(matter int) -> (n int)
select count(*) as n from follower where town = :town and matter = :matter and ended_at is null;

-- @many matter_origins(matter int, most int) -> (origin int)
select origin from follower where town = :town and matter = :matter and ended_at is null order by id limit :most;

-- @do matter_follower_insert(id int, matter int, origin int, since time)
insert into follower (town, id, matter, origin, since, ended_at) values (:town, :id, :matter, :origin, :since, null);

-- @change matter_follower_end(id int, at time)
update follower set ended_at = :at where town = :town and id = :id and ended_at is null;

-- Whether a matter holds this identity.
-- @one matter_of_token(token blob) -> (id int)
select id from matter where town = :town and identity_token = :token limit 1;

-- Forms that residents left unfinished.
-- @one matter_draft_old(before time) -> (saved_at time)
select saved_at from draft where town = :town and saved_at < :before limit 1;

-- @do matter_draft_sweep(before time)
delete from draft where town = :town and tag in (select d.tag from draft d where d.town = :town and d.saved_at < :before
	order by d.saved_at limit 500);

-- Whose name a part of a matter shares, and what it begins with.
-- @one matter_reporter(id int) -> (level int, token blob?, channel int, received_at time, type text, village int, place int, spot text, state int, closed_at time?)
select identity_level as level, identity_token as token, channel, received_at, type, village, place, spot, state, closed_at
from matter where town = :town and id = :id;
