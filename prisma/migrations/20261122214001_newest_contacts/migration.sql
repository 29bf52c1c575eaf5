-- The list of people in the admin: the newest first, page by page from where the last one ended.
create index contact_newest on contact (shop_id, created_at, id);
