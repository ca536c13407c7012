-- Written notices to the resident about a matter, and how each reached them. A notice is never changed after it was issued.
create table notice (
	town bigint not null,
	id bigint not null,
	matter bigint not null,
	kind smallint not null,            -- 1 receipt, 2 accepted, 3 not accepted, 4 transfer, 5 extension, 6 handling opinion,
	                                   -- 7 rights of review, 8 review opinion, 9 re-review opinion
	year smallint not null,            -- number of its kind in the year
	number integer not null,
	corrects bigint,                   -- the notice that this one takes the place of
	issued_at bigint not null,
	issued_by bigint not null,         -- post
	document bytea not null,           -- as issued, without a name
	digest bytea not null,             -- of the document; the event has it too
	primary key (town, id),
	unique (town, kind, year, number),
	check (kind between 1 and 9),
	foreign key (town, matter) references matter (town, id),
	foreign key (town, corrects) references notice (town, id)
);
create index notice_by_matter on notice (town, matter, id);
create unique index notice_by_corrected on notice (town, corrects) where corrects is not null;

-- Last number of a kind in a year.
create table notice_number (
	town bigint not null,
	kind smallint not null,
	year smallint not null,
	last integer not null,
	primary key (town, kind, year)
);

-- How a notice reached the resident: added to, never changed.
create table notice_delivery (
	town bigint not null,
	id bigint not null,
	notice bigint not null,
	method smallint not null,          -- 1 handed over, 2 post, 3 posted at the office, 4 tracking page
	done_on integer not null,
	post bigint not null,              -- by whom
	at bigint not null,                -- written down
	remark text not null,              -- who signed in their stead, why there is no signature
	picture bytea,                     -- photograph of the signed slip or the posted notice
	thumb bytea,
	primary key (town, id),
	check (method between 1 and 4),
	foreign key (town, notice) references notice (town, id)
);
create index notice_delivery_by_notice on notice_delivery (town, notice, id);
