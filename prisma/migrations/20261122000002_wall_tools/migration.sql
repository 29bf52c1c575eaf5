-- What every migration with a new table or a new function across shops needs, so that none can forget a part of it.
-- Run by the owner, in whose name they work: whoever else calls them may not change tables.

-- One shop at a time sees and changes the rows of these tables, the owner included.
create procedure put_behind_wall(variadic p_tables text[]) language plpgsql as $$
declare t text;
begin
  foreach t in array p_tables loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy one_shop on %I using (shop_id = current_shop()) with check (shop_id = current_shop())', t);
    execute format('grant select, insert, update, delete on %I to beckon_app', t);
  end loop;
end $$;

-- These functions cross shops: they work as beckon_system, and only the app may call them. They are named with the
-- types of their arguments.
create procedure let_cross_shops(variadic p_functions text[]) language plpgsql as $$
declare f text;
begin
  grant create on schema public to beckon_system; -- needed to own functions; taken back at the end
  foreach f in array p_functions loop
    execute format('alter function %s owner to beckon_system', f::regprocedure);
    execute format('revoke all on function %s from public', f::regprocedure);
    execute format('grant execute on function %s to beckon_app', f::regprocedure);
  end loop;
  revoke create on schema public from beckon_system;
end $$;

revoke execute on procedure put_behind_wall(text[]), let_cross_shops(text[]) from public;
