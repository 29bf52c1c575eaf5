import { createHmac } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { API_SECRET, OTHER_SHOP, type Rig, SHOP, startRig } from "../rig.ts";
import { type AppConfig, parseAppToml } from "../webhooks/app-toml.ts";

const CONFIG: AppConfig = {
  apiVersion: "2026-10",
  scopes: ["read_products", "write_app_proxy"],
  subscriptions: [],
  appProxy: { url: "/proxy", prefix: "apps", subpath: "beckon" },
};

let rig: Rig;
beforeAll(async () => {
  rig = await startRig({ appToml: CONFIG });
});
afterEach(async () => {
  rig.received.length = 0;
  rig.answerWith((_got, response) => void response.writeHead(200).end());
  await rig.control("/faults", { appProxy: "ok" });
});
afterAll(() => rig.close());

const ask = (path: string, init: RequestInit = {}) =>
  fetch(`${rig.url}${path}`, { redirect: "manual", ...init });

function forwardedQuery(): URLSearchParams {
  return new URL(rig.received[0]?.path ?? "/", "http://app").searchParams;
}

describe("the app proxy of a storefront", () => {
  test("forwards path and query to the app, with Shopify's parameters and signature", async () => {
    await ask("/apps/beckon/r/abc?extra=1&extra=2&name=M%C3%BCller");
    expect(rig.received[0]?.path).toMatch(/^\/proxy\/r\/abc\?/);
    const query = forwardedQuery();
    expect(query.get("shop")).toBe(SHOP);
    expect(query.get("path_prefix")).toBe("/apps/beckon");
    expect(query.get("logged_in_customer_id")).toBe("");
    expect(Math.abs(Number(query.get("timestamp")) - Date.now() / 1000)).toBeLessThan(5);
    const at = query.get("timestamp") ?? "";
    const text = `extra=1,2logged_in_customer_id=name=Müllerpath_prefix=/apps/beckonshop=${SHOP}timestamp=${at}`;
    const signature = createHmac("sha256", API_SECRET).update(text).digest("hex");
    expect(query.get("signature")).toBe(signature);
  });

  test("takes the shop that a server or a cookie names", async () => {
    await ask("/apps/beckon/x", { headers: { "x-forwarded-host": OTHER_SHOP } });
    expect(forwardedQuery().get("shop")).toBe(OTHER_SHOP);
    rig.received.length = 0;
    await ask("/apps/beckon/x", { headers: { cookie: `shop_domain=${OTHER_SHOP}` } });
    expect(forwardedQuery().get("shop")).toBe(OTHER_SHOP);
  });

  test("lets a visitor add a parameter named like Shopify's: the app has to see through it", async () => {
    await ask("/apps/beckon/x?shop=victim.myshopify.com");
    expect(forwardedQuery().getAll("shop")).toEqual(["victim.myshopify.com", SHOP]);
  });

  test("strips cookies both ways, and says who asks", async () => {
    rig.answerWith((_got, response) => {
      response.writeHead(200, { "set-cookie": "a=1", "x-kept": "yes" }).end("hello");
    });
    const headers = { cookie: "session=secret", "user-agent": "Mozilla/5.0 (iPhone)" };
    const answer = await ask("/apps/beckon/x", { headers });
    const got = rig.received[0]?.headers ?? {};
    expect(got["user-agent"]).toBe("Mozilla/5.0 (iPhone)");
    expect(got["x-forwarded-for"]).toMatch(/127\.0\.0\.1$/);
    expect(got["cookie"]).toBeUndefined();
    expect([answer.headers.get("set-cookie"), answer.headers.get("x-kept")]).toEqual([null, "yes"]);
    expect(await answer.text()).toBe("hello");
  });

  test("says who is logged in, and of a guest nothing", async () => {
    const answer = await fetch(`${rig.url}/shop/account/sign-in`, {
      method: "POST",
      redirect: "manual",
      body: new URLSearchParams({ email: "ole@example.org" }),
    });
    const cookie = /shop_customer=\d+/.exec(answer.headers.get("set-cookie") ?? "")?.[0] ?? "";
    rig.received.length = 0;
    await ask("/apps/beckon/x", { headers: { cookie } });
    expect(`shop_customer=${forwardedQuery().get("logged_in_customer_id")}`).toBe(cookie);
    rig.received.length = 0;
    await ask("/apps/beckon/x");
    expect(forwardedQuery().get("logged_in_customer_id")).toBe("");
  });

  test("hands redirects and refusals back to the visitor as they are", async () => {
    rig.answerWith((_got, response) => void response.writeHead(302, { location: "/cart" }).end());
    const redirect = await ask("/apps/beckon/x");
    expect([redirect.status, redirect.headers.get("location")]).toEqual([302, "/cart"]);
    rig.answerWith((_got, response) => void response.writeHead(401).end());
    expect((await ask("/apps/beckon/x")).status).toBe(401);
  });

  test("forwards a POST with its body", async () => {
    await ask("/apps/beckon/opt-in", { method: "POST", body: "phone=1" });
    expect(rig.received[0]).toMatchObject({ method: "POST", raw: "phone=1" });
  });

  test("writes down who came", async () => {
    await ask("/apps/beckon/r/logged");
    const { json } = await rig.read("/log");
    expect(JSON.stringify(json)).toContain("/apps/beckon/r/logged");
  });

  test.each(["/apps/other/x", "/apps/beckonx/y", "/a/beckon/x"])(
    "knows no other path: %s",
    async (path) => {
      expect((await ask(path)).status).toBe(404);
      expect(rig.received).toEqual([]);
    },
  );

  test("is a missing page once the app is removed", async () => {
    await rig.control("/uninstall", { shop: SHOP });
    rig.received.length = 0;
    expect((await ask("/apps/beckon/x")).status).toBe(404);
    expect(rig.received).toEqual([]);
    await rig.control("/install", { shop: SHOP });
  });

  test.each([
    ["renamed", 404, null],
    ["password", 302, "/password"],
    ["moved", 301, "https://another-shop.example/apps/beckon/x"],
    ["down", 500, null],
  ])("can be broken on demand: %s", async (appProxy, status, location) => {
    await rig.control("/faults", { appProxy });
    const answer = await ask("/apps/beckon/x");
    expect([answer.status, answer.headers.get("location")]).toEqual([status, location]);
    expect(rig.received).toEqual([]);
  });

  test("shows Shopify's own error page when the app breaks off", async () => {
    rig.answerWith((_got, response) => response.destroy());
    const answer = await ask("/apps/beckon/x");
    expect([answer.status, await answer.text()]).toEqual([
      500,
      "There was an error in the third-party application.",
    ]);
  });
});

describe("[app_proxy] in the app's TOML", () => {
  const toml = (proxy: string, scopes = "write_app_proxy") =>
    `[access_scopes]\nscopes = "${scopes}"\n[app_proxy]\n${proxy}`;
  const good = 'url = "/proxy"\nprefix = "apps"\nsubpath = "beckon"';

  test("is read", () => {
    expect(parseAppToml(toml(good)).appProxy).toEqual(CONFIG.appProxy);
  });

  test("is refused without the scope write_app_proxy", () => {
    expect(() => parseAppToml(toml(good, "read_products"))).toThrow("write_app_proxy");
  });

  test.each([
    ["another prefix", good.replace("apps", "pages")],
    ["no subpath", 'url = "/proxy"\nprefix = "apps"'],
    ["a subpath with a slash", good.replace("beckon", "a/b")],
  ])("is refused with %s", (_name, proxy) => {
    expect(() => parseAppToml(toml(proxy))).toThrow("[app_proxy] needs");
  });
});
