-- What `heye check` holds against the events. Every query here reads a whole table of one township.

-- Each freezing of a report beside the report: the document is what the event says, and it is still there.
-- Reads more than it gives: `heye check` goes through all events of a township for those that froze a report.
-- @each work_check_frozen() -> (id int, text_hash blob?, document blob?, document_hash blob?)
select e.object_id as id, e.text_hash, r.document, r.document_hash
from event e left join work_report r on r.town = e.town and r.id = e.object_id
where e.town = :town and e.object = 'work_report' and e.kind = 'freeze';

-- Reads more than it gives: `heye check` goes through all events of a township for those that froze a report.
-- @one work_check_total() -> (reports int, events int)
select (select count(*) from work_report r where r.town = :town and r.frozen_at is not null) as reports,
	(select count(*) from event e where e.town = :town and e.object = 'work_report' and e.kind = 'freeze') as events;
