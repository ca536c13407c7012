-- Duty lists by type.

-- @one remit_row(type text) -> (list int, item text, body text)
select list, item, body from remit where town = :town and type = :type;

-- @many remit_all(today day, most int) -> (code text, type_zh text, type_en text, category_zh text, category_en text, list int?, item text?, body text?)
select t.code, t.type_zh, t.type_en, t.category_zh, t.category_en, r.list, r.item, r.body
from matter_type t left join remit r on r.town = t.town and r.type = t.code
where t.town = :town and t.valid_from <= :today and (t.valid_to is null or t.valid_to >= :today)
order by t.code, t.valid_from limit :most;

-- @do remit_put(type text, list int, item text, body text, at time)
insert into remit (town, type, list, item, body, set_at) values (:town, :type, :list, :item, :body, :at)
on conflict (town, type) do update set list = excluded.list, item = excluded.item, body = excluded.body, set_at = excluded.set_at;

-- @do remit_drop(type text)
delete from remit where town = :town and type = :type;
