-- What somebody wrote that may have been a "no": it holds marketing for them until a human at the shop has read it.
-- Here is who decided what, and when.
create table unclear_answer (
  id uuid primary key default uuidv7(),
  shop_id uuid not null,
  contact_id uuid not null,
  inbound_id uuid not null, -- the message; its words stay sealed there
  at timestamptz(3) not null, -- when it was written
  decide_by timestamptz(3) not null, -- from then on it counts as a no
  decision text, -- stop | no_stop | settled (the person spoke clearly since) | undecided (nobody did in time)
  decided_at timestamptz(3),
  decided_by text -- of the shop; null where nobody decided
);
create unique index unclear_answer_once on unclear_answer (shop_id, inbound_id);
create index unclear_answer_open on unclear_answer (shop_id, contact_id) where decision is null;
create index unclear_answer_due on unclear_answer (decide_by) where decision is null;
create index unclear_answer_decided on unclear_answer (shop_id, decided_at desc) where decision is not null;

call put_behind_wall('unclear_answer');

grant select on unclear_answer to beckon_system;
create policy system on unclear_answer to beckon_system using (true) with check (false);
create function answers_overdue(p_now timestamptz, p_limit int) returns table (shop_id uuid, answer_id uuid)
  language sql stable security definer set search_path = public, pg_temp as $$
  select a.shop_id, a.id from unclear_answer a where a.decision is null and a.decide_by <= p_now
  order by a.decide_by limit p_limit
$$;
call let_cross_shops('answers_overdue(timestamptz, int)');
