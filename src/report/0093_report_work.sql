-- Work reports: drafts whose numbers fill themselves, frozen copies that never change, and what was found different later.
create table work_report (
	town bigint not null,
	id bigint not null,
	span smallint not null,            -- enum period_kind
	from_on integer not null,
	to_on integer not null,
	title text not null,
	scope_unit bigint not null,        -- what it is counted over: 0 all
	scope_village bigint not null,
	made_by bigint not null,           -- post
	made_at bigint not null,
	revision integer not null,
	frozen_by bigint,
	frozen_at bigint,
	gate_unit bigint not null,         -- whose eyes counted when it was frozen
	gate_person bigint not null,
	document bytea,                    -- as frozen (paper/paper.h): every output is made of it
	document_hash bytea,
	primary key (town, id),
	check ((frozen_at is null) = (document is null)),
	check ((frozen_at is null) = (frozen_by is null)),
	foreign key (town, made_by) references post (town, id)
);
create index work_report_by_age on work_report (town, made_at, id);

create table work_section (
	town bigint not null,
	report bigint not null,
	n smallint not null,
	unit bigint not null,              -- its numbers are this unit's; 0: of all
	heading text not null,
	words text not null,               -- with {{figure:…}} where numbers stand
	primary key (town, report, n),
	foreign key (town, report) references work_report (town, id)
);

-- Each number of a frozen report: which definition, what it said, and the list behind it.
create table work_number (
	town bigint not null,
	report bigint not null,
	n smallint not null,               -- 〔n〕 in the text
	figure text not null,              -- key of the figure or rate
	shape smallint not null,           -- 1 figure, 2 rate, 3 median
	version smallint not null,
	unit bigint not null,              -- −1: all
	part integer not null,             -- −1: all
	value bigint not null,             -- of a rate what stands above the line; −1: not known
	below bigint not null,
	listed bigint not null,            -- length of the list
	list_hash bytea not null,          -- over the ids of its records in their order
	records bytea not null,            -- the ids themselves, 8 bytes each; empty when there are more than 5,000
	primary key (town, report, n),
	foreign key (town, report) references work_report (town, id)
);

-- A frozen report counted again.
create table work_restatement (
	town bigint not null,
	report bigint not null,
	n smallint not null,
	made_by bigint not null,
	made_at bigint not null,
	primary key (town, report, n),
	foreign key (town, report) references work_report (town, id)
);

create table work_change (
	town bigint not null,
	report bigint not null,
	restatement smallint not null,
	n smallint not null,               -- of the number
	value bigint not null,             -- now
	below bigint not null,
	version smallint not null,
	added text not null,               -- numbers of the records that came in
	removed text not null,
	primary key (town, report, restatement, n),
	foreign key (town, report, restatement) references work_restatement (town, report, n)
);
