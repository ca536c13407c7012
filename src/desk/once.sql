-- Idempotency keys.

-- @one once_by_tag(tag blob) -> (body blob, box blob)
select body, box from once where town = :town and tag = :tag;

-- @do once_insert(tag blob, body blob, box blob, at time)
insert into once (town, tag, body, box, at) values (:town, :tag, :body, :box, :at);

-- @change once_forget(before time, most int)
delete from once where town = :town and tag in (select o.tag from once o where o.town = :town and o.at < :before order by o.at limit :most);
