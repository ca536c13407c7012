-- Counters of figures, kept from the event chain: what the numbers of reports are read from when a township is large.

-- How many facts of a figure lie on a day (span 1), in a month (2, its first day) or stand now (3, start 0).
create table figure_cell (
	town bigint not null,
	figure smallint not null,          -- struct figure, number
	span smallint not null,
	start integer not null,
	village bigint not null,
	unit bigint not null,              -- 0: none yet
	type text not null,
	part integer not null,
	n bigint not null,
	primary key (town, figure, span, start, village, unit, type, part),
	check (span between 1 and 3)
);

-- What of each record stands in the counters: "number.day.part …".
create table figure_seen (
	town bigint not null,
	record bigint not null,
	village bigint not null,
	unit bigint not null,
	type text not null,
	facts text not null,
	primary key (town, record)
);

-- Up to which event the counters have come. What changed since is counted anew in each answer.
create table figure_fold (
	town bigint not null,
	seq bigint not null,
	primary key (town)
);
