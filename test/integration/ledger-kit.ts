import type pg from "pg";
import { recordConsent } from "#app/modules/consent/index.ts";
import type { ConsentEntry } from "#app/modules/consent/index.ts";
import { ensureContact } from "#app/modules/contacts/index.ts";
import type { Deps } from "#app/ports/deps.ts";
import type { TestDeps } from "#test/support/deps.ts";

export interface Reader {
  contactId: string;
  dataKey: Uint8Array;
  hash: string;
}

let phones = 0;

/** Somebody of this shop with a number of their own and an empty ledger. */
export async function addReader(deps: Deps, shopId: string): Promise<Reader> {
  const phone = `+49151${String((phones += 1)).padStart(7, "0")}`;
  const identifier = { kind: "phone" as const, value: phone };
  return deps.db.inShop(shopId, async (tx) => {
    const wish = { shopId, identifier, locale: "de", country: "DE" };
    const { id, dataKey } = await ensureContact(deps, tx, wish);
    return { contactId: id, dataKey, hash: deps.vault.hash(shopId, "phone", phone) };
  });
}

export function entry(deps: Deps, who: Reader, change: Partial<ConsentEntry> = {}): ConsentEntry {
  return {
    topic: "offers",
    kind: "granted",
    source: "checkout",
    identifierHash: who.hash,
    at: deps.clock.now(),
    wordingVersion: "checkout-2026-11-22",
    wordingHash: "4hQ",
    locale: "de",
    place: "checkout",
    checkoutToken: "größe-1", // not every field is ASCII
    evidence: { ip: "203.0.113.7", extensionVersion: "0.1.0" },
    ...change,
  };
}

export async function write(
  deps: Deps,
  shopId: string,
  who: Reader,
  change: Partial<ConsentEntry> = {},
): Promise<void> {
  await deps.db.inShop(shopId, (tx) =>
    recordConsent(deps, tx, { shopId, ...who }, [entry(deps, who, change)]),
  );
}

/** A shop with three people who agreed, renewed and withdrew: six events. */
export async function addLedger(
  world: TestDeps,
): Promise<{ shopId: string; readers: Reader[]; first: Reader }> {
  const shopId = await world.addShop();
  const readers: Reader[] = [];
  for (const topic of ["offers", "reminders", "recommendations"] as const) {
    const who = await addReader(world.deps, shopId);
    readers.push(who);
    await write(world.deps, shopId, who, { topic });
    const kind = topic === "offers" ? "withdrawn" : "granted";
    world.clock.forward({ minutes: 1 });
    await write(world.deps, shopId, who, { topic: kind === "withdrawn" ? null : "offers", kind });
  }
  const [first] = readers;
  if (!first) throw new Error("There is nobody");
  return { shopId, readers, first };
}

/** What an owner of the database can do who has switched every trigger off. */
export async function asVandal(
  owner: pg.Pool,
  statements: string[],
  values: unknown[] = [],
): Promise<void> {
  const client = await owner.connect();
  try {
    await client.query("begin");
    await client.query("set local session_replication_role = replica");
    for (const statement of statements) await client.query(statement, values);
    await client.query("commit");
  } finally {
    client.release();
  }
}
