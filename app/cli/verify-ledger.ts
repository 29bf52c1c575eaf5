import { parseArgs } from "node:util";
import { openDb } from "#app/adapters/db/client.server.ts";
import { describeError } from "#app/adapters/log/log.server.ts";
import { verifyChain, verifyStates } from "#app/modules/consent/index.ts";
import { chainHeadSchema, type ChainHead } from "#app/modules/consent/chain.types.ts";
import { readShop } from "#app/modules/shops/index.ts";
import type { Db } from "#app/ports/db.ts";

const USAGE = `npm run verify-ledger                                       every shop
npm run verify-ledger -- --shop NAME.myshopify.com           one shop
npm run verify-ledger -- --shop … --anchor NUMBER:HASH       and whether a link that was printed or logged is still there

DATABASE_URL names the database. Ends with 1 when something is not as it was, with 2 when it could not look.`;

const say = (line: string) => process.stdout.write(`${line}\n`);

const PROBLEMS = {
  link_missing: "a link is missing",
  event_missing: "its event is missing",
  content_changed: "its event is not the one that was linked",
  order_changed: "it does not follow the link before it",
  end_missing: "the chain does not end where its head says",
  event_without_link: "it was added past the chain",
  anchor_differs: "it is not the link that was printed",
} as const;

function readArguments(args: string[]): { shop: string | null; anchor: ChainHead | null } {
  const { values } = parseArgs({
    args,
    options: { shop: { type: "string" }, anchor: { type: "string" } },
  });
  const { shop = null, anchor } = values;
  if (anchor === undefined) return { shop, anchor: null };
  if (shop === null) throw new Error("--anchor needs --shop: a link belongs to one of them.");
  const [seq, hash] = anchor.split(":");
  const parsed = chainHeadSchema.safeParse({ seq, hash });
  if (!parsed.success) throw new Error("--anchor takes a link's number and hash: 12:ab…");
  return { shop, anchor: parsed.data };
}

async function shopIds(db: Db, domain: string | null): Promise<string[]> {
  if (domain === null) return db.crossShop.shopsWithLedger();
  const shopId = await db.crossShop.shopByDomain(domain);
  if (shopId === null) throw new Error(`There is no shop ${domain}.`);
  return [shopId];
}

/** A shop that was redacted may have no row any more; its tombstone still has its id. */
async function nameOf(db: Db, shopId: string): Promise<string> {
  const shop = await db.inShop(shopId, (tx) => readShop(tx, shopId)).catch(() => null);
  return shop?.domain ?? shopId;
}

/** Says what one shop's ledger is like. Gives whether all is as it should be. */
async function verifyShop(db: Db, shopId: string, anchor: ChainHead | null): Promise<boolean> {
  const name = await nameOf(db, shopId);
  const chain = await verifyChain({ db }, shopId, anchor);
  if (chain.broken) {
    const { place, problem } = chain.broken;
    say(`${name}: BROKEN at ${place}: ${PROBLEMS[problem]}. Whole up to link ${chain.end.seq}.`);
    return false;
  }
  const states = await verifyStates({ db }, shopId);
  const removed = chain.removed > 0 ? `, ${chain.removed} removed by law` : "";
  say(`${name}: whole; ${chain.events} events${removed}; head ${chain.end.seq}:${chain.end.hash}`);
  if (states.different === 0) {
    say(`  the states of ${states.contacts} contacts follow from it`);
    return true;
  }
  say(`  DIFFERENT states of ${states.different} of ${states.contacts} contacts, for example:`);
  for (const { contactId, topic, ledgerSays, tableSays } of states.examples) {
    say(
      `  ${contactId} ${topic}: ledger ${ledgerSays ?? "nothing"}; table ${tableSays ?? "nothing"}`,
    );
  }
  return false;
}

async function main(): Promise<number> {
  const url = process.env["DATABASE_URL"];
  if (!url) throw new Error("Set DATABASE_URL to the database whose ledgers are to be verified.");
  const { shop, anchor } = readArguments(process.argv.slice(2));
  const db = openDb({ url, poolSize: 2, onError: () => undefined });
  try {
    let isWhole = true;
    for (const shopId of await shopIds(db, shop)) {
      if (!(await verifyShop(db, shopId, anchor))) isWhole = false;
    }
    return isWhole ? 0 : 1;
  } finally {
    await db.close();
  }
}

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`${String(describeError(error).message)}\n\n${USAGE}\n`);
  process.exitCode = 2;
}
