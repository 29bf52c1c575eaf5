-- The second of two guards before a message: the send policy asks, and here the database refuses.

-- What says "granted" names the event of the ledger that says so, and no later one of that person withdraws it.
create function refuse_groundless_grant() returns trigger
  language plpgsql set search_path = public, pg_temp as $$
begin
  if exists (select from consent_event e where e.id = new.event_id and e.shop_id = new.shop_id
      and e.kind in ('granted', 'confirmed') and e.topic = new.topic and e.identifier_hash = new.identifier_hash
      and not exists (select from consent_event w where w.shop_id = new.shop_id and w.contact_id = new.contact_id
        and w.kind = 'withdrawn' and (w.topic is null or w.topic = new.topic) and w.at > e.at)) then
    return null;
  end if;
  raise exception 'consent is granted by an event of the ledger: % of contact % refused', new.topic, new.contact_id
    using errcode = 'integrity_constraint_violation';
end $$;
create trigger consent_state_grounded after insert or update on consent_state
  for each row when (new.state = 'granted') execute function refuse_groundless_grant();

-- What is a message for cannot change, nor what a template is for: both decide whether consent is asked.
create function refuse_other_identity() returns trigger language plpgsql as $$
begin
  raise exception '% % cannot become another one', tg_table_name, old.id using errcode = 'integrity_constraint_violation';
end $$;
create trigger message_identity before update of id, shop_id, kind on message for each row
  when (old.id is distinct from new.id or old.shop_id is distinct from new.shop_id or old.kind is distinct from new.kind)
  execute function refuse_other_identity();
create trigger template_identity before update of id, shop_id, purpose, category on template for each row
  when (old.id is distinct from new.id or old.shop_id is distinct from new.shop_id
    or old.purpose is distinct from new.purpose or old.category is distinct from new.category)
  execute function refuse_other_identity();

-- Every message begins as an intention.
create function refuse_unplanned() returns trigger language plpgsql as $$
begin
  raise exception 'a message begins as planned: % refused', new.state using errcode = 'integrity_constraint_violation';
end $$;
create trigger message_begins before insert on message for each row
  when (new.state in ('claimed', 'handing_over')) execute function refuse_unplanned();

-- Nothing is claimed or handed over without consent to its topic, granted for the very number it goes to, and not
-- under a suppression of that number. Only the two confirmations need none: in a template of their own purpose that
-- was made as UTILITY, or the answer to a "no" as plain text, which WhatsApp takes within the service window only. Asked for all rows of a statement at once, at its end, so that it sees what the statement did.
-- SQLSTATE BK001; the detail names the messages, so that the others of a batch can go. The planner sees a few rows
-- of a batch and a table of any size: it is to look each one up.
create function refuse_without_consent() returns trigger language plpgsql
  set search_path = public, pg_temp set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off as $$
declare
  refused text;
begin
  select string_agg(n.id::text, ',') into refused
  from moved n left join was o on o.id = n.id
  where n.state in ('claimed', 'handing_over')
    and o.state is distinct from n.state
    and not (n.kind in ('double_opt_in', 'opt_out_confirmation') and (exists (select from template t
        where t.id = n.template_id and t.shop_id = n.shop_id and t.purpose = n.kind and t.category = 'UTILITY')
      or n.kind = 'opt_out_confirmation' and n.template_id is null))
    and (not exists (select from consent_state c where c.shop_id = n.shop_id and c.contact_id = n.contact_id
        and c.topic = n.topic and c.state = 'granted' and c.identifier_hash = n.to_hash)
      or exists (select from suppression s where s.shop_id = n.shop_id and s.hash = n.to_hash and s.lifted_at is null));
  if refused is null then return null; end if;
  raise exception 'no valid consent for a message that was to leave' using errcode = 'BK001', detail = refused;
end $$;
create trigger message_consented after update on message
  referencing old table as was new table as moved
  for each statement execute function refuse_without_consent();
