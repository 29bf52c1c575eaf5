-- Charges are found by their message, and summed up by day. No index of theirs begins with the shop: in a table
-- without statistics the planner takes a shop's rows for a handful, and reads all of them to find a hundred.
alter table charge drop constraint charge_pkey;
alter table charge add primary key (message_id);
drop index charge_day;
create index charge_day on charge (day, shop_id);
