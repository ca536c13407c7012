-- How long each named clock runs, by type, kind of demand and channel. The most specific rule in force wins: type, then demand, then
-- channel. Where no rule stands the type's own limits do.
create table limit_rule (
	town bigint not null,
	id bigint not null,
	clock smallint not null,           -- clock kind: 1 claim, 2 answer, 5 contact … 12 extension
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
	check (clock between 1 and 12),
	check (n between 1 and 400),
	check (unit between 1 and 5),
	check (valid_to is null or valid_to >= valid_from - 1)
);
create index limit_rule_by_clock on limit_rule (town, clock, type, demand, channel, valid_from);

-- Townships that are already there get the limits of the law and of the provincial hotline; new ones get them when they are made.
insert into limit_rule (town, id, clock, type, demand, channel, n, unit, basis_zh, basis_en, valid_from)
select t.town, d.id, d.clock, '', d.demand, d.channel, d.n, d.unit, d.basis_zh, d.basis_en, 18262
from town t join (
	select 1 as id, 5 as clock, 0 as demand, 0 as channel, 2 as n, 2 as unit, '本中心的规定' as basis_zh, 'Rule of this centre' as basis_en
	union all select 2, 12, 0, 0, 30, 3, '《信访工作条例》第三十四条', 'Petition Regulations, art. 34'
	union all select 3, 9, 0, 0, 15, 3, '《信访工作条例》第二十三条', 'Petition Regulations, art. 23'
	union all select 4, 10, 0, 0, 60, 3, '《信访工作条例》第三十四条', 'Petition Regulations, art. 34'
	union all select 5, 7, 0, 0, 30, 4, '《信访工作条例》第三十五条', 'Petition Regulations, art. 35'
	union all select 6, 6, 0, 0, 1, 2, '本中心的规定', 'Rule of this centre'
	union all select 7, 8, 0, 0, 5, 2, '本中心的规定', 'Rule of this centre'
	union all select 8, 2, 1, 5, 7, 2, '《四川省12345政务服务便民热线管理办法》', 'Sichuan 12345 hotline rules'
	union all select 9, 2, 2, 5, 3, 2, '《四川省12345政务服务便民热线管理办法》', 'Sichuan 12345 hotline rules'
	union all select 10, 2, 3, 5, 7, 2, '《四川省12345政务服务便民热线管理办法》', 'Sichuan 12345 hotline rules'
	union all select 11, 2, 4, 5, 15, 2, '《四川省12345政务服务便民热线管理办法》', 'Sichuan 12345 hotline rules'
	union all select 12, 2, 5, 5, 15, 2, '《四川省12345政务服务便民热线管理办法》', 'Sichuan 12345 hotline rules'
) d on 1 = 1;
