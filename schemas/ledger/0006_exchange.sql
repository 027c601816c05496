-- What the exchange over a shared folder needs to remember. Nothing here is a fact about a slip: those are events.

-- How far each stream (one life of one desk) is known: its last record that came in a batch, the digest of that batch,
-- and which life it says it goes on from. For own streams: how far they are sealed.
create table stream(
  desk text not null, epoch text not null, seq integer not null check(seq >= 0), digest text not null,
  before_epoch text, before_seq integer, before_hash text, at text not null, primary key(desk, epoch)
) strict, without rowid;

-- Batches whose bytes are kept: own ones, which never change once they are sealed, and those of the branch's other
-- desks, to put back what somebody deleted. published: seen on the share with these very bytes.
create table batch(
  desk text not null, epoch text not null, first integer not null, last integer not null check(last >= first),
  digest text not null, data blob not null, published integer not null check(published in (0, 1)), at text not null,
  unique(desk, epoch, first)
) strict;
create index batch_waiting on batch(desk, epoch, first) where published = 0;
create trigger batch_is_frozen before update on batch
  when new.desk <> old.desk or new.epoch <> old.epoch or new.first <> old.first or new.last <> old.last
    or new.digest <> old.digest or new.data <> old.data or new.published < old.published
  begin select raise(abort, 'batch'); end;
create trigger batch_stays before delete on batch when old.published = 1 begin select raise(abort, 'batch'); end;

-- The batch at which a stream stops, because it cannot be believed (yet).
create table aside(
  desk text not null, epoch text not null, first integer not null, why text not null, data blob not null,
  tries integer not null, at text not null, primary key(desk, epoch)
) strict;

-- What each peer signed last that it has, our own word among them.
create table word(
  desk text not null, epoch text not null, generation integer not null, reads text not null, known text not null,
  at text not null, primary key(desk, epoch)
) strict, without rowid;

-- What the office said, generation by generation; data: the signed bytes, to be carried to a desk without the network.
create table office_word(
  word text not null check(word in ('office', 'members', 'catalogue')), generation integer not null, body text not null,
  data blob not null, at text not null, primary key(word, generation)
) strict;
