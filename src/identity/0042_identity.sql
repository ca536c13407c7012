-- @store identity
-- Small records about persons that another slice keeps by a random token: the parties of a mediation, for one. Encrypted; `kind` says whose.
create table sealed (
	town bigint not null,
	token bytea not null,
	kind smallint not null,            -- 1 party of a mediation
	box bytea not null,
	stored_at bigint not null,
	primary key (town, token)
);
create index sealed_by_age on sealed (town, kind, stored_at, token);

-- How far the sweep for orphans has looked, per kind.
create table sealed_sweep (
	town bigint not null,
	kind smallint not null,
	at bigint not null,
	token bytea not null,
	primary key (town, kind)
);
