-- Wrong receipt codes. `who` is a keyed hash: no address can be read from it. Rows are forgotten after six hours.
create table code_wait (
	town bigint not null,
	who bytea not null,
	wrong integer not null,
	rests smallint not null,
	last_at bigint not null,
	until_at bigint not null,
	primary key (town, who)
);
create index code_wait_by_age on code_wait (town, last_at);
