import { buildDeps } from "#app/composition.server.ts";
import { readSettings } from "#app/env.server.ts";
import { recordConsent } from "#app/modules/consent/index.ts";
import { ensureContact } from "#app/modules/contacts/index.ts";
import type { Deps } from "#app/ports/deps.ts";
import { DEMO_SHOP } from "#test/demo/demo-shop.ts";
import { phoneOf } from "./people.ts";

/** Gives the demo's shop so many people who agreed to reminders (argument 1). */

const AT_ONCE = 8;

async function agree(deps: Deps, shopId: string, number: number): Promise<void> {
  const phone = phoneOf(number);
  const identifierHash = deps.vault.hash(shopId, "phone", phone);
  await deps.db.inShop(shopId, async (tx) => {
    const identifier = { kind: "phone" as const, value: phone };
    const wish = { shopId, identifier, locale: "de", country: "DE" };
    const { id: contactId, dataKey } = await ensureContact(deps, tx, wish);
    const at = deps.clock.now();
    const entry = { kind: "granted", source: "checkout", identifierHash, at } as const;
    await recordConsent(deps, tx, { shopId, contactId, dataKey }, [
      { ...entry, topic: "reminders" },
    ]);
  });
}

async function main(): Promise<void> {
  const count = Number(process.argv[2]);
  const built = await buildDeps(readSettings(), "web");
  const shopId = await built.deps.db.crossShop.ensureShop(DEMO_SHOP);
  let next = 0;
  const lane = async () => {
    while (next < count) await agree(built.deps, shopId, next++);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  await built.close();
}

await main();
