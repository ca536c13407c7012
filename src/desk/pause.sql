-- Townships that are being moved.

-- @one pause_since() -> (since time)
select since from town_pause where town = :town;

-- @do pause_insert(since time)
insert into town_pause (town, since) values (:town, :since);

-- @change pause_delete()
delete from town_pause where town = :town;
