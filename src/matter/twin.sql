-- Open matters that may tell of the same thing: of the same village, received near the same day. Scope and the conflict gate stand in the query.

-- @one twin_self(id int) -> (village int, place int, type text, words text, received_at time)
select village, place, type, words, received_at from matter where town = :town and id = :id;

-- Reads more than it gives: of the matters of sixty days those of one village are kept; the list of either may lead there.
-- @many twin_near(self int, village int, lane int, since time, until time, scope_unit int, scope_village int, post int, most int) -> (id int, year int,
--   number int, state int, type text, words text, place int, place_zh text, place_en text, received_at time, photo int?)
select m.id, m.year, m.number, m.state, m.type, m.words, m.place, g.name_zh as place_zh, g.name_en as place_en, m.received_at,
	(select min(h.n) from matter_photo h where h.town = m.town and h.matter = m.id) as photo
from matter m
join place g on g.town = m.town and g.id = m.place
where m.town = :town and m.village = :village and m.lane = :lane and m.received_at >= :since and m.received_at <= :until and m.id <> :self
	and (:scope_unit = 0 or m.unit = :scope_unit) and (:scope_village = 0 or m.village = :scope_village)
	and (m.gated = 0 or not exists (select 1 from matter_conflict cx join post o on o.town = :town and o.id = :post
		where cx.town = :town and cx.matter = m.id and (cx.unit = o.unit or cx.person = o.person)))
order by m.sort_at desc, m.id desc limit :most;
