-- Returns and the rulings on them, decisions by two persons, links between matters, how long files are kept, sealed hand-over slips.

-- A unit says that a matter is not theirs, or a resident objects to its not being accepted; somebody rules on it.
create table matter_return (
	town bigint not null,
	id bigint not null,
	matter bigint not null,
	nth smallint not null,             -- 0, 1 …: also the round of its ruling clock
	round smallint not null,           -- of the matter: 0, then one for each reopening
	kind smallint not null,            -- 1 a unit returns, 2 the resident objects, 3 the unit is complained about
	unit bigint,                       -- who returned it; null when the resident objects
	reason smallint not null,
	post bigint,
	at bigint not null,
	ruled_at bigint,
	ruled_by bigint,
	ruled_unit bigint,                 -- who has to do it; null when the objection was not upheld
	by_leader smallint not null,
	primary key (town, id),
	check (kind between 1 and 3),
	foreign key (town, matter) references matter (town, id),
	foreign key (town, unit) references unit (town, id),
	foreign key (town, ruled_unit) references unit (town, id)
);
create unique index matter_return_nth on matter_return (town, matter, nth);
create unique index matter_return_once on matter_return (town, matter, unit, round) where kind = 1;
create index matter_return_open on matter_return (town, at, id) where ruled_at is null;

-- What needs two persons, or a leader's name: not accepted, referred, closed with reasons.
create table matter_decision (
	town bigint not null,
	id bigint not null,
	matter bigint not null,
	kind smallint not null,            -- 1 not accepted, 2 referred, 3 closed with reasons
	reason smallint not null,          -- of the list of its kind
	words text not null,               -- why, for the resident
	basis text not null,               -- law or rule
	onward text not null,              -- which body, where, by when: the way onward or the review path
	state smallint not null,           -- 1 proposed, 2 decided, 3 given up
	asked_by bigint not null,
	asked_at bigint not null,
	decided_by bigint,
	decided_at bigint,
	receipt text not null,             -- number that the other body gave it
	receipt_on integer,
	primary key (town, id),
	foreign key (town, matter) references matter (town, id),
	check (kind between 1 and 3),
	check (state <> 2 or decided_by is not null),
	check (kind = 3 or state <> 2 or decided_by <> asked_by)
);
create index matter_decision_by_matter on matter_decision (town, matter, id);
create index matter_decision_waiting on matter_decision (town, kind, asked_at, id) where state = 1;

-- How two matters belong together: only ever between matters, with a reason that the resident reads.
create table matter_link (
	town bigint not null,
	id bigint not null,
	matter bigint not null,            -- the later one
	other bigint not null,             -- what it belongs to
	kind smallint not null,            -- 1 the same thing, 2 raised again, 3 a part of it, 4 follows from it
	reason text not null,
	made_by bigint,
	made_at bigint not null,
	primary key (town, id),
	check (kind between 1 and 4 and matter <> other),
	foreign key (town, matter) references matter (town, id),
	foreign key (town, other) references matter (town, id)
);
create unique index matter_link_once on matter_link (town, matter, other, kind);
create index matter_link_by_other on matter_link (town, other, id);

-- How many years after its closing a matter is kept with its words and names.
create table matter_retention (
	town bigint not null,
	kind smallint not null,            -- 1 with a name, 2 without, 3 petitions and mediations
	years smallint not null,
	primary key (town, kind),
	check (years between 2 and 100)
);

-- Accusations against officials are not kept here. What is kept: that somebody was shown the way, when, and to whom.
create table matter_handover (
	town bigint not null,
	id bigint not null,
	year smallint not null,
	number integer not null,
	at bigint not null,
	receiver text not null,            -- the body that receives it
	post bigint,                       -- who handed over the slip; null: the resident printed it
	primary key (town, id),
	unique (town, year, number)
);

-- A dispatcher passed a matter to another unit than the rules proposed: a rule that an administrator may make of it.
create table matter_override (
	town bigint not null,
	type text not null,
	village bigint not null,
	unit bigint not null,              -- who got it
	proposed bigint,                   -- what the rules said
	times integer not null,
	last_at bigint not null,
	settled_at bigint,                 -- made a rule, or set aside
	primary key (town, type, village, unit),
	foreign key (town, village) references place (town, id),
	foreign key (town, unit) references unit (town, id)
);
create index matter_override_open on matter_override (town, last_at) where settled_at is null;

-- Photographs of archived matters, until their files are gone.
create table matter_photo_gone (
	town bigint not null,
	picture bytea not null,
	primary key (town, picture)
);

-- Which years a file is kept: 0 the ordinary ones, 3 those of a petition or a mediation.
alter table matter add column keep smallint not null default 0;
create index matter_to_archive on matter (town, keep, identity_level, sort_at, id) where lane = 5;
