-- First contact is counted by its own limit now: the counters are made anew from the chain. Until they have caught up, numbers are counted from the lists.
delete from figure_cell;
delete from figure_seen;
delete from figure_fold;
