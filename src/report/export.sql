-- Exports.

-- @do export_insert(id int, post int, at time, ask text, format int, purpose int, words text)
insert into figure_export (town, id, post, at, ask, format, purpose, words) values (:town, :id, :post, :at, :ask, :format, :purpose, :words);

-- Only by who asked for it.
-- @one export_one(id int, post int) -> (at time, ask text, format int)
select at, ask, format from figure_export where town = :town and id = :id and post = :post;
