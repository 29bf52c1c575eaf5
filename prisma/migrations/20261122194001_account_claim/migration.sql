-- Numbers that customers typed while they were logged in: their word alone that a number is theirs. It
-- goes with the contact, and is nothing but keyed hashes.
create table account_claim (
  shop_id uuid not null,
  customer_hash text not null, -- keyed hash of Shopify's customer id
  contact_id uuid not null,
  identifier_hash text not null, -- the number that was typed
  at timestamptz(3) not null, -- the first time
  primary key (shop_id, customer_hash, contact_id)
);
create index account_claim_of_contact on account_claim (shop_id, contact_id);

call put_behind_wall('account_claim');
