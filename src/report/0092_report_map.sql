-- The outline of each village as drawn on the overview: made from a boundary file that the administrator brings in.
create table map_shape (
	town bigint not null,
	place bigint not null,
	path text not null,                -- d of an SVG path, in a field of 400 × 320
	x integer not null,                -- where its name stands
	y integer not null,
	primary key (town, place),
	foreign key (town, place) references place (town, id)
);
