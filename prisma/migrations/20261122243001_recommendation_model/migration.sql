-- How a shop's own past weighs what speaks for a product, and how well that would have worked lately. The orders are
-- the truth: a model is read from them anew whenever it is wanted.
create table recommendation_model (
  shop_id uuid primary key,
  due_at timestamptz(3) not null, -- when it is fitted anew; while one works on it, when somebody else may
  tried_at timestamptz(3),
  fitted_at timestamptz(3), -- the orders of the report end here
  tuned_at timestamptz(3), -- when the shop's own past last taught the weights; null: general weights
  weights jsonb, -- null: general weights
  report jsonb,
  problem text -- why the last try came to nothing
);
create index recommendation_model_due on recommendation_model (due_at);
call put_behind_wall('recommendation_model');

grant select on recommendation_model to beckon_system;
create policy system on recommendation_model to beckon_system using (true) with check (false);
-- Due by time, never tried, or tried before the shop's past orders had been read in.
create function models_due(p_now timestamptz, p_limit int) returns table (shop_id uuid, tried_at timestamptz)
  language sql stable security definer set search_path = public, pg_temp as $$
  select s.id, m.tried_at from shop s left join recommendation_model m on m.shop_id = s.id
  where s.status = 'installed' and (
    m.shop_id is null or m.due_at <= p_now or exists (
      select from history_import h
      where h.shop_id = s.id and h.kind = 'orders' and h.ended_at > coalesce(m.tried_at, '-infinity')))
  order by m.due_at nulls first limit p_limit
$$;
call let_cross_shops('models_due(timestamptz, int)');
