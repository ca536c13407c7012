-- Who exported which list, when and what for. The file itself is made when it is fetched, and kept nowhere.
create table figure_export (
	town bigint not null,
	id bigint not null,
	post bigint not null,
	at bigint not null,
	ask text not null,                 -- the address of the list
	format smallint not null,          -- 1 CSV, 2 XLSX
	purpose smallint not null,
	words text not null,
	primary key (town, id),
	foreign key (town, post) references post (town, id)
);
create index figure_export_by_age on figure_export (town, at, id);
