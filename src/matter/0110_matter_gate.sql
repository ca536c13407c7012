-- 1 when the matter complains about an office or a member of staff, so that the lists ask for whom only then.
alter table matter add column gated smallint not null default 0 check (gated in (0, 1));
update matter set gated = 1 where exists (select 1 from matter_conflict c where c.town = matter.town and c.matter = matter.id);
