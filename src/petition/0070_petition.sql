-- The petition lane (信访工作条例, in force since 2022-05-01): what the office owes and by when. One row for a matter; nothing here is
-- kept, counted or listed by person.
create table petition (
	town bigint not null,
	matter bigint not null,
	came smallint not null,            -- 1 to us directly, 2 passed down by a higher body
	came_from text not null,           -- which body, with 2
	ref text not null,                 -- number in the national petition system, or empty
	named smallint not null,           -- name and address are known: written notices are owed (art. 23)
	registered_by bigint not null,     -- post
	registered_at bigint not null,
	state smallint not null,           -- 1 registered, 2 accepted, 3 not accepted, 4 transferred, 5 opinion given, 6 with the reviewing body,
	                                   -- 7 review opinion given, 8 with the re-reviewing body, 9 re-review opinion given
	next_due bigint,                   -- what the office owes next; null: nothing
	sort smallint,                     -- art. 31 (1) to (6), once accepted
	route text not null,               -- how it is handled
	basis text not null,
	accepted_by bigint,
	accepted_at bigint,
	handle_by bigint,                  -- end of the handling time
	opinion_at bigint,                 -- when the handling opinion was given
	primary key (town, matter),
	check (state between 1 and 9),
	check (came in (1, 2)),
	check ((sort is null) = (accepted_at is null)),
	check (sort is null or sort between 1 and 6),
	foreign key (town, matter) references matter (town, id),
	foreign key (town, registered_by) references post (town, id)
);
create index petition_by_due on petition (town, next_due, matter) where next_due is not null;
create index petition_by_day on petition (town, registered_at, matter);
create unique index petition_by_ref on petition (town, ref) where ref <> '';

-- Passed down to us and not ours: the reasoned objection, within 5 working days (art. 23).
create table petition_objection (
	town bigint not null,
	matter bigint not null,
	reason text not null,
	made_by bigint not null,
	made_at bigint not null,
	last_day integer not null,         -- until when it could be made
	result smallint not null,          -- 0 no reply yet, 1 taken back, 2 stays with us
	reply text not null,
	replied_on integer,
	primary key (town, matter),
	check (result between 0 and 2),
	foreign key (town, matter) references matter (town, id)
);

-- One extension of the handling time, 30 days at most, by the head of the organ, never by who asks for it (art. 34).
create table petition_extension (
	town bigint not null,
	matter bigint not null,
	reason text not null,              -- the resident reads it
	until integer not null,
	asked_by bigint not null,
	asked_at bigint not null,
	state smallint not null,           -- 1 waits, 2 approved, 3 refused
	decided_by bigint,
	decided_at bigint,
	remark text not null,
	primary key (town, matter),
	check (state between 1 and 3),
	check (state = 1 or decided_by <> asked_by),
	foreign key (town, matter) references matter (town, id)
);
create index petition_extension_waiting on petition_extension (town, asked_at, matter) where state = 1;

-- The handling opinion with what art. 32 asks of it.
create table petition_opinion (
	town bigint not null,
	id bigint not null,
	matter bigint not null,
	request text not null,             -- what the resident asks for
	facts text not null,               -- facts and reasons found
	opinion text not null,
	basis text not null,               -- law or rule
	outcome smallint not null,         -- 1 supported, 2 explained, 3 not supported
	onward text not null,              -- where a review is asked for
	state smallint not null,           -- 1 waits for approval, 2 given, 3 sent back
	written_by bigint not null,
	written_at bigint not null,
	given_at bigint,
	primary key (town, id),
	check (state between 1 and 3),
	check (outcome between 1 and 3),
	check ((state = 2) = (given_at is not null)),
	foreign key (town, matter) references matter (town, id)
);
create index petition_opinion_by_matter on petition_opinion (town, matter, id);

-- Review and re-review (arts. 35, 36): asked for by the resident, handed up by us, decided by the higher body.
create table petition_review (
	town bigint not null,
	matter bigint not null,
	kind smallint not null,            -- 1 review 复查, 2 re-review 复核
	asked_on integer not null,
	method smallint not null,          -- 1 tracking page, 2 phone, 3 paper, 4 at the desk
	asked_by bigint,                   -- post that took it down
	words text not null,               -- of the resident; may be empty
	last_day integer not null,         -- until when it could be asked for
	body text not null,                -- to whom it was handed up, once it was
	handed_on integer,
	handed_by bigint,
	due_at bigint not null,            -- by when that body owes its opinion
	result smallint not null,          -- 0 none yet, 1 upheld, 2 changed, 3 to be handled again
	opinion text not null,
	result_on integer,
	result_by bigint,
	primary key (town, matter, kind),
	check (kind in (1, 2)),
	check (result between 0 and 3),
	check ((method = 1) = (asked_by is null)),
	foreign key (town, matter) references matter (town, id)
);
