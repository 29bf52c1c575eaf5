import type { Tx } from "#app/ports/db.ts";
import { name } from "./person-rows.store.server.ts";

const AT_ONCE = 5_000;

/** Deletes some rows of the shop; gives how many. */
export async function deleteSome(tx: Tx, table: string, shopId: string): Promise<number> {
  return tx.$executeRaw`
    delete from ${name(table)} where ctid = any(array(
      select ctid from ${name(table)} where shop_id = ${shopId}::uuid limit ${AT_ONCE}))`;
}

/** What stays of a shop that is gone: its id and its domain, so that the ledger's tombstone has a name. */
export async function blankShop(tx: Tx, shopId: string): Promise<void> {
  await tx.$executeRaw`
    update shop set name = '', storefront_domains = '{}', privacy_url = null, consent_settings = '{}',
      reminder_settings = '{}', send_settings = '{}', recommendation_settings = '{}', status = 'uninstalled'
    where id = ${shopId}::uuid`;
}
