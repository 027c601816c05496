-- Who works here and what is set, so that it can be proven: every change is an own-stream event that holds a mark of
-- the row (store/kept.py). What is in a ledger of before is entered once, at its next opening, as found.
--
-- active: 0 for somebody who no longer works here; the row stays, so that a code is never given to another person.
-- salt: random, part of the mark, so that no event can be used to guess a name.
alter table staff add column active integer not null default 1 check(active in (0, 1));
alter table staff add column salt text not null default '';
create trigger staff_stays before delete on staff begin select raise(abort, 'staff'); end;
create trigger staff_code_stays before update on staff when new.code <> old.code
  begin select raise(abort, 'staff'); end;

-- Rare among very many prints and views, and asked for at every PIN. Who asks has to say the same list, word by word.
create index audit_kept on audit(type, id)
  where type in ('staff_changed', 'setting_changed', 'pin_failed', 'pin_cleared');
