-- A sum of every row that no chain of records and no projection vouches for: what is set, and what the exchange
-- remembers. SQLite sees damage to its own structure only; one wrong byte within a row it gives out as if it were right.
-- Whatever writes such a row leaves its sum empty, and the end of the transaction fills it (store/sums.py), because SQLite
-- has no hash of its own. `verify` compares.
create table sum(
  of text not null, a any not null, b any not null, c any not null, digest blob, primary key(of, a, b, c)
) strict, without rowid;
create index sum_waiting on sum(of) where digest is null;

create trigger setting_summed_new after insert on setting begin
  insert or replace into sum values('setting', new.key, '', '', null); end;
create trigger setting_summed_changed after update on setting begin
  delete from sum where of = 'setting' and a = old.key and b = '' and c = '';
  insert or replace into sum values('setting', new.key, '', '', null); end;
create trigger setting_summed_gone after delete on setting begin
  delete from sum where of = 'setting' and a = old.key and b = '' and c = ''; end;
insert into sum select 'setting', key, '', '', null from setting;

create trigger office_word_summed_new after insert on office_word begin
  insert or replace into sum values('office_word', new.word, new.generation, '', null); end;
create trigger office_word_summed_changed after update on office_word begin
  delete from sum where of = 'office_word' and a = old.word and b = old.generation and c = '';
  insert or replace into sum values('office_word', new.word, new.generation, '', null); end;
create trigger office_word_summed_gone after delete on office_word begin
  delete from sum where of = 'office_word' and a = old.word and b = old.generation and c = ''; end;
insert into sum select 'office_word', word, generation, '', null from office_word;

create trigger stream_summed_new after insert on stream begin
  insert or replace into sum values('stream', new.desk, new.epoch, '', null); end;
create trigger stream_summed_changed after update on stream begin
  delete from sum where of = 'stream' and a = old.desk and b = old.epoch and c = '';
  insert or replace into sum values('stream', new.desk, new.epoch, '', null); end;
create trigger stream_summed_gone after delete on stream begin
  delete from sum where of = 'stream' and a = old.desk and b = old.epoch and c = ''; end;
insert into sum select 'stream', desk, epoch, '', null from stream;

create trigger batch_summed_new after insert on batch begin
  insert or replace into sum values('batch', new.desk, new.epoch, new.first, null); end;
create trigger batch_summed_changed after update on batch begin
  delete from sum where of = 'batch' and a = old.desk and b = old.epoch and c = old.first;
  insert or replace into sum values('batch', new.desk, new.epoch, new.first, null); end;
create trigger batch_summed_gone after delete on batch begin
  delete from sum where of = 'batch' and a = old.desk and b = old.epoch and c = old.first; end;
insert into sum select 'batch', desk, epoch, first, null from batch;

create trigger aside_summed_new after insert on aside begin
  insert or replace into sum values('aside', new.desk, new.epoch, '', null); end;
create trigger aside_summed_changed after update on aside begin
  delete from sum where of = 'aside' and a = old.desk and b = old.epoch and c = '';
  insert or replace into sum values('aside', new.desk, new.epoch, '', null); end;
create trigger aside_summed_gone after delete on aside begin
  delete from sum where of = 'aside' and a = old.desk and b = old.epoch and c = ''; end;
insert into sum select 'aside', desk, epoch, '', null from aside;

create trigger word_summed_new after insert on word begin
  insert or replace into sum values('word', new.desk, new.epoch, '', null); end;
create trigger word_summed_changed after update on word begin
  delete from sum where of = 'word' and a = old.desk and b = old.epoch and c = '';
  insert or replace into sum values('word', new.desk, new.epoch, '', null); end;
create trigger word_summed_gone after delete on word begin
  delete from sum where of = 'word' and a = old.desk and b = old.epoch and c = ''; end;
insert into sum select 'word', desk, epoch, '', null from word;
