-- @do receipt_pending_insert(tag blob, matter int, box blob, at time)
insert into receipt_pending (town, tag, matter, box, made_at) values (:town, :tag, :matter, :box, :at);

-- @one receipt_by_tag(tag blob) -> (matter int)
select matter from receipt_pending where town = :town and tag = :tag;

-- @one receipt_by_lookup(lookup blob) -> (matter int)
select matter from receipt where town = :town and lookup = :lookup;

-- Codes that wait for their slow hash, oldest first, over all townships: one background thread serves them all.
-- @anytown the hasher serves every township of the database
-- @scan a short table: rows stay for seconds
-- @many receipt_waiting(after time, most int) -> (town int, tag blob, matter int, box blob, made_at time)
select town, tag, matter, box, made_at from receipt_pending where made_at > :after order by made_at limit :most;

-- @do receipt_keep(lookup blob, matter int)
insert into receipt (town, lookup, matter) values (:town, :lookup, :matter);

-- @change receipt_unwait(tag blob)
delete from receipt_pending where town = :town and tag = :tag;

-- @one receipt_follower(origin int) -> (id int, matter int)
select id, matter from follower where town = :town and origin = :origin and ended_at is null;
