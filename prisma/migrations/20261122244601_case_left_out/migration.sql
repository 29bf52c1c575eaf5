-- Why products were left out of a case's choice: how many for each reason, most first.
alter table recommendation_case add column left_out jsonb not null default '[]';
