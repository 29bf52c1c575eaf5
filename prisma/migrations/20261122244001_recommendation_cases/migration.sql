-- One paid order of one contact, and what recommending after it has come to: waiting until its time, then planned,
-- skipped with a reason, held out to measure the lift, or superseded by a newer purchase.
create table recommendation_case (
  id uuid not null default uuidv7() primary key,
  shop_id uuid not null,
  order_id uuid not null,
  contact_id uuid not null,
  kind text not null check (kind in ('after_purchase', 'replenishment')),
  arm text check (arm in ('treated', 'holdout')), -- drawn once every other rule has passed
  due_at timestamptz(3) not null,
  state text not null default 'waiting'
    check (state in ('waiting', 'planned', 'skipped', 'held_out', 'superseded')),
  reason text,
  products jsonb not null default '[]', -- what was chosen, with chance, reason and the price it was shown at
  expected_margin_minor bigint,
  currency text,
  message_id uuid,
  rounds int not null default 0, -- how often it was decided; again where stock or price changed before the send
  opened_at timestamptz(3) not null,
  decided_at timestamptz(3),
  bought_order_id uuid, -- the first order within 14 days of the decision: what the lift is measured by
  bought_minor bigint,
  unique (shop_id, order_id, kind)
);
create index recommendation_case_due on recommendation_case (due_at) where state = 'waiting';
create index recommendation_case_of_contact on recommendation_case (shop_id, contact_id);
create index recommendation_case_of_message on recommendation_case (shop_id, message_id) where message_id is not null;
create index recommendation_case_decided on recommendation_case (shop_id, decided_at) where decided_at is not null;
create index recommendation_case_bought on recommendation_case (shop_id, bought_order_id) where bought_order_id is not null;
call put_behind_wall('recommendation_case');

-- A carousel has a link per card: which product a tap was about.
alter table link add column product_id text;

grant select on recommendation_case to beckon_system;
create policy system on recommendation_case to beckon_system using (true) with check (false);

create function recommendations_due(p_now timestamptz, p_limit int)
  returns table (shop_id uuid, case_id uuid, due_at timestamptz)
  language sql stable security definer set search_path = public, pg_temp as
$$ select c.shop_id, c.id, c.due_at from recommendation_case c join shop s on s.id = c.shop_id
   where c.state = 'waiting' and c.due_at <= p_now and s.status = 'installed'
   order by c.due_at limit p_limit $$;
call let_cross_shops('recommendations_due(timestamptz, int)');
