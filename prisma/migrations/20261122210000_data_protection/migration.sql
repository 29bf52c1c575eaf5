-- Who looked at whose data, on whose behalf data were handed out or erased, and what retention did. No personal data
-- but ids: a row here outlives the person it speaks of.

create table access_log (
  id uuid primary key default uuidv7(),
  shop_id uuid not null,
  at timestamptz(3) not null,
  staff_id text not null,
  action text not null,
  purpose text not null,
  contact_id uuid,
  people int not null default 1
);
create index access_log_recent on access_log (shop_id, at desc);
create index access_log_contact on access_log (shop_id, contact_id, at desc) where contact_id is not null;

-- What Shopify or the merchant asked for; once per delivery.
create table privacy_request (
  id uuid primary key default uuidv7(),
  shop_id uuid not null,
  kind text not null,
  source text not null,
  request_key text not null,
  shopify_request_id text,
  received_at timestamptz(3) not null,
  due_at timestamptz(3),
  state text not null default 'open',
  people int not null default 0,
  export_id uuid,
  done_at timestamptz(3)
);
create unique index privacy_request_once on privacy_request (shop_id, request_key);
create index privacy_request_recent on privacy_request (shop_id, received_at desc);

-- Everything we had about somebody, sealed, for the merchant to hand on.
create table data_export (
  id uuid primary key default uuidv7(),
  shop_id uuid not null,
  contact_ids uuid[] not null default '{}',
  person_hashes text[] not null default '{}',
  source text not null,
  created_at timestamptz(3) not null,
  expires_at timestamptz(3) not null,
  content bytea not null,
  downloaded_at timestamptz(3)
);
create index data_export_recent on data_export (shop_id, created_at desc);
create index data_export_expired on data_export (shop_id, expires_at);

-- An erasure is repeated for some days: what was on its way comes late. Then the hashes go.
create table erasure (
  id uuid primary key default uuidv7(),
  shop_id uuid not null,
  contact_ids uuid[] not null default '{}',
  hashes text[] not null default '{}',
  lookup_key text not null,
  reason text not null,
  at timestamptz(3) not null,
  repeat_until timestamptz(3) not null,
  repeated_at timestamptz(3),
  rows jsonb not null default '{}'
);
create index erasure_repeated on erasure (shop_id, repeat_until);

-- One night's tidying of one shop.
create table retention_run (
  id uuid primary key default uuidv7(),
  shop_id uuid not null,
  started_at timestamptz(3) not null,
  ended_at timestamptz(3),
  rule text,
  rows jsonb not null default '{}'
);
create index retention_run_open on retention_run (shop_id) where ended_at is null;
create index retention_run_recent on retention_run (shop_id, started_at desc);

call put_behind_wall('access_log', 'privacy_request', 'data_export', 'erasure', 'retention_run');

-- The log can be added to and aged out, not rewritten.
create function refuse_rewrite() returns trigger language plpgsql as $$
begin
  raise exception '% is written once: % refused', tg_table_name, tg_op using errcode = 'insufficient_privilege';
end $$;
create trigger access_log_written_once before update on access_log for each row execute function refuse_rewrite();

-- Shops that still have data, uninstalled ones too: their keys are rotated, their time runs out.
create function shops_with_data() returns table (shop_id uuid)
  language sql stable security definer set search_path = public, pg_temp as
$$ select id from shop order by id $$;
call let_cross_shops('shops_with_data()');
