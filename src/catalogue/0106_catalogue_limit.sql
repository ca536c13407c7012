-- How long the leader has to decide stands in the table of limits as well: clock 13.
-- @sqlite
create table limit_rule_new (
	town bigint not null,
	id bigint not null,
	clock smallint not null,           -- clock kind: 1 claim, 2 answer, 5 contact … 12 extension, 13 the leader's decision
	type text not null,                -- '' = any
	demand smallint not null,          -- 0 = any
	channel smallint not null,         -- 0 = any
	n integer not null,
	unit smallint not null,            -- 1 office hours, 2 working days, 3 days, 4 days that move on to the next working day, 5 hours
	basis_zh text not null,            -- the article or rule that says so
	basis_en text not null,
	valid_from integer not null,
	valid_to integer,                  -- last day in force
	primary key (town, id),
	check (clock between 1 and 13),
	check (n between 1 and 400),
	check (unit between 1 and 5),
	check (valid_to is null or valid_to >= valid_from - 1)
);
insert into limit_rule_new (town, id, clock, type, demand, channel, n, unit, basis_zh, basis_en, valid_from, valid_to)
select town, id, clock, type, demand, channel, n, unit, basis_zh, basis_en, valid_from, valid_to from limit_rule;
drop table limit_rule;
alter table limit_rule_new rename to limit_rule;
create index limit_rule_by_clock on limit_rule (town, clock, type, demand, channel, valid_from);
-- @postgresql
alter table limit_rule drop constraint limit_rule_clock_check;
alter table limit_rule add check (clock between 1 and 13);
-- @end
insert into limit_rule (town, id, clock, type, demand, channel, n, unit, basis_zh, basis_en, valid_from)
select t.town, 13, 13, '', 0, 0, 5, 2, '本中心的规定', 'Rule of this centre', 18262 from town t;
