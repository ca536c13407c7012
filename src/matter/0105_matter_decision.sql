-- A proposal that the second person does not agree to (state 4): why, for who proposed it.
alter table matter_decision add column answer text not null default '';
