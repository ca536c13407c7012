-- Units, members of staff, their posts and their accounts.

create table unit (
	town bigint not null,
	id bigint not null,
	code text not null,                -- G1 … G8 for the working groups, short words for the others
	kind smallint not null,            -- 1 working group, 2 office, 3 village committee, 4 outside the township
	village bigint,                    -- of a committee
	name_zh text not null,
	name_en text not null,
	phone text not null,               -- of the office
	sort integer not null,
	valid_from integer not null,
	valid_to integer,                  -- last day in force
	primary key (town, id),
	unique (town, code),
	foreign key (town, village) references place (town, id),
	check (kind between 1 and 4),
	check (valid_to is null or valid_to >= valid_from - 1)
);
create index unit_by_sort on unit (town, sort, id);

-- Members of staff only. Their names are public in office; residents never stand here.
create table person (
	town bigint not null,
	id bigint not null,
	name text not null,
	made_at bigint not null,
	ended_at bigint,
	primary key (town, id)
);
create index person_by_name on person (town, name, id);

-- person × unit × role × area × from–to.
create table post (
	town bigint not null,
	id bigint not null,
	person bigint not null,
	unit bigint not null,
	role smallint not null,            -- enum role
	village bigint,                    -- its area; null: the whole township
	title_zh text not null,
	title_en text not null,
	phone text not null,               -- of the post, shown to residents; empty: the unit's
	valid_from integer not null,
	valid_to integer,                  -- last day in force
	made_at bigint not null,
	primary key (town, id),
	foreign key (town, person) references person (town, id),
	foreign key (town, unit) references unit (town, id),
	foreign key (town, village) references place (town, id),
	check (role between 1 and 8),
	check (role <> 6 or village is not null),
	check (valid_to is null or valid_to >= valid_from - 1)
);
create index post_by_person on post (town, person, id);
create index post_by_unit on post (town, unit, role, id);
create index post_by_role on post (town, role, id);
create index post_by_village on post (town, village, role, id);

create table account (
	town bigint not null,
	person bigint not null,
	login text not null,               -- lower case
	password text not null,            -- Argon2id
	must_change smallint not null,     -- 1: the password was printed by the administrator
	made_at bigint not null,
	changed_at bigint not null,
	ended_at bigint,
	primary key (town, person),
	unique (town, login),
	foreign key (town, person) references person (town, id)
);

-- The one-time code with which a new township's first administrator is made. Its hash only, for 15 minutes.
create table setup_code (
	town bigint not null,
	hash bytea not null,
	made_at bigint not null,
	primary key (town)
);
