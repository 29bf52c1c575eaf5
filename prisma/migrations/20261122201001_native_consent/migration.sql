-- Shopify's own WhatsApp consent of a contact's customer: what we have to write there, what we wrote, what it hints at.
create table native_consent (
  shop_id uuid not null,
  contact_id uuid not null,
  next_try_at timestamptz(3), -- null: nothing to write
  attempts int not null default 0,
  written_state text, -- with the time below: how our own webhook is known again
  written_at timestamptz(3),
  problem text, -- why the last try wrote nothing, in one word
  problem_detail text,
  problem_at timestamptz(3),
  hint_state text, -- what Shopify said that is no consent to us
  hint_from text,
  hint_at timestamptz(3),
  primary key (shop_id, contact_id)
);
create index native_consent_due on native_consent (next_try_at) where next_try_at is not null;
call put_behind_wall('native_consent');

-- Whatever changes consent makes a row of a contact with a Shopify customer due, in the same transaction: no path
-- can forget it. 'epoch' differs from every lease of a writer, so a change under its hands is not lost.
create function native_consent_follows_state() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    insert into native_consent (shop_id, contact_id, next_try_at)
    select distinct c.shop_id, c.contact_id, timestamptz 'epoch' from changed c
    where exists (select from contact_identifier i where i.shop_id = c.shop_id and i.contact_id = c.contact_id
      and i.kind = 'customer' and i.until is null)
    on conflict (shop_id, contact_id) do update set next_try_at = excluded.next_try_at, attempts = 0;
  else
    insert into native_consent (shop_id, contact_id, next_try_at)
    select distinct c.shop_id, c.contact_id, timestamptz 'epoch'
    from changed c join was w using (shop_id, contact_id, topic)
    where (w.state, w.since, w.identifier_hash) is distinct from (c.state, c.since, c.identifier_hash)
      and exists (select from contact_identifier i where i.shop_id = c.shop_id and i.contact_id = c.contact_id
        and i.kind = 'customer' and i.until is null)
    on conflict (shop_id, contact_id) do update set next_try_at = excluded.next_try_at, attempts = 0;
  end if;
  return null;
end $$;
create trigger native_consent_on_new_state after insert on consent_state
  referencing new table as changed for each statement execute function native_consent_follows_state();
create trigger native_consent_on_changed_state after update on consent_state
  referencing old table as was new table as changed for each statement execute function native_consent_follows_state();

-- A customer may become known after the consent: with the order.
create function native_consent_follows_customer() returns trigger language plpgsql as $$
begin
  insert into native_consent (shop_id, contact_id, next_try_at)
  select new.shop_id, new.contact_id, timestamptz 'epoch'
  where exists (select from consent_state s where s.shop_id = new.shop_id and s.contact_id = new.contact_id)
  on conflict (shop_id, contact_id) do update set next_try_at = excluded.next_try_at, attempts = 0;
  return null;
end $$;
create trigger native_consent_on_customer after insert or update of contact_id, until on contact_identifier
  for each row when (new.kind = 'customer' and new.until is null) execute function native_consent_follows_customer();

grant select on native_consent to beckon_system;
create policy system on native_consent to beckon_system using (true) with check (false);
create function native_writes_due(p_now timestamptz, p_limit int) returns table (shop_id uuid, contact_id uuid)
  language sql stable security definer set search_path = public, pg_temp as $$
  select n.shop_id, n.contact_id from native_consent n join shop s on s.id = n.shop_id
  where s.status = 'installed' and n.next_try_at <= p_now order by n.next_try_at limit p_limit
$$;
call let_cross_shops('native_writes_due(timestamptz, int)');
