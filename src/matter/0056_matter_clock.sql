-- Clocks that nobody can stop: what is asked for and what the hotline promised; units, bases and warnings of clocks; the one extension; dates
-- that a new holiday list moved; the daily digest of a post; quiet hours.
alter table matter add column demand smallint not null default 0;        -- what is asked for: catalogue/limit.h
alter table matter add column upstream_due bigint;                       -- due date on the hotline's order: it wins

alter table clock add column unit smallint not null default 0;           -- as limit_rule.unit; 0: by the kind, before 0056
alter table clock add column source_zh text not null default '';         -- the article or rule, as it stood that day
alter table clock add column source_en text not null default '';
alter table clock add column warn_at bigint;                             -- when the office is warned; null: not, or done
alter table clock add column extended_days integer not null default 0;   -- days added by the one approved extension
alter table clock add column stands smallint not null default 0;         -- 1: a newer holiday list would make it later, but it was promised
create index clock_warn on clock (town, warn_at, matter, kind, round) where warn_at is not null and met_at is null;
create index clock_unassigned on clock (town, due_at, matter) where kind = 11 and met_at is null and fired_at is null;

create table extension (
	town bigint not null,
	id bigint not null,
	matter bigint not null,
	round smallint not null,
	asked_by bigint not null,          -- post
	asked_at bigint not null,
	reason text not null,
	due_from bigint not null,
	due_to bigint not null,
	state smallint not null,           -- 1 waits, 2 approved, 3 refused, 4 overtaken by its date
	decided_by bigint,
	decided_at bigint,
	answer text not null,              -- why it was refused
	primary key (town, id),
	foreign key (town, matter) references matter (town, id),
	check (state <> 2 or decided_by <> asked_by),
	check (state = 1 or decided_at is not null)
);
create index extension_by_matter on extension (town, matter, id);
create unique index extension_approved on extension (town, matter) where state = 2;
create unique index extension_waiting on extension (town, matter) where state = 1;

-- What a new holiday list did to dates still to come.
create table clock_move (
	town bigint not null,
	version integer not null,          -- of the holiday list
	matter bigint not null,
	kind smallint not null,
	round smallint not null,
	due_from bigint not null,
	due_to bigint not null,
	kept smallint not null,            -- 1: would be later, so it stands; due_to says what the list would give
	at bigint not null,
	primary key (town, version, matter, kind, round),
	foreign key (town, matter) references matter (town, id)
);

-- How far the job has held the clocks against the newest list: in the order of their due dates.
create table clock_sweep (
	town bigint not null,
	version integer not null,
	due_at bigint not null,
	matter bigint not null,
	kind smallint not null,
	round smallint not null,
	done smallint not null,
	primary key (town)
);

-- One digest for each post and working day, and its lines: which matter, and why.
create table digest (
	town bigint not null,
	post bigint not null,
	day integer not null,
	made_at bigint not null,
	n integer not null,
	primary key (town, post, day),
	foreign key (town, post) references post (town, id)
);
create table digest_line (
	town bigint not null,
	post bigint not null,
	day integer not null,
	what smallint not null,            -- 1 not passed on, 2 late, 3 taken over, 4 extension to decide, 5 extension decided, 6 due tomorrow, 7 new date
	due_at bigint not null,
	matter bigint not null,
	kind smallint not null,
	primary key (town, post, day, what, due_at, matter, kind),
	foreign key (town, matter) references matter (town, id)
);

create table quiet (
	town bigint not null,
	from_hour smallint not null,
	until_hour smallint not null,
	primary key (town),
	check (from_hour between 15 and 23),
	check (until_hour between 5 and 12)
);
