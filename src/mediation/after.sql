-- What follows an agreement: the court, what other parties say, allowances, rounds, signed papers, and what falls due.

-- @do mediation_court_insert(mediation int, round int, last_on day)
insert into mediation_court (town, mediation, round, last_on, ground, court, asked_on, ruling, ruled_on, paper)
values (:town, :mediation, :round, :last_on, 0, '', null, 0, null, '');

-- @change mediation_court_ask(mediation int, round int, ground int, court text, on_day day)
update mediation_court set ground = :ground, court = :court, asked_on = :on_day
where town = :town and mediation = :mediation and round = :round and asked_on is null;

-- @change mediation_court_rule(mediation int, round int, ruling int, paper text, on_day day)
update mediation_court set ruling = :ruling, paper = :paper, ruled_on = :on_day
where town = :town and mediation = :mediation and round = :round and asked_on is not null and ruling = 0;

-- @one mediation_court(mediation int, round int) -> (last_on day, ground int, court text, asked_on day?, ruling int, ruled_on day?, paper text)
select last_on, ground, court, asked_on, ruling, ruled_on, paper from mediation_court
where town = :town and mediation = :mediation and round = :round;

-- Of the agreement in force.
-- @one mediation_court_now(mediation int) -> (last_on day, asked_on day?, ruling int)
select c.last_on, c.asked_on, c.ruling from mediation m
join mediation_court c on c.town = m.town and c.mediation = m.id and c.round = m.round
where m.town = :town and m.id = :mediation;

-- ---- what other parties say ----

-- @do mediation_heard_insert(id int, mediation int, party int, round int, solved int, satisfied int, method int, words text, post int, at time)
insert into mediation_heard (town, id, mediation, party, round, solved, satisfied, method, words, post, at)
values (:town, :id, :mediation, :party, :round, :solved, :satisfied, :method, :words, :post, :at);

-- @many mediation_heards(mediation int, most int) -> (party int, round int, solved int, satisfied int, method int, words text, at time,
--   title_zh text, title_en text, person text)
select d.party, d.round, d.solved, d.satisfied, d.method, d.words, d.at, o.title_zh, o.title_en, h.name as person
from mediation_heard d
join post o on o.town = d.town and o.id = d.post
join person h on h.town = o.town and h.id = o.person
where d.town = :town and d.mediation = :mediation order by d.id limit :most;

-- Settled cases whose other parties may still be asked, newest first, for a clerk of another unit: no more of the case than its number.
-- Reads more than it gives: may begin with the places of the township, some fifty, and look into the cases of each.
-- @many mediation_to_hear(unit int, village int?, most int) -> (id int, year int, number int, village_zh text, village_en text, unit_zh text,
--   unit_en text, effective_on day?, party int, side int)
select m.id, m.year, m.number, v.name_zh as village_zh, v.name_en as village_en, u.name_zh as unit_zh, u.name_en as unit_en, m.effective_on,
	y.n as party, y.side
from mediation m
join mediation_party y on y.town = m.town and y.mediation = m.id
join place v on v.town = m.town and v.id = m.village
join unit u on u.town = m.town and u.id = m.unit
where m.town = :town and m.lane = 2 and m.unit <> :unit and m.village = coalesce(:village, m.village) and y.side > 1
	and not exists (select 1 from mediation_heard d where d.town = y.town and d.mediation = y.mediation and d.party = y.n and d.round = m.round)
order by m.id desc limit :most;

-- @one mediation_hearable(id int, party int, unit int, village int?) -> (id int, year int, number int, round int, unit int, token blob, side int)
select m.id, m.year, m.number, m.round, m.unit, y.token, y.side
from mediation m
join mediation_party y on y.town = m.town and y.mediation = m.id and y.n = :party
where m.town = :town and m.id = :id and m.stage in (4, 7) and m.unit <> :unit and m.village = coalesce(:village, m.village) and y.side > 1
	and not exists (select 1 from mediation_heard d where d.town = y.town and d.mediation = y.mediation and d.party = y.n and d.round = m.round);

-- ---- allowances ----

-- @do mediation_rate_insert(valid_from day, level int, fen int, basis text, post int, at time)
insert into mediation_rate (town, valid_from, level, fen, basis, post, at) values (:town, :valid_from, :level, :fen, :basis, :post, :at)
on conflict (town, valid_from, level) do update set fen = excluded.fen, basis = excluded.basis, post = excluded.post, at = excluded.at;

-- @one mediation_rate_of(level int, today day) -> (valid_from day, fen int, basis text)
select valid_from, fen, basis from mediation_rate where town = :town and level = :level and valid_from <= :today
order by valid_from desc limit 1;

-- @many mediation_rates(most int) -> (valid_from day, level int, fen int, basis text)
select valid_from, level, fen, basis from mediation_rate where town = :town order by valid_from desc, level limit :most;

-- @do mediation_subsidy_insert(matter int, mediation int, level int, fen int, rate_from day, on_day day, post int, by int, at time)
insert into mediation_subsidy (town, matter, mediation, level, fen, rate_from, claimed_on, post, by, at)
values (:town, :matter, :mediation, :level, :fen, :rate_from, :on_day, :post, :by, :at);

-- @one mediation_subsidy_of(matter int) -> (mediation int, level int, fen int, claimed_on day)
select mediation, level, fen, claimed_on from mediation_subsidy where town = :town and matter = :matter;

-- Whether this dispute was paid for: under its matter, one that was merged into it, or one that is the same thing or the same raised again.
-- @one mediation_subsidy_there(matter int) -> (n int)
select count(*) as n from mediation_subsidy s
where s.town = :town and (s.matter = :matter
	or s.matter in (select f.origin from follower f where f.town = :town and f.matter = :matter)
	or s.matter in (select k.other from matter_link k where k.town = :town and k.matter = :matter and k.kind in (1, 2))
	or s.matter in (select k.matter from matter_link k where k.town = :town and k.other = :matter and k.kind in (1, 2)));

-- The sheet of a month.
-- @many mediation_subsidies(from_on day, to_on day, unit int, most int) -> (mediation int, year int, number int, kind int, level int, fen int,
--   claimed_on day, form int?, effective_on day?, name text, unit_zh text, unit_en text, title_zh text, village_zh text, village_en text)
select s.mediation, m.year, m.number, m.kind, s.level, s.fen, s.claimed_on, a.form, m.effective_on, h.name, u.name_zh as unit_zh,
	u.name_en as unit_en, o.title_zh, v.name_zh as village_zh, v.name_en as village_en
from mediation_subsidy s
join mediation m on m.town = s.town and m.id = s.mediation
left join mediation_agreement a on a.town = m.town and a.mediation = m.id and a.round = m.round
join post o on o.town = s.town and o.id = s.post
join person h on h.town = o.town and h.id = o.person
join unit u on u.town = m.town and u.id = m.unit
join place v on v.town = m.town and v.id = m.village
where s.town = :town and s.claimed_on between :from_on and :to_on and (:unit = 0 or m.unit = :unit)
order by s.claimed_on, s.matter limit :most;

-- ---- rounds ----

-- @do mediation_sweep_insert(id int, village int?, unit int, from_on day, to_on day, post int, at time)
insert into mediation_sweep (town, id, village, unit, from_on, to_on, result, words, post, at, ended_at)
values (:town, :id, :village, :unit, :from_on, :to_on, 0, '', :post, :at, null);

-- @change mediation_sweep_end(id int, result int, words text, at time)
update mediation_sweep set result = :result, words = :words, ended_at = :at where town = :town and id = :id and result = 0;

-- @one mediation_sweep(id int, unit int) -> (id int, village int?, village_zh text?, village_en text?, unit int, unit_zh text, unit_en text,
--   from_on day, to_on day, result int, words text, ended_at time?, found int)
select s.id, s.village, v.name_zh as village_zh, v.name_en as village_en, s.unit, u.name_zh as unit_zh, u.name_en as unit_en, s.from_on, s.to_on,
	s.result, s.words, s.ended_at,
	(select count(*) from mediation m where m.town = s.town and m.sweep = s.id) as found
from mediation_sweep s
join unit u on u.town = s.town and u.id = s.unit
left join place v on v.town = s.town and v.id = s.village
where s.town = :town and s.id = :id and (:unit = 0 or s.unit = :unit);

-- @many mediation_sweeps(before int, most int) -> (id int, village_zh text?, village_en text?, unit_zh text, unit_en text,
--   from_on day, to_on day, result int, found int)
select s.id, v.name_zh as village_zh, v.name_en as village_en, u.name_zh as unit_zh, u.name_en as unit_en, s.from_on, s.to_on, s.result,
	(select count(*) from mediation m where m.town = s.town and m.sweep = s.id) as found
from mediation_sweep s
join unit u on u.town = s.town and u.id = s.unit
left join place v on v.town = s.town and v.id = s.village
where s.town = :town and s.id < :before order by s.id desc limit :most;

-- @many mediation_sweeps_of_unit(unit int, before int, most int) -> (id int, village_zh text?, village_en text?, unit_zh text, unit_en text,
--   from_on day, to_on day, result int, found int)
select s.id, v.name_zh as village_zh, v.name_en as village_en, u.name_zh as unit_zh, u.name_en as unit_en, s.from_on, s.to_on, s.result,
	(select count(*) from mediation m where m.town = s.town and m.sweep = s.id) as found
from mediation_sweep s
join unit u on u.town = s.town and u.id = s.unit
left join place v on v.town = s.town and v.id = s.village
where s.town = :town and s.unit = :unit and s.id < :before order by s.id desc limit :most;

-- ---- signed papers ----

-- @one mediation_scan_last(mediation int) -> (n int)
select coalesce(max(n), 0) as n from mediation_scan where town = :town and mediation = :mediation;

-- @do mediation_scan_insert(mediation int, n int, part int, picture blob, thumb blob, width int, height int, post int, at time)
insert into mediation_scan (town, mediation, n, part, picture, thumb, width, height, post, at)
values (:town, :mediation, :n, :part, :picture, :thumb, :width, :height, :post, :at);

-- @many mediation_scans(mediation int, most int) -> (n int, part int, at time)
select n, part, at from mediation_scan where town = :town and mediation = :mediation order by part, n limit :most;

-- @one mediation_scan(mediation int, n int) -> (part int, picture blob, thumb blob)
select part, picture, thumb from mediation_scan where town = :town and mediation = :mediation and n = :n;

-- ---- what falls due, for the post that mediates ----

-- @many mediation_due_pays(post int, until day, most int) -> (id int, year int, number int, n int, due_on day, fen int, what text)
select m.id, m.year, m.number, i.n, i.due_on, i.fen, i.what
from mediation_seat s
join mediation m on m.town = s.town and m.id = s.mediation
join mediation_instalment i on i.town = m.town and i.mediation = m.id and i.round = m.round and i.open = 1 and i.due_on <= :until
where s.town = :town and s.post = :post and s.lane = 2 and s.until is null and s.part > 0
order by i.due_on, m.id, i.n limit :most;

-- @many mediation_due_courts(post int, today day, until day, most int) -> (id int, year int, number int, last_on day)
select m.id, m.year, m.number, c.last_on
from mediation_seat s
join mediation m on m.town = s.town and m.id = s.mediation
join mediation_court c on c.town = m.town and c.mediation = m.id and c.round = m.round and c.waits = 1 and c.last_on between :today and :until
where s.town = :town and s.post = :post and s.lane = 2 and s.until is null and s.part > 0
order by c.last_on, m.id limit :most;

-- Cases that have taken more than their month, or are near it.
-- @many mediation_due_cases(post int, until day, most int) -> (id int, year int, number int, kind int, stage int, due_on day)
select m.id, m.year, m.number, m.kind, m.stage, m.due_on
from mediation_seat s
join mediation m on m.town = s.town and m.id = s.mediation
where s.town = :town and s.post = :post and s.lane = 1 and s.until is null and m.due_on <= :until
order by m.due_on, m.id limit :most;

-- Whether this file is shown here.
-- @one mediation_keeps(file blob) -> (kept bool)
select case when exists (select 1 from mediation_scan p where p.town = :town and p.picture = :file)
	or exists (select 1 from mediation_scan p where p.town = :town and p.thumb = :file) then 1 else 0 end as kept;

-- Every file that is shown here, for `heye check`.
-- @each mediation_files() -> (picture blob, thumb blob?)
select f.picture, f.thumb from mediation_scan f where f.town = :town;
