import type pg from "pg";
import type { Vault } from "#app/ports/vault.ts";
import { crowdSize, type Portion, portionOf, type Row } from "./crowd.ts";

/** So many people a transaction, as an import writes them. */
const PEOPLE_AT_ONCE = 100;

async function insertRows(client: pg.PoolClient, table: string, rows: Row[]): Promise<void> {
  const columns = Object.keys(rows[0] ?? {});
  const places = rows.map(
    (_, at) => `(${columns.map((_, n) => `$${at * columns.length + n + 1}`).join(", ")})`,
  );
  await client.query(
    `insert into ${table} (${columns.join(", ")}) values ${places.join(", ")}`,
    rows.flatMap((row) => columns.map((column) => row[column])),
  );
}

async function writePortion(owner: pg.Pool, portion: Portion): Promise<void> {
  const client = await owner.connect();
  try {
    await client.query("begin");
    await insertRows(client, "contact", portion.contacts);
    await insertRows(client, "contact_identifier", portion.identifiers);
    await insertRows(client, "consent_event", portion.events);
    await insertRows(client, "consent_state", portion.states);
    await client.query("commit");
  } finally {
    client.release();
  }
}

/**
 * Fills a shop's ledger through the database's own triggers, with states that were not folded by the code
 * that is measured. Gives how many events it has.
 */
export async function seedLedger(
  site: { owner: pg.Pool; vault: Vault; say(line: string): void },
  shopId: string,
  wanted: number,
): Promise<number> {
  const people = crowdSize(wanted);
  let events = 0;
  let from = 0;
  const work = async (): Promise<void> => {
    while (from < people) {
      const count = Math.min(PEOPLE_AT_ONCE, people - from);
      const portion = portionOf(site.vault, shopId, { from, count });
      from += count;
      await writePortion(site.owner, portion);
      const before = events;
      events += portion.events.length;
      if (Math.floor(before / 100_000) < Math.floor(events / 100_000)) {
        site.say(`  ${events} events written`);
      }
    }
  };
  await Promise.all([work(), work()]);
  return events;
}
