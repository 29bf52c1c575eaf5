import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import {
  publishWording,
  publishWordingJob,
  saveWording,
  sweepWordings,
  wordingReport,
} from "#app/modules/consent/index.ts";
import { builtInVersion, builtInWording } from "#app/modules/consent/edit-wording.rules.ts";
import { fillWording } from "#app/modules/consent/wording.rules.ts";
import { ShopifyError } from "#app/ports/shopify-admin.ts";
import type { Wording, WordingLocale } from "#app/modules/consent/wording.types.ts";
import { optInBody, sendOptIn } from "#test/support/opt-ins.ts";
import { startStories, type Stories } from "./stories.ts";

/** The merchant's own sentence: written, checked, kept, told to Shopify, and recognised when it comes back. */

let stories: Stories;
let story: { domain: string; shopId: string };
beforeAll(async () => {
  stories = await startStories();
});
afterAll(() => stories.close());
beforeEach(async () => {
  story = await newShop();
});

/** A shop that has just installed Beckon, at Shopify as well. */
async function newShop() {
  const domain = `w${randomUUID().slice(0, 8)}.myshopify.com`;
  const shop = { domain, name: SHOP, currency: "EUR", zone: "Europe/Berlin", locale: "de" };
  await stories.shopify("seed", { shops: [shop] });
  await stories.install(domain);
  return { domain, shopId: await stories.deps.db.crossShop.ensureShop(domain) };
}

/** The merchant's n-th version of today. */
const version = (number: number) =>
  `own-${stories.clock.now().toISOString().slice(0, 10)}-${number}`;

const SHOP = "Leinenwerk";
const own: Wording = {
  sentence: builtInWording("de").sentence.replace("Ja, ich möchte", "Sehr gern: Ich möchte"),
  privacyPolicy: "Datenschutzhinweise",
};

function save(wording: Wording | null, locale: WordingLocale = "de") {
  return saveWording(stories.deps, { shopId: story.shopId, locale, wording, staffId: "42" });
}

const report = () => wordingReport(stories.deps, story.shopId);

/** What the worker does about what was asked for, and what is due. */
async function bring(deps = stories.deps): Promise<void> {
  await sweepWordings(deps);
  for (const { name, payload } of stories.jobs.added.splice(0)) {
    if (name !== publishWordingJob.name) continue;
    await publishWording(deps, publishWordingJob.schema.parse(payload).shopId);
  }
}

const fieldSchema = z.object({ namespace: z.string(), key: z.string(), value: z.string() });
const stateSchema = z.object({
  shops: z.array(
    z.object({
      metafields: z.object({ shop: z.array(fieldSchema), app: z.array(fieldSchema) }),
    }),
  ),
});
const valueSchema = z.object({
  version: z.string(),
  locales: z.record(z.string(), z.object({ text: z.string(), privacyLabel: z.string() })),
});

/** What Shopify keeps for extensions and theme blocks. */
async function atShopify() {
  const origin = stories.deps.extraShopOrigins[0];
  const answer = await fetch(`${origin}/_control/state?shop=${story.domain}`);
  const { metafields } = stateSchema.parse(await answer.json()).shops[0] ?? {};
  const read = (fields: z.infer<typeof fieldSchema>[] = []) =>
    fields.map(({ namespace, key, value }) => ({
      name: `${namespace}.${key}`,
      value: valueSchema.parse(JSON.parse(value)),
    }));
  return { shop: read(metafields?.shop), app: read(metafields?.app) };
}

async function tick(wordingVersion: string, wording: Wording, locale = "de-AT") {
  const shownText = fillWording(wording, { shop: SHOP });
  const body = optInBody({ wordingVersion, locale, shownText });
  return sendOptIn(stories.deps, { domain: story.domain, body });
}

describe("a merchant's own sentence", () => {
  it("becomes a version in all languages, and Shopify keeps it for checkout and theme", async () => {
    const saved = await save(own);
    expect(saved).toMatchObject({ ok: true, version: version(1) });
    expect(await report()).toMatchObject({ publication: "waiting", version: version(1) });
    await bring();
    expect(await report()).toMatchObject({ publication: "published", lastError: null });
    const { shop, app } = await atShopify();
    expect(shop.map(({ name }) => name)).toEqual(["$app.consent_wording"]);
    expect(app.map(({ name }) => name)).toEqual(["beckon.consent_wording"]);
    const [value] = app.map((one) => one.value);
    expect(value?.version).toBe(version(1));
    expect(value?.locales["de"]).toEqual({
      text: own.sentence,
      privacyLabel: "Datenschutzhinweise",
    });
    expect(value?.locales["fr"]?.text).toBe(builtInWording("fr").sentence);
    expect(Object.keys(value?.locales ?? {})).toHaveLength(9);
  });

  it.each([
    [
      "the way out",
      own.sentence.replace("STOP", "Bescheid"),
      { code: "part_missing", part: "stop" },
    ],
    [
      "that it can be withdrawn",
      own.sentence.replace("jederzeit", "bald"),
      { code: "part_missing", part: "withdrawal" },
    ],
    [
      "who it is",
      own.sentence.replaceAll("{{shop}}", "uns"),
      { code: "part_missing", part: "shop" },
    ],
    ["an unknown gap", `${own.sentence} {{name}}`, { code: "unknown_gap", gap: "{{name}}" }],
    ["too much", own.sentence.padEnd(1_001, "x"), { code: "too_long", most: 1_000 }],
  ])(
    "is refused for %s, with the reason, and nothing changes",
    async (_name, sentence, problem) => {
      const saved = await save({ ...own, sentence });
      expect(saved).toMatchObject({ ok: false, problems: [problem] });
      expect(await report()).toMatchObject({ publication: "built_in", version: builtInVersion() });
    },
  );

  it("is what a tick must have shown; a page of before still counts, another text does not", async () => {
    await save(own);
    const later = { ...own, sentence: own.sentence.replace("Sehr gern", "Gern") };
    stories.clock.forward({ minutes: 1 });
    expect(await save(later)).toMatchObject({ version: version(2) });
    expect(await tick(version(2), later)).toMatchObject({ outcome: "pending" });
    expect(await tick(version(1), own)).toMatchObject({ outcome: "pending" });
    expect(await tick(builtInVersion(), builtInWording("de"))).toMatchObject({
      outcome: "pending",
    });
    expect(await tick(version(2), own)).toMatchObject({ code: "wording_unknown" });
    expect(await tick(version(3), own)).toMatchObject({ code: "wording_unknown" });
    const other = await newShop();
    const body = optInBody({
      wordingVersion: version(1),
      shownText: fillWording(own, { shop: SHOP }),
    });
    const elsewhere = await sendOptIn(stories.deps, { domain: other.domain, body });
    expect(elsewhere).toMatchObject({ code: "wording_unknown" });
  });

  it("is changed or removed by nobody, only the shop's end takes it along", async () => {
    await save(own);
    const { owner } = stories;
    const change = "update consent_wording set sentence = 'x' where shop_id = $1";
    await expect(owner.query(change, [story.shopId])).rejects.toThrow(/evidence/);
    const remove = "delete from consent_wording where shop_id = $1";
    await expect(owner.query(remove, [story.shopId])).rejects.toThrow(/evidence/);
    await owner.query("update shop set status = 'uninstalled' where id = $1", [story.shopId]);
    expect((await owner.query(remove, [story.shopId])).rowCount).toBe(9);
  });

  it("gives way to the built-in one again, which Shopify is told, too", async () => {
    await save(own);
    await bring();
    expect(await save(null)).toEqual({ ok: true, version: builtInVersion() });
    await bring();
    expect(await report()).toMatchObject({ publication: "built_in", version: builtInVersion() });
    expect((await atShopify()).app[0]?.value.version).toBe(builtInVersion());
    expect((await report()).history.map((one) => one.version)).toEqual([version(1)]);
  });

  it("makes no version of a save that changes nothing", async () => {
    await save(own);
    expect(
      await save({ ...own, sentence: `  ${own.sentence.replace(" ", "\n ")} ` }),
    ).toMatchObject({
      version: version(1),
    });
    expect((await report()).history).toHaveLength(1);
  });

  it("gets two versions when two people save at once", async () => {
    const other = { ...own, privacyPolicy: "Datenschutz" };
    const saved = await Promise.all([save(own), save(other)]);
    const versions = saved.map((one) => (one.ok ? one.version : ""));
    expect(versions.toSorted()).toEqual([version(1), version(2)]);
  });

  it("waits while Shopify is down, and is told as soon as it is back", async () => {
    await save(own);
    const down = { code: "HTTP_503", retryable: true, httpStatus: 503 };
    const query = () => Promise.reject(new ShopifyError("Shopify answered 503", down));
    await bring({ ...stories.deps, shopify: { query } });
    expect(await report()).toMatchObject({ publication: "waiting" });
    expect((await report()).lastError).toBe("Shopify answered 503");
    await bring();
    expect(await report()).toMatchObject({ publication: "waiting" }); // not before its time
    stories.clock.forward({ minutes: 2 });
    await bring();
    expect(await report()).toMatchObject({ publication: "published", lastError: null });
    expect((await atShopify()).shop[0]?.value.version).toBe(version(1));
  });
});
