-- People's mediation (People's Mediation Law): cases, parties, mediators, records, agreements, court confirmation, allowances, rounds of
-- looking for disputes. What names a person of the parties stands sealed in the identity store; here only their tokens, and texts that say
-- 甲方 and 乙方.

-- A round of looking for disputes: dates and an area. That none was found is as good a result as any.
create table mediation_sweep (
	town bigint not null,
	id bigint not null,
	village bigint,                    -- null: the whole township
	unit bigint not null,              -- the committee that goes round
	from_on integer not null,
	to_on integer not null,
	result smallint not null,          -- 0 under way, 1 none found, 2 found
	words text not null,
	post bigint not null,
	at bigint not null,
	ended_at bigint,
	primary key (town, id),
	foreign key (town, village) references place (town, id),
	foreign key (town, unit) references unit (town, id),
	check (result between 0 and 2)
);
create index mediation_sweep_by_unit on mediation_sweep (town, unit, id);

create table mediation (
	town bigint not null,
	id bigint not null,
	year smallint not null,            -- （year）荷人调字第number号
	number integer not null,
	matter bigint not null,            -- one dispute, one matter, one case
	unit bigint not null,              -- the committee
	village bigint not null,
	place bigint not null,
	kind smallint not null,            -- enum mediation_kind
	nature smallint not null,          -- 0 none, 1 marriage, adoption or parentage itself, 2 contracted farmland, 3 rights to woodland
	source smallint not null,          -- enum mediation_source
	spoken smallint not null,          -- 1: the application was spoken and written down here
	facts text not null,
	wish text not null,
	sweep bigint,
	registered_at bigint not null,
	registered_by bigint not null,     -- post
	stage smallint not null,           -- enum mediation_stage
	lane smallint not null generated always as (case when stage in (1, 2, 3, 5) then 1 when stage = 4 then 2 else 3 end) stored,
	round smallint not null,           -- 0, then one for each agreement that was broken
	due_on integer not null,           -- generally settled within one month
	noticed_on integer,                -- rights and duties read out and handed over
	begun_at bigint,
	ended_at bigint,
	why smallint not null,             -- how it ended without an agreement: enum mediation_why, 0 it did not
	words text not null,               -- about that
	told_on integer,                   -- when the parties were told the other ways
	effective_on integer,              -- of the agreement in force
	settled_on integer,                -- of the first agreement
	kept smallint not null,            -- 0 nothing owed yet, 1 to be performed, 2 performed, 3 broken
	kept_on integer,
	filed_on integer,
	filed_by bigint,
	keep_years smallint,
	file_note text not null,
	revision integer not null,
	primary key (town, id),
	unique (town, matter),
	unique (town, year, number),
	check (kind between 1 and 14),
	check (nature between 0 and 3),
	check (stage between 1 and 10),
	check (stage not in (4, 7) or effective_on is not null),
	foreign key (town, matter) references matter (town, id),
	foreign key (town, unit) references unit (town, id),
	foreign key (town, village) references place (town, id),
	foreign key (town, place) references place (town, id),
	foreign key (town, sweep) references mediation_sweep (town, id)
);
create index mediation_by_lane on mediation (town, lane, id);
create index mediation_by_unit on mediation (town, unit, lane, id);
create index mediation_by_village on mediation (town, village, lane, id);
create index mediation_by_age on mediation (town, registered_at, id);
create index mediation_by_sweep on mediation (town, sweep, id) where sweep is not null;

-- Next number of a year.
create table mediation_number (
	town bigint not null,
	year smallint not null,
	last integer not null,
	primary key (town, year)
);

create table mediation_party (
	town bigint not null,
	mediation bigint not null,
	n smallint not null,
	side smallint not null,            -- 1 applicant 甲方, 2 respondent 乙方, 3 third 丙方
	body smallint not null,            -- 1 a person, 2 an organisation
	token bytea not null,              -- of the sealed record
	willing smallint not null,         -- 0 not asked yet, 1 yes, 2 no
	willing_on integer,
	willing_how smallint not null,     -- enum judgement_method: 2 phone, 3 paper, 4 in person
	open_fine smallint not null,       -- 1: agrees to an open session
	seen smallint not null,            -- 1: identity papers were shown
	proxy smallint not null,           -- 1: somebody acts for the party; the power of attorney is in the file
	copy_on integer,                   -- got a copy of the agreement
	primary key (town, mediation, n),
	foreign key (town, mediation) references mediation (town, id),
	check (side between 1 and 3),
	check (willing between 0 and 2)
);
create index mediation_party_by_token on mediation_party (town, token);

-- Who keeps, or mediates, a case: this is also who may open it.
create table mediation_seat (
	town bigint not null,
	mediation bigint not null,
	post bigint not null,
	part smallint not null,            -- 0 registered it, 1 first mediator, 2 further mediator
	chosen smallint not null,          -- 1 chosen by the parties, 2 proposed and accepted by all, 0 none of both
	lane smallint not null,            -- of the case
	since bigint not null,
	until bigint,
	why smallint not null,             -- of a recusal: 1 related, 2 interest, 3 a party asks, 4 own wish; 0 none
	primary key (town, mediation, post),
	foreign key (town, mediation) references mediation (town, id),
	foreign key (town, post) references post (town, id)
);
create index mediation_seat_by_post on mediation_seat (town, post, lane, mediation) where until is null;

-- What was done, in its order: inquiries, sessions, follow-up visits, warnings passed on, a decision of the government, notes for the file.
create table mediation_record (
	town bigint not null,
	id bigint not null,
	mediation bigint not null,
	kind smallint not null,            -- enum mediation_record_kind
	round smallint not null,
	on_day integer not null,
	spot text not null,
	people text not null,              -- who was there, by part: 甲方、乙方、村支书
	words text not null,
	result smallint not null,          -- by kind, see mediation.h
	flags smallint not null,
	post bigint not null,
	at bigint not null,
	primary key (town, id),
	foreign key (town, mediation) references mediation (town, id),
	foreign key (town, post) references post (town, id)
);
create index mediation_record_by_case on mediation_record (town, mediation, id);

-- Articles 28 to 30. Written: in force when all parties and the mediator have signed and the seal is on. Oral: when it is reached.
create table mediation_agreement (
	town bigint not null,
	mediation bigint not null,
	round smallint not null,
	form smallint not null,            -- 1 written, 2 oral
	oral_ok smallint not null,         -- 1: all parties said that no paper is needed
	facts text not null,
	disputed text not null,
	terms text not null,
	manner text not null,
	last_on integer,                   -- performed by; null: at once
	fen bigint not null,               -- the sum at issue, 0 none
	parties_on integer,
	mediator_on integer,
	seal_on integer,
	effective_on integer,              -- the latest of the three, or the day of an oral one
	copies smallint not null,
	post bigint not null,
	at bigint not null,
	primary key (town, mediation, round),
	foreign key (town, mediation) references mediation (town, id),
	check (form between 1 and 2),
	check (form = 1 or oral_ok = 1)
);

create table mediation_instalment (
	town bigint not null,
	mediation bigint not null,
	round smallint not null,
	n smallint not null,
	due_on integer not null,
	fen bigint not null,
	what text not null,
	met_on integer,
	broken_on integer,
	reminded_at bigint,
	open smallint not null generated always as (case when met_on is null and broken_on is null then 1 else 0 end) stored,
	primary key (town, mediation, round, n),
	foreign key (town, mediation) references mediation (town, id)
);
create index mediation_instalment_due on mediation_instalment (town, due_on, mediation, n) where reminded_at is null;

-- Joint application to a court within 30 days (article 33; Civil Procedure Law 205).
create table mediation_court (
	town bigint not null,
	mediation bigint not null,
	round smallint not null,
	last_on integer not null,          -- the last day to apply
	ground smallint not null,          -- 0 not applied, 1 home of a party, 2 place of the thing at issue, 3 place of the committee
	court text not null,
	asked_on integer,
	ruling smallint not null,          -- 0 none yet, 1 confirmed, 2 refused, 3 withdrawn
	ruled_on integer,
	paper text not null,               -- number of the ruling
	waits smallint not null generated always as (case when asked_on is null then 1 else 0 end) stored,
	primary key (town, mediation, round),
	foreign key (town, mediation) references mediation (town, id),
	check (ruling between 0 and 3)
);
create index mediation_court_waits on mediation_court (town, waits, last_on, mediation);

-- What the other parties say of the result, taken by a clerk outside the committee; the reporter judges on the receipt page.
create table mediation_heard (
	town bigint not null,
	id bigint not null,
	mediation bigint not null,
	party smallint not null,
	round smallint not null,
	solved smallint not null,
	satisfied smallint not null,
	method smallint not null,
	words text not null,
	post bigint not null,
	at bigint not null,
	primary key (town, id),
	unique (town, mediation, party, round),
	foreign key (town, mediation, party) references mediation_party (town, mediation, n),
	check (solved between 1 and 3)
);

-- The township's rates for a mediated case, by date.
create table mediation_rate (
	town bigint not null,
	valid_from integer not null,
	level smallint not null,           -- 1 simple, 2 ordinary, 3 difficult, 4 major
	fen bigint not null,
	basis text not null,
	post bigint not null,
	at bigint not null,
	primary key (town, valid_from, level),
	check (level between 1 and 4)
);

-- One dispute is paid for once: the key is the matter.
create table mediation_subsidy (
	town bigint not null,
	matter bigint not null,
	mediation bigint not null,
	level smallint not null,
	fen bigint not null,
	rate_from integer not null,
	claimed_on integer not null,
	post bigint not null,              -- the mediator
	by bigint not null,
	at bigint not null,
	primary key (town, matter),
	foreign key (town, mediation) references mediation (town, id),
	foreign key (town, matter) references matter (town, id)
);
create index mediation_subsidy_by_day on mediation_subsidy (town, claimed_on, matter);
create index mediation_subsidy_by_case on mediation_subsidy (town, mediation);

-- Signed papers, filed by the square that is printed on each part.
create table mediation_scan (
	town bigint not null,
	mediation bigint not null,
	n smallint not null,
	part smallint not null,            -- enum mediation_part
	picture bytea not null,
	thumb bytea not null,
	width integer not null,
	height integer not null,
	post bigint not null,
	at bigint not null,
	primary key (town, mediation, n),
	foreign key (town, mediation) references mediation (town, id)
);
