-- When a shop may send: quiet hours, Sundays and holidays, caps. Quiet hours of reminder_settings count until
-- the merchant saves them here.
alter table shop add column send_settings jsonb not null default '{}';

-- What WhatsApp's errors ask of a number beside a pause (contract 2): 130429 slows it, 131064 stops its utility
-- messages.
alter table whatsapp_number add column slowed_until timestamptz(3);
alter table whatsapp_number add column slow_factor double precision not null default 1;
alter table whatsapp_number add column utility_paused_until timestamptz(3);

-- Persons whom WhatsApp held messages back from: they are left alone until then.
create table person_rest (
  shop_id uuid not null,
  contact_id uuid not null,
  scope text not null, -- marketing | all
  code int not null,
  since timestamptz(3) not null,
  until timestamptz(3) not null,
  primary key (shop_id, contact_id, code)
);

-- Countries that WhatsApp refused for a number (130497); they are tried again after a while.
create table blocked_country (
  shop_id uuid not null,
  number_id uuid not null,
  country text not null,
  since timestamptz(3) not null,
  until timestamptz(3) not null,
  primary key (shop_id, number_id, country)
);

-- Codes of WhatsApp that nobody here knows: counted, so that somebody looks.
create table unknown_error (
  shop_id uuid not null,
  code int not null, -- 0: none was given
  place text not null, -- response | webhook
  first_at timestamptz(3) not null,
  last_at timestamptz(3) not null,
  hits int not null default 1,
  primary key (shop_id, code)
);

call put_behind_wall('person_rest', 'blocked_country', 'unknown_error');

-- How often in all, for the figures of operations.
grant select on unknown_error to beckon_system;
create policy system on unknown_error to beckon_system using (true) with check (false);
create function unknown_errors_total() returns bigint
  language sql stable security definer set search_path = public, pg_temp as
$$ select coalesce(sum(hits), 0)::bigint from unknown_error $$;
call let_cross_shops('unknown_errors_total()');
