import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { sessionStorage } from "#app/adapters/shopify/session-storage.server.ts";
import { recommendationSettingsOf } from "#app/modules/recommendations/recommendation-settings.types.ts";
import { installShop, readShop } from "#app/modules/shops/index.ts";
import { ShopifyError } from "#app/ports/shopify-admin.ts";
import { type AdminWorld, BROWSER, startAdminWorld } from "./admin-kit.ts";

let world: AdminWorld;
let shop = "";

beforeAll(async () => {
  world = await startAdminWorld();
}, 120_000);
afterAll(() => world.close());
beforeEach(async () => {
  shop = await world.addShop();
});

type Init = Omit<RequestInit, "headers"> & { headers?: Record<string, string> };

const open = (address: string, init: Init = {}) =>
  fetch(address, {
    redirect: "manual",
    ...init,
    headers: { "User-Agent": BROWSER, "Accept-Language": "en", ...init.headers },
  });

async function row() {
  const { db } = world.built.deps;
  const id = await db.crossShop.ensureShop(shop);
  return db.inShop(id, (tx) => readShop(tx, id));
}

const storage = () => sessionStorage(world.built.deps);
const session = () => storage().loadSession(`offline_${shop}`);

describe("opening the app in the Shopify admin", () => {
  test("installs the shop on the first visit and shows its home", async () => {
    const response = await open(await world.address(shop, "/app"));
    const html = await response.text();
    expect(response.status).toBe(200);
    expect(html).toContain("Leinenwerk on WhatsApp");
    expect(html).not.toContain("single opt-in");
    expect(await row()).toMatchObject({
      status: "installed",
      name: "Leinenwerk",
      currency: "EUR",
      timeZone: "Europe/Berlin",
    });
  });

  test("speaks German where the admin does", async () => {
    const html = await (await open(await world.address(shop, "/app", { locale: "de-DE" }))).text();
    expect(html).toContain('<html lang="de">');
    expect(html).toContain("Letzte Erinnerungen");
  });

  test("may be framed by the shop and the admin, and preloads nothing beside the stand-in", async () => {
    const response = await open(await world.address(shop, "/app"));
    const policy = response.headers.get("content-security-policy");
    expect(policy).toContain(`https://${shop}`);
    expect(policy).toContain("https://admin.shopify.com");
    expect(policy).toContain(world.standinUrl);
    expect(response.headers.get("link")).toBeNull();
  });

  test("keeps its token sealed", async () => {
    await open(await world.address(shop, "/app"));
    const token = (await session())?.accessToken ?? "";
    expect(token.length).toBeGreaterThan(10);
    const { rows } = await world.owner.query<{ sealed: Buffer }>(
      "select sealed from shopify_session",
    );
    expect(rows.length).toBeGreaterThan(0);
    for (const { sealed } of rows) expect(sealed.includes(token)).toBe(false);
  });

  test("sends a visit without a token to the page that fetches one", async () => {
    const bounced = await open(await world.address(shop, "/app", { id_token: null }));
    expect(bounced.status).toBe(302);
    const location = bounced.headers.get("location") ?? "";
    expect(location).toContain("/auth/session-token");
    const page = await open(new URL(location, world.url).href);
    expect(page.headers.get("content-security-policy")).toContain(world.standinUrl);
    expect(await page.text()).toContain(`${world.standinUrl}/app-bridge.js`);
  });

  test("sends an expired token and a token of another app there too", async () => {
    const expired = await world.token(shop, { expiresInS: -120 });
    const foreign = await world.token(shop, { audience: "another-app" });
    for (const id_token of [expired, foreign]) {
      const response = await open(await world.address(shop, "/app", { id_token }));
      expect(response.status).toBe(302);
      expect(response.headers.get("location")).toContain("/auth/session-token");
    }
  });

  test.each([
    ["of a shopper at the checkout", {}],
    ["of a customer who is logged in", { customerId: 77 }],
  ])("is closed to a token %s, which Shopify signs for the same app", async (_name, change) => {
    expect((await open(await world.address(shop, "/app"))).status).toBe(200);
    const wanted = { kind: "extension", dest: `https://${shop}`, ...change };
    const id_token = await world.token(shop, wanted);
    const headers = { Authorization: `Bearer ${id_token}` };
    const data = "/app/contacts?_data=routes%2Fapp.contacts._index";
    const asked = await open(`${world.url}${data}`, { headers });
    expect([asked.status, await asked.text()]).toEqual([401, ""]);
    const shown = await open(await world.address(shop, "/app/contacts", { id_token }));
    expect([shown.status, await shown.text()]).toEqual([
      401,
      expect.not.stringContaining("Leinen"),
    ]);
  });

  test("asks a fetch with an expired token to try again with a fresh one", async () => {
    const expired = await world.token(shop, { expiresInS: -120 });
    const response = await open(`${world.url}/app?_data=routes%2Fapp._index`, {
      headers: { Authorization: `Bearer ${expired}` },
    });
    expect(response.status).toBe(401);
    expect(response.headers.get("x-shopify-retry-invalid-session-request")).toBe("1");
  });

  test("answers 410 to programs", async () => {
    const address = await world.address(shop, "/app");
    expect((await open(address, { headers: { "User-Agent": "curl/8" } })).status).toBe(410);
  });

  test("leads from / into the app, and tells a stranger where to find it", async () => {
    const entered = await open(await world.address(shop, "/"));
    expect(entered.headers.get("location")).toMatch(/^\/app\?/);
    const stranger = await open(`${world.url}/`);
    expect(await stranger.text()).toContain("Shopify admin");
    expect(stranger.headers.get("content-security-policy")).toBe("frame-ancestors 'none'");
    expect((await open(`${world.url}/auth/login`)).status).toBe(200);
  });
});

/** Sends a settings page's form as the page does, and reads its answer. */
async function saveOn(page: "reminders" | "sending", fields: Record<string, string>) {
  const response = await open(`${world.url}/app/${page}?_data=routes%2Fapp.${page}`, {
    method: "POST",
    headers: { Authorization: `Bearer ${await world.token(shop)}` },
    body: new URLSearchParams(fields),
  });
  return z
    .object({ saved: z.boolean(), errors: z.record(z.string(), z.string()) })
    .parse(await response.json());
}

describe("the reminders page", () => {
  const save = (fields: Record<string, string>) => saveOn("reminders", fields);
  const fields = {
    enabled: "on",
    stepCount: "3",
    delay1: "1",
    delay2: "12",
    delay3: "36",
  };

  test("saves what fits", async () => {
    expect(await save(fields)).toEqual({ saved: true, errors: {} });
    expect((await row()).reminderSettings).toMatchObject({
      enabled: true,
      steps: [{ delayMinutes: 60 }, { delayMinutes: 720 }, { delayMinutes: 2160 }],
      holdout: { enabled: false },
    });
  });

  test("saves nothing when a field does not fit", async () => {
    await save(fields);
    const answer = await save({ ...fields, delay1: "0", stepCount: "1" });
    expect(answer).toEqual({ saved: false, errors: { delay1: "reminders.errors.delay" } });
    expect((await row()).reminderSettings).toMatchObject({ steps: [{}, {}, {}] });
  });
});

describe("the sending page", () => {
  const save = (fields: Record<string, string>) => saveOn("sending", fields);
  const fields = {
    quietFrom: "20:00",
    quietTo: "09:00",
    sundays: "on",
    holidays: "on",
    region: "DE-BY",
    minHoursBetween: "48",
    maxPer30Days: "",
  };

  test("saves what fits", async () => {
    expect(await save(fields)).toEqual({ saved: true, errors: {} });
    expect((await row()).sendSettings).toEqual({
      quietHours: { from: "20:00", to: "09:00" },
      quietDays: { sundays: true, holidays: true, region: "DE-BY" },
      caps: { minHoursBetween: 48, maxPer30Days: null },
    });
  });

  test("saves nothing when a field does not fit", async () => {
    await save(fields);
    const answer = await save({ ...fields, region: "DE-XX", quietTo: "12:00" });
    expect(answer).toEqual({ saved: false, errors: { region: "sending.errors.region" } });
    expect((await row()).sendSettings).toMatchObject({ quietHours: { to: "09:00" } });
  });
});

describe("the recommendations page", () => {
  const PAGE = "/app/recommendations?_data=routes%2Fapp.recommendations";
  const saved = z.object({ ok: z.boolean(), errors: z.record(z.string(), z.string()).optional() });
  const post = async (fields: [string, string][]) => {
    const response = await open(`${world.url}${PAGE}`, {
      method: "POST",
      headers: { Authorization: `Bearer ${await world.token(shop)}` },
      body: new URLSearchParams(fields),
    });
    return saved.parse(await response.json());
  };
  const settings = async () => recommendationSettingsOf((await row()).recommendationSettings);
  const fields: [string, string][] = [
    ["intent", "settings"],
    ["waitDaysAfterDelivery", "3"],
    ["waitDaysAfterOrder", "10"],
    ["holdoutPercent", "5"],
    ["marginPercent", "37,5"],
    ["threshold", "0,25"],
    ["maxProducts", "5"],
    ["cart", "cart"],
    ["excluded", "81"],
    ["excluded", "82"],
  ];
  const kept = {
    isOn: false,
    waitDaysAfterDelivery: 3,
    waitDaysAfterOrder: 10,
    holdoutPercent: 5,
    marginPercent: 37.5,
    thresholdMinor: 25,
    maxProducts: 5,
    cart: "cart",
    replenishment: false,
    excludedProductIds: ["81", "82"],
  };

  test("saves what fits, on the second click as on the first", async () => {
    for (const _click of ["first", "second"]) expect(await post(fields)).toEqual({ ok: true });
    expect(await settings()).toEqual(kept);
  });

  test("saves nothing of a form that does not fit, and does not take the switch from it", async () => {
    await post(fields);
    const hostile: [string, string][] = [
      ...fields.filter(([name]) => name !== "marginPercent"),
      ["marginPercent", "1e9"],
      ["excluded", "81'); drop table shop; --"],
      ["isOn", "true"],
    ];
    expect(await post(hostile)).toEqual({
      ok: false,
      errors: {
        marginPercent: "recommendations.errors.marginPercent",
        excluded: "recommendations.errors.excluded",
      },
    });
    expect(await settings()).toEqual(kept);
    expect(await post([["intent", "everything"]])).toEqual({ ok: false });
  });

  test("is switched on once, however often one clicks, and off again", async () => {
    const clicks = await Promise.all([post([["intent", "on"]]), post([["intent", "on"]])]);
    expect(clicks).toEqual([{ ok: true }, { ok: true }]);
    expect((await settings()).isOn).toBe(true);
    await post([["intent", "off"]]);
    expect((await settings()).isOn).toBe(false);
  });
});

describe("asking Shopify", () => {
  const name = () =>
    world.built.deps.shopify.query({
      shop,
      document: "{ shop { name } }",
      schema: z.object({ shop: z.object({ name: z.string() }) }),
    });
  const failure = async () => {
    const error: unknown = await name().then(
      () => null,
      (caught: unknown) => caught,
    );
    if (!(error instanceof ShopifyError)) throw new Error("No ShopifyError came");
    return { code: error.code, retryable: error.retryable };
  };

  test("refreshes a token that is about to expire, once for many questions", async () => {
    await open(await world.address(shop, "/app"));
    const before = await session();
    if (!before) throw new Error("There is no session");
    before.expires = new Date(Date.now() + 60_000);
    await storage().storeSession(before);
    const names = await Promise.all([name(), name(), name()]);
    expect(names.map((answer) => answer.shop.name)).toEqual(Array(3).fill("Leinenwerk"));
    const after = await session();
    expect(after?.accessToken).not.toBe(before.accessToken);
    expect(after?.expires?.getTime()).toBeGreaterThan(Date.now() + 600_000);
  });

  test("says that a shop without a token needs somebody to open the app", async () => {
    expect(await failure()).toEqual({ code: "no_session", retryable: false });
  });

  test("says that Shopify is down, and that later may help", async () => {
    await open(await world.address(shop, "/app"));
    await world.control("/faults", { graphqlOutage: true });
    try {
      expect(await failure()).toMatchObject({ retryable: true });
    } finally {
      await world.control("/faults", { graphqlOutage: false });
    }
    expect((await name()).shop.name).toBe("Leinenwerk");
  });
});

describe("uninstalling", () => {
  test("ends everything at once; a reinstall works; a late webhook of before changes nothing", async () => {
    await open(await world.address(shop, "/app"));
    await world.control("/uninstall", { shop });
    await expect
      .poll(async () => {
        await world.work();
        return (await row()).status;
      })
      .toBe("uninstalled");
    expect(await session()).toBeUndefined();

    const { rows } = await world.owner.query<{ topic: string }>(
      "select topic from intake_event where topic = 'app/uninstalled' and status = 'processed'",
    );
    expect(rows).not.toEqual([]);

    await world.control("/install", { shop });
    await pause(20);
    await open(await world.address(shop, "/app"));
    expect((await row()).status).toBe("installed");
    await world.owner.query(
      `update intake_event set status = 'received', next_try_at = received_at
       where topic = 'app/uninstalled' and shop_id = (select id from shop where domain = $1)`,
      [shop],
    );
    await world.work();
    expect((await row()).status).toBe("installed");
    expect(await session()).toBeDefined();
  });

  test("refreshing an installed shop keeps the day of its installation", async () => {
    await open(await world.address(shop, "/app"));
    const { installedAt } = await row();
    await installShop(world.built.deps, shop);
    expect((await row()).installedAt).toEqual(installedAt);
  });
});
