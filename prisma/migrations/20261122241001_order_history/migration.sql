-- What was bought, line by line, and what became of it: the ground that recommendations stand on.
alter table shop_order
  add column processed_at timestamptz(3), -- when it was really ordered, where that is not when Shopify made it
  add column payment_state text, -- Shopify's financial status, in small letters
  add column paid_at timestamptz(3),
  add column delivered_at timestamptz(3), -- when the last parcel came, once all that were sent have come
  add column country text; -- of the shipping address, else of the billing address

create table order_line (
  shop_id uuid not null,
  order_id uuid not null,
  line_id text not null, -- Shopify's number of the line
  product_id text,
  variant_id text,
  kind text not null, -- product | gift_card | custom
  quantity int not null,
  returned int not null default 0,
  price_minor bigint not null, -- of one piece, in the order's currency
  primary key (shop_id, order_id, line_id)
);

-- What went back, by refund: it may be told before its order, and twice.
create table order_refund (
  shop_id uuid not null,
  refund_id text not null,
  line_id text not null,
  order_shopify_id text not null,
  quantity int not null,
  primary key (shop_id, refund_id, line_id)
);
create index order_refund_order on order_refund (shop_id, order_shopify_id);

-- How far the history of a shop is read in. The row is the truth: a worker that dies goes on from it.
create table history_import (
  shop_id uuid not null,
  kind text not null, -- orders | products
  state text not null, -- waiting | running | reading | done | failed
  bulk_operation_id text, -- Shopify's, as a global id
  objects bigint not null default 0, -- that Shopify has counted
  read bigint not null default 0, -- lines that we have read
  refused bigint not null default 0, -- of these, lines that say nothing we understand
  read_bytes bigint not null default 0, -- of the file: everything before is kept
  days int, -- how far back Shopify lets us look; null: all the way
  attempts int not null default 0, -- operations that came to nothing
  problem text,
  next_look_at timestamptz(3), -- null: nothing to do
  started_at timestamptz(3) not null,
  updated_at timestamptz(3) not null,
  ended_at timestamptz(3),
  primary key (shop_id, kind)
);
create index history_import_due on history_import (next_look_at) where next_look_at is not null;

call put_behind_wall('order_line', 'order_refund', 'history_import');

grant select on history_import to beckon_system;
create policy system on history_import to beckon_system using (true) with check (false);
create function history_imports_due(p_now timestamptz, p_limit int) returns table (shop_id uuid, kind text)
  language sql stable security definer set search_path = public, pg_temp as $$
  select h.shop_id, h.kind from history_import h join shop s on s.id = h.shop_id
  where s.status = 'installed' and h.next_look_at <= p_now order by h.next_look_at limit p_limit
$$;
call let_cross_shops('history_imports_due(timestamptz, int)');
