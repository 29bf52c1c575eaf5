-- What cannot be answered is put off, and must not become timely again by that: for when a case was meant, at first.
-- Null where it was opened before we kept that.
alter table recommendation_case add column meant_for timestamptz(3);
