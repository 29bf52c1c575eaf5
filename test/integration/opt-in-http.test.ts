import { createHmac, randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { optInBody } from "#test/support/opt-ins.ts";
import { API_KEY, PREVIOUS_SECRET, SECRET, startTestWeb, type TestWeb } from "./web-kit.ts";

let world: TestWeb;
let domain = "";

beforeAll(async () => {
  world = await startTestWeb();
});
afterAll(() => world.close());
beforeEach(async () => {
  domain = `${randomUUID()}.myshopify.com`;
  await world.addShop({ domain });
});

const base64 = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
const seconds = (fromNow: number) => Math.floor(Date.now() / 1000) + fromNow;

function token(
  claims: object = {},
  secret = SECRET,
  header: object = { alg: "HS256", typ: "JWT" },
) {
  const all = {
    dest: domain,
    aud: API_KEY,
    exp: seconds(300),
    nbf: seconds(0),
    iat: seconds(0),
    jti: randomUUID(),
    ...claims,
  };
  const content = `${base64(header)}.${base64(all)}`;
  return `${content}.${createHmac("sha256", secret).update(content).digest("base64url")}`;
}

function post(bearer: string | null, body: string = JSON.stringify(optInBody())) {
  return fetch(`${world.url}/api/opt-in`, {
    method: "POST",
    headers: {
      "Content-Type": "application/json",
      Origin: "https://extensions.shopifycdn.com",
      ...(bearer === null ? {} : { Authorization: `Bearer ${bearer}` }),
    },
    body,
  });
}

async function consents(): Promise<number> {
  const { rows } = await world.owner.query<{ count: string }>(
    "select count(*) from consent_event e join shop s on s.id = e.shop_id where s.domain = $1",
    [domain],
  );
  return Number(rows[0]?.count);
}

const REFUSED: [name: string, make: () => string, code: string][] = [
  ["an expired token", () => token({ exp: seconds(-60) }), "token_expired"],
  ["a token of another app", () => token({ aud: "another-app" }), "token_invalid"],
  ["a token signed by somebody else", () => token({}, "guessed"), "token_invalid"],
  ["a token that is not valid yet", () => token({ nbf: seconds(60) }), "token_invalid"],
  ["a token without a shop", () => token({ dest: "evil.example" }), "token_invalid"],
  ["a token without an id", () => token({ jti: undefined }), "token_invalid"],
  [
    "a token of the shop's staff",
    () => token({ iss: "https://shop.myshopify.com/admin", sub: "42" }),
    "token_invalid",
  ],
  [
    "a token that says it needs no signature",
    () => token({}, SECRET, { alg: "none" }),
    "token_invalid",
  ],
  ["no token of any kind", () => "a.b.c", "token_invalid"],
];

describe("POST /api/opt-in", () => {
  test("records a tick and says where it stands", async () => {
    const response = await post(token());
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ outcome: "recorded", state: "granted" });
    expect(response.headers.get("access-control-allow-origin")).toBe("*");
    expect(await consents()).toBeGreaterThan(0);
  });

  test("takes the shop with a scheme in front as well", async () => {
    expect((await post(token({ dest: `https://${domain}` }))).status).toBe(200);
  });

  test("takes a token that the previous secret signed", async () => {
    expect((await post(token({}, PREVIOUS_SECRET))).status).toBe(200);
  });

  test("repeats its answer for the same request", async () => {
    const [same, body] = [token(), JSON.stringify(optInBody())];
    await post(same, body);
    expect(await (await post(same, body)).json()).toMatchObject({ outcome: "repeated" });
  });

  test.each(REFUSED)("answers 401 to %s, readable for the extension", async (_name, make, code) => {
    const response = await post(make());
    expect(response.status).toBe(401);
    expect(response.headers.get("access-control-allow-origin")).toBe("*");
    expect(await response.json()).toMatchObject({ error: { code } });
    expect(await consents()).toBe(0);
  });

  test("answers 401 without a token", async () => {
    expect((await post(null)).status).toBe(401);
  });

  test("forgives clocks that differ by some seconds, both ways", async () => {
    expect((await post(token({ exp: seconds(-5) }))).status).toBe(200);
    expect((await post(token({ nbf: seconds(5), iat: seconds(5) }))).status).toBe(200);
  });

  test("reads tokens in real time, however far business time has moved", async () => {
    world.clock.forward({ hours: 48 });
    expect((await post(token())).status).toBe(200);
    expect((await post(token({ exp: seconds(-60) }))).status).toBe(401);
  });

  test("refuses truncated JSON and a null phone, readable for the extension", async () => {
    const truncated = JSON.stringify(optInBody()).slice(0, 40);
    const noPhone = JSON.stringify(optInBody({ phone: null }));
    const answers = [await post(token(), truncated), await post(token(), noPhone)];
    expect(answers.map((response) => response.status)).toEqual([400, 422]);
    for (const response of answers) {
      expect(response.headers.get("access-control-allow-origin")).toBe("*");
    }
    expect(await consents()).toBe(0);
  });

  test("answers 403 for a shop that has not installed the app", async () => {
    const response = await post(token({ dest: `${randomUUID()}.myshopify.com` }));
    expect(response.status).toBe(403);
  });

  test("answers 413 above 16 KB, with CORS", async () => {
    const response = await post(token(), "x".repeat(17 * 1024));
    expect(response.status).toBe(413);
    expect(response.headers.get("access-control-allow-origin")).toBe("*");
  });

  test("lets a browser ask first, without a token", async () => {
    const response = await fetch(`${world.url}/api/opt-in`, { method: "OPTIONS" });
    expect(response.status).toBe(204);
    expect(response.headers.get("access-control-allow-headers")).toBe(
      "Authorization, Content-Type",
    );
    expect(response.headers.get("access-control-allow-methods")).toContain("POST");
  });

  test("answers 405 to another method, with CORS", async () => {
    const response = await fetch(`${world.url}/api/opt-in`, { method: "DELETE" });
    expect(response.status).toBe(405);
    expect(response.headers.get("access-control-allow-origin")).toBe("*");
  });

  test("takes no place that is not an extension's", async () => {
    const answer = await post(token(), JSON.stringify(optInBody({ place: "storefront" })));
    expect([answer.status, await consents()]).toEqual([400, 0]);
  });
});
