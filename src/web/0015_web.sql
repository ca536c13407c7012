-- Sessions of staff, and how long a wrong sign-in has to wait.

-- A session is known by the hash of its token only. Post 0: not chosen yet.
create table session (
	town bigint not null,
	token_hash bytea not null,
	person bigint not null,
	post bigint not null,
	created_at bigint not null,
	seen_at bigint not null,
	ended_at bigint,
	primary key (town, token_hash)
);
create index session_person on session (town, person);

-- Kind 1: by sign-in name, 2: by address. `who` is a keyed hash: neither a name nor an address can be read from it.
create table sign_in_wait (
	town bigint not null,
	kind smallint not null check (kind in (1, 2)),
	who bytea not null,
	failures bigint not null,
	last_at bigint not null,
	primary key (town, kind, who)
);
