-- Whoever comes back by their own act after an erasure comes back whole: what was suppressed together is lifted together.
alter table suppression add column erasure_id uuid;
create index suppression_of_erasure on suppression (shop_id, erasure_id) where erasure_id is not null and lifted_at is null;
