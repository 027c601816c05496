-- What 集計 asks for, kept by every write to the slips: the figures of a year of 100,000 slips are then some hundred
-- rows, whatever lies in the other years. A row is one type of one month of one desk in one state; only what was frozen
-- at `issued` names it, so that a type that ended or was renamed keeps its old name. fy is the year in the number, month
-- the one in which the papers were taken (they may differ for 予備帳). The four states of a slip on its way are one, open.
--
-- spans: one character for each closed slip, which says on which day of the month it was taken and how many calendar
-- days later it was closed (domain/figures.py, span). Days and not opening days, because the office may still say that a
-- day was closed; who reads makes opening days of them. Characters and not JSON: 100,000 of them are read in 7 ms.
--
-- The triggers that keep it are in store/tally.py: they read JSON, which SQLite 3.40 lets no trigger of a file do under
-- trusted_schema=off ("unsafe use of json_extract()"), only those of the connection.
create table tally(
  fy integer not null, desk text not null, type text not null, type_name text not null, section text not null,
  section_name text not null, month text not null,
  state text not null check(state in ('open', 'closed', 'voided', 'handed_back')),
  slips integer not null check(slips >= 0), spans text not null,
  primary key(fy, desk, type, type_name, section, section_name, month, state)
) strict, without rowid;

-- Documents that were not taken: no number was spent, so the record is all there is of them.
create table refusal_tally(
  fy integer not null, month text not null, type text not null, rule text not null,
  times integer not null check(times > 0),
  primary key(fy, month, type, rule)
) strict, without rowid;

-- What is rare among very many, found without reading them: exceptions of the second check, inquiries, overrides.
create index event_overridden on event(bag) where type = 'checked' and instr(body, '"overridden"') > 0;
create index event_inquiry on event(slip) where type in ('inquiry_opened', 'missing');
create index audit_override on audit(at) where type = 'override';
