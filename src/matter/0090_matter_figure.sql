-- Reading by time, for the figures of matter_figure.sql.
create index matter_by_received on matter (town, received_at, id);
create index matter_by_closed on matter (town, closed_at, id) where closed_at is not null;
create index matter_open on matter (town, due_at, id) where closed_at is null;
create index clock_first on clock (town, kind, due_at, matter) where round = 0;
create index clock_answered on clock (town, met_at, matter) where kind = 2 and round = 0 and met_at is not null;
create index clock_again on clock (town, started_at, matter) where kind = 2 and round > 0;
create index judgement_by_time on judgement (town, at, matter) where follower is null;
