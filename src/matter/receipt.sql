-- @do receipt_pending_insert(tag blob, matter int, box blob, at time)
insert into receipt_pending (town, tag, matter, box, made_at) values (:town, :tag, :matter, :box, :at);

-- @one receipt_by_tag(tag blob) -> (matter int)
select matter from receipt_pending where town = :town and tag = :tag;

-- @one receipt_by_lookup(lookup blob) -> (matter int)
select matter from receipt where town = :town and lookup = :lookup;

-- The township whose code has waited longest, of those codes that no server has in hand.
-- Reads more than it gives: the codes of all townships that wait for their slow hash, the oldest one wanted; a row stays for seconds.
-- @anytown the hasher serves every township of the database
-- @scan a short table: rows stay for seconds
-- @one receipt_waiting(now time) -> (town int)
select town from receipt_pending where free_at <= :now order by made_at limit 1;

-- Codes for one server to take in hand, oldest first.
-- @many receipt_free(now time, most int) -> (tag blob, matter int, box blob)
select tag, matter, box from receipt_pending where town = :town and free_at <= :now order by made_at limit :most;
-- @pg what another server is just taking is passed over instead of waited for
select tag, matter, box from receipt_pending where town = :town and free_at <= :now order by made_at limit :most for update skip locked;

-- @do receipt_take(tag blob, until time)
update receipt_pending set free_at = :until where town = :town and tag = :tag;

-- @do receipt_keep(lookup blob, matter int)
insert into receipt (town, lookup, matter) values (:town, :lookup, :matter);

-- @change receipt_unwait(tag blob)
delete from receipt_pending where town = :town and tag = :tag;

-- @one receipt_follower(origin int) -> (id int, matter int)
select id, matter from follower where town = :town and origin = :origin and ended_at is null;
