-- The chain of events.

-- @one event_last() -> (seq int, hash blob)
select seq, hash from event_head where town = :town;

-- @do event_insert(seq int, at time, actor_kind int, person int?, post int?, object text, object_id int, kind text,
--   state_from text, state_to text, reason text, detail text, text_hash blob?, prev blob, hash blob)
insert into event (town, seq, at, actor_kind, person, post, object, object_id, kind, state_from, state_to, reason, detail, text_hash,
	prev, hash)
values (:town, :seq, :at, :actor_kind, :person, :post, :object, :object_id, :kind, :state_from, :state_to, :reason, :detail, :text_hash,
	:prev, :hash);

-- @do event_head_set(seq int, hash blob)
insert into event_head (town, seq, hash) values (:town, :seq, :hash)
on conflict (town) do update set seq = excluded.seq, hash = excluded.hash;

-- The whole chain, for event_verify().
-- @each event_chain() -> (seq int, at time, actor_kind int, person int?, post int?, object text, object_id int, kind text,
--   state_from text, state_to text, reason text, detail text, text_hash blob?, prev blob, hash blob)
select seq, at, actor_kind, person, post, object, object_id, kind, state_from, state_to, reason, detail, text_hash, prev, hash
from event where town = :town order by seq;

-- @one event_hash_at(seq int) -> (hash blob)
select hash from event where town = :town and seq = :seq;

-- Every township has a chain from its first moment: this is the list that jobs go through.
-- @anytown a job runs in all townships
-- @scan one short row for each township
-- @many event_towns(after int, most int) -> (town int)
select town from event_head where town > :after order by town limit :most;
