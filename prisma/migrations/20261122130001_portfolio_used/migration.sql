-- How many people a portfolio has written to in the last 24 hours: a count, whoever asks.
create function portfolio_used(p_portfolio text, p_now timestamptz) returns bigint
  language sql stable security definer set search_path = public, pg_temp as
$$ select count(*) from portfolio_recipient where portfolio_id = p_portfolio and counted_at > p_now - interval '24 hours' $$;

call let_cross_shops('portfolio_used(text, timestamptz)');
