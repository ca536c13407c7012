-- The daily digest of a post, and quiet hours.

-- @one digest_quiet() -> (from_hour int, until_hour int)
select from_hour, until_hour from quiet where town = :town;

-- @do digest_quiet_set(from_hour int, until_hour int)
insert into quiet (town, from_hour, until_hour) values (:town, :from_hour, :until_hour)
on conflict (town) do update set from_hour = excluded.from_hour, until_hour = excluded.until_hour;

-- @do digest_insert(post int, on_day day, at time)
insert into digest (town, post, day, made_at, n) values (:town, :post, :on_day, :at, 1)
on conflict (town, post, day) do update set n = digest.n + 1;

-- @one digest_line(post int, on_day day, what int, due time, matter int, kind int) -> (matter int)
select matter from digest_line where town = :town and post = :post and day = :on_day and what = :what and due_at = :due and matter = :matter
	and kind = :kind;

-- @do digest_line_insert(post int, on_day day, what int, due time, matter int, kind int)
insert into digest_line (town, post, day, what, due_at, matter, kind) values (:town, :post, :on_day, :what, :due, :matter, :kind);

-- @one digest_one(post int, on_day day) -> (n int, made_at time)
select n, made_at from digest where town = :town and post = :post and day = :on_day;

-- The newest ones of a post; one that is still being gathered is not there yet.
-- @many digest_days(post int, today day, most int) -> (day day, n int)
select day, n from digest where town = :town and post = :post and day <= :today order by day desc limit :most;

-- Its lines in the order of the page, after the last one seen. A matter that complains about the reader's unit or person is left out.
-- @many digest_lines(post int, on_day day, unit int, person int, what int, due time, matter int, kind int, most int)
--   -> (what int, kind int, due time,
--   matter int, title text, year int, number int, state int, village_zh text, village_en text)
select l.what, l.kind, l.due_at as due, l.matter, m.title, m.year, m.number, m.state, v.name_zh as village_zh, v.name_en as village_en
from digest_line l
join matter m on m.town = l.town and m.id = l.matter
join place v on v.town = m.town and v.id = m.village
where l.town = :town and l.post = :post and l.day = :on_day and (l.what > :what or (l.what = :what and (l.due_at > :due
	or (l.due_at = :due and (l.matter > :matter or (l.matter = :matter and l.kind > :kind)))))) and not exists (select 1 from matter_conflict x where x.town = l.town
	and x.matter = l.matter and (x.unit = :unit or x.person = :person))
order by l.what, l.due_at, l.matter, l.kind limit :most;
