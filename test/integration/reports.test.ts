import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { homeReport } from "#app/modules/reports/index.ts";
import { createTestDeps, type TestDeps } from "#test/support/deps.ts";
import { addReportPerson, PHONE } from "./report-person.ts";

let world: TestDeps;
let shopId = "";
let contactId = "";

beforeAll(async () => {
  world = await createTestDeps();
});
afterAll(() => world.close());
beforeEach(async () => {
  shopId = await world.addShop();
  contactId = await addReportPerson(world, shopId);
});

interface Reminder {
  state: string;
  reason?: string;
  taps?: number;
  arm?: "treated" | "holdout";
  daysAgo?: number;
}

/** A cart with one reminder, as the planner and the dispatcher leave them. */
async function reminder(wish: Reminder): Promise<void> {
  const [checkout, message] = [randomUUID(), randomUUID()];
  const at = new Date(world.clock.now().getTime() - (wish.daysAgo ?? 0) * 86_400_000);
  const hash = world.deps.vault.hash(shopId, "phone", PHONE);
  await world.owner.query(
    `insert into checkout (id, shop_id, token, created_at, last_activity_at, total_minor, currency)
     values ($1, $2, $3, $4, $4, 8990, 'EUR')`,
    [checkout, shopId, checkout, at],
  );
  await world.owner.query(
    `insert into reminder_series (shop_id, contact_id, checkout_id, arm, opened_at, closed_at)
     values ($1, $2, $3, $4, $5, $5)`,
    [shopId, contactId, checkout, wish.arm ?? "treated", at],
  );
  await world.owner.query(
    `insert into message (id, shop_id, dedupe_key, kind, topic, contact_id, to_hash, checkout_id, step, state, reason,
       planned_at, due_at, not_before, expires_at, price_micros, price_currency)
     values ($1::uuid, $2, ($1::uuid)::text, 'cart_reminder', 'reminders', $3, $4, $5, 1, $6, $7, $8, $8, $8, $8, 113100, 'EUR')`,
    [message, shopId, contactId, hash, checkout, wish.state, wish.reason ?? null, at],
  );
  if (wish.state === "read" || wish.state === "delivered") {
    await world.owner.query(
      `insert into charge (shop_id, message_id, day, claimed_at, market, category, currency, expected_micros, micros, state)
       values ($1, $2, $3::timestamptz::date, $3, 'germany', 'marketing', 'EUR', 113100, 113100, 'charged')`,
      [shopId, message, at],
    );
  }
  await world.owner.query(
    `insert into link (shop_id, code, message_id, checkout_id, target, created_at, expires_at, taps)
     values ($1, $2, $3, $4, 'x', $5, $5, $6)`,
    [shopId, randomUUID(), message, checkout, at, wish.taps ?? 0],
  );
}

async function credit(kind: string, minor: number): Promise<void> {
  await world.owner.query(
    `insert into credit (order_id, shop_id, kind, reason, amount_minor, currency, at)
     values (gen_random_uuid(), $1, $2, 'test', $3, 'EUR', $4)`,
    [shopId, kind, minor, world.clock.now()],
  );
}

const report = () => homeReport(world.deps, shopId);

describe("homeReport", () => {
  test("of a new shop says what is still to do, and counts nothing", async () => {
    const { setup, funnel, recent, costs } = await report();
    expect(setup).toEqual({
      whatsapp: "missing",
      templatesApproved: 0,
      templatesTotal: 0,
      remindersOn: true,
      optInSeen: false,
      webhookSeen: false,
      webhooksParked: 0,
      links: { ownDomain: false, reason: "unchecked", domain: "shop.example" },
    });
    expect(funnel).toMatchObject({ optedIn: 0, abandoned: 0, reminded: 0, tapped: 0, heldOut: 0 });
    expect([recent, costs]).toEqual([[], []]);
  });

  test("says over which domain links run, and why not over the shop's own", async () => {
    const at = world.clock.now();
    await world.owner.query(
      `insert into link_base (shop_id, base, reason, origin, finding, checked_at, switched_at, next_check_at)
       values ($1, 'proxy', 'works', 'https://shop.example', 'works', $2, $2, $2)`,
      [shopId, at],
    );
    const links = async () => (await report()).setup.links;
    expect(await links()).toMatchObject({ ownDomain: false, reason: "templates" });
    await world.owner.query(
      `insert into template (shop_id, purpose, name, language, base, status, components, updated_at)
       values ($1, 'offer', 'n', 'de', 'proxy', 'APPROVED', '[]', $2)`,
      [shopId, at],
    );
    expect(await links()).toEqual({ ownDomain: true, reason: "works", domain: "shop.example" });
    await world.owner.query(
      "update link_base set base = 'app', reason = 'password' where shop_id = $1",
      [shopId],
    );
    expect(await links()).toMatchObject({ ownDomain: false, reason: "password" });
  });

  test("counts carts by how far they came, and keeps what no tap earned apart", async () => {
    await reminder({ state: "read", taps: 3 });
    await reminder({ state: "delivered" });
    await reminder({ state: "skipped", reason: "purchased_phone" });
    await reminder({ state: "skipped", reason: "holdout", arm: "holdout" });
    await reminder({ state: "read", taps: 1, daysAgo: 31 });
    await credit("recovered", 8990);
    await credit("assisted", 5000);
    await credit("organic", 100);
    await credit("organic", 200);
    const { funnel, assisted, organic, costs } = await report();
    expect(funnel).toEqual({
      optedIn: 0,
      abandoned: 4,
      reminded: 2,
      tapped: 1,
      heldOut: 1,
      recovered: { orders: 1, amounts: [{ minor: 8990, currency: "EUR" }] },
    });
    expect(assisted).toEqual({ orders: 1, amounts: [{ minor: 5000, currency: "EUR" }] });
    expect(organic).toEqual({ orders: 2, amounts: [{ minor: 300, currency: "EUR" }] });
    expect(costs).toEqual([{ currency: "EUR", micros: 226_200 }]);
  });

  test("lists the last twenty reminders with a masked person and the cart's value", async () => {
    for (let index = 0; index < 21; index++) await reminder({ state: "delivered", daysAgo: 1 });
    await reminder({ state: "failed", reason: "undeliverable" });
    const { recent } = await report();
    expect(recent).toHaveLength(20);
    expect(recent[0]).toMatchObject({
      state: "failed",
      reason: "undeliverable",
      step: 1,
      firstName: "Mara",
      phone: "+49…678",
      cart: { minor: 8990, currency: "EUR" },
    });
    expect(JSON.stringify(recent)).not.toContain(PHONE.slice(3));
  });

  test("sees nothing of another shop", async () => {
    await reminder({ state: "read", taps: 1 });
    await credit("recovered", 8990);
    shopId = await world.addShop();
    const { funnel, recent } = await report();
    expect(funnel).toMatchObject({
      abandoned: 0,
      tapped: 0,
      recovered: { orders: 0, amounts: [] },
    });
    expect(recent).toEqual([]);
  });
});
