-- What a merchant chose about recommendations: whether they are sent, when, to how many, and from which margin on.
alter table shop add column recommendation_settings jsonb not null default '{}';
