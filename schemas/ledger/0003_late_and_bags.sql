-- What is late, what is marked, which bags there are: answered by index, whatever the number of slips. Like every row of
-- slip these are the fold of the events and made again from them: the program does so by itself where the version of
-- its fold is another than the one kept in the setting `fold`, which after this step is always so.
--
-- since: the moment from which the slip's present limit counts. marks: what somebody must look at whatever the day, in
-- order of the alphabet between blanks; null where there is nothing.
alter table slip add column since text;
alter table slip add column marks text;

-- Both hold all that is asked, or SQLite 3.40 would read each row. The first takes the place of slip_not_closed: it holds
-- what that one held, and an issue writes no page more than before.
drop index slip_not_closed;
create index slip_open on slip(state, since, marks, place) where state <> 'closed';
create index slip_marked on slip(marks) where marks is not null;

-- What each bag is. place: the lowest lamport of its events.
create table bag(
  number integer primary key, place integer not null, state text not null, section text not null, rest text not null
) strict;
create index bag_not_received on bag(state, place) where state <> 'received';
create index bag_place on bag(place);
