-- Papers with names, between the click that was logged and the file that the browser fetches: sealed under a key made of a token that only the
-- browser has. Minutes, not days.
create table mediation_print (
	town bigint not null,
	tag bytea not null,                -- hash of the token
	mediation bigint not null,
	post bigint not null,
	box bytea not null,
	made_at bigint not null,
	primary key (town, tag),
	foreign key (town, mediation) references mediation (town, id)
);
create index mediation_print_by_age on mediation_print (town, made_at);
