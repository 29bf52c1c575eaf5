-- Dispatch: rows that change in place, a pace per number, and the people a business portfolio may write to.

-- Where a message stands, as coarsely as the indexes need it: 0 before WhatsApp has it, 1 unknown, 2 over. Their
-- predicates name this column and no other that moves with every step, and no step but the one out of 0 changes an
-- indexed column: so claim, hand-over and statuses rewrite the row in its page and leave every index alone. The
-- pages keep room for that.
alter table message add column phase smallint generated always as (
  case when state in ('planned', 'claimed', 'handing_over') then 0 when state = 'unknown' then 1 else 2 end) stored;
alter table message set (fillfactor = 50);
alter table attempt set (fillfactor = 70);
drop index message_planned;
drop index message_in_flight;
drop index message_unsettled;
drop index message_by_attempt; -- attempts are found by their own table
create index message_open on message (number_id, not_before) where phase = 0;
create index message_unsettled on message (shop_id, id) where phase = 1;

-- One row per claim: how the messages of a dead worker are found again.
create table claim (
  id uuid primary key,
  shop_id uuid not null,
  number_id uuid not null,
  claimed_at timestamptz(3) not null,
  message_ids uuid[] not null
);
create index claim_by_age on claim (claimed_at);
insert into claim (id, shop_id, number_id, claimed_at, message_ids)
  select claim_id, shop_id, number_id, min(claimed_at), array_agg(id) from message
  where state in ('claimed', 'handing_over') and claim_id is not null and number_id is not null
  group by claim_id, shop_id, number_id;

-- The token bucket of a number, as one moment: from free_at on it is full again. Taken in the claiming
-- transaction, whose lock on the row lets one claim of a number run at a time.
create table number_pace (
  number_id uuid primary key,
  shop_id uuid not null,
  free_at timestamptz(3) not null
) with (fillfactor = 20);

-- Whom a business portfolio has written to within 24 hours, across its shops: Meta counts them together. The
-- recipient is a hash that no other table has, and the row goes when its day is over.
create table portfolio_recipient (
  portfolio_id text not null,
  recipient text not null,
  counted_at timestamptz(3) not null,
  primary key (portfolio_id, recipient)
);
create index portfolio_recipient_age on portfolio_recipient (portfolio_id, counted_at);

call put_behind_wall('claim', 'number_pace');
alter table portfolio_recipient enable row level security;
alter table portfolio_recipient force row level security;
grant select, insert, update, delete on portfolio_recipient to beckon_app; -- no policy: closed but for the function
grant select, insert, update, delete on portfolio_recipient to beckon_system;
create policy system on portfolio_recipient to beckon_system using (true) with check (true);
grant select, delete on claim to beckon_system;
create policy system on claim to beckon_system using (true) with check (false);

-- WhatsApp numbers with planned messages that may leave now.
drop function numbers_with_due_messages(timestamptz);
create function numbers_with_due_messages(p_now timestamptz) returns table (shop_id uuid, number_id uuid)
  language sql stable security definer set search_path = public, pg_temp as $$
  select n.shop_id, n.id from whatsapp_number n
  where exists (select 1 from message m where m.number_id = n.id and m.phase = 0 and m.state = 'planned'
    and m.not_before <= p_now)
$$;

-- Claimed or handing over for too long: their worker died. Claims whose messages are all on are forgotten.
create or replace function messages_in_flight(p_before timestamptz, p_limit int)
  returns table (shop_id uuid, message_id uuid)
  language sql volatile security definer set search_path = public, pg_temp as $$
  with old as materialized (
    select id, claim.shop_id, message_ids from claim where claimed_at < p_before order by claimed_at limit 1000
  ), stranded as materialized (
    select old.id as claim_id, old.shop_id, m.id from old cross join lateral unnest(old.message_ids) as u(id)
      join message m on m.id = u.id and m.phase = 0 and m.claim_id = old.id
        and m.state in ('claimed', 'handing_over')
  ), gone as (
    delete from claim c using old where c.id = old.id and not exists (select 1 from stranded s where s.claim_id = old.id)
  )
  select stranded.shop_id, stranded.id from stranded limit p_limit
$$;

-- Unknown outcomes that no webhook has settled.
create or replace function messages_unsettled(p_before timestamptz, p_limit int)
  returns table (shop_id uuid, message_id uuid)
  language sql stable security definer set search_path = public, pg_temp as
$$ select shop_id, id from message
   where phase = 1 and ended_at is null and handed_over_at < p_before order by handed_over_at limit p_limit $$;

-- Confirmations (utility) of unknown outcome that were tried once: these may be tried once more.
create function messages_to_try_again(p_before timestamptz, p_limit int)
  returns table (shop_id uuid, message_id uuid)
  language sql stable security definer set search_path = public, pg_temp as
$$ select shop_id, id from message
   where phase = 1 and ended_at is null and attempts = 1 and handed_over_at < p_before
     and kind in ('double_opt_in', 'opt_out_confirmation') order by handed_over_at limit p_limit $$;

-- Counts recipients of a portfolio against what it may write to in 24 hours, one claim at a time. Who was written to
-- within that time is free. Gives those for whom there is no place, by position (from 1), with the moment at which
-- one is expected: the places that become free first are given out first, then those of this very call, day after day.
create function portfolio_take(p_portfolio text, p_limit int, p_now timestamptz, p_recipients text[])
  returns table (place int, free_at timestamptz)
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  since timestamptz := p_now - interval '24 hours';
  taken int;
begin
  perform pg_advisory_xact_lock(hashtextextended('portfolio:' || p_portfolio, 0));
  delete from portfolio_recipient r where r.portfolio_id = p_portfolio and r.counted_at <= since;
  select count(*) into taken from portfolio_recipient r where r.portfolio_id = p_portfolio;
  return query
  with asked as materialized (
    select min(n)::int as n, u.recipient from unnest(p_recipients) with ordinality as u(recipient, n) group by u.recipient
  ), fresh as materialized (
    select a.n, a.recipient, row_number() over (order by a.n) as k from asked a
    where not exists (select 1 from portfolio_recipient r where r.portfolio_id = p_portfolio and r.recipient = a.recipient)
  ), written as (
    insert into portfolio_recipient as r (portfolio_id, recipient, counted_at)
    select p_portfolio, a.recipient, p_now from asked a left join fresh f using (recipient)
    where f.k is null or f.k <= p_limit - taken
    on conflict (portfolio_id, recipient) do update set counted_at = greatest(r.counted_at, excluded.counted_at)
  ), places as materialized (
    select r.counted_at, row_number() over (order by r.counted_at) as k from portfolio_recipient r
    where r.portfolio_id = p_portfolio
  ), refused as (
    select f.recipient, f.k - greatest(p_limit - taken, 0) as k from fresh f where f.k > p_limit - taken
  )
  select u.n::int, case when r.k <= taken
      then (select pl.counted_at from places pl where pl.k = r.k) + interval '24 hours'
      else p_now + interval '24 hours' * (1 + (r.k - 1) / greatest(p_limit, 1)) end
  from refused r join unnest(p_recipients) with ordinality as u(recipient, n) on u.recipient = r.recipient;
end $$;

call let_cross_shops('numbers_with_due_messages(timestamptz)', 'messages_to_try_again(timestamptz, int)',
  'portfolio_take(text, int, timestamptz, text[])');
