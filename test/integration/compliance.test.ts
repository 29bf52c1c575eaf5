import { randomInt } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { exportContact, readExport, redactShop } from "#app/modules/compliance/index.ts";
import { redactShopJob } from "#app/modules/compliance/compliance.jobs.ts";
import { exportCsv } from "#app/modules/compliance/export-csv.rules.ts";
import type { PersonExport } from "#app/modules/compliance/export.types.ts";
import { accessesOf, findContact } from "#app/modules/contacts/index.ts";
import { exportDocument } from "#app/ui/privacy/export-document.tsx";
import { wordsOf } from "#app/ui/words.tsx";
import { startStories, type Stories } from "./stories.ts";
import { newMail, newPhone, nextMorning, startStory, type Story } from "./story-kit.ts";

let stories: Stories;
let story: Story;

beforeAll(async () => {
  stories = await startStories();
});
afterAll(() => stories.close());
beforeEach(async () => {
  nextMorning(stories);
  story = await startStory(stories);
});

const STAFF = "4711";

/** A shopper with a customer's account, a cart, a consent, a reminder, an answer. */
async function customer() {
  const [phone, email] = [newPhone(), newMail()];
  const customerId = randomInt(10 ** 9, 10 ** 12);
  await story.shopify("customers", { id: customerId, email, phone, firstName: "Mara" });
  await story.work();
  const cart = await story.checkout({ email, firstName: "Mara", customerId, shippingPhone: phone });
  await story.tick(phone, cart.token);
  await story.remind();
  await story.inbound(phone, { text: "Gibt es das Kissen auch in Petrol?" });
  await story.order({ checkoutToken: cart.token, email, phone, customerId });
  return { phone, email, customerId };
}

interface Request {
  kind: string;
  state: string;
  people: number;
  export_id: string | null;
  due_at: Date | null;
}

async function requests(): Promise<Request[]> {
  const { rows } = await stories.owner.query<Request>(
    "select kind, state, people, export_id, due_at from privacy_request where shop_id = $1 order by received_at",
    [story.shopId],
  );
  return rows;
}

const ask = async (topic: string, customerId?: number) => {
  await story.shopify("compliance", { topic, ...(customerId ? { customerId } : {}) });
  await story.work();
};

const read = (id: string | null | undefined) =>
  readExport(stories.deps, { shopId: story.shopId, staffId: STAFF, id: id ?? "" });

const tablesOf = (data: PersonExport | null) => data?.sections.map(({ table }) => table) ?? [];

describe("customers/data_request", () => {
  test("gives the merchant everything of the person, readable, and writes down who read it", async () => {
    const { phone, customerId } = await customer();
    await ask("customers/data_request", customerId);
    const [request] = await requests();
    const due = new Date(stories.clock.now().getTime() + 30 * 86_400_000);
    expect(request).toMatchObject({ kind: "data_request", state: "done", people: 1, due_at: due });
    const data = await read(request?.export_id);
    expect(tablesOf(data)).toEqual(
      expect.arrayContaining([
        "contact",
        "contact_identifier",
        "consent_event",
        "consent_state",
        "checkout",
        "message",
        "inbound_message",
        "link",
        "shop_order",
        "order_line",
      ]),
    );
    const text = JSON.stringify(data);
    for (const word of [phone, "Mara", "Gibt es das Kissen auch in Petrol?", "shownText", "4915"])
      expect(text).toContain(word);
    // No key, no hash, no ciphertext: what a person can read.
    expect(text).not.toMatch(/data_key|person_hashes|"AQ[A-Za-z0-9+/]{40}/);
    const page = exportDocument(
      data ?? { sections: [], format: "beckon-export-1", shop: "", madeAt: "" },
      wordsOf("de"),
    );
    for (const word of ["Ihre Daten", "Vorname", "Mara", phone, "Empfangene Nachrichten"])
      expect(page).toContain(word);
    expect(data && exportCsv(data)).toContain(phone);
    const log = await stories.deps.db.inShop(story.shopId, (tx) =>
      accessesOf(tx, story.shopId, { limit: 5 }),
    );
    expect(log).toMatchObject([
      { staffId: STAFF, action: "exported", purpose: "privacy_page" },
      { staffId: "shopify", action: "exported", purpose: "shopify_request" },
    ]);
  });

  test("lies sealed, and is gone after fourteen days", async () => {
    const { customerId, phone } = await customer();
    await ask("customers/data_request", customerId);
    const [request] = await requests();
    const { rows } = await stories.owner.query<{ content: Buffer }>(
      "select content from data_export where id = $1",
      [request?.export_id],
    );
    expect(rows[0]?.content.includes(phone.slice(1))).toBe(false);
    stories.clock.forward({ hours: 24 * 14 });
    expect(await read(request?.export_id)).toBeNull();
  });

  test("of somebody of whom only a checkout is known is answered, of a stranger with nothing", async () => {
    const email = newMail();
    const customerId = randomInt(10 ** 9, 10 ** 12);
    await story.shopify("customers", { id: customerId, email, firstName: "Ida" });
    await ask("customers/data_request", customerId);
    await story.checkout({ email, firstName: "Ida", customerId });
    await ask("customers/data_request", customerId);
    const [stranger, visitor] = await requests();
    expect(stranger).toMatchObject({ state: "nobody", people: 0, export_id: null });
    expect(visitor).toMatchObject({ state: "done", people: 1 });
    expect(tablesOf(await read(visitor?.export_id))).toEqual(["checkout"]);
    expect(JSON.stringify(await read(visitor?.export_id))).toContain("Ida");
  });

  test("is unknown in another shop, and goes with the person", async () => {
    const { customerId } = await customer();
    await ask("customers/data_request", customerId);
    const [request] = await requests();
    const other = await startStory(stories);
    const asked = { shopId: other.shopId, staffId: STAFF, id: request?.export_id ?? "" };
    expect(await readExport(stories.deps, asked)).toBeNull();
    expect(await read("no-uuid")).toBeNull();
    await ask("customers/redact", customerId);
    expect(await read(request?.export_id)).toBeNull();
  });

  test("comes again under its own id without a second request", async () => {
    const { customerId } = await customer();
    await ask("customers/data_request", customerId);
    await stories.owner.query(
      "update intake_event set status = 'received', processed_at = null where topic = 'customers/data_request'",
    );
    await story.work();
    expect(await requests()).toHaveLength(1);
  });
});

test("the merchant exports one person as they are now; somebody unknown gives nothing", async () => {
  const { phone } = await customer();
  const identifiers = [{ kind: "phone" as const, value: phone }];
  const contact = await stories.deps.db.inShop(story.shopId, (tx) =>
    findContact(stories.deps, tx, { shopId: story.shopId, identifiers }),
  );
  const who = { shopId: story.shopId, staffId: STAFF };
  const data = await exportContact(stories.deps, { ...who, id: contact?.id ?? "" });
  expect(JSON.stringify(data)).toContain(phone);
  expect(await exportContact(stories.deps, { ...who, id: story.shopId })).toBeNull();
});

describe("shop/redact", () => {
  const rowsOf = async () => {
    const { rows: tables } = await stories.owner.query<{ name: string }>(
      "select table_name as name from information_schema.columns where table_schema = 'public' and column_name = 'shop_id' and table_name not like '%current'",
    );
    const left: string[] = [];
    for (const { name } of tables) {
      const { rowCount } = await stories.owner.query(
        `select 1 from "${name}" where shop_id = $1 limit 1`,
        [story.shopId],
      );
      if ((rowCount ?? 0) > 0) left.push(name);
    }
    return left.toSorted();
  };
  const redactJobs = () => stories.jobs.added.filter(({ name }) => name === redactShopJob.name);

  test("removes everything of a shop that is gone, but for the ledger's tombstone", async () => {
    await customer();
    await story.shopify("uninstall");
    await story.work();
    stories.clock.forward({ hours: 48 });
    await ask("shop/redact");
    expect(redactJobs().splice(0)).toHaveLength(1);
    const rows = await redactShop(stories.deps, story.shopId);
    expect(rows).toMatchObject({ message: 1 });
    expect(rows?.["consent_event"]).toBeGreaterThan(0);
    expect(await rowsOf()).toEqual(["consent_head", "consent_link"]);
    const { rows: shops } = await stories.owner.query(
      "select name, status, storefront_domains from shop where id = $1",
      [story.shopId],
    );
    expect(shops).toEqual([{ name: "", status: "uninstalled", storefront_domains: [] }]);
    stories.jobs.added.length = 0;
  });

  test("does nothing where the shop was installed again in between, and says so", async () => {
    await customer();
    await story.shopify("uninstall");
    await story.work();
    stories.clock.forward({ hours: 3 });
    await story.shopify("install");
    await stories.install(story.domain);
    stories.clock.forward({ hours: 45 });
    const before = await rowsOf();
    await ask("shop/redact");
    expect(redactJobs()).toEqual([]);
    expect(await requests()).toMatchObject([{ kind: "shop_redact", state: "not_needed" }]);
    expect(await rowsOf()).toEqual(expect.arrayContaining(before));
  });

  test("of a shop that is here all the time is asked back at Shopify, and does nothing", async () => {
    await customer();
    stories.clock.forward({ hours: 24 * 30 });
    await ask("shop/redact");
    expect(redactJobs()).toEqual([]);
    expect(await requests()).toMatchObject([{ kind: "shop_redact", state: "not_needed" }]);
  });

  test("whose job runs after the shop has come back removes nothing", async () => {
    await customer();
    await story.shopify("uninstall");
    await story.work();
    stories.clock.forward({ hours: 48 });
    await ask("shop/redact");
    await story.shopify("install");
    await stories.install(story.domain);
    expect(await redactShop(stories.deps, story.shopId)).toBeNull();
    expect(await rowsOf()).toContain("message");
    stories.jobs.added.length = 0;
  });
});

test.each(["customers/data_request", "customers/redact", "shop/redact"])(
  "%s with a false signature is refused with 401",
  async (topic) => {
    const answer = await fetch(`${stories.deps.appUrl}/webhooks/shopify`, {
      method: "POST",
      headers: {
        "X-Shopify-Topic": topic,
        "X-Shopify-Shop-Domain": story.domain,
        "X-Shopify-Webhook-Id": "1",
        "X-Shopify-Hmac-Sha256": "AAAA",
        "Content-Type": "application/json",
      },
      body: "{}",
    });
    expect(answer.status).toBe(401);
  },
);
