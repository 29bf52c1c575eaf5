-- Pictures as WhatsApp keeps them: uploaded once per number and picture, reused until they expire there.
create table media (
  shop_id uuid not null,
  number_id uuid not null, -- an upload belongs to the number
  source_key text not null, -- hash of the picture's address, which names its version
  status text not null, -- uploading | ready | failed | refused
  media_id text,
  mime_type text,
  bytes int,
  reason text, -- why there is none
  attempts int not null default 0,
  next_try_at timestamptz(3) not null, -- uploading: until then it is somebody else's
  uploaded_at timestamptz(3),
  expires_at timestamptz(3),
  primary key (shop_id, number_id, source_key)
);
create index media_by_id on media (shop_id, media_id) where media_id is not null;

call put_behind_wall('media');
