-- @store identity
-- @do identity_insert(token blob, level int, box blob, at time)
insert into identity (town, token, level, box, stored_at) values (:town, :token, :level, :box, :at);

-- @store identity
-- @one identity_by_token(token blob) -> (level int, box blob)
select level, box from identity where town = :town and token = :token;

-- Rows that have not been looked at yet, oldest first.
-- @store identity
-- @many identity_unswept(at time, token blob, before time, most int) -> (token blob, at time)
select token, stored_at as at from identity
where town = :town and (stored_at, token) > (:at, :token) and stored_at < :before order by stored_at, token limit :most;

-- @store identity
-- @do identity_delete(token blob)
delete from identity where town = :town and token = :token;

-- How far the sweep has come.
-- @store identity
-- @one identity_swept() -> (at time, token blob)
select at, token from identity_sweep where town = :town;

-- @store identity
-- @do identity_sweep_to(at time, token blob)
insert into identity_sweep (town, at, token) values (:town, :at, :token)
on conflict (town) do update set at = excluded.at, token = excluded.token;

-- @do identity_reveal_insert(id int, matter int, post int, purpose int, at time)
insert into reveal (town, id, matter, post, purpose, at) values (:town, :id, :matter, :post, :purpose, :at);
