-- Cases and what hangs on them. Who reaches a case stands in every query that finds one: leaders and auditors by area, heads by their
-- committee, everybody else by a seat that runs. Who was recused, and whom the matter complains about, reaches it in no way.

-- @one mediation_case(id int, none bool, whole bool, village int?, unit int, post int, own int, person int) -> (id int, year int, number int,
--   matter int, matter_state int, matter_unit int?, matter_holder int?, matter_year int, matter_number int, unit int, unit_zh text,
--   unit_en text, unit_phone text, village int, village_zh text, village_en text, place int, place_zh text, place_en text, kind int, nature int,
--   source int, spoken bool, facts text, wish text, sweep int?, registered_at time, registered_by int, stage int, round int, due_on day,
--   noticed_on day?, begun_at time?, ended_at time?, why int, words text, told_on day?, effective_on day?, settled_on day?, kept int,
--   kept_on day?, filed_on day?, filed_by int?, keep_years int?, file_note text, revision int, seat int?)
select m.id, m.year, m.number, m.matter, t.state as matter_state, t.unit as matter_unit, t.holder as matter_holder, t.year as matter_year,
	t.number as matter_number, m.unit, u.name_zh as unit_zh, u.name_en as unit_en, u.phone as unit_phone, m.village, v.name_zh as village_zh,
	v.name_en as village_en, m.place, g.name_zh as place_zh, g.name_en as place_en, m.kind, m.nature, m.source, m.spoken, m.facts, m.wish,
	m.sweep, m.registered_at, m.registered_by, m.stage, m.round, m.due_on, m.noticed_on, m.begun_at, m.ended_at, m.why, m.words, m.told_on,
	m.effective_on, m.settled_on, m.kept, m.kept_on, m.filed_on, m.filed_by, m.keep_years, m.file_note, m.revision, s.post as seat
from mediation m
join matter t on t.town = m.town and t.id = m.matter
join unit u on u.town = m.town and u.id = m.unit
join place v on v.town = m.town and v.id = m.village
join place g on g.town = m.town and g.id = m.place
left join mediation_seat s on s.town = m.town and s.mediation = m.id and s.post = :post and s.until is null
where m.town = :town and m.id = :id and :none = 0
	and ((:whole = 1 and m.village = coalesce(:village, m.village)) or m.unit = :unit or s.post is not null)
	and not exists (select 1 from mediation_seat r where r.town = m.town and r.mediation = m.id and r.post = :post and r.why > 0)
	and not exists (select 1 from matter_conflict x where x.town = m.town and x.matter = m.matter and (x.unit = :own or x.person = :person));

-- @one mediation_of_matter(matter int) -> (id int, year int, number int, stage int, kind int, unit int, effective_on day?, kept int)
select id, year, number, stage, kind, unit, effective_on, kept from mediation where town = :town and matter = :matter;

-- @one mediation_unit(id int) -> (name_zh text, name_en text)
select name_zh, name_en from unit where town = :town and id = :id;

-- @one mediation_next_number(year int) -> (number int)
insert into mediation_number (town, year, last) values (:town, :year, 1)
on conflict (town, year) do update set last = mediation_number.last + 1
returning last as number;

-- @do mediation_insert(id int, year int, number int, matter int, unit int, village int, place int, kind int, nature int, source int, spoken bool,
--   facts text, wish text, sweep int?, at time, post int, due_on day)
insert into mediation (town, id, year, number, matter, unit, village, place, kind, nature, source, spoken, facts, wish, sweep, registered_at,
	registered_by, stage, round, due_on, noticed_on, begun_at, ended_at, why, words, told_on, effective_on, settled_on, kept, kept_on, filed_on,
	filed_by, keep_years, file_note, revision)
values (:town, :id, :year, :number, :matter, :unit, :village, :place, :kind, :nature, :source, :spoken, :facts, :wish, :sweep, :at,
	:post, 1, 0, :due_on, null, null, null, 0, '', null, null, null, 0, null, null, null, null, '', 1);

-- @change mediation_set(id int, revision int, stage int, round int, noticed_on day?, begun_at time?, ended_at time?, why int, words text,
--   told_on day?, effective_on day?, settled_on day?, kept int, kept_on day?, filed_on day?, filed_by int?, keep_years int?, file_note text)
update mediation set stage = :stage, round = :round, noticed_on = :noticed_on, begun_at = :begun_at, ended_at = :ended_at, why = :why,
	words = :words, told_on = :told_on, effective_on = :effective_on, settled_on = :settled_on, kept = :kept, kept_on = :kept_on,
	filed_on = :filed_on, filed_by = :filed_by, keep_years = :keep_years, file_note = :file_note, revision = revision + 1
where town = :town and id = :id and revision = :revision;

-- ---- lists ----

-- @many mediation_list_town(lane int, village int?, own int, person int, before int, most int) -> (id int, year int, number int, kind int,
--   stage int, kept int, village_zh text, village_en text, unit_zh text, unit_en text, registered_at time, due_on day, effective_on day?,
--   ended_at time?)
select m.id, m.year, m.number, m.kind, m.stage, m.kept, v.name_zh as village_zh, v.name_en as village_en, u.name_zh as unit_zh,
	u.name_en as unit_en, m.registered_at, m.due_on, m.effective_on, m.ended_at
from mediation m
join place v on v.town = m.town and v.id = m.village
join unit u on u.town = m.town and u.id = m.unit
where m.town = :town and m.lane = :lane and m.id < :before and m.village = coalesce(:village, m.village)
	and not exists (select 1 from matter_conflict x where x.town = m.town and x.matter = m.matter and (x.unit = :own or x.person = :person))
order by m.id desc limit :most;

-- @many mediation_list_unit(unit int, post int, lane int, own int, person int, before int, most int) -> (id int, year int, number int, kind int,
--   stage int, kept int, village_zh text, village_en text, unit_zh text, unit_en text, registered_at time, due_on day, effective_on day?,
--   ended_at time?)
select m.id, m.year, m.number, m.kind, m.stage, m.kept, v.name_zh as village_zh, v.name_en as village_en, u.name_zh as unit_zh,
	u.name_en as unit_en, m.registered_at, m.due_on, m.effective_on, m.ended_at
from mediation m
join place v on v.town = m.town and v.id = m.village
join unit u on u.town = m.town and u.id = m.unit
where m.town = :town and m.unit = :unit and m.lane = :lane and m.id < :before
	and not exists (select 1 from mediation_seat r where r.town = m.town and r.mediation = m.id and r.post = :post and r.why > 0)
	and not exists (select 1 from matter_conflict x where x.town = m.town and x.matter = m.matter and (x.unit = :own or x.person = :person))
order by m.id desc limit :most;

-- @many mediation_list_post(post int, lane int, own int, person int, before int, most int) -> (id int, year int, number int, kind int,
--   stage int, kept int, village_zh text, village_en text, unit_zh text, unit_en text, registered_at time, due_on day, effective_on day?,
--   ended_at time?)
select m.id, m.year, m.number, m.kind, m.stage, m.kept, v.name_zh as village_zh, v.name_en as village_en, u.name_zh as unit_zh,
	u.name_en as unit_en, m.registered_at, m.due_on, m.effective_on, m.ended_at
from mediation_seat s
join mediation m on m.town = s.town and m.id = s.mediation
join place v on v.town = m.town and v.id = m.village
join unit u on u.town = m.town and u.id = m.unit
where s.town = :town and s.post = :post and s.lane = :lane and s.until is null and s.mediation < :before
	and not exists (select 1 from matter_conflict x where x.town = m.town and x.matter = m.matter and (x.unit = :own or x.person = :person))
order by s.mediation desc limit :most;

-- ---- parties ----

-- @do mediation_party_insert(mediation int, n int, side int, body int, token blob, seen bool, proxy bool)
insert into mediation_party (town, mediation, n, side, body, token, willing, willing_on, willing_how, open_fine, seen, proxy, copy_on)
values (:town, :mediation, :n, :side, :body, :token, 0, null, 0, 0, :seen, :proxy, null);

-- @change mediation_party_set(mediation int, n int, side int, body int, seen bool, proxy bool)
update mediation_party set side = :side, body = :body, seen = :seen, proxy = :proxy where town = :town and mediation = :mediation and n = :n;

-- @change mediation_party_answer(mediation int, n int, willing int, on_day day, how int, open_fine bool)
update mediation_party set willing = :willing, willing_on = :on_day, willing_how = :how, open_fine = :open_fine
where town = :town and mediation = :mediation and n = :n;

-- @change mediation_party_copy(mediation int, n int, on_day day)
update mediation_party set copy_on = :on_day where town = :town and mediation = :mediation and n = :n;

-- @do mediation_party_no_copies(mediation int)
update mediation_party set copy_on = null where town = :town and mediation = :mediation;

-- @many mediation_parties(mediation int, most int) -> (n int, side int, body int, token blob, willing int, willing_on day?, willing_how int,
--   open_fine bool, seen bool, proxy bool, copy_on day?)
select n, side, body, token, willing, willing_on, willing_how, open_fine, seen, proxy, copy_on from mediation_party
where town = :town and mediation = :mediation order by side, n limit :most;

-- @one mediation_party_last(mediation int) -> (n int)
select coalesce(max(n), 0) as n from mediation_party where town = :town and mediation = :mediation;

-- @one mediation_of_token(token blob) -> (mediation int)
select mediation from mediation_party where town = :town and token = :token limit 1;

-- ---- seats ----

-- @do mediation_seat_put(mediation int, post int, part int, chosen int, lane int, since time)
insert into mediation_seat (town, mediation, post, part, chosen, lane, since, until, why)
values (:town, :mediation, :post, :part, :chosen, :lane, :since, null, 0)
on conflict (town, mediation, post) do update set part = excluded.part, chosen = excluded.chosen, lane = excluded.lane, until = null;

-- @change mediation_seat_end(mediation int, post int, at time, why int)
update mediation_seat set until = :at, why = :why where town = :town and mediation = :mediation and post = :post;

-- Who only registered a case lets go of it when a mediator has it; a clerk keeps the papers.
-- @do mediation_seat_let_go(mediation int, at time)
update mediation_seat set until = :at where town = :town and mediation = :mediation and part = 0 and until is null
	and post in (select o.id from post o where o.town = :town and o.role <> 1);

-- The first mediator before becomes a further one.
-- @do mediation_seat_step_back(mediation int, post int)
update mediation_seat set part = 2 where town = :town and mediation = :mediation and part = 1 and post <> :post;

-- @do mediation_seat_lane(mediation int, lane int)
update mediation_seat set lane = :lane where town = :town and mediation = :mediation;

-- @one mediation_seat(mediation int, post int) -> (part int, until time?, why int)
select part, until, why from mediation_seat where town = :town and mediation = :mediation and post = :post;

-- @many mediation_seats(mediation int, most int) -> (post int, part int, chosen int, since time, until time?, why int, name text, title_zh text,
--   title_en text, unit_zh text, unit_en text)
select s.post, s.part, s.chosen, s.since, s.until, s.why, h.name, o.title_zh, o.title_en, u.name_zh as unit_zh, u.name_en as unit_en
from mediation_seat s
join post o on o.town = s.town and o.id = s.post
join person h on h.town = o.town and h.id = o.person
join unit u on u.town = o.town and u.id = o.unit
where s.town = :town and s.mediation = :mediation order by s.part, s.since, s.post limit :most;

-- Who may be chosen: posts of the committee first, then those of the villages and the other offices.
-- @many mediation_choices(mediation int, unit int, today day, most int) -> (post int, name text, title_zh text, title_en text, unit_zh text,
--   unit_en text, own int)
select o.id as post, h.name, o.title_zh, o.title_en, u.name_zh as unit_zh, u.name_en as unit_en, case when o.unit = :unit then 1 else 0 end as own
from post o
join person h on h.town = o.town and h.id = o.person
join unit u on u.town = o.town and u.id = o.unit
where o.town = :town and o.role in (3, 4, 6) and h.ended_at is null and o.valid_from <= :today and (o.valid_to is null or o.valid_to >= :today)
	and u.kind < 4
	and not exists (select 1 from mediation_seat r where r.town = o.town and r.mediation = :mediation and r.post = o.id
		and (r.why > 0 or (r.part > 0 and r.until is null)))
	and not exists (select 1 from mediation m join matter_conflict x on x.town = m.town and x.matter = m.matter
		where m.town = o.town and m.id = :mediation and (x.unit = o.unit or x.person = o.person))
order by case when o.unit = :unit then 0 else 1 end, u.sort, o.role, o.id limit :most;

-- @one mediation_choice(mediation int, post int, today day) -> (post int)
select o.id as post
from post o
join person h on h.town = o.town and h.id = o.person
where o.town = :town and o.id = :post and o.role in (3, 4, 6) and h.ended_at is null and o.valid_from <= :today
	and (o.valid_to is null or o.valid_to >= :today)
	and not exists (select 1 from mediation_seat r where r.town = o.town and r.mediation = :mediation and r.post = o.id and r.why > 0)
	and not exists (select 1 from mediation m join matter_conflict x on x.town = m.town and x.matter = m.matter
		where m.town = o.town and m.id = :mediation and (x.unit = o.unit or x.person = o.person));

-- Open cases in which a post mediates, for whoever would end it.
-- @one mediation_held(post int) -> (n int)
select count(*) as n from mediation_seat where town = :town and post = :post and lane in (1, 2) and until is null and part > 0;

-- ---- records ----

-- @do mediation_record_insert(id int, mediation int, kind int, round int, on_day day, spot text, people text, words text, result int, flags int,
--   post int, at time)
insert into mediation_record (town, id, mediation, kind, round, on_day, spot, people, words, result, flags, post, at)
values (:town, :id, :mediation, :kind, :round, :on_day, :spot, :people, :words, :result, :flags, :post, :at);

-- @many mediation_records(mediation int, most int) -> (id int, kind int, round int, on_day day, spot text, people text, words text, result int,
--   flags int, at time, title_zh text, title_en text, person text)
select r.id, r.kind, r.round, r.on_day, r.spot, r.people, r.words, r.result, r.flags, r.at, o.title_zh, o.title_en, h.name as person
from mediation_record r
join post o on o.town = r.town and o.id = r.post
join person h on h.town = o.town and h.id = o.person
where r.town = :town and r.mediation = :mediation order by r.id limit :most;

-- ---- agreement ----

-- @do mediation_agreement_put(mediation int, round int, form int, oral_ok bool, facts text, disputed text, terms text, manner text, last_on day?,
--   fen int, copies int, post int, at time)
insert into mediation_agreement (town, mediation, round, form, oral_ok, facts, disputed, terms, manner, last_on, fen, parties_on, mediator_on,
	seal_on, effective_on, copies, post, at)
values (:town, :mediation, :round, :form, :oral_ok, :facts, :disputed, :terms, :manner, :last_on, :fen, null, null, null, null, :copies, :post, :at)
on conflict (town, mediation, round) do update set form = excluded.form, oral_ok = excluded.oral_ok, facts = excluded.facts,
	disputed = excluded.disputed, terms = excluded.terms, manner = excluded.manner, last_on = excluded.last_on, fen = excluded.fen,
	copies = excluded.copies, post = excluded.post, at = excluded.at;

-- @change mediation_agreement_sign(mediation int, round int, parties_on day, mediator_on day?, seal_on day?, effective_on day)
update mediation_agreement set parties_on = :parties_on, mediator_on = :mediator_on, seal_on = :seal_on, effective_on = :effective_on
where town = :town and mediation = :mediation and round = :round and effective_on is null;

-- @one mediation_agreement(mediation int, round int) -> (round int, form int, oral_ok bool, facts text, disputed text, terms text, manner text,
--   last_on day?, fen int, parties_on day?, mediator_on day?, seal_on day?, effective_on day?, copies int, at time)
select round, form, oral_ok, facts, disputed, terms, manner, last_on, fen, parties_on, mediator_on, seal_on, effective_on, copies, at
from mediation_agreement where town = :town and mediation = :mediation and round = :round;

-- @do mediation_instalment_insert(mediation int, round int, n int, due_on day, fen int, what text)
insert into mediation_instalment (town, mediation, round, n, due_on, fen, what, met_on, broken_on, reminded_at)
values (:town, :mediation, :round, :n, :due_on, :fen, :what, null, null, null);

-- @one mediation_instalment_last(mediation int, round int) -> (n int, fen int)
select coalesce(max(n), 0) as n, coalesce(sum(fen), 0) as fen from mediation_instalment
where town = :town and mediation = :mediation and round = :round;

-- @many mediation_instalments(mediation int, most int) -> (round int, n int, due_on day, fen int, what text, met_on day?, broken_on day?,
--   reminded_at time?)
select round, n, due_on, fen, what, met_on, broken_on, reminded_at from mediation_instalment
where town = :town and mediation = :mediation order by round, due_on, n limit :most;

-- @change mediation_instalment_meet(mediation int, round int, n int, on_day day, at time)
update mediation_instalment set met_on = :on_day, reminded_at = coalesce(reminded_at, :at)
where town = :town and mediation = :mediation and round = :round and n = :n and met_on is null and broken_on is null;

-- @change mediation_instalment_break(mediation int, round int, n int, on_day day, at time)
update mediation_instalment set broken_on = :on_day, reminded_at = coalesce(reminded_at, :at)
where town = :town and mediation = :mediation and round = :round and n = :n and met_on is null and broken_on is null;

-- @one mediation_instalments_open(mediation int, round int) -> (n int)
select count(*) as n from mediation_instalment where town = :town and mediation = :mediation and round = :round and met_on is null;

-- Of a round that is over nobody is reminded.
-- @do mediation_instalments_over(mediation int, round int, at time)
update mediation_instalment set reminded_at = :at where town = :town and mediation = :mediation and round = :round and reminded_at is null;

-- Instalments that fall due and nobody was reminded of.
-- @many mediation_instalments_due(until day, most int) -> (mediation int, round int, n int, due_on day)
select mediation, round, n, due_on from mediation_instalment
where town = :town and reminded_at is null and due_on <= :until order by due_on, mediation, n limit :most;

-- @change mediation_instalment_remind(mediation int, round int, n int, at time)
update mediation_instalment set reminded_at = :at where town = :town and mediation = :mediation and round = :round and n = :n;
