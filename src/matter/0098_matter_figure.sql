-- Reading returns, referrals and links by time, for the figures of matter_figure.sql.
create index matter_return_by_time on matter_return (town, at, matter) where kind = 1;
create index matter_decision_by_time on matter_decision (town, decided_at, matter) where kind = 2 and state = 2;
create index matter_link_by_kind on matter_link (town, kind, other);
