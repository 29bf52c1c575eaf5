-- That the budget held messages back, when last and why, for the merchant to see.
alter table budget
  add column stop text, -- day | month | price_unknown
  add column stopped_at timestamptz(3);
