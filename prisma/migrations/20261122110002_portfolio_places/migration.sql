-- A portfolio that had written to nobody yet gave out places of days to come.
grant create on schema public to beckon_system;
-- Counts recipients of a portfolio against what it may write to in 24 hours, one claim at a time. Who was written to
-- within that time is free. Gives those for whom there is no place, by position (from 1), with the moment at which
-- one is expected: the places that become free first are given out first, then those of this very call, day after day.
create or replace function portfolio_take(p_portfolio text, p_limit int, p_now timestamptz, p_recipients text[])
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
revoke create on schema public from beckon_system;
