-- Wrong receipt codes, by a keyed hash of the address; one row more for the township.

-- @one cool_row(who blob) -> (wrong int, rests int, last_at time, until_at time)
select wrong, rests, last_at, until_at from code_wait where town = :town and who = :who;

-- @do cool_set(who blob, wrong int, rests int, last_at time, until_at time)
insert into code_wait (town, who, wrong, rests, last_at, until_at) values (:town, :who, :wrong, :rests, :last_at, :until_at)
on conflict (town, who) do update set wrong = excluded.wrong, rests = excluded.rests, last_at = excluded.last_at, until_at = excluded.until_at;

-- @do cool_forgive(who blob)
update code_wait set wrong = 0 where town = :town and who = :who;

-- @do cool_sweep(before time)
delete from code_wait where town = :town and last_at < :before;
