-- Figures of people's mediation. A dispute counts once, in the period in which it was registered; what was merged counts with the matter it
-- was merged into. Whose case it was is in no figure. `type` is the catalogue's for its kind (what mediation_type_of() says),
-- `part` the kind of dispute where nothing else is said.

-- Disputes that the matter's complaint keeps from a reader.
-- @gate mediation_gate
select g.id from matter_conflict x join mediation g on g.town = x.town and g.matter = x.matter
where x.town = :town and (x.unit = :gate_unit or x.person = :gate_person);

-- Taken on, through any channel, whatever became of it.
-- @figure mediation_taken
select m.id, m.registered_at as at, m.village, m.unit, case when m.nature = 3 then 'B05' when m.kind = 1 then 'B02' when m.kind = 3 then 'A03' when m.kind in (4, 11, 12) then 'B04'
	when m.kind in (5, 13) then 'B03' when m.kind = 6 then 'A01' when m.kind = 7 then 'A04' when m.kind = 8 then 'G01' when m.kind = 9 then 'H03'
	when m.kind = 10 then 'D02' else 'B01' end as type, m.kind as part
from mediation m
where m.town = :town and m.why <> 5;

-- Of those: an agreement was reached, written or oral.
-- @figure mediation_settled
select m.id, m.registered_at as at, m.village, m.unit, case when m.nature = 3 then 'B05' when m.kind = 1 then 'B02' when m.kind = 3 then 'A03' when m.kind in (4, 11, 12) then 'B04'
	when m.kind in (5, 13) then 'B03' when m.kind = 6 then 'A01' when m.kind = 7 then 'A04' when m.kind = 8 then 'G01' when m.kind = 9 then 'H03'
	when m.kind = 10 then 'D02' else 'B01' end as type, m.kind as part
from mediation m
where m.town = :town and m.why <> 5 and m.settled_on is not null;

-- Of those taken on: no agreement. Part: the stage it stands in, so that what is still open shows apart.
-- @figure mediation_unsettled
select m.id, m.registered_at as at, m.village, m.unit, case when m.nature = 3 then 'B05' when m.kind = 1 then 'B02' when m.kind = 3 then 'A03' when m.kind in (4, 11, 12) then 'B04'
	when m.kind in (5, 13) then 'B03' when m.kind = 6 then 'A01' when m.kind = 7 then 'A04' when m.kind = 8 then 'G01' when m.kind = 9 then 'H03'
	when m.kind = 10 then 'D02' else 'B01' end as type, m.stage as part
from mediation m
where m.town = :town and m.why <> 5 and m.settled_on is null;

-- Agreements performed in the period. Part: 1 written, 2 oral.
-- @figure mediation_performed
select m.id, cast(m.kept_on as bigint) * 86400000 - 28800000 as at, m.village, m.unit, case when m.nature = 3 then 'B05' when m.kind = 1 then 'B02' when m.kind = 3 then 'A03' when m.kind in (4, 11, 12) then 'B04'
	when m.kind in (5, 13) then 'B03' when m.kind = 6 then 'A01' when m.kind = 7 then 'A04' when m.kind = 8 then 'G01' when m.kind = 9 then 'H03'
	when m.kind = 10 then 'D02' else 'B01' end as type, a.form as part
from mediation m
join mediation_agreement a on a.town = m.town and a.mediation = m.id and a.effective_on = m.effective_on
where m.town = :town and m.kept = 2 and m.kept_on is not null;

-- Agreements that were not performed when it was noted, in the period.
-- @figure mediation_broken
select m.id, cast(m.kept_on as bigint) * 86400000 - 28800000 as at, m.village, m.unit, case when m.nature = 3 then 'B05' when m.kind = 1 then 'B02' when m.kind = 3 then 'A03' when m.kind in (4, 11, 12) then 'B04'
	when m.kind in (5, 13) then 'B03' when m.kind = 6 then 'A01' when m.kind = 7 then 'A04' when m.kind = 8 then 'G01' when m.kind = 9 then 'H03'
	when m.kind = 10 then 'D02' else 'B01' end as type, m.kind as part
from mediation m
where m.town = :town and m.kept = 3 and m.kept_on is not null;

-- Agreements that a court confirmed in the period.
-- @figure mediation_confirmed
select m.id, cast(c.ruled_on as bigint) * 86400000 - 28800000 as at, m.village, m.unit, case when m.nature = 3 then 'B05' when m.kind = 1 then 'B02' when m.kind = 3 then 'A03' when m.kind in (4, 11, 12) then 'B04'
	when m.kind in (5, 13) then 'B03' when m.kind = 6 then 'A01' when m.kind = 7 then 'A04' when m.kind = 8 then 'G01' when m.kind = 9 then 'H03'
	when m.kind = 10 then 'D02' else 'B01' end as type, m.kind as part
from mediation_court c join mediation m on m.town = c.town and m.id = c.mediation
where c.town = :town and c.ruled_on is not null and c.ruling = 1;

-- Rounds of looking for disputes that ended in the period. Part: 1 none found, 2 found.
-- @figure mediation_swept
select s.id, s.ended_at as at, coalesce(s.village, 0) as village, s.unit, '' as type, s.result as part
from mediation_sweep s where s.town = :town and s.ended_at is not null;

-- One line of the ledger of cases: numbers, kinds and days, no party.
-- @one mediation_line(id int) -> (year int, number int, kind int, registered_at time, stage int, settled_on day?, village_zh text,
--   village_en text, unit_zh text, unit_en text, town_zh text)
select m.year, m.number, m.kind, m.registered_at, m.stage, m.settled_on, v.name_zh as village_zh, v.name_en as village_en, u.name_zh as unit_zh,
  u.name_en as unit_en, w.name_zh as town_zh
from mediation m join place v on v.town = m.town and v.id = m.village join unit u on u.town = m.town and u.id = m.unit
  join town w on w.town = m.town
where m.town = :town and m.id = :id;

-- @one mediation_sweep_line(id int) -> (result int, from_on day, to_on day, village_zh text?, village_en text?, unit_zh text, unit_en text)
select s.result, s.from_on, s.to_on, v.name_zh as village_zh, v.name_en as village_en, u.name_zh as unit_zh, u.name_en as unit_en
from mediation_sweep s left join place v on v.town = s.town and v.id = s.village join unit u on u.town = s.town and u.id = s.unit
where s.town = :town and s.id = :id;
