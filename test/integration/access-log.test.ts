import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { accessesOf, noteAccess } from "#app/modules/contacts/index.ts";
import { createTestDeps, type TestDeps } from "#test/support/deps.ts";

let world: TestDeps;
let shopId = "";

beforeAll(async () => {
  world = await createTestDeps();
  shopId = await world.addShop();
});
afterAll(() => world.close());

const look = (contactId: string | null, staffId = "42") =>
  world.deps.db.inShop(shopId, (tx) =>
    noteAccess(world.deps, tx, {
      shopId,
      staffId,
      action: contactId ? "viewed" : "searched",
      purpose: "contact_page",
      contactId,
    }),
  );

test("who looked at whom, when and what for is kept, the latest look first", async () => {
  const contactId = randomUUID();
  await look(null);
  world.clock.forward({ minutes: 1 });
  await look(contactId, "43");
  const all = await world.deps.db.inShop(shopId, (tx) => accessesOf(tx, shopId, { limit: 10 }));
  expect(all).toMatchObject([
    { staffId: "43", action: "viewed", purpose: "contact_page", contactId, people: 1 },
    { staffId: "42", action: "searched", contactId: null },
  ]);
  const own = await world.deps.db.inShop(shopId, (tx) =>
    accessesOf(tx, shopId, { contactId, limit: 10 }),
  );
  expect(own).toHaveLength(1);
});

test("a look that was written down cannot be rewritten", async () => {
  const contactId = randomUUID();
  await look(contactId);
  const rewrite = world.owner.query(
    "update access_log set staff_id = 'nobody' where shop_id = $1",
    [shopId],
  );
  await expect(rewrite).rejects.toThrow("access_log is written once");
});
