-- Work reports. A reader sees those of their own scope; who reads the whole township sees all.

-- @many work_list(unit int, village int, before time, before_id int, most int) -> (id int, span int, from_on day, to_on day, title text,
--   made_at time, frozen_at time?, restated int)
select r.id, r.span, r.from_on, r.to_on, r.title, r.made_at, r.frozen_at,
  (select count(*) from work_restatement x where x.town = r.town and x.report = r.id) as restated
from work_report r
where r.town = :town and (:unit = 0 or r.scope_unit = :unit) and (:village = 0 or r.scope_village = :village)
  and (r.made_at, r.id) < (:before, :before_id)
order by r.made_at desc, r.id desc limit :most;

-- @one work_one(id int, unit int, village int) -> (id int, span int, from_on day, to_on day, title text, scope_unit int, scope_village int,
--   made_by int, made_at time, revision int, frozen_by int?, frozen_at time?, gate_unit int, gate_person int, document_hash blob?,
--   made_title text, made_unit text, frozen_title text?, frozen_unit text?)
select r.id, r.span, r.from_on, r.to_on, r.title, r.scope_unit, r.scope_village, r.made_by, r.made_at, r.revision, r.frozen_by, r.frozen_at,
  r.gate_unit, r.gate_person, r.document_hash, o.title_zh as made_title, u.name_zh as made_unit, f.title_zh as frozen_title,
  g.name_zh as frozen_unit
from work_report r join post o on o.town = r.town and o.id = r.made_by join unit u on u.town = o.town and u.id = o.unit
  left join post f on f.town = r.town and f.id = r.frozen_by left join unit g on g.town = f.town and g.id = f.unit
where r.town = :town and r.id = :id and (:unit = 0 or r.scope_unit = :unit) and (:village = 0 or r.scope_village = :village);

-- @one work_document(id int) -> (document blob)
select document from work_report where town = :town and id = :id and document is not null;

-- @do work_insert(id int, span int, from_on day, to_on day, title text, scope_unit int, scope_village int, made_by int, made_at time)
insert into work_report (town, id, span, from_on, to_on, title, scope_unit, scope_village, made_by, made_at, revision, gate_unit, gate_person)
values (:town, :id, :span, :from_on, :to_on, :title, :scope_unit, :scope_village, :made_by, :made_at, 1, 0, 0);

-- Nothing of a frozen report is ever written again.
-- @change work_touch(id int, revision int, title text)
update work_report set title = :title, revision = revision + 1
where town = :town and id = :id and revision = :revision and frozen_at is null;

-- @change work_freeze(id int, revision int, frozen_by int, frozen_at time, gate_unit int, gate_person int, document blob, document_hash blob)
update work_report set frozen_by = :frozen_by, frozen_at = :frozen_at, gate_unit = :gate_unit, gate_person = :gate_person,
  document = :document, document_hash = :document_hash, revision = revision + 1
where town = :town and id = :id and revision = :revision and frozen_at is null;

-- @many work_sections(report int, most int) -> (n int, unit int, heading text, words text)
select n, unit, heading, words from work_section where town = :town and report = :report order by n limit :most;

-- @do work_section_set(report int, n int, unit int, heading text, words text)
insert into work_section (town, report, n, unit, heading, words) values (:town, :report, :n, :unit, :heading, :words)
on conflict (town, report, n) do update set heading = excluded.heading, words = excluded.words;

-- @do work_number_insert(report int, n int, figure text, shape int, version int, unit int, part int, value int, below int, listed int,
--   list_hash blob, records blob)
insert into work_number (town, report, n, figure, shape, version, unit, part, value, below, listed, list_hash, records)
values (:town, :report, :n, :figure, :shape, :version, :unit, :part, :value, :below, :listed, :list_hash, :records);

-- @many work_numbers(report int, most int) -> (n int, figure text, shape int, version int, unit int, part int, value int, below int,
--   listed int, list_hash blob, records blob)
select n, figure, shape, version, unit, part, value, below, listed, list_hash, records from work_number
where town = :town and report = :report order by n limit :most;

-- @one work_restatement_last(report int) -> (n int)
select coalesce(max(n), 0) as n from work_restatement where town = :town and report = :report;

-- @do work_restatement_insert(report int, n int, made_by int, made_at time)
insert into work_restatement (town, report, n, made_by, made_at) values (:town, :report, :n, :made_by, :made_at);

-- @do work_change_insert(report int, restatement int, n int, value int, below int, version int, added text, removed text)
insert into work_change (town, report, restatement, n, value, below, version, added, removed)
values (:town, :report, :restatement, :n, :value, :below, :version, :added, :removed);

-- Reads more than it gives: a report's own numbers, some sixty, beside those that changed.
-- @many work_changes(report int, most int) -> (restatement int, n int, value int, below int, version int, added text, removed text,
--   made_at time, old_value int, old_below int, figure text, shape int, title text, unit text)
select c.restatement, c.n, c.value, c.below, c.version, c.added, c.removed, r.made_at, k.value as old_value, k.below as old_below, k.figure,
  k.shape, o.title_zh as title, u.name_zh as unit
from work_restatement r join work_change c on c.town = r.town and c.report = r.report and c.restatement = r.n
  join work_number k on k.town = r.town and k.report = r.report and k.n = c.n
  join post o on o.town = r.town and o.id = r.made_by join unit u on u.town = o.town and u.id = o.unit
where r.town = :town and r.report = :report order by c.restatement, c.n limit :most;
