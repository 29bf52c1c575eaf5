import { createHmac, randomUUID } from "node:crypto";
import { readSettings, type Settings } from "#app/env.server.ts";
import type { Deps } from "#app/ports/deps.ts";
import { type RunningWeb, startWeb } from "#app/web/start-web.ts";
import { createTestDeps, type TestDeps } from "#test/support/deps.ts";

export const API_KEY = "key-of-the-app";
export const SECRET = "secret-of-the-app";
export const PREVIOUS_SECRET = "secret-before-the-rotation";
export const WHATSAPP_SECRET = "secret-of-the-meta-app";
export const VERIFY_TOKEN = "a word that only Meta knows";

const KEY = Buffer.alloc(32, 7).toString("base64");

/** Settings as they would come from the environment. */
export function webSettings(change: Record<string, string> = {}): Settings {
  return readSettings({
    DATABASE_URL: "postgres://the-test-has-its-own",
    PORT: "0",
    HOST: "127.0.0.1",
    SHOPIFY_API_KEY: API_KEY,
    SHOPIFY_API_SECRET: SECRET,
    SHOPIFY_API_SECRET_PREVIOUS: PREVIOUS_SECRET,
    SHOPIFY_APP_URL: "http://127.0.0.1:9",
    ENCRYPTION_KEYS: KEY,
    LOOKUP_KEYS: KEY,
    WHATSAPP_APP_SECRET: WHATSAPP_SECRET,
    WHATSAPP_VERIFY_TOKEN: VERIFY_TOKEN,
    ...change,
  });
}

export interface TestWeb extends TestDeps {
  url: string;
  web: RunningWeb;
}

/** The web process's server on a port of its own, without the pages. */
export async function startTestWeb(
  options: { settings?: Record<string, string>; change?: Partial<Deps> } = {},
): Promise<TestWeb> {
  const world = await createTestDeps(options.change ? { change: options.change } : {});
  const web = await startWeb(webSettings(options.settings), world.deps, (_request, response) => {
    response.writeHead(404).end("no pages in this test");
  });
  return {
    ...world,
    web,
    url: `http://127.0.0.1:${web.port}`,
    close: async () => {
      await web.close(2_000);
      await world.close();
    },
  };
}

export function hmacOf(body: string | Buffer, secret = SECRET): string {
  return createHmac("sha256", secret).update(body).digest("base64");
}

/** Header name -> value; null leaves a header out. */
export type Headers = Record<string, string | null>;

/** Posts a webhook as Shopify does; every header can be changed or left out. */
export function postShopify(
  world: Pick<TestWeb, "url">,
  wish: { domain: string; body: string | Buffer; topic?: string; headers?: Headers },
): Promise<Response> {
  const headers: Headers = {
    "Content-Type": "application/json",
    "X-Shopify-Topic": wish.topic ?? "checkouts/update",
    "X-Shopify-Shop-Domain": wish.domain,
    "X-Shopify-Webhook-Id": randomUUID(),
    "X-Shopify-Triggered-At": "2026-11-22T09:59:00.123456Z",
    "X-Shopify-Hmac-Sha256": hmacOf(wish.body),
    ...wish.headers,
  };
  const given = Object.entries(headers).filter(
    (entry): entry is [string, string] => entry[1] !== null,
  );
  return fetch(`${world.url}/webhooks/shopify`, {
    method: "POST",
    headers: given,
    body: typeof wish.body === "string" ? wish.body : new Uint8Array(wish.body),
  });
}

/** Meta escapes everything above U+007F before it signs (contract 3.2). */
export function asMetaWrites(post: object): string {
  return JSON.stringify(post).replace(
    /[\u0080-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** Posts a webhook as Meta does. */
export function postWhatsApp(
  world: Pick<TestWeb, "url">,
  wish: { body: string; signature?: string | null; path?: string; secret?: string },
): Promise<Response> {
  const signed = createHmac("sha256", wish.secret ?? WHATSAPP_SECRET)
    .update(wish.body)
    .digest("hex");
  const signature = wish.signature === undefined ? `sha256=${signed}` : wish.signature;
  return fetch(`${world.url}${wish.path ?? "/webhooks/whatsapp"}`, {
    method: "POST",
    headers: {
      "Content-Type": "application/json",
      ...(signature === null ? {} : { "X-Hub-Signature-256": signature }),
    },
    body: wish.body,
  });
}

export interface StoredRow {
  id: string;
  shop_id: string;
  source: string;
  topic: string;
  delivery_id: string;
  status: string;
  attempts: number;
  last_error: string | null;
  body: Buffer;
  holds: string[];
}

/** What is stored of a shop's deliveries, oldest first, with the hashes that are held. */
export async function storedEvents(world: TestWeb, shopId: string): Promise<StoredRow[]> {
  const { rows } = await world.owner.query<StoredRow>(
    `select e.*, array(select hash from intake_hold h where h.event_id = e.id order by hash) as holds
     from intake_event e where shop_id = $1 order by id`,
    [shopId],
  );
  return rows;
}
