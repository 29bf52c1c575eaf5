-- The ledger proves itself. Every event gets a link: a number in its shop's sequence, the hash before it, and a hash
-- over both and all that the event's row holds. Evidence goes in as the hash of its ciphertext, persons as the keyed
-- hashes that stand in the row: erasing somebody's key changes nothing here.

-- One link per event; where a shop's events were removed by law, one link without an event says so (a tombstone).
create table consent_link (
  shop_id uuid not null,
  seq bigint not null,
  event_id uuid,
  prev_hash bytea not null,
  hash bytea not null,
  removed_events bigint,
  removed_because text,
  removed_at timestamptz(3),
  removed_in xid8,
  primary key (shop_id, seq),
  check (case when event_id is null then num_nonnulls(removed_events, removed_because, removed_at, removed_in) = 4
    else num_nonnulls(removed_events, removed_because, removed_at, removed_in) = 0 end)
);
create unique index consent_link_event on consent_link (event_id) where event_id is not null;

-- Where a shop's chain ends: what was cut off at the end is missed here.
create table consent_head (
  shop_id uuid primary key,
  seq bigint not null,
  hash bytea not null
) with (fillfactor = 50);

-- A field as it is hashed: its length in front, so that two fields cannot be cut differently.
create function ledger_field(p_value text) returns text language sql immutable parallel safe
  as $$ select coalesce(octet_length(p_value) || ':' || p_value, '-') || ';' $$;
create function ledger_ms(p_at timestamptz) returns text language sql immutable parallel safe
  as $$ select (extract(epoch from p_at) * 1000)::bigint::text $$;

-- What a shop's first link has before it.
create function ledger_beginning(p_shop uuid) returns bytea language sql immutable parallel safe
  as $$ select sha256(convert_to('beckon consent ledger 1 ' || p_shop, 'UTF8')) $$;

-- `npm run verify-ledger` computes the same on its own (app/modules/consent/chain.rules.ts).
create function consent_event_hash(p_prev bytea, p_seq bigint, e consent_event) returns bytea
  language sql immutable parallel safe as $$
  select sha256(p_prev || convert_to('event 1;'
    || ledger_field(e.shop_id::text) || ledger_field(p_seq::text) || ledger_field(e.id::text)
    || ledger_field(e.contact_id::text) || ledger_field(e.topic) || ledger_field(e.kind) || ledger_field(e.source)
    || ledger_field(e.identifier_hash) || ledger_field(ledger_ms(e.at)) || ledger_field(ledger_ms(e.recorded_at))
    || ledger_field(e.wording_version) || ledger_field(e.wording_hash) || ledger_field(e.locale)
    || ledger_field(e.place) || ledger_field(e.checkout_token) || ledger_field(e.request_key)
    || ledger_field(encode(sha256(e.evidence), 'hex')), 'UTF8'))
$$;
create function consent_tombstone_hash(p_prev bytea, p_shop uuid, p_seq bigint, p_removed bigint, p_because text,
  p_at timestamptz) returns bytea language sql immutable parallel safe as $$
  select sha256(p_prev || convert_to('tombstone 1;' || ledger_field(p_shop::text) || ledger_field(p_seq::text)
    || ledger_field(p_removed::text) || ledger_field(p_because) || ledger_field(ledger_ms(p_at)), 'UTF8'))
$$;

-- What is there already, in the order in which it was written down. The owner is bound by the walls, too: they open
-- for him until the rows are in.
alter table consent_event no force row level security;
do $$
declare
  e consent_event;
  shop uuid;
  n bigint;
  last bytea;
  own bytea;
begin
  for e in select * from consent_event order by shop_id, recorded_at, id loop
    if shop is distinct from e.shop_id then
      if shop is not null then insert into consent_head values (shop, n, last); end if;
      shop := e.shop_id;
      n := 0;
      last := ledger_beginning(shop);
    end if;
    n := n + 1;
    own := consent_event_hash(last, n, e);
    insert into consent_link (shop_id, seq, event_id, prev_hash, hash) values (shop, n, e.id, last, own);
    last := own;
  end loop;
  if shop is not null then insert into consent_head values (shop, n, last); end if;
end $$;
alter table consent_event force row level security;

call put_behind_wall('consent_link', 'consent_head');
revoke insert, update, delete on consent_link, consent_head from beckon_app;
grant select, insert, delete on consent_link to beckon_system;
grant select, insert, update on consent_head to beckon_system;
grant select, delete on consent_event, consent_state to beckon_system;
create policy system on consent_link to beckon_system using (true) with check (true);
create policy system on consent_head to beckon_system using (true) with check (true);
create policy system on consent_event to beckon_system using (true) with check (false);
create policy system on consent_state to beckon_system using (true) with check (false);

-- Links an event as the last of its shop. Deferred: it runs when the transaction commits, so the lock on the head is
-- the last that is taken, whatever else a transaction locks and in whatever order.
create function link_consent_event() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  link consent_link;
begin
  update consent_head h set seq = h.seq + 1, hash = consent_event_hash(h.hash, h.seq + 1, new)
    where h.shop_id = new.shop_id
    returning with (old as before, new as after) before.hash, after.seq, after.hash
    into link.prev_hash, link.seq, link.hash;
  if not found then
    insert into consent_head (shop_id, seq, hash) values (new.shop_id, 0, ledger_beginning(new.shop_id))
      on conflict (shop_id) do nothing;
    update consent_head h set seq = h.seq + 1, hash = consent_event_hash(h.hash, h.seq + 1, new)
      where h.shop_id = new.shop_id
      returning with (old as before, new as after) before.hash, after.seq, after.hash
      into link.prev_hash, link.seq, link.hash;
  end if;
  insert into consent_link (shop_id, seq, event_id, prev_hash, hash)
    values (new.shop_id, link.seq, new.id, link.prev_hash, link.hash);
  return null;
end $$;
create constraint trigger consent_event_linked after insert on consent_event
  deferrable initially deferred for each row execute function link_consent_event();

-- Whether this very transaction has put a tombstone on the shop's ledger.
create function ledger_is_being_redacted(p_shop uuid) returns boolean language sql stable as $$
  select current_user = 'beckon_system' and exists (select from public.consent_link
    where shop_id = p_shop and event_id is null and removed_in = pg_current_xact_id_if_assigned())
$$;

-- Nothing is changed, by nobody; and nothing is taken away but under a tombstone.
create or replace function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only: % refused', tg_table_name, tg_op using errcode = 'integrity_constraint_violation';
end $$;
create function refuse_removal() returns trigger language plpgsql as $$
begin
  if exists (with shops as materialized (select distinct shop_id from gone)
      select from shops where not public.ledger_is_being_redacted(shop_id)) then
    raise exception '% is append-only: % refused', tg_table_name, tg_op using errcode = 'integrity_constraint_violation';
  end if;
  return null;
end $$;
drop trigger consent_event_append_only on consent_event;
create trigger consent_event_append_only before update on consent_event
  for each row execute function refuse_change();
create trigger consent_event_stays after delete on consent_event referencing old table as gone
  for each statement execute function refuse_removal();
create trigger consent_link_append_only before update on consent_link
  for each row execute function refuse_change();
create trigger consent_link_stays after delete on consent_link referencing old table as gone
  for each statement execute function refuse_removal();
create trigger consent_head_stays before delete on consent_head
  for each row execute function refuse_change();
create trigger consent_link_no_truncate before truncate on consent_link
  for each statement execute function refuse_change();
create trigger consent_head_no_truncate before truncate on consent_head
  for each statement execute function refuse_change();

-- Links come from the functions here and from nobody else.
create function refuse_foreign_link() returns trigger language plpgsql as $$
begin
  if current_user = 'beckon_system' then return new; end if;
  raise exception '% is written by the database alone: % refused', tg_table_name, tg_op
    using errcode = 'integrity_constraint_violation';
end $$;
create trigger consent_link_own before insert on consent_link
  for each row execute function refuse_foreign_link();
create trigger consent_head_own before insert or update on consent_head
  for each row execute function refuse_foreign_link();

-- Removes the ledger of a shop that is gone (Shopify's shop/redact) and says so in its place: how many events, when,
-- and why; the hash before is the last that they had. Within the shop's own wall; a second call finds nothing.
create function redact_shop_ledger(p_shop uuid, p_now timestamptz, p_because text)
  returns table (removed bigint, seq bigint, hash text)
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  head consent_head;
  gone bigint;
  own bytea;
begin
  if p_shop is distinct from current_shop() then
    raise exception 'only within the wall of the shop' using errcode = 'insufficient_privilege';
  end if;
  set constraints consent_event_linked immediate; -- what this transaction has added is linked now
  select * into head from consent_head h where h.shop_id = p_shop for update;
  select count(*) into gone from consent_link l where l.shop_id = p_shop and l.event_id is not null;
  if gone > 0 then
    own := consent_tombstone_hash(head.hash, p_shop, head.seq + 1, gone, p_because, p_now);
    insert into consent_link (shop_id, seq, prev_hash, hash, removed_events, removed_because, removed_at, removed_in)
      values (p_shop, head.seq + 1, head.hash, own, gone, p_because, p_now, pg_current_xact_id());
    update consent_head h set seq = head.seq + 1, hash = own where h.shop_id = p_shop;
    delete from consent_state s where s.shop_id = p_shop;
    delete from consent_link l where l.shop_id = p_shop and l.event_id is not null;
    delete from consent_event e where e.shop_id = p_shop;
  end if;
  return query select gone, h.seq, encode(h.hash, 'hex') from consent_head h where h.shop_id = p_shop;
end $$;

call let_cross_shops('link_consent_event()', 'redact_shop_ledger(uuid, timestamptz, text)');
