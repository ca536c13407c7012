-- Search by words. A document is an entry of a timeline; the first one of a matter has the matter's own words.

-- @one search_head_row() -> (upto int, merged int, token int)
select upto, merged, token from search_head where town = :town;

-- @do search_head_set(upto int, merged int, token int)
insert into search_head (town, upto, merged, token) values (:town, :upto, :merged, :token)
on conflict (town) do update set upto = excluded.upto, merged = excluded.merged, token = excluded.token;

-- @one search_newest() -> (seq int)
select coalesce(max(seq), 0) as seq from matter_entry where town = :town;

-- Documents with all their words; an answer stands in its entry.
-- @many search_docs(after int, upto int, most int) -> (seq int, text text, words text?, spot text?)
select e.seq, e.text, case when e.act = 1 then m.words end as words, case when e.act = 1 then m.spot end as spot
from matter_entry e
join matter m on m.town = e.town and m.id = e.matter
where e.town = :town and e.seq > :after and e.seq <= :upto
order by e.seq limit :most;

-- The newest of them first: those in no list yet.
-- @many search_tail(after int, before int, most int) -> (seq int, text text, words text?, spot text?)
select e.seq, e.text, case when e.act = 1 then m.words end as words, case when e.act = 1 then m.spot end as spot
from matter_entry e
join matter m on m.town = e.town and m.id = e.matter
where e.town = :town and e.seq > :after and e.seq < :before
order by e.seq desc limit :most;

-- Of eight documents those that the post may see, in no order, with their words and all that a line of the result says; the scope is that of the
-- matter page, its guests too, and who is complained about sees nothing.
-- @many search_seen(a int, b int, c int, d int, e int, f int, g int, h int, none bool, unit int, village int, post int, own_unit int, person int,
--   now time, most int) -> (seq int, matter int, at time, act int, lane int, year int, number int, title text, state int, type text, village int,
--   village_zh text, village_en text, unit int?, unit_zh text?, unit_en text?, due_at time?, text text, words text?, spot text?)
select n.seq, n.matter, n.at, n.act, m.lane, m.year, m.number, m.title, m.state, m.type, m.village, v.name_zh as village_zh, v.name_en as village_en,
	m.unit, u.name_zh as unit_zh, u.name_en as unit_en, m.due_at, n.text, case when n.act = 1 then m.words end as words,
	case when n.act = 1 then m.spot end as spot
from matter_entry n
join matter m on m.town = n.town and m.id = n.matter
join place v on v.town = m.town and v.id = m.village
left join unit u on u.town = m.town and u.id = m.unit
where n.town = :town and n.seq in (:a, :b, :c, :d, :e, :f, :g, :h) and :none = 0
	and (((:unit = 0 or m.unit = :unit) and (:village = 0 or m.village = :village)) or m.holder = :post or m.entered_by = :post
		or exists (select 1 from matter_guest x where x.town = m.town and x.matter = m.id and x.ended_at is null
			and (x.until_at is null or x.until_at > :now)
			and (x.post = :post or (x.unit = :unit and (:village = 0 or m.village = :village)))))
	and not exists (select 1 from matter_conflict x where x.town = m.town and x.matter = m.id and (x.unit = :own_unit or x.person = :person))
limit :most;

-- When an entry, or the last one before it, was written.
-- @one search_time(seq int) -> (seq int, at time)
select seq, at from matter_entry where town = :town and seq <= :seq order by seq desc limit 1;

-- @one search_list_at(token int, first int) -> (first int, docs blob)
select first, docs from search_list where town = :town and token = :token and first <= :first order by first desc limit 1;

-- @do search_list_insert(token int, first int, docs blob)
insert into search_list (town, token, first, docs) values (:town, :token, :first, :docs);

-- @one search_token_next(after int) -> (token int)
select token from search_list where town = :town and token > :after order by token limit 1;

-- @many search_list_span(token int, from_first int, to_first int, most int) -> (first int, docs blob)
select first, docs from search_list where town = :town and token = :token and first >= :from_first and first < :to_first order by first limit :most;

-- @change search_list_delete(token int, from_first int, to_first int)
delete from search_list where town = :town and token = :token and first >= :from_first and first < :to_first;
