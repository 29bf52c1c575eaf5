-- Where a shopper finds the link or QR code with which they write first. A code is never taken back: it stands on
-- paper. The wording that is printed beside it stays the one of its making.
create table pull_place (
  shop_id uuid not null,
  code text not null,
  kind text not null, -- poster | website | parcel | other
  label text not null,
  wording_version text not null,
  created_at timestamptz(3) not null,
  used int not null default 0, -- how often somebody agreed with it
  last_used_at timestamptz(3),
  primary key (shop_id, code)
);
call put_behind_wall('pull_place');
