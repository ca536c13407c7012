-- The township's duty lists (履职事项清单), by type of matter: what is its own, where it assists a department, what was taken back above.
create table remit (
	town bigint not null,
	type text not null,                -- matter_type.code
	list smallint not null,            -- 1 own, 2 assist, 3 taken back
	item text not null,                -- number in that list
	body text not null,                -- which department leads (2) or does it (3); empty for 1
	set_at bigint not null,
	primary key (town, type),
	check (list between 1 and 3),
	check (list = 1 or body <> '')
);
