-- Outlines of villages.

-- @one map_shape_of(place int) -> (path text, x int, y int)
select path, x, y from map_shape where town = :town and place = :place;

-- @one map_any() -> (n int)
select count(*) as n from map_shape where town = :town;

-- @do map_clear()
delete from map_shape where town = :town;

-- @do map_insert(place int, path text, x int, y int)
insert into map_shape (town, place, path, x, y) values (:town, :place, :path, :x, :y);
