-- Attempts and charges are written once and rewritten once, and no index names what changes: with half of every
-- page kept free all of these updates stay in their page and leave the indexes alone. Before, half of them did not.
alter table attempt set (fillfactor = 45);
alter table charge set (fillfactor = 45);
