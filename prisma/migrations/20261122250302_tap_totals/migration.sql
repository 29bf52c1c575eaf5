-- Taps of people who did not agree to being followed: how many a day, and nobody's. A count on the link of a message
-- would be one on its person.
create table tap_total (
  shop_id uuid not null,
  day date not null, -- UTC
  kind text not null check (kind in ('reminder', 'recommendation')),
  taps bigint not null default 0,
  previews bigint not null default 0,
  primary key (shop_id, day, kind)
);
call put_behind_wall('tap_total');
