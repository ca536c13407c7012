-- The counters of figures: reading them, and folding events into them.

-- Reads more than it gives: adds up the counters of a period (days at its ends, months between); they do not grow with the matters.
-- @one tally_total(figure int, span int, first int, last int, scope_unit int, scope_village int, village int, unit int, typed int, type text, part int) -> (n int)
select coalesce(sum(n), 0) as n from figure_cell
where town = :town and figure = :figure and span = :span and start >= :first and start < :last
  and (:scope_unit = 0 or unit = :scope_unit) and (:scope_village = 0 or village = :scope_village)
  and (:village = 0 or village = :village) and (:unit < 0 or unit = :unit) and (:typed = 0 or type = :type) and (:part < 0 or part = :part);

-- Reads more than it gives: adds up the counters of a period (days at its ends, months between); they do not grow with the matters.
-- @many tally_by_village(figure int, span int, first int, last int, scope_unit int, scope_village int, village int, unit int, typed int, type text, part int, most int) -> (village int, n int)
select village, sum(n) as n from figure_cell
where town = :town and figure = :figure and span = :span and start >= :first and start < :last
  and (:scope_unit = 0 or unit = :scope_unit) and (:scope_village = 0 or village = :scope_village)
  and (:village = 0 or village = :village) and (:unit < 0 or unit = :unit) and (:typed = 0 or type = :type) and (:part < 0 or part = :part)
group by village order by village limit :most;

-- Reads more than it gives: adds up the counters of a period (days at its ends, months between); they do not grow with the matters.
-- @many tally_by_unit(figure int, span int, first int, last int, scope_unit int, scope_village int, village int, unit int, typed int, type text, part int, most int) -> (unit int, n int)
select unit, sum(n) as n from figure_cell
where town = :town and figure = :figure and span = :span and start >= :first and start < :last
  and (:scope_unit = 0 or unit = :scope_unit) and (:scope_village = 0 or village = :scope_village)
  and (:village = 0 or village = :village) and (:unit < 0 or unit = :unit) and (:typed = 0 or type = :type) and (:part < 0 or part = :part)
group by unit order by unit limit :most;

-- Reads more than it gives: adds up the counters of a period (days at its ends, months between); they do not grow with the matters.
-- @many tally_by_part(figure int, span int, first int, last int, scope_unit int, scope_village int, village int, unit int, typed int, type text, part int, most int) -> (part int, n int)
select part, sum(n) as n from figure_cell
where town = :town and figure = :figure and span = :span and start >= :first and start < :last
  and (:scope_unit = 0 or unit = :scope_unit) and (:scope_village = 0 or village = :scope_village)
  and (:village = 0 or village = :village) and (:unit < 0 or unit = :unit) and (:typed = 0 or type = :type) and (:part < 0 or part = :part)
group by part order by part limit :most;

-- Reads more than it gives: adds up the counters of a period (days at its ends, months between); they do not grow with the matters.
-- @many tally_by_start(figure int, span int, first int, last int, scope_unit int, scope_village int, village int, unit int, typed int, type text, part int, most int) -> (start int, n int)
select start, sum(n) as n from figure_cell
where town = :town and figure = :figure and span = :span and start >= :first and start < :last
  and (:scope_unit = 0 or unit = :scope_unit) and (:scope_village = 0 or village = :scope_village)
  and (:village = 0 or village = :village) and (:unit < 0 or unit = :unit) and (:typed = 0 or type = :type) and (:part < 0 or part = :part)
group by start order by start limit :most;

-- Reads more than it gives: adds up the counters of a period (days at its ends, months between); they do not grow with the matters.
-- @many tally_by_type(figure int, span int, first int, last int, scope_unit int, scope_village int, village int, unit int, typed int, type text, part int, most int) -> (type text, n int)
select type, sum(n) as n from figure_cell
where town = :town and figure = :figure and span = :span and start >= :first and start < :last
  and (:scope_unit = 0 or unit = :scope_unit) and (:scope_village = 0 or village = :scope_village)
  and (:village = 0 or village = :village) and (:unit < 0 or unit = :unit) and (:typed = 0 or type = :type) and (:part < 0 or part = :part)
group by type order by type limit :most;

-- Days on which there is something, from a day on.
-- Reads more than it gives: adds up the counters of a period (days at its ends, months between); they do not grow with the matters.
-- @many tally_days(figure int, span int, first int, last int, scope_unit int, scope_village int, village int, unit int, typed int, type text, part int, most int) -> (start int, n int)
select start, sum(n) as n from figure_cell
where town = :town and figure = :figure and span = :span and start >= :first and start < :last
  and (:scope_unit = 0 or unit = :scope_unit) and (:scope_village = 0 or village = :scope_village)
  and (:village = 0 or village = :village) and (:unit < 0 or unit = :unit) and (:typed = 0 or type = :type) and (:part < 0 or part = :part)
group by start having sum(n) <> 0 order by start limit :most;

-- @one tally_fold() -> (seq int)
select seq from figure_fold where town = :town;

-- @do tally_fold_set(seq int)
insert into figure_fold (town, seq) values (:town, :seq) on conflict (town) do update set seq = excluded.seq;

-- @one tally_head() -> (seq int)
select seq from event_head where town = :town;

-- What changed after an event.
-- @many tally_touched(after int, most int) -> (seq int, object text, id int)
select seq, object, object_id as id from event where town = :town and seq > :after order by seq limit :most;

-- @one tally_seen(record int) -> (village int, unit int, type text, facts text)
select village, unit, type, facts from figure_seen where town = :town and record = :record;

-- @do tally_seen_set(record int, village int, unit int, type text, facts text)
insert into figure_seen (town, record, village, unit, type, facts) values (:town, :record, :village, :unit, :type, :facts)
on conflict (town, record) do update set village = excluded.village, unit = excluded.unit, type = excluded.type, facts = excluded.facts;

-- @do tally_seen_drop(record int)
delete from figure_seen where town = :town and record = :record;

-- @do tally_shift(figure int, span int, start int, village int, unit int, type text, part int, n int)
insert into figure_cell (town, figure, span, start, village, unit, type, part, n)
values (:town, :figure, :span, :start, :village, :unit, :type, :part, :n)
on conflict (town, figure, span, start, village, unit, type, part) do update set n = figure_cell.n + excluded.n;

-- One counter, for `heye check`.
-- @one tally_cell(figure int, span int, start int, village int, unit int, type text, part int) -> (n int)
select n from figure_cell
where town = :town and figure = :figure and span = :span and start = :start and village = :village and unit = :unit and type = :type
  and part = :part;

-- How many counters are below nothing, and what all days and all months add up to.
-- Reads more than it gives: `heye check` adds up all counters of a figure.
-- @one tally_sums(figure int) -> (below int, days int, months int, standing int)
select coalesce(sum(case when n < 0 then 1 else 0 end), 0) as below, coalesce(sum(case span when 1 then n else 0 end), 0) as days,
  coalesce(sum(case span when 2 then n else 0 end), 0) as months, coalesce(sum(case span when 3 then n else 0 end), 0) as standing
from figure_cell where town = :town and figure = :figure;

-- What a type is called, in its newest version.
-- @one tally_type(code text) -> (type_zh text, type_en text)
select type_zh, type_en from matter_type where town = :town and code = :code order by valid_from desc limit 1;

-- The order in which villages and units are named.
-- @many tally_villages(most int) -> (id int)
select id from place where town = :town and kind between 2 and 3 order by kind, sort, id limit :most;

-- @many tally_units(most int) -> (id int)
select id from unit where town = :town order by sort, id limit :most;
