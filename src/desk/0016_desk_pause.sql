-- A township that is being moved: it can be read, nothing in it changes.
create table town_pause (
	town bigint not null,
	since bigint not null,
	primary key (town)
);
