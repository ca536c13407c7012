-- Figures of the first page. Each walks one index and a thousand rows at most.

-- The newest office numbers of the year, of which those that came in since the first of the month count.
-- Reads more than it gives: a count, for the first page, of at most HOME_COUNT_MAX + 1 matters.
-- @one home_received(year int, most int, since time) -> (n int)
select count(*) as n from (select received_at from matter where town = :town and year = :year order by number desc limit :most) as newest
where received_at >= :since;

-- Closed since the first of the month; state 7 is the only one that a resident's "solved" leads to.
-- Reads more than it gives: a count, for the first page, of at most HOME_COUNT_MAX + 1 matters.
-- @one home_closed(since time, most int) -> (n int, solved int)
select count(*) as n, coalesce(sum(case when state = 7 then 1 else 0 end), 0) as solved
from (select state from matter where town = :town and lane = 5 and sort_at >= :since order by sort_at limit :most) as closed;

-- The committees that have a telephone.
-- @many home_villages(today day, most int) -> (name_zh text, name_en text, phone text)
select name_zh, name_en, phone from unit
where town = :town and kind = 3 and phone <> '' and valid_from <= :today and (valid_to is null or valid_to >= :today)
order by sort, id limit :most;
