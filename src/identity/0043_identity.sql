-- Who opened a sealed record, when and for what.
create table sealed_look (
	town bigint not null,
	id bigint not null,
	kind smallint not null,            -- as in the identity store
	object bigint not null,            -- the row it belongs to: the mediation of a party
	post bigint not null,
	purpose smallint not null,         -- 1 to call back, 2 to visit, 3 to deliver a paper, 4 danger to life, 5 to conduct the case, 6 to print its papers
	at bigint not null,
	primary key (town, id)
);
create index sealed_look_by_object on sealed_look (town, kind, object, at);
