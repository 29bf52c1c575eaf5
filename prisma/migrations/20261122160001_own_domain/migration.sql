-- Over which domain a shop's links run, and what our check of its own domain found.
create table link_base (
  shop_id uuid primary key,
  base text not null default 'app', -- app | proxy
  reason text not null, -- why this base, in one word
  origin text not null, -- the shop's own domain as it was checked
  finding text not null, -- of the last check
  failures int not null default 0, -- in a row
  has_worked boolean not null default false,
  works_since timestamptz(3),
  checked_at timestamptz(3) not null, -- the last check that told something
  switched_at timestamptz(3) not null,
  next_check_at timestamptz(3) not null
);
create index link_base_due on link_base (next_check_at);

call put_behind_wall('link_base');

-- Installed shops whose own domain is to be checked; those that never were come first.
grant select on link_base to beckon_system;
create policy system on link_base to beckon_system using (true) with check (false);
create function proxy_checks_due(p_now timestamptz, p_limit int) returns table (shop_id uuid)
  language sql stable security definer set search_path = public, pg_temp as $$
  select s.id from shop s left join link_base b on b.shop_id = s.id
  where s.status = 'installed' and (b.shop_id is null or b.next_check_at <= p_now)
  order by b.next_check_at nulls first limit p_limit
$$;
call let_cross_shops('proxy_checks_due(timestamptz, int)');
