-- @store identity
-- @do sealed_insert(token blob, kind int, box blob, at time)
insert into sealed (town, token, kind, box, stored_at) values (:town, :token, :kind, :box, :at);

-- @store identity
-- @change sealed_update(token blob, kind int, box blob)
update sealed set box = :box where town = :town and token = :token and kind = :kind;

-- @store identity
-- @one sealed_by_token(token blob, kind int) -> (box blob)
select box from sealed where town = :town and token = :token and kind = :kind;

-- Rows of a kind that have not been looked at yet, oldest first.
-- @store identity
-- @many sealed_unswept(kind int, at time, token blob, before time, most int) -> (token blob, at time)
select token, stored_at as at from sealed
where town = :town and kind = :kind and (stored_at, token) > (:at, :token) and stored_at < :before order by stored_at, token limit :most;

-- @store identity
-- @do sealed_delete(token blob)
delete from sealed where town = :town and token = :token;

-- How far the sweep has come.
-- @store identity
-- @one sealed_swept(kind int) -> (at time, token blob)
select at, token from sealed_sweep where town = :town and kind = :kind;

-- @store identity
-- @do sealed_sweep_to(kind int, at time, token blob)
insert into sealed_sweep (town, kind, at, token) values (:town, :kind, :at, :token)
on conflict (town, kind) do update set at = excluded.at, token = excluded.token;

-- @do sealed_look_insert(id int, kind int, object int, post int, purpose int, at time)
insert into sealed_look (town, id, kind, object, post, purpose, at) values (:town, :id, :kind, :object, :post, :purpose, :at);

-- Who opened the records of a row, newest first.
-- @many sealed_looks(kind int, object int, most int) -> (at time, purpose int, title_zh text?, title_en text?, person text?)
select k.at, k.purpose, h.title_zh, h.title_en, n.name as person
from sealed_look k
left join post h on h.town = k.town and h.id = k.post
left join person n on n.town = h.town and n.id = h.person
where k.town = :town and k.kind = :kind and k.object = :object order by k.at desc limit :most;
