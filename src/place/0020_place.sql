-- Townships and the dated tree of places below them.

-- A township is a tenant: everything else carries its code. Texts are what pages say of the office.
create table town (
	town bigint not null,              -- 9 digits, never changes
	name_zh text not null,
	name_en text not null,
	phone text not null,               -- of the centre
	hours_zh text not null,
	hours_en text not null,
	host text,                         -- host name that leads here, or null
	made_at bigint not null,
	primary key (town)
);

-- Valid on each day from valid_from to valid_to, both included; valid_to null: no end known. Codes are never used again.
create table place (
	town bigint not null,
	id bigint not null,
	parent bigint,                     -- null: the township itself
	kind smallint not null,            -- 1 township, 2 community, 3 village, 4 group, 5 grid
	code text not null,                -- 9, 12 or 15 digits, or empty
	name_zh text not null,             -- the name in force; others stand in place_name
	name_en text not null,
	valid_from integer not null,
	valid_to integer,
	sort integer not null,
	primary key (town, id),
	foreign key (town) references town (town),
	foreign key (town, parent) references place (town, id),
	check (kind between 1 and 5),
	check ((parent is null) = (kind = 1)),
	check (valid_to is null or valid_to >= valid_from - 1)
);
create index place_by_parent on place (town, parent, sort, id);
create index place_by_kind on place (town, kind, sort, id);
create unique index place_by_code on place (town, code) where code <> '';

-- Every name a place has had or will have, with the day it begins to count.
create table place_name (
	town bigint not null,
	place bigint not null,
	valid_from integer not null,
	name_zh text not null,
	name_en text not null,
	primary key (town, place, valid_from),
	foreign key (town, place) references place (town, id)
);
create index place_name_by_day on place_name (town, valid_from);
