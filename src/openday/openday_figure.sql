-- Figures of open days. A session counts on its day, once it was closed; one called off or not held stands apart.

-- Part: 2 held, 3 not held, 4 called off.
-- Reads more than it gives: a count over the sessions of a period, a few for each village and month.
-- @figure openday_sessions
select s.id, cast(s.day as bigint) * 86400000 - 28800000 as at, s.village, 0 as unit, '' as type, s.state as part
from openday_session s where s.town = :town and s.state > 1 and s.day <= cast((:now + 28800000) / 86400000 as integer);

-- Promised in public in the period. Part: 1 open, 2 kept, 3 not kept.
-- @figure openday_promises
select r.id, r.made_at as at, r.village, 0 as unit, '' as type, r.state as part
from openday_promise r where r.town = :town;

-- @one openday_session_line(id int) -> (day day, state int, village_zh text, village_en text, spot text)
select s.day, s.state, v.name_zh as village_zh, v.name_en as village_en, s.spot
from openday_session s join place v on v.town = s.town and v.id = s.village where s.town = :town and s.id = :id;

-- @one openday_promise_line(id int) -> (made_at time, due_day day, state int, n int, words text, village_zh text, village_en text)
select r.made_at, r.due_day, r.state, r.n, r.words, v.name_zh as village_zh, v.name_en as village_en
from openday_promise r join place v on v.town = r.town and v.id = r.village where r.town = :town and r.id = :id;
