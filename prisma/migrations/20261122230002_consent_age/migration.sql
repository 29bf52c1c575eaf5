-- When somebody last said yes, per topic of a standing consent: what messaging asks about its age.
create index contact_merged on contact (shop_id, merged_into) where merged_into is not null;
create index consent_state_since on consent_state (shop_id, since) where state = 'granted';

create view consent_yes_current with (security_invoker = true) as
  select s.shop_id, s.contact_id, s.topic, s.identifier_hash, s.since, y.last_yes_at
  from consent_state s left join lateral (
    select max(e.at) as last_yes_at from contact c
    join consent_event e on e.shop_id = c.shop_id and e.contact_id = c.id
    where c.shop_id = s.shop_id and (c.id = s.contact_id or c.merged_into = s.contact_id)
      and e.topic = s.topic and e.kind in ('granted', 'confirmed')
  ) y on true
  where s.state = 'granted';
grant select on consent_yes_current to beckon_app;
