-- The filters of 管理簿 at any size. Both hold all that is asked for, so that counting what is wanted, and finding
-- between which places it lies, reads no row of slip (store/pages.py). The first for section and type, the second for
-- days alone.
create index slip_book on slip(section, type, state, issued_at, place);
create index slip_issued on slip(issued_at, state, section, type, place);
