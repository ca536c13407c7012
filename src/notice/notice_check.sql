-- What `heye check` holds against the events. Every query here reads a whole table of one township.

-- Each issue of a notice beside the notice: the document is what the event says, and it is still there.
-- Reads more than it gives: `heye check` goes through all events of a township for those that issued a notice.
-- @each notice_issued() -> (id int, text_hash blob?, document blob?, digest blob?)
select e.object_id as id, e.text_hash, o.document, o.digest
from event e left join notice o on o.town = e.town and o.id = e.object_id
where e.town = :town and e.object = 'notice' and e.kind = 'issue';

-- Reads more than it gives: `heye check` counts all notices, and all events to find those that issued one.
-- @one notice_total() -> (notices int, issued int)
select (select count(*) from notice o where o.town = :town) as notices,
	(select count(*) from event e where e.town = :town and e.object = 'notice' and e.kind = 'issue') as issued;

-- Every file that is shown here, for `heye check`.
-- @each notice_files() -> (picture blob, thumb blob?)
select f.picture, f.thumb from notice_delivery f where f.town = :town and f.picture is not null;
