-- The matter loop: matters, their timeline, clocks, answers, judgements, followers, receipts.
create table matter (
	town bigint not null,
	id bigint not null,
	year smallint not null,            -- office number 荷事〔year〕number号
	number integer not null,
	channel smallint not null,
	received_at bigint not null,       -- clock start: box opening for paper, upstream time for the hotline
	entered_at bigint not null,
	entered_by bigint,                 -- post, null when the resident raised it alone
	on_behalf smallint not null,
	external_ref text not null,
	type text not null,                -- matter_type.code in force when it was raised, '' = not known yet
	village bigint not null,           -- place
	place bigint not null,             -- the village itself, a group or a grid below it
	spot text not null,
	position text not null,
	title text not null,               -- the first 40 characters of the words, for lists
	words text not null,
	identity_level smallint not null,
	identity_token bytea,              -- row of the identity store, null when nothing is stored
	state smallint not null,
	lane smallint not null generated always as (case state when 1 then 1 when 2 then 2 when 3 then 3 when 4 then 3 when 6 then 3
		when 5 then 4 else 5 end) stored,
	unit bigint,                       -- lead unit, null while received
	holder bigint,                     -- post answerable now; null only when closed
	due_at bigint,                     -- the one running due date; null when closed
	sort_at bigint not null generated always as (coalesce(due_at, closed_at, received_at)) stored,
	revision integer not null,
	reopened smallint not null,
	asked smallint not null,           -- the one pause is used
	merged_into bigint,
	answered_at bigint,
	answered_by bigint,                -- post that wrote the answer in force
	closed_at bigint,
	primary key (town, id),
	unique (town, year, number),
	check (state between 1 and 10),
	check ((closed_at is null) = (state between 1 and 6)),
	check (closed_at is not null or (holder is not null and due_at is not null)),
	foreign key (town, village) references place (town, id),
	foreign key (town, place) references place (town, id),
	foreign key (town, unit) references unit (town, id),
	foreign key (town, holder) references post (town, id)
);
create index matter_by_lane on matter (town, lane, sort_at, id);
create index matter_by_unit on matter (town, unit, lane, sort_at, id) where unit is not null;
create index matter_by_village on matter (town, village, lane, sort_at, id);
create index matter_by_holder on matter (town, holder, lane, sort_at, id);
create index matter_by_type on matter (town, type, lane, sort_at, id);
create index matter_by_token on matter (town, identity_token) where identity_token is not null;

-- Next office number of a year.
create table matter_number (
	town bigint not null,
	year smallint not null,
	last integer not null,
	primary key (town, year)
);

-- Lengths of the lanes, kept in the same transaction; `heye check` holds them against the lists.
create table matter_count (
	town bigint not null,
	axis smallint not null,            -- 1 township, 2 unit, 3 village, 4 holder
	ref bigint not null,               -- 0 for the township, else the unit, village or post
	lane smallint not null,
	n bigint not null,
	primary key (town, axis, ref, lane)
);

-- The timeline: one row for each event of a matter, with the words that belong to it.
create table matter_entry (
	town bigint not null,
	matter bigint not null,
	seq bigint not null,               -- event.seq
	at bigint not null,
	actor_kind smallint not null,
	post bigint,
	act smallint not null,
	state smallint not null,           -- after the act
	visible smallint not null,         -- 1: the resident reads it
	text text not null,
	detail text not null,              -- machine words, as in the event
	primary key (town, matter, seq),
	foreign key (town, matter) references matter (town, id)
);

create table matter_photo (
	town bigint not null,
	matter bigint not null,
	n smallint not null,
	seq bigint not null,               -- entry it came with
	picture bytea not null,            -- content hash = file name
	thumb bytea not null,
	width integer not null,
	height integer not null,
	primary key (town, matter, n),
	foreign key (town, matter) references matter (town, id)
);
create index matter_photo_by_hash on matter_photo (town, picture);

-- Named timers. met_at null: running. The due queue is the index on those.
create table clock (
	town bigint not null,
	matter bigint not null,
	kind smallint not null,            -- 1 claim, 2 answer, 3 confirmation (resident's silence), 4 pause
	round smallint not null,           -- 0, then one for each reopening
	started_at bigint not null,
	due_at bigint not null,
	met_at bigint,
	fired_at bigint,                   -- when the timer acted on it
	basis text not null,               -- "type C01 7 workdays", "rule pause 10 workdays"
	start_day integer not null,        -- the derivation, for the sentence that explains the date
	workdays integer not null,
	hours integer not null,
	skipped_weekend integer not null,
	skipped_holiday integer not null,
	made_up integer not null,
	off_first integer,
	off_last integer,
	paused_days integer not null,      -- working days added by logged pauses
	provisional smallint not null,
	calendar_version integer not null,
	primary key (town, matter, kind, round),
	foreign key (town, matter) references matter (town, id)
);
create index clock_running on clock (town, due_at, matter, kind) where met_at is null and fired_at is null;

create table answer (
	town bigint not null,
	id bigint not null,
	matter bigint not null,
	round smallint not null,
	written_by bigint not null,        -- post
	written_at bigint not null,
	done text not null,                -- what was done
	done_by text not null,             -- by which unit or office, in words
	done_on integer not null,
	basis text not null,               -- on what basis
	state smallint not null,           -- 1 waits for approval, 2 approved, 3 sent back
	decided_by bigint,
	decided_at bigint,
	reason text not null,
	primary key (town, id),
	foreign key (town, matter) references matter (town, id),
	check (state <> 2 or decided_by <> written_by)
);
create index answer_by_matter on answer (town, matter, id);
create index answer_waiting on answer (town, state, written_at, id);

create table judgement (
	town bigint not null,
	id bigint not null,
	matter bigint not null,
	round smallint not null,
	follower bigint,                   -- null: the reporter
	solved smallint not null,
	satisfied smallint not null,
	words text not null,
	method smallint not null,
	taken_by bigint,                   -- post outside the handling unit; null when the resident did it
	at bigint not null,
	primary key (town, id),
	foreign key (town, matter) references matter (town, id),
	check ((method = 1) = (taken_by is null)),
	check (solved between 1 and 3)
);
create index judgement_by_matter on judgement (town, matter, id);

-- Tries to reach the resident before a matter may close by silence.
create table contact_try (
	town bigint not null,
	id bigint not null,
	matter bigint not null,
	channel smallint not null,
	result smallint not null,
	post bigint not null,
	at bigint not null,
	primary key (town, id),
	foreign key (town, matter) references matter (town, id)
);
create index contact_try_by_matter on contact_try (town, matter, at);

-- Reporters whose matter was merged keep an own receipt and an own judgement.
create table follower (
	town bigint not null,
	id bigint not null,
	matter bigint not null,            -- the matter they follow now
	origin bigint not null,            -- the matter they raised
	since bigint not null,
	ended_at bigint,
	primary key (town, id),
	foreign key (town, matter) references matter (town, id),
	foreign key (town, origin) references matter (town, id)
);
create index follower_by_matter on follower (town, matter);
create index follower_by_origin on follower (town, origin);

create table receipt (
	town bigint not null,
	lookup bytea not null,             -- Argon2id of the code
	matter bigint not null,
	primary key (town, lookup),
	foreign key (town, matter) references matter (town, id)
);

-- Codes on their way to the slow hash (seconds): findable by a keyed tag, digits in a box under the service's credential.
create table receipt_pending (
	town bigint not null,
	tag bytea not null,
	matter bigint not null,
	box bytea not null,
	made_at bigint not null,
	primary key (town, tag),
	foreign key (town, matter) references matter (town, id)
);
create index receipt_pending_by_age on receipt_pending (town, made_at);

-- A resident's form between its pages, sealed under a key made of a token that only the resident's browser has.
create table draft (
	town bigint not null,
	tag bytea not null,                -- hash of the token
	box bytea not null,
	saved_at bigint not null,
	primary key (town, tag)
);
create index draft_by_age on draft (town, saved_at);
