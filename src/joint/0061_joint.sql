-- Joint handling: several offices on one matter, joint meetings (联席会议), task forces (专班).

-- One running at most for a matter. The lead unit and the holder of the matter stay what they are.
create table joint (
	town bigint not null,
	id bigint not null,
	matter bigint not null,
	begun_by bigint not null,          -- post
	begun_at bigint not null,
	ended_at bigint,
	primary key (town, id),
	foreign key (town, matter) references matter (town, id)
);
create unique index joint_running on joint (town, matter) where ended_at is null;
create index joint_by_matter on joint (town, matter, id);

-- What one unit has to do by a day: in a matter that is handled jointly, or decided by a meeting, or both.
create table task (
	town bigint not null,
	id bigint not null,
	joint bigint,
	matter bigint,
	n integer not null,                -- 1, 2, 3 within the matter, or within the meeting where there is no matter
	meeting bigint,
	item integer,                      -- of the meeting's agenda
	unit bigint not null,
	holder bigint not null,            -- post
	what text not null,
	mandatory smallint not null,
	made_by bigint not null,
	made_at bigint not null,
	due_at bigint not null,
	state smallint not null,           -- 1 open, 2 answered, 3 let go by the leader, 4 ended with the matter
	late_at bigint,                    -- when the due date passed without an answer
	answer text not null,
	closed_by bigint,
	closed_at bigint,
	reason text not null,              -- of letting go
	primary key (town, id),
	check (state between 1 and 4),
	check ((state = 1) = (closed_at is null)),
	check (matter is not null or meeting is not null),
	foreign key (town, joint) references joint (town, id),
	foreign key (town, matter) references matter (town, id),
	foreign key (town, unit) references unit (town, id),
	foreign key (town, holder) references post (town, id)
);
create index task_by_matter on task (town, matter, n);
create index task_by_meeting on task (town, meeting, item, n);
create index task_by_unit on task (town, unit, state, due_at, id);
create index task_by_holder on task (town, holder, state, due_at, id);
create index task_by_due on task (town, state, due_at, id);
create index task_waiting on task (town, due_at, id) where state = 1 and late_at is null;
create index task_decided on task (town, due_at, id) where state = 1 and meeting is not null;

create table task_photo (
	town bigint not null,
	task bigint not null,
	n smallint not null,
	picture bytea not null,
	thumb bytea not null,
	width integer not null,
	height integer not null,
	primary key (town, task, n),
	foreign key (town, task) references task (town, id)
);

create table meeting (
	town bigint not null,
	id bigint not null,
	title text not null,
	held_on integer not null,
	starts text not null,              -- "14:30"
	room text not null,
	chair bigint not null,             -- post
	keeper bigint not null,            -- post that keeps the minutes
	state smallint not null,           -- 1 planned, 2 held: the minutes are closed
	made_at bigint not null,
	closed_at bigint,
	primary key (town, id),
	check (state in (1, 2)),
	check ((state = 2) = (closed_at is not null)),
	foreign key (town, chair) references post (town, id),
	foreign key (town, keeper) references post (town, id)
);
create index meeting_by_day on meeting (town, held_on, id);

-- The agenda. A matter, a topic in words, or both.
create table meeting_item (
	town bigint not null,
	meeting bigint not null,
	n integer not null,
	matter bigint,
	topic text not null,
	outcome text not null,             -- what was said and settled; empty until then
	primary key (town, meeting, n),
	foreign key (town, meeting) references meeting (town, id),
	foreign key (town, matter) references matter (town, id)
);
create index meeting_item_by_matter on meeting_item (town, matter, meeting);

-- Decisions of earlier meetings that were open when this one was closed, with what was reported on each.
create table meeting_carried (
	town bigint not null,
	meeting bigint not null,
	task bigint not null,
	said text not null,
	primary key (town, meeting, task),
	foreign key (town, meeting) references meeting (town, id),
	foreign key (town, task) references task (town, id)
);

-- Who is asked to come, as a post or in words (somebody from outside), and who was there.
create table meeting_seat (
	town bigint not null,
	meeting bigint not null,
	n integer not null,
	post bigint,
	office text not null,              -- of somebody from outside; empty with a post
	came smallint not null,            -- 0 not noted yet, 1 there, 2 somebody in their stead, 3 excused or missing
	primary key (town, meeting, n),
	foreign key (town, meeting) references meeting (town, id),
	foreign key (town, post) references post (town, id)
);
create index meeting_seat_by_post on meeting_seat (town, post, meeting);

create table task_force (
	town bigint not null,
	id bigint not null,
	title text not null,
	purpose text not null,
	made_by bigint not null,
	made_at bigint not null,
	last_day integer not null,         -- the last day with access
	ended_at bigint,                   -- ended before that
	primary key (town, id)
);
create index task_force_by_day on task_force (town, last_day, id);

create table task_force_post (
	town bigint not null,
	force bigint not null,
	post bigint not null,
	since bigint not null,
	left_at bigint,
	primary key (town, force, post),
	foreign key (town, force) references task_force (town, id),
	foreign key (town, post) references post (town, id)
);
create index task_force_by_post on task_force_post (town, post, force);

create table task_force_matter (
	town bigint not null,
	force bigint not null,
	matter bigint not null,
	since bigint not null,
	primary key (town, force, matter),
	foreign key (town, force) references task_force (town, id),
	foreign key (town, matter) references matter (town, id)
);
create index task_force_by_matter on task_force_matter (town, matter, force);
