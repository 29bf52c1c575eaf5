-- The sentences that a merchant wrote, as whole versions in all languages. What was once shown is evidence: a version
-- is never changed, and goes only with the shop.
create table consent_wording (
  shop_id uuid not null,
  number int not null,
  version text not null, -- what consent events name
  locale text not null,
  sentence text not null, -- with {{shop}} and {{privacy}} open
  privacy_label text not null,
  own boolean not null, -- false: the built-in sentence of that language
  hash text not null, -- SHA-256 of sentence and label, base64url
  created_at timestamptz(3) not null,
  created_by text not null,
  primary key (shop_id, version, locale)
);
create unique index consent_wording_number on consent_wording (shop_id, number, locale);

-- Which version is shown now, and whether Shopify has it.
create table consent_wording_current (
  shop_id uuid primary key,
  version text not null,
  changed_at timestamptz(3) not null,
  published_version text,
  published_at timestamptz(3),
  attempts int not null default 0,
  next_try_at timestamptz(3), -- null: nothing waits
  last_error text
);
create index consent_wording_due on consent_wording_current (next_try_at) where next_try_at is not null;
call put_behind_wall('consent_wording', 'consent_wording_current');

create function keep_wording() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' and not exists (select from shop where id = old.shop_id and status = 'installed') then
    return old; -- the shop is gone, and its data follow
  end if;
  raise exception 'consent_wording is evidence: % refused', tg_op using errcode = 'integrity_constraint_violation';
end $$;
create trigger consent_wording_stays before update or delete on consent_wording
  for each row execute function keep_wording();

grant select on consent_wording_current to beckon_system;
create policy system on consent_wording_current to beckon_system using (true) with check (false);
create function wordings_due(p_now timestamptz, p_limit int) returns table (shop_id uuid)
  language sql stable security definer set search_path = public, pg_temp as $$
  select c.shop_id from consent_wording_current c join shop s on s.id = c.shop_id
  where s.status = 'installed' and c.next_try_at <= p_now order by c.next_try_at limit p_limit
$$;
call let_cross_shops('wordings_due(timestamptz, int)');
