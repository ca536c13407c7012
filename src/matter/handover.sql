-- Sealed hand-over slips: the fact, the day and the receiving body; nothing of what it is about.

-- @one handover_last(year int) -> (n int)
select coalesce(max(number), 0) as n from matter_handover where town = :town and year = :year;

-- @do handover_insert(id int, year int, number int, at time, receiver text, post int?)
insert into matter_handover (town, id, year, number, at, receiver, post) values (:town, :id, :year, :number, :at, :receiver, :post);

-- @one handover_of(id int) -> (year int, number int, at time, receiver text)
select year, number, at, receiver from matter_handover where town = :town and id = :id;
