import { createHmac, randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createLink, tapRecorder } from "#app/modules/links/index.ts";
import { PREVIOUS_SECRET, SECRET, startTestWeb, type TestWeb } from "./web-kit.ts";

const TARGET = "https://shop.example/checkouts/ac/abc/recover?key=k";
const PHONE =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 26_0 like Mac OS X) AppleWebKit/605.1.15 Version/26.0 Mobile Safari/604.1";

let world: TestWeb;
let shopId = "";
const domain = `${randomUUID()}.myshopify.com`;

beforeAll(async () => {
  world = await startTestWeb();
  shopId = await world.addShop({ domain });
});
afterAll(() => world.close());

async function link(change: { tracked?: boolean; shopId?: string } = {}): Promise<string> {
  const wish = {
    shopId,
    messageId: randomUUID(),
    checkoutId: randomUUID(),
    target: TARGET,
    tracked: true,
    language: "de",
    expiresAt: new Date(world.clock.now().getTime() + 3_600_000),
    ...change,
  };
  const made = (deps = world.deps) =>
    deps.db.inShop(wish.shopId, (tx) => createLink(deps, tx, wish));
  return (await made()) ?? "";
}

/** The query as Shopify's app proxy writes it. */
function query(change: Record<string, string> = {}, secret = SECRET): string {
  const params = new URLSearchParams({
    shop: domain,
    logged_in_customer_id: "",
    path_prefix: "/apps/beckon",
    timestamp: String(Math.floor(Date.now() / 1000)),
    ...change,
  });
  const text = [...params.keys()]
    .toSorted()
    .map((name) => `${name}=${params.get(name) ?? ""}`)
    .join("");
  params.set("signature", createHmac("sha256", secret).update(text).digest("hex"));
  return params.toString();
}

const get = (path: string, init: RequestInit = {}) =>
  fetch(`${world.url}${path}`, { redirect: "manual", headers: { "User-Agent": PHONE }, ...init });

async function counts(code: string) {
  await tapRecorder(world.deps).flush();
  const { rows } = await world.owner.query<{ taps: number; previews: number; clicks: number }>(
    `select taps, previews, (select count(*)::int from click where link_id = link.id) as clicks
     from link where code = $1`,
    [code],
  );
  return rows[0];
}

describe("GET /proxy/r/:code", () => {
  test.each([
    ["the secret of today", SECRET],
    ["the secret before the rotation", PREVIOUS_SECRET],
  ])(
    "redirects to the cart when it is signed with %s, and is not cached",
    async (_name, secret) => {
      const response = await get(`/proxy/r/${await link()}?${query({ utm_source: "wa" }, secret)}`);
      expect([response.status, response.headers.get("location")]).toEqual([302, TARGET]);
      expect(response.headers.get("cache-control")).toBe("no-store");
      expect(response.headers.get("referrer-policy")).toBe("no-referrer");
    },
  );

  test("records taps, previews and the wish not to be tracked as /r/:code does", async () => {
    const [code, untracked] = [await link(), await link({ tracked: false })];
    await get(`/proxy/r/${code}?${query()}`);
    await get(`/proxy/r/${code}?${query()}`, { headers: { "User-Agent": "WhatsApp/2.23.20.0 A" } });
    await get(`/proxy/r/${code}?${query()}`, { method: "HEAD" });
    await get(`/proxy/r/${untracked}?${query()}`);
    expect(await counts(code)).toEqual({ taps: 1, previews: 2, clicks: 1 });
    expect(await counts(untracked)).toEqual({ taps: 0, previews: 0, clicks: 0 });
    const { rows } = await world.owner.query(
      "select kind, taps::int from tap_total where shop_id = $1",
      [shopId],
    );
    expect(rows).toEqual([{ kind: "reminder", taps: 1 }]);
  });

  test("shows the page of an expired link", async () => {
    const code = await link();
    await world.owner.query("update link set expires_at = $2 where code = $1", [
      code,
      world.clock.now(),
    ]);
    const response = await get(`/proxy/r/${code}?${query()}`);
    expect(response.status).toBe(410);
    expect(await response.text()).toContain("Dieser Link ist abgelaufen");
  });

  const refused: [string, () => string][] = [
    ["without a signature", () => ""],
    ["signed by somebody else", () => query({}, "another secret")],
    ["signed two minutes ago", () => query({ timestamp: String(Date.now() / 1000 - 120) })],
    ["with a second shop of the visitor's", () => `shop=${domain}&${query()}`],
    ["with its shop changed", () => query().replace(domain, "other.myshopify.com")],
  ];
  test.each(refused)("is refused with 401 %s, and no tap is counted", async (_name, make) => {
    const code = await link();
    expect((await get(`/proxy/r/${code}?${make()}`)).status).toBe(401);
    expect(await counts(code)).toEqual({ taps: 0, previews: 0, clicks: 0 });
  });

  test("knows links of the shop whose domain was asked only", async () => {
    const other = await world.addShop();
    expect((await get(`/proxy/r/${await link({ shopId: other })}?${query()}`)).status).toBe(404);
  });

  test("answers 404 to a shop that we have never heard of, and makes no row for it", async () => {
    const stranger = `${randomUUID()}.myshopify.com`;
    const response = await get(`/proxy/r/${await link()}?${query({ shop: stranger })}`);
    expect(response.status).toBe(404);
    const { rows } = await world.owner.query("select 1 from shop where domain = $1", [stranger]);
    expect(rows).toEqual([]);
  });

  test("answers 405 to a POST", async () => {
    expect((await get(`/proxy/r/x?${query()}`, { method: "POST" })).status).toBe(405);
  });

  test("limits guesses per visitor, not per proxy: one who guesses does not lock out others", async () => {
    const left = 60_000 - (Date.now() % 60_000);
    if (left < 5000) await pause(left + 10);
    const guess = (n: number, visitor: string) =>
      get(`/proxy/r/guess${String(n).padStart(8, "0")}?${query()}`, {
        headers: { "User-Agent": PHONE, "X-Forwarded-For": visitor },
      });
    const answers = [];
    for (let n = 0; n < 32; n += 1) answers.push((await guess(n, "203.0.113.7")).status);
    expect([answers[0], answers.at(-1)]).toEqual([404, 429]);
    expect((await guess(99, "203.0.113.8")).status).toBe(404);
    expect((await get(`/proxy/r/${await link()}?${query()}`)).status).toBe(302);
  });
});
