-- Every opt-in that a person has to confirm on WhatsApp: whether they were asked, by which message, and how it
-- ended. The proof itself is in consent_event; what stands here decides whether anybody is asked at all.
create table confirmation_request (
  id uuid primary key default uuidv7(),
  shop_id uuid not null,
  contact_id uuid not null,
  identifier_hash text not null, -- the number that was given: only it can confirm
  request_key text not null, -- of the consent events that asked
  topics text[] not null,
  wording_version text,
  wording_hash text,
  locale text,
  place text,
  checkout_token text,
  requested_at timestamptz(3) not null,
  expires_at timestamptz(3) not null,
  state text not null, -- waiting | asked | confirmed | declined | expired | not_asked
  reason text, -- why nobody was asked
  leader_id uuid, -- an earlier request whose message asks for this one, too
  message_id uuid,
  asked_at timestamptz(3),
  ended_at timestamptz(3),
  look_at timestamptz(3), -- when a sweep has to look again; null: it is over
  unique (shop_id, request_key)
);
create index confirmation_request_contact on confirmation_request (shop_id, contact_id);
create index confirmation_request_number on confirmation_request (shop_id, identifier_hash);
create index confirmation_request_message on confirmation_request (shop_id, message_id);
create index confirmation_request_time on confirmation_request (shop_id, requested_at);
create index confirmation_request_due on confirmation_request (look_at) where look_at is not null;

call put_behind_wall('confirmation_request');

-- Installed shops with a request that waits for its template, or whose time is over.
grant select on confirmation_request to beckon_system;
create policy system on confirmation_request to beckon_system using (true) with check (false);
create function confirmations_due(p_now timestamptz, p_limit int) returns table (shop_id uuid)
  language sql stable security definer set search_path = public, pg_temp as $$
  select c.shop_id from confirmation_request c join shop s on s.id = c.shop_id and s.status = 'installed'
  where c.look_at <= p_now group by c.shop_id order by min(c.look_at) limit p_limit
$$;
call let_cross_shops('confirmations_due(timestamptz, int)');

-- When the person last wrote something that a human has to answer. Confirming an opt-in opens the service window as
-- every message does, but it is no reply that ends reminding.
alter table contact add column last_reply_at timestamptz(3);
update contact set last_reply_at = last_inbound_at where last_inbound_at is not null;
