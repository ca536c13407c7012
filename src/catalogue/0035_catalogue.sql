-- What residents raise: types of matters with their limits, and rules that say which unit gets what.

-- One row for each version of a type, valid on each day from valid_from to valid_to. A change ends one version and begins another.
create table matter_type (
	town bigint not null,
	code text not null,
	valid_from integer not null,
	valid_to integer,                  -- last day in force
	category_zh text not null,
	category_en text not null,
	type_zh text not null,
	type_en text not null,
	unit_code text not null,           -- unit.code that gets it unless a rule says otherwise
	urgency smallint not null,         -- 1 normal, 2 urgent, 3 emergency, 4 consult, 5 hand-over
	accept_hours integer not null,     -- to claim: office hours; 24 is the same clock time next working day; emergencies: real hours
	resolve_workdays integer not null, -- to a written answer
	public_by_default smallint not null,
	confirm_days integer not null,     -- silence of the resident before a matter may close
	reopen_days integer not null,
	primary key (town, code, valid_from),
	check (urgency between 1 and 5),
	check (accept_hours between 1 and 240 and resolve_workdays between 1 and 120),
	check (confirm_days between 15 and 365 and reopen_days between 30 and 730),
	check (valid_to is null or valid_to >= valid_from - 1)
);

-- Type × village → unit. The most specific rule in force wins: type and village, then type, then village, then the type's own unit.
create table route_rule (
	town bigint not null,
	id bigint not null,
	type text not null,                -- '' = any
	village bigint,                    -- null = any
	unit bigint not null,
	valid_from integer not null,
	valid_to integer,
	primary key (town, id),
	foreign key (town, village) references place (town, id),
	foreign key (town, unit) references unit (town, id),
	check (type <> '' or village is not null),
	check (valid_to is null or valid_to >= valid_from - 1)
);
create index route_rule_by_type on route_rule (town, type, village, valid_from);
create index route_rule_by_unit on route_rule (town, unit);
create index route_rule_by_village on route_rule (town, village);
