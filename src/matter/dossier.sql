-- The matter page of the staff. The scope of the post stands in the first query, as in matter_for_act; the others go by the matter that it found.

-- Reads more than it gives: one matter with the names of all that it points to, its last entry, and its drafts, decisions and extensions.
-- @one dossier_matter(id int, none bool, unit int?, village int?, post int) -> (id int, year int, number int, channel int, received_at time,
--   entered_at time, entered_by int?, on_behalf bool, external_ref text, type text, village int, village_zh text, village_en text, place int,
--   place_zh text, place_en text, spot text, position text, title text, words text, level int, token blob?, state int, unit int?,
--   unit_zh text?, unit_en text?, holder int?, holder_zh text?, holder_en text?, person text?, due time?, revision int, reopened int,
--   asked bool, merged_into int?, answered_at time?, answered_by int?, closed_at time?, draft int?, draft_by int?, proposed int?, proposed_by int?, seq int, demand int,
--   upstream_due time?, extended int, extension_by int?)
select m.id, m.year, m.number, m.channel, m.received_at, m.entered_at, m.entered_by, m.on_behalf, m.external_ref, m.type, m.village,
	v.name_zh as village_zh, v.name_en as village_en, m.place, g.name_zh as place_zh, g.name_en as place_en, m.spot, m.position,
	m.title, m.words, m.identity_level as level, m.identity_token as token, m.state, m.unit, u.name_zh as unit_zh,
	u.name_en as unit_en, m.holder, h.title_zh as holder_zh, h.title_en as holder_en, n.name as person, m.due_at as due, m.revision,
	m.reopened, m.asked, m.merged_into, m.answered_at, m.answered_by, m.closed_at,
	(select a.id from answer a where a.town = m.town and a.matter = m.id and a.state = 1) as draft,
	(select a.written_by from answer a where a.town = m.town and a.matter = m.id and a.state = 1) as draft_by,
	(select max(d.kind) from matter_decision d where d.town = m.town and d.matter = m.id and d.state = 1) as proposed,
	(select max(a.person) from matter_decision d join post a on a.town = d.town and a.id = d.asked_by
		where d.town = m.town and d.matter = m.id and d.state = 1) as proposed_by,
	(select coalesce(max(e.seq), 0) from matter_entry e where e.town = m.town and e.matter = m.id) as seq,
	m.demand, m.upstream_due,
	(select count(*) from extension x where x.town = m.town and x.matter = m.id and x.state = 2) as extended,
	(select x.asked_by from extension x where x.town = m.town and x.matter = m.id and x.state = 1 and x.round = m.reopened) as extension_by
from matter m
join place v on v.town = m.town and v.id = m.village
join place g on g.town = m.town and g.id = m.place
left join unit u on u.town = m.town and u.id = m.unit
left join post h on h.town = m.town and h.id = m.holder
left join person n on n.town = h.town and n.id = h.person
where m.town = :town and m.id = :id and :none = 0
	and ((coalesce(m.unit, 0) = coalesce(:unit, m.unit, 0) and m.village = coalesce(:village, m.village))
		or m.holder = :post or m.entered_by = :post
		-- who handles the matter that this one was merged into reads what was said here
		or exists (select 1 from matter l where l.town = :town and l.town = m.town and l.id = m.merged_into
			and ((coalesce(l.unit, 0) = coalesce(:unit, l.unit, 0) and l.village = coalesce(:village, l.village))
				or l.holder = :post)))
	-- whom it complains about never reaches it
	and (m.gated = 0 or not exists (select 1 from matter_conflict cx join post o on o.town = :town and o.id = :post
		where cx.town = :town and cx.matter = m.id and (cx.unit = o.unit or cx.person = o.person)));

-- The number and title of a matter that another one leads to. Only its number is shown, so that no scope is passed round.
-- @one dossier_number(id int) -> (year int, number int)
select year, number from matter where town = :town and id = :id;

-- The whole timeline, newest first; `before` is the sequence number of the last one seen.
-- @many dossier_entries(matter int, before int, most int) -> (seq int, at time, actor_kind int, act int, state int, visible bool, text text,
--   detail text, unit_zh text?, unit_en text?, title_zh text?, title_en text?, person text?)
select e.seq, e.at, e.actor_kind, e.act, e.state, e.visible, e.text, e.detail, u.name_zh as unit_zh, u.name_en as unit_en,
	h.title_zh, h.title_en, n.name as person
from matter_entry e
left join post h on h.town = e.town and h.id = e.post
left join unit u on u.town = h.town and u.id = h.unit
left join person n on n.town = h.town and n.id = h.person
where e.town = :town and e.matter = :matter and e.seq < :before
order by e.seq desc limit :most;

-- Which of the things that come late in a matter it has.
-- @one dossier_parts(matter int) -> (answers bool, judgements bool, tries bool, followers bool, reveals bool)
select case when exists (select 1 from answer where town = :town and matter = :matter) then 1 else 0 end as answers,
	case when exists (select 1 from judgement where town = :town and matter = :matter) then 1 else 0 end as judgements,
	case when exists (select 1 from contact_try where town = :town and matter = :matter) then 1 else 0 end as tries,
	case when exists (select 1 from follower where town = :town and matter = :matter) then 1 else 0 end as followers,
	case when exists (select 1 from reveal where town = :town and matter = :matter) then 1 else 0 end as reveals;

-- @many dossier_photos(matter int, most int) -> (n int, seq int)
select n, seq from matter_photo where town = :town and matter = :matter order by n limit :most;

-- @one dossier_photo(matter int, n int) -> (picture blob, thumb blob)
select picture, thumb from matter_photo where town = :town and matter = :matter and n = :n;

-- Answers of all rounds, newest first: the one that waits for approval, those in force, those sent back.
-- @many dossier_answers(matter int, most int) -> (id int, round int, written_at time, done text, done_by text, done_on day, basis text,
--   state int, decided_at time?, reason text, title_zh text, title_en text, person text, by_zh text?, by_en text?, by_person text?)
select a.id, a.round, a.written_at, a.done, a.done_by, a.done_on, a.basis, a.state, a.decided_at, a.reason, h.title_zh, h.title_en,
	n.name as person, d.title_zh as by_zh, d.title_en as by_en, k.name as by_person
from answer a
join post h on h.town = a.town and h.id = a.written_by
join person n on n.town = h.town and n.id = h.person
left join post d on d.town = a.town and d.id = a.decided_by
left join person k on k.town = d.town and k.id = d.person
where a.town = :town and a.matter = :matter
order by a.id desc limit :most;

-- @many dossier_judgements(matter int, most int) -> (round int, follower int?, solved int, satisfied int, words text, method int, at time,
--   title_zh text?, title_en text?, person text?)
select j.round, j.follower, j.solved, j.satisfied, j.words, j.method, j.at, h.title_zh, h.title_en, n.name as person
from judgement j
left join post h on h.town = j.town and h.id = j.taken_by
left join person n on n.town = h.town and n.id = h.person
where j.town = :town and j.matter = :matter
order by j.id desc limit :most;

-- @many dossier_tries(matter int, most int) -> (channel int, result int, at time, title_zh text, title_en text, person text)
select c.channel, c.result, c.at, h.title_zh, h.title_en, n.name as person
from contact_try c
join post h on h.town = c.town and h.id = c.post
join person n on n.town = h.town and n.id = h.person
where c.town = :town and c.matter = :matter
order by c.at desc limit :most;

-- Matters that were merged into this one and still are.
-- @many dossier_followers(matter int, most int) -> (origin int, year int, number int, since time)
select f.origin, m.year, m.number, f.since
from follower f
join matter m on m.town = f.town and m.id = f.origin
where f.town = :town and f.matter = :matter and f.ended_at is null
order by f.since limit :most;

-- Who opened the name, when and for what; the resident reads the same list.
-- @many dossier_reveals(matter int, most int) -> (at time, purpose int, title_zh text?, title_en text?, person text?)
select r.at, r.purpose, h.title_zh, h.title_en, n.name as person
from reveal r
left join post h on h.town = r.town and h.id = r.post
left join person n on n.town = h.town and n.id = h.person
where r.town = :town and r.matter = :matter order by r.at desc limit :most;

-- Answers in force of the unit's newest matters that wait for judgement or are closed, as far as the post reaches them (0: no limit), to
-- notice a text that is used again.
-- @many dossier_answers_of_unit(unit int, matter int, lane int, scope_unit int, scope_village int, post int, most int) -> (year int, number int, done text)
select x.year, x.number, a.done
from (select m.town, m.id, m.year, m.number, m.sort_at from matter m
	where m.town = :town and m.unit = :unit and m.lane = :lane and m.id <> :matter and (:scope_unit = 0 or m.unit = :scope_unit)
		and (:scope_village = 0 or m.village = :scope_village)
		and (m.gated = 0 or not exists (select 1 from matter_conflict cx join post o on o.town = :town and o.id = :post
			where cx.town = :town and cx.matter = m.id and (cx.unit = o.unit or cx.person = o.person)))
	order by m.sort_at desc, m.id desc limit :most) as x
join answer a on a.town = x.town and a.matter = x.id and a.state = 2
where a.town = :town
order by x.sort_at desc, a.id desc limit :most;

-- What happened since the page was made.
-- @many dossier_newer(matter int, after int, most int) -> (seq int, at time, actor_kind int, act int, state int, visible bool, text text,
--   detail text, unit_zh text?, unit_en text?, title_zh text?, title_en text?, person text?)
select e.seq, e.at, e.actor_kind, e.act, e.state, e.visible, e.text, e.detail, u.name_zh as unit_zh, u.name_en as unit_en,
	h.title_zh, h.title_en, n.name as person
from matter_entry e
left join post h on h.town = e.town and h.id = e.post
left join unit u on u.town = h.town and u.id = h.unit
left join person n on n.town = h.town and n.id = h.person
where e.town = :town and e.matter = :matter and e.seq > :after
order by e.seq limit :most;
