grant create on schema public to beckon_system;

-- How many people a portfolio has written to in the last 24 hours: a count, whoever asks.
create function portfolio_used(p_portfolio text, p_now timestamptz) returns bigint
  language sql stable security definer set search_path = public, pg_temp as
$$ select count(*) from portfolio_recipient where portfolio_id = p_portfolio and counted_at > p_now - interval '24 hours' $$;

alter function portfolio_used(text, timestamptz) owner to beckon_system;
revoke all on function portfolio_used(text, timestamptz) from public;
grant execute on function portfolio_used(text, timestamptz) to beckon_app;

revoke create on schema public from beckon_system;
