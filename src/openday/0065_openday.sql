-- Open days: when they are, what was said at them, and the promises of the office with what became of them.

-- One rule for each place; the township's own place holds the rule of every village without one.
create table openday_rule (
	town bigint not null,
	place bigint not null,
	kind smallint not null,            -- 1 days of the Gregorian month, 2 days of the lunar month, 3 weekdays
	days bigint not null,              -- bit n: day n of the month, or weekday n with 1 for Monday
	starts smallint not null,          -- minutes after midnight
	ends smallint not null,
	spot text not null,                -- where: the office's own words
	post bigint,                       -- on duty unless a session names another
	changed_at bigint not null,
	primary key (town, place),
	foreign key (town, place) references place (town, id),
	foreign key (town, post) references post (town, id),
	check (kind between 1 and 3),
	check (days > 0 and ends > starts)
);

-- Up to which day the sessions of a village are made.
create table openday_until (
	town bigint not null,
	village bigint not null,
	until integer not null,
	primary key (town, village),
	foreign key (town, village) references place (town, id)
);

create table openday_session (
	town bigint not null,
	id bigint not null,
	village bigint not null,
	day integer not null,
	kind smallint not null,            -- 1 open day, 2 sunshine session
	starts smallint not null,
	ends smallint not null,
	spot text not null,
	post bigint,                       -- on duty
	state smallint not null,           -- 1 planned, 2 closed, 3 not held, 4 called off
	ruled smallint not null,           -- 1: made by the rule
	reason text not null,              -- why it was called off: public; empty when a new rule dropped it
	revision integer not null,         -- changes by hand: a session that has any is left alone by the rule
	changed_at bigint not null,
	closed_by bigint,
	closed_at bigint,
	primary key (town, id),
	unique (town, village, day, kind),
	foreign key (town, village) references place (town, id),
	foreign key (town, post) references post (town, id),
	check (kind between 1 and 2),
	check (state between 1 and 4)
);
create index openday_session_by_day on openday_session (town, day, id);
create index openday_session_planned on openday_session (town, day, id) where state = 1;
create index openday_session_sunshine on openday_session (town, village, day, id) where kind = 2;

-- One line of the sheet.
create table openday_item (
	town bigint not null,
	id bigint not null,
	session bigint not null,
	n smallint not null,               -- line
	words text not null,
	asked bigint,                      -- the post that a question of a sunshine session is put to
	outcome smallint not null,         -- 0 open, 1 answered, 2 taken up as a matter, 3 promised
	answer text not null,
	matter bigint,
	entered_by bigint not null,        -- post
	entered_at bigint not null,
	ended_at bigint,
	primary key (town, id),
	unique (town, session, n),
	foreign key (town, session) references openday_session (town, id),
	foreign key (town, matter) references matter (town, id),
	foreign key (town, asked) references post (town, id),
	check (outcome between 0 and 3),
	check ((outcome = 2) = (matter is not null))
);

-- What an office has promised in public. It belongs to the post, not to a person; it is never deleted.
create table openday_promise (
	town bigint not null,
	id bigint not null,
	village bigint not null,
	session bigint not null,           -- made at
	item bigint not null,
	n smallint not null,               -- line of the item
	words text not null,               -- empty: an answer to that line
	post bigint not null,              -- whose promise
	due_day integer not null,
	missed smallint not null,          -- sessions that it was due at and not kept
	state smallint not null,           -- 1 open, 2 kept, 3 not kept
	proof text not null,               -- how it was kept, or why not
	picture bytea,
	thumb bytea,
	made_at bigint not null,
	ended_at bigint,
	primary key (town, id),
	unique (town, item),
	foreign key (town, village) references place (town, id),
	foreign key (town, session) references openday_session (town, id),
	foreign key (town, item) references openday_item (town, id),
	foreign key (town, post) references post (town, id),
	check (state between 1 and 3),
	check ((state = 1) = (ended_at is null))
);
create index openday_promise_open on openday_promise (town, village, due_day, id) where state = 1;
create index openday_promise_ended on openday_promise (town, village, ended_at, id) where state > 1;
create index openday_promise_missed on openday_promise (town, made_at, id) where state = 1 and missed >= 2;
create index openday_promise_by_session on openday_promise (town, session, n);

-- What became of a promise, one row for each event.
create table openday_step (
	town bigint not null,
	promise bigint not null,
	seq bigint not null,               -- event.seq
	result smallint not null,          -- 1 carried, 2 kept, 3 not kept, 4 a word about it, 5 its session was called off
	words text not null,
	due_day integer not null,          -- after it
	at bigint not null,
	post bigint,
	primary key (town, promise, seq),
	foreign key (town, promise) references openday_promise (town, id)
);
