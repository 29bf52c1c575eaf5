import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { consentStates, verifyChain, verifyStates } from "#app/modules/consent/index.ts";
import { findContact } from "#app/modules/contacts/index.ts";
import { createTestDeps, type TestDeps } from "#test/support/deps.ts";
import { write } from "#test/support/histories/webhooks.ts";
import { optInBody, sendOptIn } from "#test/support/opt-ins.ts";

let world: TestDeps;

beforeAll(async () => {
  world = await createTestDeps();
});
afterAll(() => world.close());

const PEOPLE = Array.from({ length: 5 }, (_, n) => `+49151444000${10 + n}`);

test("fifty ticks and STOPs of five people at once all end, in one whole chain, and each STOP wins", async () => {
  const domain = `${randomUUID()}.myshopify.com`;
  const shopId = await world.addShop({ domain });
  const tick = (phone: string) =>
    sendOptIn(world.deps, { domain, body: optInBody({ phone, checkoutToken: randomUUID() }) });
  await Promise.all(PEOPLE.map(tick));
  world.clock.forward({ seconds: 5 });
  const at = world.clock.now();
  const acts = PEOPLE.flatMap((phone) =>
    Array.from({ length: 10 }, (_, n) =>
      n % 2 === 0 ? tick(phone) : write(world.deps, shopId, { from: { phone }, at, text: "STOP" }),
    ),
  );
  await Promise.all(acts);
  await Promise.all(PEOPLE.map(tick));
  for (const value of PEOPLE) {
    const states = await world.deps.db.inShop(shopId, async (tx) => {
      const identifiers = [{ kind: "phone", value } as const];
      const contact = await findContact(world.deps, tx, { shopId, identifiers });
      return (await consentStates(tx, shopId, [contact?.id ?? ""])).get(contact?.id ?? "");
    });
    expect([...(states?.values() ?? [])].map(({ state }) => state)).not.toContain("granted");
  }
  expect((await verifyChain(world.deps, shopId)).broken).toBeNull();
  expect((await verifyStates(world.deps, shopId)).different).toEqual(0);
}, 60_000);
