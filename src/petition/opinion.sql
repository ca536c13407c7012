-- Handling opinions, and what the resident asks of the higher body.

-- @do opinion_insert(id int, matter int, request text, facts text, opinion text, basis text, outcome int, onward text, by int, at time)
insert into petition_opinion (town, id, matter, request, facts, opinion, basis, outcome, onward, state, written_by, written_at, given_at)
values (:town, :id, :matter, :request, :facts, :opinion, :basis, :outcome, :onward, 1, :by, :at, null);

-- The newest one.
-- @one opinion_last(matter int) -> (id int, request text, facts text, opinion text, basis text, outcome int, onward text, state int, written_at time, given_at time?)
select id, request, facts, opinion, basis, outcome, onward, state, written_at, given_at from petition_opinion
where town = :town and matter = :matter order by id desc limit 1;

-- @one opinion_given(matter int) -> (id int, request text, facts text, opinion text, basis text, outcome int, onward text, given_at time)
select id, request, facts, opinion, basis, outcome, onward, given_at from petition_opinion
where town = :town and matter = :matter and state = 2 order by id desc limit 1;

-- @do opinion_state(id int, state int, given time?)
update petition_opinion set state = :state, given_at = :given where town = :town and id = :id;

-- @one opinion_review(matter int, kind int) -> (asked_on day, method int, words text, last_day day, body text, handed_on day?, due time, result int, opinion text,
--   result_on day?)
select asked_on, method, words, last_day, body, handed_on, due_at as due, result, opinion, result_on from petition_review
where town = :town and matter = :matter and kind = :kind;

-- @do opinion_review_insert(matter int, kind int, asked_on day, method int, by int?, words text, last_day day, due time)
insert into petition_review (town, matter, kind, asked_on, method, asked_by, words, last_day, body, handed_on, handed_by, due_at, result, opinion,
	result_on, result_by)
values (:town, :matter, :kind, :asked_on, :method, :by, :words, :last_day, '', null, null, :due, 0, '', null, null);

-- @change opinion_review_handed(matter int, kind int, body text, handed_on day, by int)
update petition_review set body = :body, handed_on = :handed_on, handed_by = :by where town = :town and matter = :matter and kind = :kind and handed_on is null;

-- @change opinion_review_result(matter int, kind int, result int, opinion text, result_on day, by int)
update petition_review set result = :result, opinion = :opinion, result_on = :result_on, result_by = :by
where town = :town and matter = :matter and kind = :kind and result = 0 and handed_on is not null;

-- When the written opinion reached the resident: their thirty days run from then, never from an earlier day.
-- @one opinion_delivered(matter int) -> (on_day day?)
select max(d.done_on) as on_day from notice n join notice_delivery d on d.town = n.town and d.notice = n.id
where n.town = :town and n.matter = :matter and n.kind = 6;
