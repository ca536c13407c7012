-- Who reads a matter of another office for a time: a unit with a task in it, a post of a task force. Never more than reading.
create table matter_guest (
	town bigint not null,
	id bigint not null,
	matter bigint not null,
	unit bigint,                       -- every handling post of it, within its own area; or
	post bigint,                       -- this post alone
	origin bigint not null,            -- the task or the task force that it comes from
	since bigint not null,
	until_at bigint,                   -- the first moment without access; null: while the origin lasts
	ended_at bigint,
	primary key (town, id),
	check ((unit is null) <> (post is null)),
	foreign key (town, matter) references matter (town, id),
	foreign key (town, unit) references unit (town, id),
	foreign key (town, post) references post (town, id)
);
create index matter_guest_by_matter on matter_guest (town, matter, ended_at);
create index matter_guest_by_origin on matter_guest (town, origin, matter);
