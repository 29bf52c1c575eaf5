-- What waits for workers, over all shops: figures of operations, counts and moments only. Counts stop at 10,000.
create function work_waiting(p_now timestamptz)
  returns table (intake_waiting bigint, intake_since timestamptz, intake_parked bigint,
    reminders_since timestamptz, messages_due bigint)
  language sql stable security definer set search_path = public, pg_temp as $$
  select
    (select count(*) from (select 1 from intake_event where status = 'received' limit 10000) q),
    (select min(received_at) from intake_event where status = 'received'),
    (select count(*) from (select 1 from intake_event where status = 'parked' limit 10000) q),
    (select min(next_reminder_at) from checkout where next_reminder_at <= p_now),
    (select coalesce(sum(due.count), 0)::bigint from whatsapp_number n cross join lateral (
      select count(*) from (select 1 from message m
        where m.number_id = n.id and m.state = 'planned' and m.not_before <= p_now limit 10000) q) due)
$$;
call let_cross_shops('work_waiting(timestamptz)');

-- Web and worker look, as they start, whether the database is as new as they are.
do $$ begin
  if to_regclass('public._prisma_migrations') is not null then
    grant select (migration_name, finished_at) on _prisma_migrations to beckon_app;
  end if;
end $$;
