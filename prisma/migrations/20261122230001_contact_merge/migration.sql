-- Two contacts that turn out to be one person: one of them is joined to the other. Its consent events stay its own
-- (the ledger is append-only); the person's state is folded over the events of all contacts of the person.
alter table contact add column merged_into uuid;
alter table contact add column merged_ids uuid[] not null default '{}';
alter table contact add constraint contact_merged_once check (merged_into is null or merged_ids = '{}');

-- Who was joined to whom, taken apart again from whom, when, by whom and why; a split names the merge that it undoes.
-- `moved` are ids and keyed hashes, so that a split gives back what came along.
create table contact_merge (
  id uuid primary key default uuidv7(),
  shop_id uuid not null,
  kind text not null check (kind in ('merge', 'split')),
  contact_id uuid not null,
  into_id uuid not null,
  at timestamptz(3) not null,
  reason text not null,
  decided_by text not null check (decided_by in ('rule', 'merchant')),
  staff_id text,
  undoes uuid,
  moved jsonb not null default '{}',
  check ((kind = 'split') = (undoes is not null))
);
create index contact_merge_of on contact_merge (shop_id, contact_id);
create index contact_merge_into on contact_merge (shop_id, into_id);
create unique index contact_merge_undone on contact_merge (undoes) where undoes is not null;
call put_behind_wall('contact_merge');
