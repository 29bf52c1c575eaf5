-- Two transactions that commit at the same moment: PostgreSQL gives what stood in a row before an update as the
-- statement first saw it, not as it had become when the update got its turn. So the head is locked and read first.
create or replace function link_consent_event() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  head consent_head;
  own bytea;
begin
  select * into head from consent_head h where h.shop_id = new.shop_id for update;
  if not found then
    insert into consent_head (shop_id, seq, hash) values (new.shop_id, 0, ledger_beginning(new.shop_id))
      on conflict (shop_id) do nothing;
    select * into head from consent_head h where h.shop_id = new.shop_id for update;
  end if;
  own := consent_event_hash(head.hash, head.seq + 1, new);
  insert into consent_link (shop_id, seq, event_id, prev_hash, hash)
    values (new.shop_id, head.seq + 1, new.id, head.hash, own);
  update consent_head h set seq = head.seq + 1, hash = own where h.shop_id = new.shop_id;
  return null;
end $$;
