-- When we wrote an order last: whoever reads the history on from a moment meets old orders, too, that are read in later.
alter table shop_order add column written_at timestamptz(3);
update shop_order set written_at = updated_at;
alter table shop_order alter column written_at set not null;
create index shop_order_written on shop_order (shop_id, written_at, id);
