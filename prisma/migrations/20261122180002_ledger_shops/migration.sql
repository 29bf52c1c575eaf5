-- Every shop whose ledger is to be verified: also one that is gone but for its tombstone.
grant select on consent_head to beckon_system;
create function shops_with_ledger() returns table (shop_id uuid)
  language sql stable security definer set search_path = public, pg_temp as
$$ select id from shop union select h.shop_id from consent_head h $$;
call let_cross_shops('shops_with_ledger()');
