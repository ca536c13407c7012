-- Photos that came with a form which is not sent yet: their files go a week after the form was last touched, unless a matter shows them.
create table draft_photo (
	town bigint not null,
	picture bytea not null,
	thumb bytea not null,
	kept_at bigint not null,
	primary key (town, picture)
);
create index draft_photo_by_age on draft_photo (town, kept_at, picture);
