-- Raising a matter: drafts, and the place that was chosen.

-- @one say_draft(tag blob) -> (box blob)
select box from draft where town = :town and tag = :tag;

-- @do say_keep(tag blob, box blob, at time)
insert into draft (town, tag, box, saved_at) values (:town, :tag, :box, :at)
on conflict (town, tag) do update set box = excluded.box, saved_at = excluded.saved_at;

-- A village, or a group or grid with its village, in force on a day.
-- @one say_place(id int, today day) -> (village int, village_zh text, village_en text, name_zh text, name_en text)
select v.id as village, v.name_zh as village_zh, v.name_en as village_en, p.name_zh, p.name_en
from place p join place v on v.town = p.town and v.id = case when p.kind in (2, 3) then p.id else p.parent end
where p.town = :town and p.id = :id and v.kind in (2, 3) and p.valid_from <= :today and (p.valid_to is null or p.valid_to >= :today)
	and v.valid_from <= :today and (v.valid_to is null or v.valid_to >= :today);

-- A photo of a form that is not sent yet.
-- @do say_photo(picture blob, thumb blob, at time)
insert into draft_photo (town, picture, thumb, kept_at) values (:town, :picture, :thumb, :at)
on conflict (town, picture) do update set kept_at = excluded.kept_at;

-- @many say_photos_old(before time, most int) -> (picture blob, thumb blob)
select d.picture, d.thumb from draft_photo d where d.town = :town and d.kept_at < :before order by d.kept_at, d.picture limit :most;

-- @do say_photo_gone(picture blob)
delete from draft_photo where town = :town and picture = :picture;
