-- A list of opt-ins that a merchant brings along. The file lies here sealed, in parts, so that neither web nor worker
-- ever holds it whole; it is deleted 30 days after the upload.
create table import_run (
  id uuid primary key default uuidv7(),
  shop_id uuid not null,
  state text not null default 'uploading', -- uploading | ready | checking | checked | importing | done | aborted | failed
  problem text, -- why it failed, in one word
  file_name bytea not null, -- sealed
  file_hash text, -- of the bytes: the same row of the same file is one row, however often it is brought
  parts int not null default 0,
  bytes bigint not null default 0,
  encoding text,
  delimiter text,
  columns bytea, -- sealed: the header
  mapping jsonb not null default '{}',
  next_line int not null default 1, -- rows before it are settled
  rows_read int not null default 0,
  granted int not null default 0,
  pending int not null default 0,
  known int not null default 0,
  refused int not null default 0,
  lease_until timestamptz(3),
  created_at timestamptz(3) not null,
  started_at timestamptz(3),
  finished_at timestamptz(3),
  file_deleted_at timestamptz(3)
);
create index import_run_shop on import_run (shop_id, created_at);
create index import_run_working on import_run (lease_until) where state in ('checking', 'importing');

create table import_part (
  shop_id uuid not null,
  import_id uuid not null,
  part int not null,
  body bytea not null, -- sealed
  primary key (shop_id, import_id, part)
);

-- What became of a row. The number's keyed hash stays only while the run goes on, to find who is named twice.
create table import_row (
  shop_id uuid not null,
  import_id uuid not null,
  line int not null,
  hash text,
  outcome text not null, -- granted | pending | known | refused
  reason text,
  primary key (shop_id, import_id, line)
);
create index import_row_hash on import_row (shop_id, import_id, hash) where hash is not null;

call put_behind_wall('import_run', 'import_part', 'import_row');

grant select on import_run to beckon_system;
create policy system on import_run to beckon_system using (true) with check (false);
create function imports_due(p_now timestamptz, p_limit int) returns table (shop_id uuid, import_id uuid)
  language sql stable security definer set search_path = public, pg_temp as $$
  select r.shop_id, r.id from import_run r join shop s on s.id = r.shop_id
  where s.status = 'installed' and r.state in ('checking', 'importing')
    and (r.lease_until is null or r.lease_until <= p_now)
  order by r.created_at limit p_limit
$$;
call let_cross_shops('imports_due(timestamptz, int)');
