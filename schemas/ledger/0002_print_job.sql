-- What was asked of the printers of this desk, how far it went, and what is known of it. Operational and local: a row
-- changes its state, and never vanishes; only its last word becomes a `printed` event (EVENTS.md), which names the
-- row's key and is named by it. No form and no name stands here: a paper is drawn again from the ledger.
--
-- copy: which paper, as in `printed`. printer: its name in the settings. count: how many of this copy may exist with
-- this one; from 2 on it carries 再発行. bytes: how many left this PC; null while nobody knows. seen_to: 0 while
-- somebody still has to look at it.
create table print_job(
  id integer primary key, key text not null unique, slip integer, bag integer, copy text not null, paper text not null,
  printer text not null, language text, large integer not null default 0 check(large in (0, 1)),
  count integer not null check(count between 1 and 9999), reason text, named integer not null check(named in (0, 1)),
  by text not null, state text not null check(state in ('queued', 'sent', 'confirmed', 'doubtful', 'failed')), why text,
  bytes integer check(bytes >= 0), seen_to integer not null default 0 check(seen_to in (0, 1)),
  queued_at text not null, sent_at text, ended_at text, epoch text, seq integer,
  check((epoch is null) = (seq is null)),
  check(case state when 'confirmed' then seq is not null when 'failed' then seq is not null
    when 'doubtful' then 1 else seq is null end)
) strict;
create index print_job_slip on print_job(slip) where slip is not null;
create index print_job_waiting on print_job(id) where seen_to = 0;

create trigger print_job_no_delete before delete on print_job begin select raise(abort, 'print_job'); end;
create trigger print_job_begins_queued before insert on print_job when new.state <> 'queued'
  begin select raise(abort, 'print_job'); end;
-- Only forwards, and never after its last word; what was asked for stays as it was.
create trigger print_job_forwards before update on print_job
  when new.id <> old.id or new.key <> old.key or new.slip is not old.slip or new.bag is not old.bag
    or new.copy <> old.copy or new.paper <> old.paper or new.printer <> old.printer
    or new.language is not old.language or new.large <> old.large or new.count <> old.count
    or new.reason is not old.reason or new.named <> old.named or new.by <> old.by or new.queued_at <> old.queued_at
    or (old.seq is not null and (new.state <> old.state or new.epoch is not old.epoch or new.seq is not old.seq
      or new.why is not old.why or new.bytes is not old.bytes or new.ended_at is not old.ended_at))
    or new.seen_to < old.seen_to
    or not (new.state = old.state or (old.state = 'queued' and new.state in ('sent', 'failed'))
      or (old.state = 'sent' and new.state in ('confirmed', 'doubtful', 'failed'))
      or (old.state = 'doubtful' and new.state in ('confirmed', 'failed')))
  begin select raise(abort, 'print_job'); end;
