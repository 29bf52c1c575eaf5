import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { createLink } from "#app/modules/links/index.ts";
import { postShopify, startTestWeb, storedEvents, type TestWeb } from "./web-kit.ts";

const TARGET = "https://shop.example/checkouts/ac/abc/recover?key=k";
const PHONE =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 26_0 like Mac OS X) AppleWebKit/605.1.15 Version/26.0 Mobile Safari/604.1";

let world: TestWeb;
let shopId = "";
const more: TestWeb[] = [];

beforeAll(async () => {
  world = await startTestWeb();
  shopId = await world.addShop({ name: "Leinen & <Werk>" });
});
afterAll(() => world.close());
afterEach(async () => {
  for (const web of more.splice(0)) await web.close();
});

async function other(settings: Record<string, string>): Promise<TestWeb> {
  const web = await startTestWeb({ settings });
  more.push(web);
  return web;
}

async function link(language = "de", target = TARGET): Promise<string> {
  const code = await world.deps.db.inShop(shopId, (tx) =>
    createLink(world.deps, tx, {
      shopId,
      messageId: randomUUID(),
      checkoutId: randomUUID(),
      target,
      tracked: true,
      language,
      expiresAt: new Date(world.clock.now().getTime() + 3_600_000),
    }),
  );
  return code ?? "";
}

const open = (path: string, init: RequestInit = {}) =>
  fetch(`${world.url}${path}`, { redirect: "manual", headers: { "User-Agent": PHONE }, ...init });

describe("GET /r/:code", () => {
  test("redirects and is not cached", async () => {
    const response = await open(`/r/${await link()}`);
    expect([response.status, response.headers.get("location")]).toEqual([302, TARGET]);
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect(response.headers.get("referrer-policy")).toBe("no-referrer");
  });

  test("redirects to addresses in any script, as a header may say them", async () => {
    const code = await link("de", "https://shop.example/products/日本-tee?näme=ü\n🙂");
    const response = await open(`/r/${code}`);
    expect(response.status).toBe(302);
    const location = response.headers.get("location");
    expect(location).toBe(
      "https://shop.example/products/%E6%97%A5%E6%9C%AC-tee?n%C3%A4me=%C3%BC%F0%9F%99%82",
    );
  });

  test("answers HEAD without a body", async () => {
    const response = await open(`/r/${await link()}`, { method: "HEAD" });
    expect(response.status).toBe(302);
  });

  test.each([
    ["de", "Dieser Link ist abgelaufen", "Zum Shop"],
    ["pt-BR", "Este link expirou", "Ir para a loja"],
    ["ja", "This link has expired", "Go to the shop"],
  ])("shows an expired link in %s and leads to the shop", async (language, title, button) => {
    const code = await link(language);
    world.clock.forward({ hours: 2 });
    const response = await open(`/r/${code}`);
    const html = await response.text();
    expect(response.status).toBe(410);
    expect(html).toContain(title);
    expect(html).toContain(`<a href="https://shop.example">${button}</a>`);
    expect(html).toContain("Leinen &amp; &lt;Werk&gt;");
    expect(response.headers.get("content-security-policy")).toContain("default-src 'none'");
  });

  test("answers unknown codes plainly, and stops counting guesses at some point", async () => {
    const answers = [];
    for (let guess = 0; guess < 40; guess++) {
      const response = await open(`/r/guess${String(guess).padStart(8, "0")}`);
      answers.push(`${response.status} ${await response.text()}`);
    }
    expect(answers[0]).toBe("404 Not found");
    expect(answers.at(-1)).toBe("429 Too many requests");
  });

  test("answers 405 to a POST", async () => {
    expect((await open(`/r/${await link()}`, { method: "POST" })).status).toBe(405);
  });
});

describe("health, metrics and clock", () => {
  test("is live and ready", async () => {
    expect((await open("/health/live")).status).toBe(200);
    expect(await (await open("/health/ready")).json()).toEqual({ ready: true });
  });

  test("gives metrics to this machine, without naming shops", async () => {
    const text = await (await open("/metrics")).text();
    expect(text).toContain('beckon_http_request_seconds_count{route="/r/:code",status="302"}');
    expect(text).not.toContain("myshopify");
  });

  test("say how long work has been waiting for a worker", async () => {
    const figure = async (name: string) =>
      new RegExp(`^${name} (\\S+)$`, "m").exec(await (await open("/metrics")).text())?.[1];
    expect(await figure("beckon_intake_waiting")).toBe("0");
    const domain = `${randomUUID()}.myshopify.com`;
    await world.addShop({ domain });
    await postShopify(world, { domain, body: JSON.stringify({ token: "waits" }) });
    world.clock.forward({ minutes: 5 });
    expect(await figure("beckon_intake_waiting")).toBe("1");
    expect(Number(await figure("beckon_intake_oldest_seconds"))).toBeGreaterThanOrEqual(300);
    expect(await figure("beckon_intake_parked")).toBe("0");
    expect(await figure("beckon_reminders_overdue_seconds")).toBe("0");
    expect(await figure("beckon_messages_due")).toBe("0");
  });

  test("wants the token for metrics where one is set", async () => {
    const web = await other({ METRICS_TOKEN: "a-token-of-16-chars" });
    const ask = (token: string) =>
      fetch(`${web.url}/metrics`, { headers: { Authorization: `Bearer ${token}` } });
    expect((await ask("another-token-of-it")).status).toBe(401);
    expect((await ask("a-token-of-16-chars")).status).toBe(200);
  });

  test.each([
    ["for somebody else", "203.0.113.9"],
    ["for somebody who claims to be on this machine", "127.0.0.1"],
  ])("gives no metrics to a proxy on this machine that asks %s", async (_name, from) => {
    const headers = { "X-Forwarded-For": from };
    expect((await open("/metrics", { headers })).status).toBe(403);
    const proxied = await other({ TRUSTED_PROXIES: "127.0.0.0/8" });
    expect((await fetch(`${proxied.url}/metrics`, { headers })).status).toBe(403);
  });

  test("has no clock to move outside the sandbox", async () => {
    const moved = await open("/standin/clock", { method: "POST", body: '{"offsetMs":1}' });
    expect(moved.status).toBe(404);
  });

  test("shows and moves the clock beside the stand-in, forward only", async () => {
    const web = await other({ SHOPIFY_STANDIN_URL: "http://127.0.0.1:9" });
    const post = (body: string) => fetch(`${web.url}/standin/clock`, { method: "POST", body });
    expect((await post('{"offsetMs":3600000}')).status).toBe(200);
    expect((await post('{"offsetMs":-1}')).status).toBe(400);
    expect((await post("nonsense")).status).toBe(400);
    expect((await fetch(`${web.url}/standin/clock`)).status).toBe(200);
  });
});

describe("shutting down", () => {
  test("answers what is under way, durable, and takes nothing new", async () => {
    const web = await startTestWeb();
    const domain = `${randomUUID()}.myshopify.com`;
    const id = await web.addShop({ domain });
    const under = Array.from({ length: 50 }, (_, index) =>
      postShopify(web, { domain, body: JSON.stringify({ token: `t${index}` }) }).then(
        (response) => response.status,
        () => 0, // refused: not accepted, so Shopify sends it again
      ),
    );
    await Promise.race(under);
    await web.web.close(5_000);
    const accepted = (await Promise.all(under)).filter((status) => status === 200).length;
    expect(accepted).toBeGreaterThan(0);
    expect((await storedEvents(web, id)).length).toBeGreaterThanOrEqual(accepted);
    await expect(fetch(`${web.url}/health/live`)).rejects.toThrow("fetch failed");
    await web.close();
  });
});
