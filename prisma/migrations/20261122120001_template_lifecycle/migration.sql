-- Versions of a template per base of its links, and what WhatsApp has said of each.
alter table template
  add column base text not null default 'app', -- app | proxy: what its links begin with
  add column meta_category text, -- where WhatsApp has put it; null: where we asked for
  add column coming_category text, -- where it will be put, and when
  add column coming_category_at timestamptz(3),
  add column quality text not null default 'UNKNOWN',
  add column paused_until timestamptz(3),
  add column advice text, -- WhatsApp's own words on a rejection
  add column refusal_code integer, -- of the refusal to take it at all
  add column event_at timestamptz(3), -- WhatsApp's time of the last status that was applied
  add column submitted_at timestamptz(3),
  add column approved_at timestamptz(3),
  add column retired_at timestamptz(3);

-- What was approved before has been so since its last change.
update template set approved_at = updated_at, submitted_at = created_at where status = 'APPROVED';

-- A merchant's own body of a template.
create table template_text (
  shop_id uuid not null,
  purpose text not null,
  language text not null,
  body text not null,
  updated_at timestamptz(3) not null,
  primary key (shop_id, purpose, language)
);

-- What a merchant has chosen for all templates.
create table template_choice (
  shop_id uuid primary key,
  way_out text not null default 'reply', -- reply | link
  purposes text[] not null default '{}' -- beyond those that every shop has
);

call put_behind_wall('template_text', 'template_choice');
