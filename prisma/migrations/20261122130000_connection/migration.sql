-- What is known of a number beyond its token: how it was connected, what Meta says of it, what our brake does.
alter table whatsapp_number
  add column origin text not null default 'signup',
  add column messaging_limit text not null default 'UNKNOWN',
  add column name_status text not null default 'UNKNOWN',
  add column health jsonb not null default '{}',
  add column health_at timestamptz(3),
  add column connected_at timestamptz(3),
  add column webhook_seen_at timestamptz(3),
  add column verify_token bytea,
  add column two_step_pin bytea,
  add column brake text not null default 'normal',
  add column brake_cause text,
  add column brake_since timestamptz(3),
  add column brake_resumed_at timestamptz(3),
  add column brake_accepted_quality text;

-- One account, one shop, as long as it is connected: a disconnected one may go to another shop.
drop index if exists whatsapp_number_waba_id_key;
drop index if exists whatsapp_number_phone_number_id_key;
create unique index whatsapp_number_waba on whatsapp_number (waba_id) where status <> 'disconnected';
create unique index whatsapp_number_phone on whatsapp_number (phone_number_id) where status <> 'disconnected';
create index whatsapp_number_by_waba on whatsapp_number (waba_id);

-- One attempt to connect by Meta's signup; the id is the state's, so that a state works once.
create table whatsapp_signup (
  id uuid primary key,
  shop_id uuid not null,
  state text not null default 'begun',
  problem text,
  detail text,
  waba_id text,
  phone_number_id text,
  coexistence boolean not null default false,
  token bytea,
  two_step_pin bytea,
  started_at timestamptz(3) not null,
  updated_at timestamptz(3) not null
);
create index whatsapp_signup_shop on whatsapp_signup (shop_id, started_at);

create table quality_brake_event (
  id uuid primary key default uuidv7(),
  shop_id uuid not null,
  number_id uuid not null,
  at timestamptz(3) not null,
  from_level text not null,
  to_level text not null,
  cause text,
  decided_by text not null,
  facts jsonb not null default '{}'
);
create index quality_brake_event_number on quality_brake_event (shop_id, number_id, at);

call put_behind_wall('whatsapp_signup', 'quality_brake_event');

-- A late STOP to an account that was disconnected still finds its shop; the present owner comes first.
create or replace function shop_by_waba(p_waba text) returns table (shop_id uuid, number_id uuid)
  language sql stable security definer set search_path = public, pg_temp as
$$ select shop_id, id from whatsapp_number where waba_id = p_waba
   order by status = 'disconnected', updated_at desc limit 1 $$;

-- Whether another shop has this account or this number connected.
create function whatsapp_account_taken(p_shop uuid, p_waba text, p_phone text) returns boolean
  language sql stable security definer set search_path = public, pg_temp as
$$ select exists (select 1 from whatsapp_number
     where shop_id <> p_shop and status <> 'disconnected' and (waba_id = p_waba or phone_number_id = p_phone)) $$;

-- Numbers of installed shops that are not disconnected: whose health is read and whose brake is judged.
create function numbers_in_use() returns table (shop_id uuid, number_id uuid)
  language sql stable security definer set search_path = public, pg_temp as
$$ select n.shop_id, n.id from whatsapp_number n join shop s on s.id = n.shop_id
   where s.status = 'installed' and n.status <> 'disconnected' $$;

call let_cross_shops('whatsapp_account_taken(uuid, text, text)', 'numbers_in_use()');
