import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { startShopifyStandIn } from "./shopify/index.ts";

const KEY = "admin-key";
const ADMIN = "/store/demo/apps/beckon";
const APP = "http://127.0.0.1:9";

let standIn: Awaited<ReturnType<typeof startShopifyStandIn>>;

beforeAll(async () => {
  standIn = await startShopifyStandIn({
    apiKey: KEY,
    apiSecret: "admin-secret",
    appUrl: APP,
    appToml: null,
  });
  await post("/_control/seed", { shops: [{ domain: "demo.myshopify.com", name: "Leinenwerk" }] });
});
afterAll(() => standIn.close());

function post(path: string, body: object): Promise<Response> {
  return fetch(standIn.url + path, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
    redirect: "manual",
  });
}

const page = async (path: string) => (await fetch(standIn.url + path)).text();

function frameOf(html: string): URL {
  const source = /<iframe[^>]*?\sdata-address="([^"]*)"/s.exec(html)?.[1] ?? "";
  return new URL(source.replaceAll("&#38;", "&"));
}

const claimsOf = (token: string | null) =>
  z
    .looseObject({ dest: z.string(), aud: z.string(), exp: z.number(), iat: z.number() })
    .parse(JSON.parse(Buffer.from(token?.split(".")[1] ?? "", "base64url").toString()));

test("the app's frame gets embedded, shop, host, locale, session and an id token of a minute", async () => {
  const frame = frameOf(await page(`${ADMIN}?locale=de`));
  expect(frame.origin + frame.pathname).toBe(`${APP}/app`);
  const { id_token, session, ...rest } = Object.fromEntries(frame.searchParams);
  expect(rest).toEqual({
    embedded: "1",
    shop: "demo.myshopify.com",
    host: Buffer.from("admin.shopify.com/store/demo").toString("base64"),
    locale: "de",
  });
  expect(session).toMatch(/^[0-9a-f]{64}$/);
  const claims = claimsOf(id_token ?? null);
  expect(claims).toMatchObject({ dest: "https://demo.myshopify.com", aud: KEY });
  expect(claims.exp - claims.iat).toBe(60);
});

test("a page of the app keeps its path and its own query when the admin is reloaded", async () => {
  const frame = frameOf(await page(`${ADMIN}/app/reminders?page=2&locale=en`));
  expect(frame.pathname).toBe("/app/reminders");
  expect(frame.searchParams.get("page")).toBe("2");
  expect(frame.searchParams.getAll("locale")).toEqual(["en"]);
});

test("no path leads the token to another origin", async () => {
  const frame = frameOf(await page(`${ADMIN}//elsewhere.test/app`));
  expect(frame.origin).toBe(APP);
  const answer = await post("/store/demo/frame-url", { path: "//elsewhere.test", locale: "en" });
  const { url } = z.object({ url: z.string() }).parse(await answer.json());
  expect(new URL(url).origin).toBe(APP);
});

test("the admin speaks the language that is asked for, else the shop's", async () => {
  expect(await page(`${ADMIN}?locale=en`)).toContain('<html lang="en">');
  expect(await page(ADMIN)).toContain('<html lang="de">');
});

test("App Bridge gets tokens for this app's key only, and no other site may read them", async () => {
  const mine = await post("/store/demo/session-token", { apiKey: KEY });
  expect(mine.status).toBe(200);
  expect(mine.headers.get("access-control-allow-origin")).toBeNull();
  expect((await post("/store/demo/session-token", { apiKey: "other" })).status).toBe(403);
  expect((await post("/store/demo/session-token", {})).status).toBe(400);
});

test("an unknown store is not found", async () => {
  expect((await fetch(`${standIn.url}/store/nobody/apps/beckon`)).status).toBe(404);
});

test("a shop that removed the app sees no frame until it installs it again", async () => {
  await post("/_control/uninstall", { shop: "demo.myshopify.com" });
  expect(await page(ADMIN)).not.toContain("<iframe");
  expect((await post("/store/demo/session-token", { apiKey: KEY })).status).toBe(403);
  expect((await post(`${ADMIN}/install`, {})).status).toBe(303);
  expect(await page(ADMIN)).toContain("<iframe");
});

test.each(["/app-bridge.js", "/admin-frame.js", "/admin-frame.css"])(
  "%s is served",
  async (path) => {
    const answer = await fetch(standIn.url + path);
    expect(answer.status).toBe(200);
    expect((await answer.text()).length).toBeGreaterThan(500);
  },
);
