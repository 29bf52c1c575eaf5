import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import {
  createLink,
  type LinkVisit,
  type LinkWish,
  markLinksUsed,
  openLink,
  tapRecorder,
  tapsOfMessages,
} from "#app/modules/links/index.ts";
import { writeConsentSettings } from "#app/modules/shops/index.ts";
import type { TapTracking } from "#app/modules/shops/consent-settings.types.ts";
import { createTestDeps, type TestDeps } from "#test/support/deps.ts";

const TARGET = "https://shop.example/checkouts/ac/abc/recover?key=k&locale=de";
const PHONE_BROWSER =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 26_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Mobile/15E148 Safari/604.1";

let world: TestDeps;
let shopId = "";

beforeAll(async () => {
  world = await createTestDeps();
});
afterAll(async () => {
  await tapRecorder(world.deps).flush(); // as the web process does before it closes the database
  await world.close();
});
beforeEach(async () => {
  shopId = await world.addShop();
});

const make = (change: Partial<LinkWish> = {}) => {
  const wish: LinkWish = {
    shopId,
    messageId: randomUUID(),
    checkoutId: randomUUID(),
    target: TARGET,
    tracked: true,
    language: "de",
    expiresAt: new Date(world.clock.now().getTime() + 3_600_000),
    ...change,
  };
  return world.deps.db.inShop(wish.shopId, (tx) => createLink(world.deps, tx, wish));
};

async function made(change: Partial<LinkWish> = {}): Promise<string> {
  const code = await make(change);
  if (code === null) throw new Error("The destination was refused");
  return code;
}

const visit = (code: string, change: Partial<LinkVisit> = {}) =>
  openLink(world.deps, {
    code,
    method: "GET",
    userAgent: PHONE_BROWSER,
    purposeHeaders: [],
    ip: randomUUID(),
    ...change,
  });

async function countsOf(code: string): Promise<{ taps: number; previews: number; clicks: number }> {
  await tapRecorder(world.deps).flush();
  const { rows } = await world.owner.query<{ taps: number; previews: number; clicks: number }>(
    `select taps, previews, (select count(*)::int from click where link_id = link.id) as clicks
     from link where code = $1`,
    [code],
  );
  const [row] = rows;
  if (!row) throw new Error("no such link");
  return row;
}

/** What is counted of people who did not agree to be followed: with nothing that leads to them. */
async function nobodys(id = shopId): Promise<{ kind: string; taps: number; previews: number }[]> {
  await tapRecorder(world.deps).flush();
  const { rows } = await world.owner.query<{ kind: string; taps: number; previews: number }>(
    "select kind, taps::int, previews::int from tap_total where shop_id = $1 order by kind",
    [id],
  );
  return rows;
}
const NONE = { taps: 0, previews: 0, clicks: 0 };

describe("an open link", () => {
  test("leads to the checkout, and the tap is recorded with its message", async () => {
    const messageId = randomUUID();
    const code = await made({ messageId });
    expect(await visit(code)).toEqual({ outcome: "redirect", location: TARGET });
    expect(await countsOf(code)).toEqual({ taps: 1, previews: 0, clicks: 1 });
    const taps = await world.deps.db.inShop(shopId, (tx) =>
      tapsOfMessages(tx, shopId, [messageId]),
    );
    expect(taps).toEqual([{ messageId, at: world.clock.now(), productId: null }]);
  });

  test("of a person who did not agree to the tracking of taps counts for the shop's day alone", async () => {
    const code = await made({ tracked: false });
    const product = await made({ tracked: false, productId: "7001" });
    expect(await visit(code)).toMatchObject({ outcome: "redirect" });
    expect(await visit(code, { method: "HEAD" })).toMatchObject({ outcome: "redirect" });
    expect(await visit(product)).toMatchObject({ outcome: "redirect" });
    expect(await nobodys()).toEqual([
      { kind: "recommendation", taps: 1, previews: 0 },
      { kind: "reminder", taps: 1, previews: 1 },
    ]);
    expect([await countsOf(code), await countsOf(product)]).toEqual([NONE, NONE]);
  });

  test("is counted as its shop wants it from one tap to the next, without asking the link anew", async () => {
    const code = await made();
    const choose = (tapTracking: TapTracking) =>
      world.deps.db.inShop(shopId, (tx) => writeConsentSettings(tx, shopId, { tapTracking }));
    await choose("totals");
    expect(await visit(code)).toMatchObject({ outcome: "redirect", location: TARGET });
    expect(await countsOf(code)).toEqual(NONE);
    await choose("off");
    expect(await visit(code)).toMatchObject({ outcome: "redirect", location: TARGET });
    expect(await visit(code, { method: "HEAD" })).toMatchObject({ outcome: "redirect" });
    expect(await nobodys()).toEqual([{ kind: "reminder", taps: 1, previews: 0 }]);
    await choose("personal");
    await visit(code);
    expect(await countsOf(code)).toEqual({ taps: 1, previews: 0, clicks: 1 });
  });

  test("a shop that never chose counts by person where the person agreed", async () => {
    await world.owner.query("update shop set consent_settings = '{}' where id = $1", [shopId]);
    const code = await made();
    await visit(code);
    expect(await countsOf(code)).toEqual({ taps: 1, previews: 0, clicks: 1 });
  });

  test.each(["withdrawn", "pending"])(
    "is a total only once the person's consent to it is %s, also for a message that left before",
    async (state) => {
      const [messageId, contactId] = [randomUUID(), randomUUID()];
      const now = world.clock.now();
      await world.owner.query(
        `insert into message (id, shop_id, dedupe_key, kind, topic, contact_id, to_hash, planned_at, due_at, not_before,
           expires_at) values ($1, $2, gen_random_uuid()::text, 'cart_reminder', 'reminders', $3, 'p.x', $4, $4, $4, $4)`,
        [messageId, shopId, contactId, now],
      );
      const stand = (standing: string) =>
        world.owner.query(
          `insert into consent_state (shop_id, contact_id, topic, state, since, event_id)
           values ($1, $2, 'tap_tracking', $3, $4, $2)
           on conflict (shop_id, contact_id, topic) do update set state = excluded.state`,
          [shopId, contactId, standing, now],
        );
      const code = await made({ messageId });
      await visit(code);
      expect(await countsOf(code)).toEqual({ taps: 1, previews: 0, clicks: 1 });
      await stand(state);
      expect(await visit(code)).toMatchObject({ outcome: "redirect", location: TARGET });
      expect(await countsOf(code)).toEqual({ taps: 1, previews: 0, clicks: 1 });
      expect(await nobodys()).toEqual([{ kind: "reminder", taps: 1, previews: 0 }]);
    },
  );

  test.each([
    ["WhatsApp's own preview", { userAgent: "WhatsApp/2.23.20.0 A" }],
    [
      "Meta's preview",
      { userAgent: "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)" },
    ],
    [
      "a search engine",
      { userAgent: "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)" },
    ],
    ["a program", { userAgent: "curl/8.5.0" }],
    ["a request that says nothing of itself", { userAgent: null }],
    ["a HEAD request", { method: "HEAD" }],
    ["a browser that loads ahead", { purposeHeaders: ["prefetch;prerender"] }],
  ])("takes %s to the checkout without counting a tap", async (_who, change) => {
    const code = await made();
    expect(await visit(code, change)).toMatchObject({ outcome: "redirect" });
    expect(await countsOf(code)).toEqual({ taps: 0, previews: 1, clicks: 0 });
  });

  test("keeps every one of many taps at once, on several links of several shops", async () => {
    const second = await world.addShop();
    const codes = [await made(), await made({ tracked: false }), await made({ shopId: second })];
    await Promise.all(
      Array.from({ length: 300 }, (_, n) =>
        visit(codes[n % 3] ?? "", n % 10 === 0 ? { method: "HEAD" } : {}),
      ),
    );
    expect(await Promise.all(codes.map(countsOf))).toEqual([
      { taps: 90, previews: 10, clicks: 90 },
      NONE,
      { taps: 90, previews: 10, clicks: 90 },
    ]);
    expect(await nobodys()).toEqual([{ kind: "reminder", taps: 90, previews: 10 }]);
    expect(await nobodys(second)).toEqual([]);
  });
});

describe("a link that leads nowhere any more", () => {
  const page = { language: "de", shopName: "Leinenwerk", shopUrl: "https://shop.example" };

  test("shows a page in the shopper's language once it has expired", async () => {
    const code = await made({ expiresAt: world.clock.now() });
    expect(await visit(code)).toEqual({ outcome: "page", kind: "expired", ...page });
    expect(await countsOf(code)).toEqual({ taps: 0, previews: 0, clicks: 0 });
  });

  test("shows a page once the cart was bought, also when it has expired since", async () => {
    const checkoutId = randomUUID();
    const code = await made({ checkoutId });
    const other = await made();
    await world.deps.db.inShop(shopId, (tx) =>
      markLinksUsed(tx, shopId, [checkoutId], world.clock.now()),
    );
    expect(await visit(code)).toEqual({ outcome: "page", kind: "used", ...page });
    expect(await visit(other)).toMatchObject({ outcome: "redirect" });
    await world.owner.query("update link set expires_at = $2 where code = $1", [
      code,
      world.clock.now(),
    ]);
    expect(await visit(code)).toMatchObject({ outcome: "page", kind: "used" });
  });

  test("leads to the shop's own domain when it has no other", async () => {
    const domain = `${randomUUID()}.myshopify.com`;
    const bare = await world.addShop({ domain, storefrontDomains: [] });
    const code = await made({
      shopId: bare,
      target: `https://${domain}/cart`,
      expiresAt: world.clock.now(),
    });
    expect(await visit(code)).toMatchObject({ outcome: "page", shopUrl: `https://${domain}` });
  });
});

describe("an unknown code", () => {
  beforeEach(async () => {
    const left = 60_000 - (Date.now() % 60_000);
    if (left < 5000) await pause(left + 10);
  });

  test("is not found, whether it could be a code or not", async () => {
    const near = (await made()).slice(0, -1);
    for (const code of [
      "AAAAAAAAAAAAA",
      `${near}_`,
      "",
      "../etc",
      "x".repeat(5000),
      "a\0b",
      "'; --",
    ]) {
      expect(await visit(code)).toEqual({ outcome: "not_found" });
    }
  });

  test("is answered with a limit after 30 misses of an address; right codes and others go on", async () => {
    const code = await made();
    const ip = randomUUID();
    const answers: string[] = [];
    for (let n = 0; n < 32; n += 1) {
      answers.push((await visit(`AAAAAAAAAA${String(n).padStart(3, "0")}`, { ip })).outcome);
    }
    expect(answers.slice(0, 30).every((outcome) => outcome === "not_found")).toBe(true);
    expect(answers.slice(30)).toEqual(["too_many", "too_many"]);
    expect(await visit(code, { ip })).toMatchObject({ outcome: "redirect" });
    expect(await visit("AAAAAAAAAAAAA")).toEqual({ outcome: "not_found" });
  });
});

describe("a destination", () => {
  test.each([
    "https://evil.example/checkouts/1",
    "https://shop.example.evil.example/",
    "https://evil.example/?shop.example",
    "https://shop.example@evil.example/",
    "https://user:secret@shop.example/",
    "http://shop.example/",
    "https://shop.example:8443/",
    "//evil.example",
    "/relative",
    "javascript:alert(1)",
    "data:text/html,hi",
    "https://notshop.example/",
    "https:\\\\evil.example",
    "",
  ])("outside the shop's own domains is refused when the link is made: %s", async (target) => {
    expect(await make({ target })).toBeNull();
    const { rows } = await world.owner.query("select 1 from link where shop_id = $1", [shopId]);
    expect(rows).toEqual([]);
  });

  test.each(["https://shop.example/a", "https://www.shop.example/a?b=c#d"])(
    "on the shop's own domain is taken as it is: %s",
    async (target) => {
      expect(await visit(await made({ target }))).toEqual({
        outcome: "redirect",
        location: target,
      });
    },
  );

  test("of another shop is refused", async () => {
    await world.addShop({ storefrontDomains: ["other.example"] });
    expect(await make({ target: "https://other.example/" })).toBeNull();
  });

  test("cannot be swapped in the database for another shop's: it is sealed for its own", async () => {
    const second = await world.addShop();
    const mine = await made();
    const theirs = await made({ shopId: second });
    await world.owner.query(
      "update link set target = (select target from link where code = $2) where code = $1",
      [mine, theirs],
    );
    await expect(visit(mine)).rejects.toThrow("unable to authenticate");
  });

  test("is not readable in the database", async () => {
    await made();
    const { rows } = await world.owner.query<{ target: Buffer }>(
      "select target from link where shop_id = $1",
      [shopId],
    );
    expect(rows[0]?.target.toString("latin1")).not.toContain("recover");
  });
});

test("codes have at least 60 bits and share nothing that could be guessed on", async () => {
  const codes = await Promise.all(Array.from({ length: 300 }, () => made()));
  expect(new Set(codes).size).toBe(codes.length);
  for (const code of codes) {
    expect(code).toMatch(/^[0-9A-Za-z]+$/);
    expect(code.length * Math.log2(62)).toBeGreaterThanOrEqual(60);
  }
  // Every place but the first, which 72 bits do not fill, uses most of the alphabet.
  for (let place = 1; place < (codes[0]?.length ?? 0); place += 1) {
    const seen = new Set(codes.map((code) => code[place]));
    expect(seen.size).toBeGreaterThan(50);
  }
});
