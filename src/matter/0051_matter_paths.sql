-- Every path of a matter: ten more states, the lanes they stand in, and who may not reach a matter because it complains about them.
-- @sqlite
create table matter_new (
	town bigint not null,
	id bigint not null,
	year smallint not null,
	number integer not null,
	channel smallint not null,
	received_at bigint not null,
	entered_at bigint not null,
	entered_by bigint,
	on_behalf smallint not null,
	external_ref text not null,
	type text not null,
	village bigint not null,
	place bigint not null,
	spot text not null,
	position text not null,
	title text not null,
	words text not null,
	identity_level smallint not null,
	identity_token bytea,
	state smallint not null,
	lane smallint not null generated always as (case state when 1 then 1 when 2 then 2 when 11 then 2 when 3 then 3 when 4 then 3
		when 6 then 3 when 12 then 3 when 13 then 3 when 14 then 3 when 15 then 3 when 16 then 3 when 5 then 4 when 20 then 6
		else 5 end) stored,
	unit bigint,
	holder bigint,
	due_at bigint,
	sort_at bigint not null generated always as (coalesce(due_at, closed_at, received_at)) stored,
	revision integer not null,
	reopened smallint not null,
	asked smallint not null,
	merged_into bigint,
	answered_at bigint,
	answered_by bigint,
	closed_at bigint,
	archived_from smallint,            -- the closed state that an archived matter had: figures stay what they were
	primary key (town, id),
	unique (town, year, number),
	check (state between 1 and 20),
	check ((closed_at is null) = (state between 1 and 6 or state between 11 and 16)),
	check (closed_at is not null or (holder is not null and due_at is not null)),
	check ((archived_from is null) = (state <> 20)),
	foreign key (town, village) references place (town, id),
	foreign key (town, place) references place (town, id),
	foreign key (town, unit) references unit (town, id),
	foreign key (town, holder) references post (town, id)
);
insert into matter_new (town, id, year, number, channel, received_at, entered_at, entered_by, on_behalf, external_ref, type, village, place,
	spot, position, title, words, identity_level, identity_token, state, unit, holder, due_at, revision, reopened, asked, merged_into,
	answered_at, answered_by, closed_at, archived_from)
select town, id, year, number, channel, received_at, entered_at, entered_by, on_behalf, external_ref, type, village, place,
	spot, position, title, words, identity_level, identity_token, state, unit, holder, due_at, revision, reopened, asked, merged_into,
	answered_at, answered_by, closed_at, null
from matter;
drop table matter;
alter table matter_new rename to matter;
-- @postgresql
alter table matter add column archived_from smallint;
alter table matter drop column lane;
alter table matter add column lane smallint not null generated always as (case state when 1 then 1 when 2 then 2 when 11 then 2
	when 3 then 3 when 4 then 3 when 6 then 3 when 12 then 3 when 13 then 3 when 14 then 3 when 15 then 3 when 16 then 3
	when 5 then 4 when 20 then 6 else 5 end) stored;
alter table matter drop constraint matter_state_check, drop constraint matter_check;
alter table matter add check (state between 1 and 20),
	add check ((closed_at is null) = (state between 1 and 6 or state between 11 and 16)),
	add check ((archived_from is null) = (state <> 20));
drop index matter_by_token;
-- @end
create index matter_by_lane on matter (town, lane, sort_at, id);
create index matter_by_unit on matter (town, unit, lane, sort_at, id) where unit is not null;
create index matter_by_village on matter (town, village, lane, sort_at, id);
create index matter_by_holder on matter (town, holder, lane, sort_at, id);
create index matter_by_type on matter (town, type, lane, sort_at, id);
create index matter_by_token on matter (town, identity_token) where identity_token is not null;

-- Whom a matter complains about: an office or a member of staff. They reach it nowhere and it is never passed to them.
create table matter_conflict (
	town bigint not null,
	id bigint not null,
	matter bigint not null,
	unit bigint,                       -- one of the two
	person bigint,
	noted_at bigint not null,
	noted_by bigint,                   -- post, null when the resident said so in the form
	primary key (town, id),
	check ((unit is null) <> (person is null)),
	foreign key (town, matter) references matter (town, id),
	foreign key (town, unit) references unit (town, id),
	foreign key (town, person) references person (town, id)
);
create unique index matter_conflict_of_unit on matter_conflict (town, matter, unit) where unit is not null;
create unique index matter_conflict_of_person on matter_conflict (town, matter, person) where person is not null;
create index matter_conflict_by_unit on matter_conflict (town, unit, matter) where unit is not null;
create index matter_conflict_by_person on matter_conflict (town, person, matter) where person is not null;
