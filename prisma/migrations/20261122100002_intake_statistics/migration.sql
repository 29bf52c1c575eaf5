-- A burst into a young table is over before the first ANALYZE, and until then the planner takes a shop for a
-- two-hundredth of it: to update a few hundred events it read all that the shop ever got. These stand until the first
-- ANALYZE finds better ones: few shops have most of the events, and most of those that matter still wait.
select pg_restore_attribute_stats('schemaname', 'public', 'relname', t.relname, 'attname', t.attname, 'inherited', false,
    'null_frac', 0::real, 'avg_width', t.width, 'n_distinct', 2::real)
  from (values ('intake_event', 'shop_id', 16), ('intake_event', 'status', 9), ('intake_hold', 'shop_id', 16))
    as t(relname, attname, width);
