-- Search by words: lists of timeline entries by character and by pair of neighbouring characters (fold.h, list.h).

-- Entries of a township in the order in which they came.
create unique index matter_entry_by_seq on matter_entry (town, seq);

-- One row for each token and stretch of entries: which of them hold it.
create table search_list (
	town bigint not null,
	token bigint not null,             -- a character, or two: first * 2^21 + second
	first bigint not null,             -- entry that the stretch begins with
	docs bytea not null,               -- list.h
	primary key (town, token, first)
);

-- Entries after `upto` are in no list yet: a search reads their words themselves.
create table search_head (
	town bigint not null,
	upto bigint not null,
	merged bigint not null,            -- stretches before this entry are whole
	token bigint not null,             -- the merging of the next ones has come so far
	primary key (town)
);
