import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { nativeReport, sweepNative, writeNative } from "#app/modules/optin/index.ts";
import { writeNativeJob } from "#app/modules/optin/native/native.jobs.ts";
import { newMail, newPhone, nextMorning, startStory, type Story } from "./story-kit.ts";
import { shopifyArrives, startStories, type Stories, work } from "./stories.ts";

/** Shopify's own WhatsApp consent, both ways, over real HTTP. */

let stories: Stories;
let story: Story;
beforeAll(async () => {
  stories = await startStories();
  story = await startStory(stories);
});
afterAll(() => stories.close());
beforeEach(() => nextMorning(stories));

const madeSchema = z.object({ customer: z.object({ id: z.number() }) });
const nativeSchema = z.object({
  state: z.string(),
  optInLevel: z.string().nullable(),
  updatedAt: z.string().nullable(),
});
const shopState = z.object({
  shops: z.array(
    z.object({
      customers: z.array(
        z.object({ id: z.number(), phone: z.string().nullable(), whatsApp: nativeSchema }),
      ),
    }),
  ),
});

type Native = z.infer<typeof nativeSchema>;

/** Shopify's own picture of a customer. */
async function customerAtShopify(id: number) {
  const answer = await fetch(
    `${stories.deps.extraShopOrigins[0]}/_control/state?shop=${story.domain}`,
  );
  const { shops } = shopState.parse(await answer.json());
  const found = shops[0]?.customers.find((one) => one.id === id);
  if (!found) throw new Error(`no customer ${id}`);
  return found;
}
const nativeOf = async (id: number): Promise<Native> => (await customerAtShopify(id)).whatsApp;

/** What the worker does about everything that is due. */
async function bring(): Promise<void> {
  stories.jobs.added.splice(0);
  await sweepNative(stories.deps);
  for (const { name, payload } of stories.jobs.added.splice(0)) {
    if (name === writeNativeJob.name) {
      await writeNative(stories.deps, writeNativeJob.schema.parse(payload));
    }
  }
}

/** Everything in step: ours written, Shopify's webhooks heard, until nothing is due. */
async function settle(): Promise<void> {
  for (let round = 0; round < 4; round += 1) {
    await bring();
    await shopifyArrives(stories);
    await work(stories);
  }
}

/** A customer of the shop with this phone, who is at a checkout of theirs. */
async function customer(phone: string): Promise<number> {
  const made = madeSchema.parse(await story.shopify("customers", { phone }));
  return made.customer.id;
}

/** Somebody with a customer account who ticks the box. */
async function optedIn(phone = newPhone()) {
  const id = await customer(phone);
  const { token } = await story.checkout({ email: newMail(), customerId: id });
  await story.tick(phone, token);
  stories.clock.forward({ seconds: 5 });
  return { phone, id, token };
}

async function standing(phone: string) {
  const hash = stories.deps.vault.hash(story.shopId, "phone", phone);
  const { rows } = await stories.owner.query<{ topic: string; state: string }>(
    `select s.topic, s.state from consent_state s join contact_identifier i using (shop_id, contact_id)
     where i.shop_id = $1 and i.hash = $2 order by topic`,
    [story.shopId, hash],
  );
  return [...new Set(rows.map(({ state }) => state))];
}

async function suppressed(phone: string): Promise<boolean> {
  const { rows } = await stories.owner.query(
    "select 1 from suppression where shop_id = $1 and hash = $2 and lifted_at is null",
    [story.shopId, stories.deps.vault.hash(story.shopId, "phone", phone)],
  );
  return rows.length > 0;
}

const set = (customerId: number, state: string, change: object = {}) =>
  story.shopify("consent", { customerId, state, ...change });

const withdrawnEvents = async () => {
  const { rows } = await stories.owner.query<{ count: number }>(
    "select count(*)::int as count from consent_event where shop_id = $1 and source = 'shopify_native'",
    [story.shopId],
  );
  return rows[0]?.count ?? 0;
};

describe("outward", () => {
  it("a tick is SUBSCRIBED with the time of the act, and nothing is written twice", async () => {
    const { phone, id } = await optedIn();
    await bring();
    const written = await nativeOf(id);
    expect(written).toMatchObject({ state: "SUBSCRIBED", optInLevel: "SINGLE_OPT_IN" });
    const { rows } = await stories.owner.query<{ since: Date }>(
      `select max(s.since) as since from consent_state s join contact_identifier i using (shop_id, contact_id)
       where i.hash = $1`,
      [stories.deps.vault.hash(story.shopId, "phone", phone)],
    );
    const seconds = (at: Date) => Math.floor(at.getTime() / 1000);
    expect(seconds(new Date(written.updatedAt ?? ""))).toBe(seconds(rows[0]?.since ?? new Date(0)));
    await settle();
    expect(await nativeOf(id)).toEqual(written);
    expect(await standing(phone)).toEqual(["granted"]);
  });

  it("a STOP is UNSUBSCRIBED, whoever ticks then, and coming back is SUBSCRIBED again", async () => {
    const { phone, id, token } = await optedIn();
    await settle();
    await story.inbound(phone, { text: "STOP" });
    await settle();
    expect(await nativeOf(id)).toMatchObject({ state: "UNSUBSCRIBED" });
    stories.clock.forward({ minutes: 5 });
    await story.tick(phone, token);
    await settle();
    expect(await nativeOf(id)).toMatchObject({ state: "UNSUBSCRIBED" });
    expect(await standing(phone)).toEqual(["pending"]);
    await story.pull(phone);
    await settle();
    expect(await nativeOf(id)).toMatchObject({ state: "SUBSCRIBED" });
    expect(await standing(phone)).toEqual(["granted"]);
  });

  it("a STOP in the second of the tick still wins", async () => {
    const phone = newPhone();
    const id = await customer(phone);
    const { token } = await story.checkout({ email: newMail(), customerId: id });
    await story.tick(phone, token);
    await bring();
    await story.inbound(phone, { text: "STOP" });
    await settle();
    expect(await nativeOf(id)).toMatchObject({ state: "UNSUBSCRIBED" });
    expect(await standing(phone)).toEqual(["withdrawn"]);
  });

  it("one topic less is still SUBSCRIBED", async () => {
    const { phone, id } = await optedIn();
    await story.inbound(phone, { text: "Keine Erinnerungen mehr" });
    await settle();
    expect(await nativeOf(id)).toMatchObject({ state: "SUBSCRIBED" });
  });

  it("a customer who becomes known with the order later is written then", async () => {
    const phone = newPhone();
    const cart = await story.checkout({ email: newMail() });
    await story.tick(phone, cart.token);
    await bring();
    const id = await customer(phone);
    await story.checkout({ token: cart.token, customerId: id });
    await settle();
    expect(await nativeOf(id)).toMatchObject({ state: "SUBSCRIBED" });
  });

  it("another number of the customer is neither marked nor changed", async () => {
    const theirs = newPhone();
    const id = await customer(theirs);
    const { token } = await story.checkout({ email: newMail(), customerId: id });
    await story.tick(newPhone(), token);
    await bring();
    expect(await customerAtShopify(id)).toMatchObject({
      phone: theirs,
      whatsApp: { state: "NEVER_SUBSCRIBED" },
    });
    expect((await nativeReport(stories.deps, story.shopId)).problems).toContainEqual({
      problem: "phone_differs",
      people: 1,
    });
  });

  it("a customer without a phone gets none from us", async () => {
    const made = madeSchema.parse(await story.shopify("customers", { email: newMail() }));
    const { token } = await story.checkout({ email: newMail(), customerId: made.customer.id });
    await story.tick(newPhone(), token);
    await bring();
    expect(await customerAtShopify(made.customer.id)).toMatchObject({ phone: null });
    const { problems } = await nativeReport(stories.deps, story.shopId);
    expect(problems.map(({ problem }) => problem)).toContain("no_phone");
  });

  it("an outage is waited out, and says so meanwhile", async () => {
    const { id } = await optedIn();
    await stories.shopify("faults", { graphqlOutage: true });
    await bring();
    const report = await nativeReport(stories.deps, story.shopId);
    expect(report.problems).toContainEqual({ problem: "shopify_away", people: 1 });
    await stories.shopify("faults", { graphqlOutage: false });
    await bring();
    expect(await nativeOf(id)).toMatchObject({ state: "NEVER_SUBSCRIBED" });
    stories.clock.forward({ minutes: 2 });
    await bring();
    expect(await nativeOf(id)).toMatchObject({ state: "SUBSCRIBED" });
    const after = await nativeReport(stories.deps, story.shopId);
    expect(after.problems.map(({ problem }) => problem)).not.toContain("shopify_away");
  }, 30_000);
});

describe("inward", () => {
  it("UNSUBSCRIBED withdraws everything and stops what is planned", async () => {
    const { phone, id, token } = await optedIn();
    await settle();
    await set(id, "UNSUBSCRIBED");
    await work(stories);
    expect(await standing(phone)).toEqual(["withdrawn"]);
    expect(await suppressed(phone)).toBe(true);
    await story.remind();
    expect(await story.accepted(phone)).toEqual([]);
    expect(await story.checkoutRow(token)).toMatchObject({ outcome: "consent_withdrawn" });
    await settle();
    expect(await nativeOf(id)).toMatchObject({ state: "UNSUBSCRIBED" });
  });

  it("UNSUBSCRIBED holds marketing before any job has read it", async () => {
    const { phone, id } = await optedIn();
    await set(id, "UNSUBSCRIBED");
    await story.remind();
    expect(await story.accepted(phone)).toEqual([]);
  });

  it("SUBSCRIBED never grants: it is a hint", async () => {
    const phone = newPhone();
    const id = await customer(phone);
    const { token } = await story.checkout({ email: newMail(), customerId: id, phone });
    const before = (await nativeReport(stories.deps, story.shopId)).hints;
    await story.tick(phone, token);
    await story.inbound(phone, { text: "STOP" });
    stories.clock.forward({ hours: 1 });
    await set(id, "SUBSCRIBED", { optInLevel: "CONFIRMED_OPT_IN" });
    await settle();
    expect(await standing(phone)).toEqual(["withdrawn"]);
    expect(await suppressed(phone)).toBe(true);
    expect((await nativeReport(stories.deps, story.shopId)).hints).toBe(before + 1);
  });

  it("SUBSCRIBED of somebody unknown makes nobody known", async () => {
    const phone = newPhone();
    const id = await customer(phone);
    await set(id, "SUBSCRIBED");
    await work(stories);
    expect(await standing(phone)).toEqual([]);
  });

  it("UNSUBSCRIBED of somebody unknown counts for the day on which they are", async () => {
    const phone = newPhone();
    const id = await customer(phone);
    await set(id, "UNSUBSCRIBED");
    await work(stories);
    expect(await suppressed(phone)).toBe(true);
  });

  it("an old UNSUBSCRIBED that comes after the person came back changes nothing", async () => {
    const { phone, id } = await optedIn();
    const before = new Date(stories.clock.now().getTime() - 3_600_000).toISOString();
    await set(id, "UNSUBSCRIBED", { updatedAt: before });
    await work(stories);
    expect(await standing(phone)).toEqual(["granted"]);
    expect(await suppressed(phone)).toBe(false);
  });

  it.each([
    ["customers_marketing_consent/update", "sms_marketing_consent"],
    ["customers_email_marketing_consent/update", "email_marketing_consent"],
  ])("%s changes nothing, in neither direction", async (topic, block) => {
    const { phone, id } = await optedIn();
    await settle();
    const native = await nativeOf(id);
    for (const state of ["unsubscribed", "subscribed"]) {
      const consent = { state, opt_in_level: "single_opt_in", updated_at: stories.clock.now() };
      const body = { id, customer_id: id, phone, phone_number: phone, [block]: consent };
      await story.shopify("webhooks/send", { topic, body });
      await settle();
    }
    expect(await standing(phone)).toEqual(["granted"]);
    expect(await nativeOf(id)).toEqual(native);
  });
});

describe("a storm", () => {
  it("of both directions, twice and in any order, ends where the last act stands and never echoes", async () => {
    const people = await Promise.all(Array.from({ length: 6 }, () => optedIn()));
    await settle();
    const before = await withdrawnEvents();
    await stories.shopify("webhooks", { mode: "storm" });
    const minute = () => stories.clock.forward({ minutes: 1 });
    for (const [index, { phone, id }] of people.entries()) {
      minute();
      await story.inbound(phone, { text: "STOP" }, false);
      await bring();
      minute();
      if (index % 3 !== 0) await story.pull(phone, false);
      await bring();
      minute();
      if (index % 3 === 2) await set(id, "UNSUBSCRIBED");
      minute();
      await set(id, "SUBSCRIBED");
    }
    await shopifyArrives(stories);
    await settle();
    await stories.shopify("webhooks", { mode: "normal" });
    await settle();
    for (const [index, { phone }] of people.entries()) {
      expect([index, await standing(phone)]).toEqual([
        index,
        [index % 3 === 1 ? "granted" : "withdrawn"],
      ]);
    }
    // A native "no" of their own for two people; everything else was ours coming back.
    expect(await withdrawnEvents()).toBe(before + 2);
    const { waiting } = await nativeReport(stories.deps, story.shopId);
    expect(waiting).toBe(0);
  }, 60_000);
});
