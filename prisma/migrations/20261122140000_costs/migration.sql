-- What the merchant lets WhatsApp cost, and how much of it is spoken for. One row per shop is the one lock that
-- parallel workers meet at; it is written per batch, so it has room to be rewritten in place.
create table budget (
  shop_id uuid primary key,
  currency text not null, -- in which Meta bills the WhatsApp account
  day_limit_micros bigint, -- null: no such limit
  month_limit_micros bigint,
  unknown_price_micros bigint, -- counted where no price is known; null: not sent while a limit is set
  day date not null, -- the shop's day that day_micros counts; month_micros counts the month it lies in
  day_micros bigint not null default 0, -- reserved and charged
  month_micros bigint not null default 0,
  billed_currency text, -- what Meta says the currency is
  updated_at timestamptz(3) not null
) with (fillfactor = 50);

-- What one message is expected to cost, and did. Its message's row is locked by whoever writes it.
create table charge (
  shop_id uuid not null,
  message_id uuid not null,
  day date not null, -- the shop's day of the claim: the one it counts for
  claimed_at timestamptz(3) not null,
  market text not null,
  category text not null,
  currency text, -- null: no price is known
  expected_micros bigint,
  micros bigint, -- what counts now: the reservation, then the charge; 0 when free or given back
  estimate boolean not null default true,
  claims int not null default 1,
  state text not null default 'reserved', -- reserved | charged | free | released
  billed_category text, -- in WhatsApp's words
  settled_at timestamptz(3),
  primary key (shop_id, message_id)
) with (fillfactor = 80);
create index charge_day on charge (shop_id, day);

-- The merchant's own prices, over those that ship. A change is a new row with a later date.
create table rate (
  shop_id uuid not null,
  market text not null,
  category text not null,
  currency text not null,
  valid_from date not null,
  micros bigint not null,
  estimate boolean not null default false,
  source text not null,
  entered_at timestamptz(3) not null,
  primary key (shop_id, market, category, currency, valid_from)
);

-- A month as we counted it and as Meta did.
create table billed_month (
  shop_id uuid not null,
  month date not null,
  market text not null,
  category text not null,
  currency text not null,
  our_messages int not null default 0,
  our_free int not null default 0,
  our_micros bigint not null default 0,
  meta_messages int not null default 0,
  meta_free int not null default 0,
  meta_micros bigint not null default 0,
  read_at timestamptz(3) not null,
  primary key (shop_id, month, market, category, currency)
);

call put_behind_wall('budget', 'charge', 'rate', 'billed_month');
