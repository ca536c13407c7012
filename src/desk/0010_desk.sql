-- The event chain, idempotency keys, and the working-day calendar of each township.

-- One row for each change. Row n covers the hash of row n - 1. No personal text: what was said stands in the slice's table.
create table event (
	town bigint not null,
	seq bigint not null,               -- 1, 2, 3 … without a gap
	at bigint not null,
	actor_kind smallint not null,      -- enum actor_kind
	person bigint,                     -- staff
	post bigint,
	object text not null,
	object_id bigint not null,
	kind text not null,
	state_from text not null,
	state_to text not null,
	reason text not null,
	detail text not null,
	text_hash bytea,
	prev bytea not null,
	hash bytea not null,
	primary key (town, seq)
);

-- The end of each chain, so that a cut tail is seen; anchors outside the database guard against a rolled-back file.
create table event_head (
	town bigint not null,
	seq bigint not null,
	hash bytea not null,
	primary key (town)
);

-- First answers of forms, found by the hash of their idempotency key, sealed under a key made of it. Kept for 7 days.
create table once (
	town bigint not null,
	tag bytea not null,
	body bytea not null,
	box bytea not null,
	at bigint not null,
	primary key (town, tag)
);
create index once_by_age on once (town, at);

-- Holiday lists. Each import makes a new version, which holds all years; old versions stay, since dates were promised by them.
create table calendar_list (
	town bigint not null,
	version integer not null,
	mark bigint not null,              -- never the same twice, also after a rollback
	made_at bigint not null,
	first_year smallint not null,
	last_year smallint not null,
	note text not null,                -- "2026" and what the notice is called
	primary key (town, version)
);

create table calendar_day (
	town bigint not null,
	version integer not null,
	day integer not null,
	year smallint not null,            -- whose notice: the list of 2023 makes 2022-12-31 a day off
	works smallint not null,           -- 1 make-up working day, 0 day off
	primary key (town, version, day),
	foreign key (town, version) references calendar_list (town, version)
);
