-- Archiving: what is past its years loses words and names; number, dates, states and hashes stay.

-- Years that this township keeps files of a kind.
-- @one archive_years(kind int) -> (years int)
select years from matter_retention where town = :town and kind = :kind;

-- @do archive_years_set(kind int, years int)
insert into matter_retention (town, kind, years) values (:town, :kind, :years)
on conflict (town, kind) do update set years = excluded.years;

-- @many archive_due(keep int, level int, before time, most int) -> (id int)
select id from matter
where town = :town and keep = :keep and identity_level = :level and lane = 5 and sort_at < :before
order by sort_at, id limit :most;

-- @one archive_of(id int) -> (keep int, level int, token blob?)
select keep, identity_level as level, identity_token as token from matter where town = :town and id = :id;

-- Whether another matter of the same reporter still needs the name (a part, or what was raised again): 1 or 0, never how many.
-- @one archive_token_others(token blob, id int) -> (n int)
select case when exists (select 1 from matter m where m.town = :town and m.identity_token = :token and m.id <> :id) then 1 else 0 end as n;

-- @change archive_keep(id int, kind int)
update matter set keep = :kind where town = :town and id = :id;

-- The title is the resident's own beginning: lists show what it was about, by the catalogue.
-- @do archive_matter(id int)
update matter set words = '', title = coalesce((select t.type_zh from matter_type t where t.town = matter.town and t.code = matter.type
	order by t.valid_from desc limit 1), '已归档'), spot = '', position = '', external_ref = '', identity_token = null where town = :town and id = :id;

-- @do archive_entries(matter int)
update matter_entry set text = '' where town = :town and matter = :matter;

-- What was decided stays; what was only proposed, and why it was not agreed to, goes.
-- @do archive_decisions(matter int)
update matter_decision set words = '', answer = '' where town = :town and matter = :matter and state <> 2;

-- @do archive_judgements(matter int)
update judgement set words = '' where town = :town and matter = :matter;

-- @do archive_photos_note(matter int)
insert into matter_photo_gone (town, picture)
select p.town, p.picture from matter_photo p where p.town = :town and p.matter = :matter
on conflict (town, picture) do nothing;

-- @do archive_thumbs_note(matter int)
insert into matter_photo_gone (town, picture)
select p.town, p.thumb from matter_photo p where p.town = :town and p.matter = :matter
on conflict (town, picture) do nothing;

-- @do archive_photos(matter int)
delete from matter_photo where town = :town and matter = :matter;

-- @do archive_gone_note(file blob)
insert into matter_photo_gone (town, picture) values (:town, :file) on conflict (town, picture) do nothing;

-- Files that nothing shows any more: of an archived matter, of a form that nobody sent.
-- @many archive_gone(after blob, most int) -> (picture blob)
select picture from matter_photo_gone where town = :town and picture > :after order by picture limit :most;

-- @one archive_file_kept(file blob) -> (kept bool)
select case when exists (select 1 from matter_photo p where p.town = :town and p.picture = :file)
	or exists (select 1 from matter_photo p where p.town = :town and p.thumb = :file)
	or exists (select 1 from draft_photo d where d.town = :town and d.picture = :file)
	or exists (select 1 from draft_photo d where d.town = :town and d.thumb = :file) then 1 else 0 end as kept;

-- @do archive_gone_done(picture blob)
delete from matter_photo_gone where town = :town and picture = :picture;
