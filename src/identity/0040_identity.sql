-- @store identity
-- Names and contacts, encrypted. No row here names a matter; a matter names its row by a random token.
create table identity (
	town bigint not null,
	token bytea not null,
	level smallint not null,
	box bytea not null,
	stored_at bigint not null,
	primary key (town, token)
);
create index identity_by_age on identity (town, stored_at, token);

-- How far the sweep for orphans has looked: each row is looked at once, an hour after it came.
create table identity_sweep (
	town bigint not null,
	at bigint not null,
	token bytea not null,
	primary key (town)
);
