-- What a merchant chose about consent, in one place: how an opt-in is confirmed, how taps are counted, when consent
-- is stale. Nobody could choose a mode until now, so nobody's choice is lost with the old column: everybody begins
-- with the default, an opt-in that is confirmed on WhatsApp.
alter table shop
  add column consent_settings jsonb not null default '{}',
  drop column consent_mode;
