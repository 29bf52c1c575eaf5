-- How a shop counts taps is asked at every tap, and so is whether the person still agrees: a switch that was thrown, or
-- a consent that was withdrawn, counts for links that left long before. A shop that has chosen nothing ties taps to
-- people who agreed to just that: without, no order is ever recovered.
grant select on contact to beckon_system;
create policy system on contact to beckon_system using (true) with check (false);

drop function link_by_code(text);
-- `counted`: the shop counts taps at all. `tracked`: this tap may be tied to its message, and so to a person.
create function link_by_code(p_code text)
  returns table (shop_id uuid, link_id uuid, message_id uuid, target bytea, counted boolean, tracked boolean,
    language text, expires_at timestamptz, used_at timestamptz)
  language sql stable security definer set search_path = public, pg_temp as $$
  select l.shop_id, l.id, l.message_id, l.target, s.counting <> 'off',
    l.tracked and s.counting = 'personal' and not exists (
      select from message m left join contact k on k.id = m.contact_id and k.shop_id = m.shop_id
      join consent_state c on c.shop_id = m.shop_id and c.contact_id = coalesce(k.merged_into, m.contact_id)
      where m.id = l.message_id and m.shop_id = l.shop_id and c.topic = 'tap_tracking' and c.state <> 'granted'),
    l.language, l.expires_at, l.used_at
  from link l cross join lateral (
    select coalesce(consent_settings ->> 'tapTracking', 'personal') as counting from shop where id = l.shop_id) s
  where l.code = p_code
$$;
call let_cross_shops('link_by_code(text)');
