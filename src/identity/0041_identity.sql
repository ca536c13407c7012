-- Who opened a name, when and for what: the resident reads this list on the tracking page.
create table reveal (
	town bigint not null,
	id bigint not null,
	matter bigint not null,
	post bigint not null,
	purpose smallint not null,         -- 1 to call back, 2 to visit, 3 to deliver a paper, 4 danger to life
	at bigint not null,
	primary key (town, id)
);
create index reveal_by_matter on reveal (town, matter, at);
