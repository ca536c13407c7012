-- What `heye check` holds against each other. Every query here reads a whole table of one township.

-- Reads more than it gives: `heye check` counts all matters of a township.
-- @one check_matters() -> (n int, kept int, with_unit int, with_holder int, tokens int)
select count(*) as n, coalesce(sum(case state when 20 then 0 else 1 end), 0) as kept, count(unit) as with_unit, count(holder) as with_holder, count(identity_token) as tokens
from matter where town = :town;

-- Open matters whose one due date is not that of the one clock that runs for it.
-- Reads more than it gives: `heye check` goes through all of a township and gives only what is wrong.
-- @each check_due() -> (id int)
select m.id from matter m
where m.town = :town and m.closed_at is null and (m.holder is null or m.due_at is null
	or 1 <> (select count(*) from clock k where k.town = m.town and k.matter = m.id and k.kind in (2, 3) and k.met_at is null)
	or not exists (select 1 from clock k where k.town = :town and k.town = m.town and k.matter = m.id and k.round = m.reopened
		and k.met_at is null
		and k.kind = case m.state when 5 then 3 else 2 end and k.due_at = m.due_at));

-- Matters whose first answer clock does not start when they were received.
-- Reads more than it gives: `heye check` goes through all of a township and gives only what is wrong.
-- @each check_start() -> (id int)
select m.id from matter m
where m.town = :town and not exists (select 1 from clock k where k.town = m.town and k.matter = m.id and k.kind = 2 and k.round = 0
	and k.started_at = m.received_at);

-- Matters that complain about somebody without saying so to the lists, or the other way round.
-- Reads more than it gives: `heye check` goes through all of a township and gives only what is wrong.
-- @each check_gated() -> (id int)
select m.id from matter m
where m.town = :town and m.gated <> case when exists (select 1 from matter_conflict c where c.town = :town and c.matter = m.id) then 1 else 0 end;

-- Clocks that were extended without the one approved extension that says so, or by who asked or who held it.
-- Reads more than it gives: `heye check` goes through all of a township and gives only what is wrong.
-- @each check_extended() -> (id int)
select k.matter as id from clock k
where k.town = :town and k.extended_days > 0 and 1 <> (select count(*) from extension x
	join post a on a.town = x.town and a.id = x.asked_by join post d on d.town = x.town and d.id = x.decided_by
	where x.town = k.town and x.matter = k.matter and x.state = 2 and a.person <> d.person);

-- Clocks that moved later than they may: no pause of more than ten working days in a round.
-- Reads more than it gives: `heye check` goes through all of a township and gives only what is wrong.
-- @each check_paused() -> (id int)
select k.matter as id from clock k where k.town = :town and (k.paused_days < 0 or k.paused_days > 10 or (k.paused_days > 0
	and not exists (select 1 from clock p where p.town = :town and p.matter = k.matter and p.kind = 4 and p.round = k.round
		and p.met_at is not null)));

-- Clocks of the loop that run on a matter that is closed. A merged matter keeps its own, for the day it comes back.
-- Reads more than it gives: `heye check` goes through all of a township and gives only what is wrong.
-- @each check_ended() -> (id int)
select k.matter as id from clock k join matter m on m.town = k.town and m.id = k.matter
where k.town = :town and k.met_at is null and k.kind not in (7, 9) and m.closed_at is not null and m.state <> 10;

-- The hotline's date was not kept: a first answer clock that is due on another day without pause, extension or new list.
-- Reads more than it gives: `heye check` goes through all of a township and gives only what is wrong.
-- @each check_upstream() -> (id int)
select m.id from matter m join clock k on k.town = m.town and k.matter = m.id and k.kind = 2 and k.round = 0
where m.town = :town and m.upstream_due is not null and k.due_at <> m.upstream_due and k.paused_days = 0 and k.extended_days = 0;

-- Closed as effective without the reporter's own word in the last round.
-- Reads more than it gives: `heye check` goes through all of a township and gives only what is wrong.
-- @each check_judged() -> (id int)
select m.id from matter m
where m.town = :town and m.state = 7 and not exists (select 1 from judgement j where j.town = m.town and j.matter = m.id
	and j.round = m.reopened and j.follower is null and j.solved = 1);

-- Closed by a word that somebody of the handling unit took down, or somebody who is not a clerk.
-- Reads more than it gives: `heye check` goes through all of a township and gives only what is wrong.
-- @each check_heard() -> (id int)
select m.id from matter m
join judgement j on j.town = m.town and j.matter = m.id and j.round = m.reopened and j.follower is null
join post o on o.town = j.town and o.id = j.taken_by
where m.town = :town and m.state = 7 and (o.role <> 1 or o.unit = m.unit);

-- Answers approved by the person who wrote them, in whichever post.
-- Reads more than it gives: `heye check` goes through all of a township and gives only what is wrong.
-- @each check_approved() -> (id int)
select a.matter as id from answer a
join post w on w.town = a.town and w.id = a.written_by
join post d on d.town = a.town and d.id = a.decided_by
where a.town = :town and a.state = 2 and w.person = d.person;

-- Closed by silence before two channels were tried, or before its time.
-- Reads more than it gives: `heye check` goes through all of a township and gives only what is wrong.
-- @each check_silent() -> (id int)
select m.id from matter m
where m.town = :town and m.state = 8 and (2 > (select count(distinct c.channel) from contact_try c where c.town = m.town
	and c.matter = m.id and c.at >= m.answered_at)
	or not exists (select 1 from clock k where k.town = m.town and k.matter = m.id and k.kind = 3 and k.round = m.reopened
		and k.due_at <= m.closed_at));

-- Merged without following, or following without being merged.
-- Reads more than it gives: `heye check` goes through all of a township and gives only what is wrong.
-- @each check_followed() -> (id int)
select m.id from matter m
where m.town = :town and (case m.state when 10 then 1 else 0 end) <> (select count(*) from follower f where f.town = m.town
	and f.origin = m.id and f.ended_at is null and f.matter = m.merged_into);

-- A level without its row, or a row without its level.
-- @each check_token() -> (id int, level int, token blob)
select id, identity_level as level, identity_token as token from matter where town = :town and identity_token is not null order by id;

-- Counters and what they count.
-- @each check_counts() -> (axis int, ref int, lane int, n int, found int)
select c.axis, c.ref, c.lane, c.n, case c.axis
	when 1 then (select count(*) from matter m where m.town = c.town and m.lane = c.lane)
	when 2 then (select count(*) from matter m where m.town = c.town and m.unit = c.ref and m.lane = c.lane)
	when 3 then (select count(*) from matter m where m.town = c.town and m.village = c.ref and m.lane = c.lane)
	else (select count(*) from matter m where m.town = c.town and m.holder = c.ref and m.lane = c.lane) end as found
from matter_count c where c.town = :town;

-- Reads more than it gives: `heye check` goes through all of a township and gives only what is wrong.
-- @one check_count_sums() -> (town_n int, unit_n int, village_n int, holder_n int)
select coalesce(sum(case axis when 1 then n else 0 end), 0) as town_n, coalesce(sum(case axis when 2 then n else 0 end), 0) as unit_n,
	coalesce(sum(case axis when 3 then n else 0 end), 0) as village_n, coalesce(sum(case axis when 4 then n else 0 end), 0) as holder_n
from matter_count where town = :town;

-- The timeline beside its events.
-- @each check_entries() -> (archived bool, matter int, seq int, act int, state int, text text, detail text, kind text?, object text?, object_id int?,
--   state_to text?, event_detail text?, text_hash blob?)
select case m.state when 20 then 1 else 0 end as archived, t.matter, t.seq, t.act, t.state, case t.act when 1 then m.words else t.text end as text, t.detail, e.kind, e.object, e.object_id,
	e.state_to, e.detail as event_detail, e.text_hash
from matter_entry t join matter m on m.town = t.town and m.id = t.matter left join event e on e.town = t.town and e.seq = t.seq
where t.town = :town;

-- Matters whose last state is not what the last entry says.
-- Reads more than it gives: `heye check` goes through all of a township and gives only what is wrong.
-- @each check_last() -> (id int)
select m.id from matter m
where m.town = :town and m.state <> coalesce((select t.state from matter_entry t where t.town = m.town and t.matter = m.id
	order by t.seq desc limit 1), 0);

-- Codes of what is not archived.
-- Reads more than it gives: `heye check` goes through all of a township and gives only what is wrong.
-- @one check_receipts() -> (n int)
select (select count(*) from receipt r join matter m on m.town = r.town and m.id = r.matter where r.town = :town and m.state <> 20)
	+ (select count(*) from receipt_pending p join matter m on m.town = p.town and m.id = p.matter where p.town = :town and m.state <> 20) as n;

-- Who held a matter, entry by entry, beside who holds it now.
-- @each check_holders() -> (id int, seq int, state int, detail text, holder int, open bool)
select t.matter as id, t.seq, t.state, t.detail, coalesce(m.holder, 0) as holder, case when m.closed_at is null then 1 else 0 end as open
from matter_entry t join matter m on m.town = t.town and m.id = t.matter
where t.town = :town order by t.matter, t.seq;

-- Returns beyond the rule: more than two in a round, or after a leader's ruling.
-- @each check_returns() -> (id int)
select r.matter as id from matter_return r where r.town = :town and r.kind = 1
group by r.matter, r.round having count(*) > 2;

-- Decided by the person who proposed it, in whichever post.
-- @each check_decided() -> (id int)
select d.matter as id from matter_decision d
join post a on a.town = d.town and a.id = d.asked_by join post b on b.town = d.town and b.id = d.decided_by
where d.town = :town and d.state = 2 and d.kind <> 3 and a.person = b.person;

-- Held by somebody whom the matter complains about.
-- Reads more than it gives: `heye check` goes through all of a township and gives only what is wrong.
-- @each check_accused() -> (id int)
select m.id from matter m join post o on o.town = m.town and o.id = m.holder
where m.town = :town and m.closed_at is null and exists (select 1 from matter_conflict x where x.town = m.town and x.matter = m.id
	and (x.unit = o.unit or x.person = o.person));

-- Not accepted, referred or explained without its decision.
-- Reads more than it gives: `heye check` goes through all of a township and gives only what is wrong.
-- @each check_grounds() -> (id int)
select m.id from matter m
where m.town = :town and m.state in (15, 17, 18, 19) and not exists (select 1 from matter_decision d where d.town = m.town and d.matter = m.id
	and d.state = 2 and d.kind = case m.state when 17 then 1 when 18 then 3 else 2 end);

-- Every file that is shown here, for `heye check`.
-- @each check_files() -> (picture blob, thumb blob?)
select f.picture, f.thumb from matter_photo f where f.town = :town;

-- Every file that is shown here, for `heye check`.
-- @each check_draft_files() -> (picture blob, thumb blob?)
select f.picture, f.thumb from draft_photo f where f.town = :town;
