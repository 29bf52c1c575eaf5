-- What a shop sells, as its webhooks and the import of its catalogue tell it: what recommendations choose from. Price
-- and stock are asked anew of Shopify before anything leaves; here they only narrow the choice.
create table product (
  shop_id uuid not null,
  product_id text not null, -- Shopify's numeric id
  title text not null default '',
  handle text not null default '',
  product_type text not null default '',
  vendor text not null default '',
  tags text[] not null default '{}',
  collections text[] not null default '{}', -- handles; only the import tells them
  status text not null default 'active', -- active | draft | archived | unlisted
  published boolean not null default false, -- in the online store
  price_minor bigint, -- of variant_id
  compare_at_minor bigint,
  currency text not null,
  picture_url text,
  available boolean not null default false,
  variant_id text, -- the cheapest that can be had, else the cheapest
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null, -- Shopify's: an older version never overwrites a newer one
  triggered_at timestamptz(3), -- when Shopify sent it; of two versions of one moment the later counts
  deleted_at timestamptz(3), -- for good: what comes late about it is ignored
  primary key (shop_id, product_id)
);

call put_behind_wall('product');
