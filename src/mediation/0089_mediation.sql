-- Reading by time, for the figures of mediation_figure.sql.
create index mediation_by_kept on mediation (town, kept_on, id) where kept_on is not null;
create index mediation_court_ruled on mediation_court (town, ruled_on, mediation) where ruled_on is not null;
create index mediation_sweep_ended on mediation_sweep (town, ended_at, id) where ended_at is not null;
create index mediation_record_by_day on mediation_record (town, kind, on_day, mediation);
