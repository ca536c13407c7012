-- Returns, decisions by two persons, and links.

-- @one path_returns(matter int, round int) -> (all_ int, here int, waiting int, by_leader int)
select count(*) as all_, coalesce(sum(case when round = :round and kind = 1 then 1 else 0 end), 0) as here,
	coalesce(sum(case when ruled_at is null then 1 else 0 end), 0) as waiting,
	coalesce(sum(case when round = :round and by_leader = 1 then 1 else 0 end), 0) as by_leader
from matter_return where town = :town and matter = :matter;

-- @one path_return_open(matter int) -> (id int, nth int, kind int, unit int?, reason int)
select id, nth, kind, unit, reason from matter_return where town = :town and matter = :matter and ruled_at is null order by nth desc limit 1;

-- Whether a unit has returned the matter in this round.
-- @one path_returned_by(matter int, unit int, round int) -> (n int)
select count(*) as n from matter_return where town = :town and matter = :matter and unit = :unit and round = :round and kind = 1;

-- @one path_objected(matter int) -> (n int)
select count(*) as n from matter_return where town = :town and matter = :matter and kind = 2;

-- When and how often it was passed to a unit since it was last reopened: by a dispatcher, as a ruling, by the leader.
-- @one path_passed(matter int) -> (n int, last time?)
select count(*) as n, max(e.at) as last from matter_entry e
where e.town = :town and e.matter = :matter and e.act in (3, 29, 37) and e.seq > coalesce((select max(r.seq) from matter_entry r
	where r.town = e.town and r.matter = e.matter and r.act in (20, 24)), 0);

-- @do path_return_insert(id int, matter int, nth int, round int, kind int, unit int?, reason int, post int?, at time)
insert into matter_return (town, id, matter, nth, round, kind, unit, reason, post, at, ruled_at, ruled_by, ruled_unit, by_leader)
values (:town, :id, :matter, :nth, :round, :kind, :unit, :reason, :post, :at, null, null, null, 0);

-- @change path_return_rule(id int, at time, by int, unit int?, leader bool)
update matter_return set ruled_at = :at, ruled_by = :by, ruled_unit = :unit, by_leader = :leader
where town = :town and id = :id and ruled_at is null;

-- The resident withdrew it before anybody ruled.
-- @do path_return_drop(matter int, at time)
update matter_return set ruled_at = :at where town = :town and matter = :matter and ruled_at is null;

-- A clock that had been met runs again with the date it had.
-- @change path_clock_again(matter int, kind int, round int)
update clock set met_at = null, fired_at = null where town = :town and matter = :matter and kind = :kind and round = :round;

-- Received once more: the first office's time to claim is the centre's time to pass it on again.
-- @do path_assign_again(matter int)
update clock set kind = 11, met_at = null, fired_at = null where town = :town and matter = :matter and kind in (1, 11) and round = 0;

-- The wait for a judgement is over because there is no answer any more.
-- @do path_confirm_forget(matter int, round int)
delete from clock where town = :town and matter = :matter and kind = 3 and round = :round;

-- @do path_decision_insert(id int, matter int, kind int, reason int, words text, basis text, onward text, by int, at time)
insert into matter_decision (town, id, matter, kind, reason, words, basis, onward, state, asked_by, asked_at, decided_by, decided_at, receipt, receipt_on)
values (:town, :id, :matter, :kind, :reason, :words, :basis, :onward, 1, :by, :at, null, null, '', null);

-- The newest proposal of a kind that waits for a decision.
-- @one path_decision_open(matter int, kind int) -> (id int, reason int, words text, basis text, onward text, asked_by int)
select id, reason, words, basis, onward, asked_by from matter_decision
where town = :town and matter = :matter and kind = :kind and state = 1 order by id desc limit 1;

-- @change path_decision_take(id int, by int, at time)
update matter_decision set state = 2, decided_by = :by, decided_at = :at where town = :town and id = :id and state = 1;

-- The second person does not agree.
-- @change path_decision_refuse(id int, by int, at time, answer text)
update matter_decision set state = 4, decided_by = :by, decided_at = :at, answer = :answer where town = :town and id = :id and state = 1;

-- @do path_decision_drop(matter int)
update matter_decision set state = 3 where town = :town and matter = :matter and state = 1;

-- The other body's receipt.
-- @do path_decision_receipt(matter int, receipt text, on_day day)
update matter_decision set receipt = :receipt, receipt_on = :on_day where town = :town and matter = :matter and kind = 2 and state = 2
	and receipt_on is null;

-- @do path_link_insert(id int, matter int, other int, kind int, reason text, by int?, at time)
insert into matter_link (town, id, matter, other, kind, reason, made_by, made_at)
values (:town, :id, :matter, :other, :kind, :reason, :by, :at);

-- @one path_linked(matter int, other int, kind int) -> (n int)
select count(*) as n from matter_link where town = :town and matter = :matter and other = :other and kind = :kind;

-- Who took the withdrawal of a matter: null when the resident did it alone.
-- @one path_withdrawn_by(matter int) -> (post int?, from_unit int?)
select e.post, m.unit as from_unit from matter_entry e join matter m on m.town = e.town and m.id = e.matter
where e.town = :town and e.matter = :matter and e.act = 25 order by e.seq desc limit 1;

-- Passed to another unit than the rules proposed.
-- @do path_override_note(type text, village int, unit int, proposed int?, at time)
insert into matter_override (town, type, village, unit, proposed, times, last_at, settled_at) values (:town, :type, :village, :unit, :proposed, 1, :at, null)
on conflict (town, type, village, unit) do update set times = matter_override.times + 1, last_at = excluded.last_at, proposed = excluded.proposed;

-- What the pages show.
-- Which of the rarer things a matter has, so that a page asks for those only.
-- @one path_parts(matter int) -> (decisions bool, returns bool, links bool, links_to bool, extensions bool, photos bool,
--   accused bool)
select case when exists (select 1 from matter_decision where town = :town and matter = :matter) then 1 else 0 end as decisions,
	case when exists (select 1 from matter_return where town = :town and matter = :matter) then 1 else 0 end as returns,
	case when exists (select 1 from matter_link where town = :town and matter = :matter) then 1 else 0 end as links,
	case when exists (select 1 from matter_link where town = :town and other = :matter) then 1 else 0 end as links_to,
	case when exists (select 1 from extension where town = :town and matter = :matter) then 1 else 0 end as extensions,
	case when exists (select 1 from matter_photo where town = :town and matter = :matter) then 1 else 0 end as photos,
	case when exists (select 1 from matter_conflict where town = :town and matter = :matter) then 1 else 0 end as accused;

-- @many path_decisions(matter int, most int) -> (id int, kind int, reason int, words text, basis text, onward text, state int, asked_at time, decided_at time?,
--   receipt text, receipt_on day?, answer text, title_zh text?, title_en text?, person text?, by_zh text?, by_en text?, by_person text?)
select d.id, d.kind, d.reason, d.words, d.basis, d.onward, d.state, d.asked_at, d.decided_at, d.receipt, d.receipt_on, d.answer, h.title_zh, h.title_en,
	n.name as person, b.title_zh as by_zh, b.title_en as by_en, k.name as by_person
from matter_decision d
left join post h on h.town = d.town and h.id = d.asked_by left join person n on n.town = h.town and n.id = h.person
left join post b on b.town = d.town and b.id = d.decided_by left join person k on k.town = b.town and k.id = b.person
where d.town = :town and d.matter = :matter and d.state <> 3 order by d.id desc limit :most;

-- @many path_return_list(matter int, most int) -> (nth int, kind int, reason int, at time, ruled_at time?, by_leader bool, unit_zh text?, unit_en text?,
--   ruled_zh text?, ruled_en text?)
select r.nth, r.kind, r.reason, r.at, r.ruled_at, r.by_leader, u.name_zh as unit_zh, u.name_en as unit_en, v.name_zh as ruled_zh, v.name_en as ruled_en
from matter_return r left join unit u on u.town = r.town and u.id = r.unit left join unit v on v.town = r.town and v.id = r.ruled_unit
where r.town = :town and r.matter = :matter order by r.nth limit :most;

-- @many path_links(matter int, most int) -> (other int, kind int, reason text, year int, number int, made_at time)
select l.other, l.kind, l.reason, m.year, m.number, l.made_at from matter_link l join matter m on m.town = l.town and m.id = l.other
where l.town = :town and l.matter = :matter order by l.id limit :most;

-- @many path_links_to(other int, most int) -> (matter int, kind int, reason text, year int, number int, made_at time)
select l.matter, l.kind, l.reason, m.year, m.number, l.made_at from matter_link l join matter m on m.town = l.town and m.id = l.matter
where l.town = :town and l.other = :other order by l.id limit :most;

-- Whom it complains about: for those who may read it, which those never are.
-- @many path_accused(matter int, most int) -> (unit_zh text?, unit_en text?, person text?)
select u.name_zh as unit_zh, u.name_en as unit_en, p.name as person
from matter_conflict c left join unit u on u.town = c.town and u.id = c.unit left join person p on p.town = c.town and p.id = c.person
where c.town = :town and c.matter = :matter order by c.id limit :most;

-- Returns that wait for a ruling, oldest first.
-- @many path_to_rule(post int, village int, leader bool, most int) -> (id int, title text, year int, number int, state int, due_at time?, village_zh text,
--   village_en text, at time, nth int)
select m.id, m.title, m.year, m.number, m.state, m.due_at, v.name_zh as village_zh, v.name_en as village_en, r.at, r.nth
from matter_return r join matter m on m.town = r.town and m.id = r.matter join place v on v.town = m.town and v.id = m.village
where r.town = :town and r.ruled_at is null and (:village = 0 or m.village = :village) and (r.kind = 1 or :leader = 1)
	and (m.gated = 0 or not exists (select 1 from matter_conflict cx join post o on o.town = :town and o.id = :post
		where cx.town = :town and cx.matter = m.id and (cx.unit = o.unit or cx.person = o.person)))
order by r.at, r.id limit :most;

-- Proposals that wait for a second person.
-- @many path_to_decide(kind int, post int, village int, most int) -> (id int, title text, year int, number int, state int, due_at time?, village_zh text,
--   village_en text, at time)
select m.id, m.title, m.year, m.number, m.state, m.due_at, v.name_zh as village_zh, v.name_en as village_en, d.asked_at as at
from matter_decision d join matter m on m.town = d.town and m.id = d.matter join place v on v.town = m.town and v.id = m.village
where d.town = :town and d.state = 1 and d.kind = :kind and d.asked_by <> :post and (:village = 0 or m.village = :village)
	and (m.gated = 0 or not exists (select 1 from matter_conflict cx join post o on o.town = :town and o.id = :post
		where cx.town = :town and cx.matter = m.id and (cx.unit = o.unit or cx.person = o.person)))
order by d.asked_at, d.id limit :most;

-- Withdrawals of the last days that are asked again: every fifth, by its number alone. Looks at the `scan` closed last.
-- Reads more than it gives: looks at the TODAY_SCAN that were closed last, to name every fifth of those that were withdrawn.
-- @many path_to_reask(village int, post int, since time, scan int, most int) -> (id int, title text, year int, number int, state int, due_at time?,
--   village_zh text, village_en text)
select y.id, y.title, y.year, y.number, y.state, y.due_at, y.village_zh, y.village_en
from (select m.town, m.id, m.title, m.year, m.number, m.state, m.due_at, m.sort_at, v.name_zh as village_zh, v.name_en as village_en
	from matter m join place v on v.town = m.town and v.id = m.village
	where m.town = :town and m.lane = 5 and m.sort_at >= :since and (:village = 0 or m.village = :village)
		and (m.gated = 0 or not exists (select 1 from matter_conflict cx join post o on o.town = :town and o.id = :post
			where cx.town = :town and cx.matter = m.id and (cx.unit = o.unit or cx.person = o.person)))
	order by m.sort_at desc, m.id desc limit :scan) as y
where y.state = 9 and y.number % 5 = 0 and not exists (select 1 from matter_entry e where e.town = :town and e.matter = y.id and e.act in (51, 52))
order by y.sort_at, y.id limit :most;
