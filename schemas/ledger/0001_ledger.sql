-- The ledger of one desk. A shipped file of this folder is never edited: the store keeps the SHA-256 of each body
-- and refuses a ledger that was made from another one. Numbers of slips and bags are kept as integers: the 16
-- digits never begin with 0, so str() gives them back, and the row key sorts by desk, year, type and serial.

-- What travels. Append-only; order is (lamport, desk, epoch, seq), never the row id and never the clock.
create table event(
  id integer primary key,
  desk text not null, epoch text not null, seq integer not null check(seq >= 1), lamport integer not null check(lamport >= 1),
  slip integer, bag integer, type text not null, at text not null, actor text not null, request text,
  body text not null, prev blob not null check(length(prev) = 32), hash blob not null check(length(hash) = 32),
  unique(desk, epoch, seq)
) strict;
create index event_slip on event(slip) where slip is not null;
create index event_bag on event(bag) where bag is not null;
create index event_day on event(substr(at, 1, 10), type);

-- What stays at home: prints, refusals, who looked at what. Its own sequence and its own chain, so that the
-- exchanged one has no gaps (EVENTS.md).
create table audit(
  id integer primary key,
  desk text not null, epoch text not null, seq integer not null check(seq >= 1), lamport integer not null check(lamport >= 1),
  slip integer, bag integer, type text not null, at text not null, actor text not null, request text,
  body text not null, prev blob not null check(length(prev) = 32), hash blob not null check(length(hash) = 32),
  unique(desk, epoch, seq)
) strict;
create index audit_slip on audit(slip) where slip is not null;
create index audit_day on audit(substr(at, 1, 10), type);

create trigger event_no_update before update on event begin select raise(abort, 'append only'); end;
create trigger event_no_delete before delete on event begin select raise(abort, 'append only'); end;
create trigger audit_no_update before update on audit begin select raise(abort, 'append only'); end;
create trigger audit_no_delete before delete on audit begin select raise(abort, 'append only'); end;

-- The last serial of every series of this desk. It starts at 1 and only ever steps by 1: the chain of numbers has no gap.
create table counter(
  desk text not null, fy integer not null, type text not null, last integer not null check(last between 1 and 99999),
  primary key(desk, fy, type)
) strict, without rowid;
create trigger counter_starts_at_one before insert on counter
  when new.last <> 1 and not exists(select 1 from counter where desk = new.desk and fy = new.fy and type = new.type)
  begin select raise(abort, 'gap'); end;
create trigger counter_step before update on counter
  when new.last <> old.last + 1 or new.desk <> old.desk or new.fy <> old.fy or new.type <> old.type
  begin select raise(abort, 'gap'); end;
create trigger counter_no_delete before delete on counter begin select raise(abort, 'counter'); end;

-- Repeat guard: a command that comes twice is answered with the number of the first time. Local on purpose: a UNIQUE
-- request on event would drop distinct imported events after a restore.
create table request(request text primary key, number integer, at text not null) strict, without rowid;

-- The own epochs of this desk in order, each continuing the chains where the one before it stopped.
create table epoch(
  number integer primary key, epoch text not null unique, began text not null, reason text not null,
  out_prev blob not null check(length(out_prev) = 32), own_prev blob not null check(length(own_prev) = 32)
) strict;

-- lamport: the highest known, own or imported. at: the latest time that this desk believed (a clock that went back is noticed).
create table clock(one integer primary key check(one = 1), lamport integer not null, at text not null) strict;
create trigger clock_never_back before update on clock when new.lamport < old.lamport begin select raise(abort, 'lamport'); end;

-- What each slip is: the fold of its events, rebuilt at will. Columns for what is asked for, the rest as JSON.
-- place: the lowest lamport of its events, the order in which lists show it.
create table slip(
  number integer primary key, place integer not null, state text not null, type text, section text,
  issued_at text, bag integer, rest text not null
) strict;
create index slip_place on slip(place);
create index slip_not_closed on slip(state, place) where state <> 'closed';

-- Personal data and free text: nonce and AES-256-GCM box, by the key of the event it belongs to. Never leaves this PC.
create table pii(
  slip integer not null, stream text not null check(stream in ('out', 'own')), desk text not null, epoch text not null,
  seq integer not null, key text not null, box blob not null, primary key(slip, stream, desk, epoch, seq)
) strict, without rowid;

create table staff(code text primary key, name text not null, role text not null, pin text, since text not null) strict, without rowid;
create table member(desk text primary key, role text not null, branch text not null, section text, name text not null) strict, without rowid;
create table catalogue(version integer primary key, since text not null, types text not null, enclosures text not null) strict;
create table setting(key text primary key, value text not null) strict, without rowid;
