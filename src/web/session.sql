-- The session of a token that has not been ended; its age is judged by the caller.
-- @one session_by_token(token blob) -> (person int, post int, created_at time, seen_at time)
select person, post, created_at, seen_at from session where town = :town and token_hash = :token and ended_at is null;

-- @do session_add(token blob, person int, post int, now time)
insert into session (town, token_hash, person, post, created_at, seen_at) values (:town, :token, :person, :post, :now, :now);

-- @do session_touch(token blob, now time)
update session set seen_at = :now where town = :town and token_hash = :token and seen_at < :now;

-- @change session_choose(token blob, post int)
update session set post = :post where town = :town and token_hash = :token and ended_at is null;

-- @do session_end(token blob, now time)
update session set ended_at = :now where town = :town and token_hash = :token and ended_at is null;

-- Every session of a person but one.
-- @do session_end_others(person int, keep blob, now time)
update session set ended_at = :now where town = :town and person = :person and token_hash <> :keep and ended_at is null;

-- @do session_sweep(before time)
delete from session where town = :town and seen_at < :before;

-- @one session_wait_of(kind int, who blob) -> (failures int, last_at time)
select failures, last_at from sign_in_wait where town = :town and kind = :kind and who = :who;

-- One more failure; those before `fresh` no longer count.
-- @do session_wait_add(kind int, who blob, now time, fresh time)
insert into sign_in_wait (town, kind, who, failures, last_at) values (:town, :kind, :who, 1, :now)
on conflict (town, kind, who) do update set
	failures = case when sign_in_wait.last_at < :fresh then 1 else sign_in_wait.failures + 1 end, last_at = :now;

-- @do session_wait_clear(kind int, who blob)
delete from sign_in_wait where town = :town and kind = :kind and who = :who;

-- @do session_wait_sweep(before time)
delete from sign_in_wait where town = :town and last_at < :before;
