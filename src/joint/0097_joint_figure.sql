-- Joint handling and tasks by time, for figures.
create index joint_by_time on joint (town, begun_at, matter);
create index task_due_all on task (town, due_at, matter);
