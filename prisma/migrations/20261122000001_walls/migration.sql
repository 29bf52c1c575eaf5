-- Two roles beside the owner who runs this file:
--   beckon_app     what web and worker run as; sees one shop at a time (setting app.shop)
--   beckon_system  owns the functions below, the only reads and writes that cross shops; nobody logs in as it
do $$ begin
  if not exists (select from pg_roles where rolname = 'beckon_app') then
    create role beckon_app login nosuperuser nobypassrls nocreatedb nocreaterole;
  end if;
  if not exists (select from pg_roles where rolname = 'beckon_system') then
    create role beckon_system nologin nosuperuser nobypassrls nocreatedb nocreaterole;
  end if;
  execute format('grant beckon_app to %I', current_user);
  execute format('grant beckon_system to %I', current_user);
exception when duplicate_object or unique_violation then null; -- two databases of one cluster migrated at once
end $$;

grant usage on schema public to beckon_app, beckon_system;
grant create on schema public to beckon_system; -- needed to own functions; taken back at the end

-- Partial and special indexes that the schema language cannot say.
create unique index contact_identifier_current on contact_identifier (shop_id, kind, hash) where until is null;
create unique index consent_event_request on consent_event (shop_id, request_key, topic) nulls not distinct where request_key is not null;
create unique index reminder_series_open on reminder_series (shop_id, contact_id) where closed_at is null;
create index intake_event_due on intake_event (next_try_at) where status = 'received';
create index intake_event_parked on intake_event (shop_id) where status = 'parked';
create index checkout_due on checkout (next_reminder_at) where next_reminder_at is not null;
create index checkout_persons on checkout using gin (person_hashes) with (fastupdate = off);
create index order_persons on shop_order using gin (person_hashes) with (fastupdate = off);
create index message_planned on message (number_id, not_before) where state = 'planned';
create index message_in_flight on message (claimed_at) where state in ('claimed', 'handing_over');
create index message_unsettled on message (handed_over_at) where state = 'unknown';
create index message_by_checkout_token on message (shop_id, checkout_token) where checkout_token is not null;
create index message_by_cart_token on message (shop_id, cart_token) where cart_token is not null;
create index message_by_attempt on message (attempt_id) where attempt_id is not null;
create index suppression_active on suppression (shop_id, hash) where lifted_at is null;

insert into clock_offset (id, offset_ms) values (1, 0) on conflict do nothing;

-- The ledger is append-only for everybody.
create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'consent_event is append-only: % refused', tg_op using errcode = 'integrity_constraint_violation';
end $$;
create trigger consent_event_append_only before update or delete on consent_event
  for each row execute function refuse_change();
create trigger consent_event_no_truncate before truncate on consent_event
  for each statement execute function refuse_change();

-- Row-level security, forced on every table. nullif: after a reset the setting is '' and ''::uuid would raise.
create function current_shop() returns uuid language sql stable parallel safe
  as $$ select nullif(current_setting('app.shop', true), '')::uuid $$;

do $$
declare t text;
begin
  for t in select relname from pg_class
           where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and relname not like '\_prisma%'
  loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    if t = 'shop' then
      execute 'create policy one_shop on shop using (id = current_shop()) with check (id = current_shop())';
    elsif t in ('rate_counter', 'clock_offset') then
      null; -- no policy for the app: closed but for the functions
    else
      execute format('create policy one_shop on %I using (shop_id = current_shop()) with check (shop_id = current_shop())', t);
    end if;
    execute format('grant select, insert, update, delete on %I to beckon_app', t);
  end loop;
end $$;
revoke update, delete, truncate on consent_event from beckon_app;

-- What beckon_system may touch: just what its functions need.
grant select, insert on shop to beckon_system;
create policy system on shop to beckon_system using (true) with check (true);
grant select, insert on intake_event, intake_hold to beckon_system;
create policy system on intake_event to beckon_system using (true) with check (true);
create policy system on intake_hold to beckon_system using (true) with check (true);
grant select on checkout, message, whatsapp_number, link to beckon_system;
create policy system on checkout to beckon_system using (true) with check (false);
create policy system on message to beckon_system using (true) with check (false);
create policy system on whatsapp_number to beckon_system using (true) with check (false);
create policy system on link to beckon_system using (true) with check (false);
grant select, insert, update, delete on rate_counter, clock_offset to beckon_system;
create policy system on rate_counter to beckon_system using (true) with check (true);
create policy system on clock_offset to beckon_system using (true) with check (true);

-- Everything that crosses shops, in one place. Each returns ids and counts (link_by_code also ciphertext).

-- The shop's id, or null.
create function shop_by_domain(p_domain text) returns uuid
  language sql stable security definer set search_path = public, pg_temp as
$$ select id from shop where domain = lower(p_domain) $$;

-- The shop's id; a first webhook may come before the first visit, so the row is made when missing.
create function shop_ensure(p_domain text) returns uuid
  language plpgsql security definer set search_path = public, pg_temp as $$
declare found_id uuid;
begin
  select id into found_id from shop where domain = lower(p_domain);
  if found_id is null then
    insert into shop (domain, updated_at) values (lower(p_domain), now()) on conflict (domain) do nothing;
    select id into found_id from shop where domain = lower(p_domain);
  end if;
  return found_id;
end $$;

-- Stores a batch of accepted deliveries and the persons they name, in one statement. Duplicates vanish.
-- Holds come as two parallel arrays: 1-based position of the event, hash; each pair once. They belong to events that
-- are new here, so nothing can conflict.
create function intake_store(p_shop uuid[], p_source text[], p_topic text[], p_delivery text[], p_triggered timestamptz[],
  p_received timestamptz, p_body bytea[], p_hold_event int[], p_hold_hash text[])
  returns table (event_position int, event_id uuid)
  language sql security definer set search_path = public, pg_temp as $$
  with incoming as materialized (
    select uuidv7() as id, * from unnest(p_shop, p_source, p_topic, p_delivery, p_triggered, p_body)
      with ordinality as u(shop_id, source, topic, delivery_id, triggered_at, body, n)
  ), stored as (
    insert into intake_event (id, shop_id, source, topic, delivery_id, triggered_at, received_at, next_try_at, body)
    select id, shop_id, source, topic, delivery_id, triggered_at, p_received, p_received, body from incoming
    on conflict (shop_id, source, delivery_id) do nothing returning id
  ), held as (
    insert into intake_hold (shop_id, hash, event_id)
    select i.shop_id, h.hash, i.id from unnest(p_hold_event, p_hold_hash) as h(n, hash)
      join incoming i on i.n = h.n join stored s on s.id = i.id
  )
  select i.n::int, i.id from incoming i join stored s on s.id = i.id
$$;

-- Accepted deliveries that wait for processing: what a lost queue forgot.
create function intake_due(p_now timestamptz, p_limit int) returns table (shop_id uuid, event_id uuid)
  language sql stable security definer set search_path = public, pg_temp as
$$ select shop_id, id from intake_event where status = 'received' and next_try_at <= p_now order by next_try_at limit p_limit $$;

-- Checkouts whose reminder is due.
create function checkouts_due(p_now timestamptz, p_limit int)
  returns table (shop_id uuid, checkout_id uuid, due_at timestamptz)
  language sql stable security definer set search_path = public, pg_temp as
$$ select shop_id, id, next_reminder_at from checkout where next_reminder_at <= p_now order by next_reminder_at limit p_limit $$;

-- WhatsApp numbers with planned messages that may leave now.
create function numbers_with_due_messages(p_now timestamptz)
  returns table (shop_id uuid, number_id uuid, waiting bigint)
  language sql stable security definer set search_path = public, pg_temp as $$
  select n.shop_id, n.id, c.waiting from whatsapp_number n
  cross join lateral (select count(*) as waiting from (
    select 1 from message m where m.number_id = n.id and m.state = 'planned' and m.not_before <= p_now limit 1000) q) c
  where c.waiting > 0
$$;

-- Claimed or handing over for too long: their worker died.
create function messages_in_flight(p_before timestamptz, p_limit int) returns table (shop_id uuid, message_id uuid)
  language sql stable security definer set search_path = public, pg_temp as
$$ select shop_id, id from message where state in ('claimed', 'handing_over') and claimed_at < p_before order by claimed_at limit p_limit $$;

-- Unknown outcomes that no webhook has settled.
create function messages_unsettled(p_before timestamptz, p_limit int) returns table (shop_id uuid, message_id uuid)
  language sql stable security definer set search_path = public, pg_temp as
$$ select shop_id, id from message where state = 'unknown' and ended_at is null and handed_over_at < p_before order by handed_over_at limit p_limit $$;

-- Which shop a WhatsApp account, or one of its numbers, belongs to.
create function shop_by_waba(p_waba text) returns table (shop_id uuid, number_id uuid)
  language sql stable security definer set search_path = public, pg_temp as
$$ select shop_id, id from whatsapp_number where waba_id = p_waba $$;

create function shop_by_connection(p_connection uuid) returns table (shop_id uuid, number_id uuid)
  language sql stable security definer set search_path = public, pg_temp as
$$ select shop_id, id from whatsapp_number where id = p_connection $$;

-- One look-up per tap. The target is ciphertext: without the process's key it says nothing.
create function link_by_code(p_code text)
  returns table (shop_id uuid, link_id uuid, message_id uuid, target bytea, tracked boolean, language text,
    expires_at timestamptz, used_at timestamptz)
  language sql stable security definer set search_path = public, pg_temp as
$$ select shop_id, id, message_id, target, tracked, language, expires_at, used_at from link where code = p_code $$;

-- Installed shops, for the schedules.
create function shops_installed() returns table (shop_id uuid)
  language sql stable security definer set search_path = public, pg_temp as
$$ select id from shop where status = 'installed' $$;

-- Takes one from a bucket's allowance in the window of real time that runs now; false when it is used up.
create function rate_take(p_bucket text, p_window_s int, p_max int) returns boolean
  language plpgsql security definer set search_path = public, pg_temp as $$
declare taken int; start timestamptz := to_timestamp(floor(extract(epoch from clock_timestamp()) / p_window_s) * p_window_s);
begin
  insert into rate_counter as c (bucket, window_start, hits) values (p_bucket, start, 1)
  on conflict (bucket, window_start) do update set hits = c.hits + 1 returning hits into taken;
  return taken <= p_max;
end $$;

create function rate_forget(p_before timestamptz) returns bigint
  language sql security definer set search_path = public, pg_temp as
$$ with gone as (delete from rate_counter where window_start < p_before returning 1) select count(*) from gone $$;

create function clock_offset_ms() returns bigint
  language sql stable security definer set search_path = public, pg_temp as
$$ select offset_ms from clock_offset where id = 1 $$;

create function clock_set_offset_ms(p_offset bigint) returns bigint
  language sql security definer set search_path = public, pg_temp as
$$ insert into clock_offset (id, offset_ms) values (1, p_offset)
   on conflict (id) do update set offset_ms = excluded.offset_ms returning offset_ms $$;

do $$
declare f regprocedure;
begin
  for f in select oid::regprocedure from pg_proc where pronamespace = 'public'::regnamespace and prosecdef
  loop
    execute format('alter function %s owner to beckon_system', f);
    execute format('revoke all on function %s from public', f);
    execute format('grant execute on function %s to beckon_app', f);
  end loop;
end $$;
revoke create on schema public from beckon_system;

-- What consent publishes to messaging: who may be sent what, and to which identifier.
create view consent_current with (security_invoker = true) as
  select shop_id, contact_id, topic, state, identifier_hash, since from consent_state;
create view suppression_current with (security_invoker = true) as
  select shop_id, hash, scope, reason from suppression where lifted_at is null;
grant select on consent_current, suppression_current to beckon_app;
