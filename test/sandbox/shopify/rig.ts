import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { request } from "undici";
import { z } from "zod";
import { startShopifyStandIn, type ShopifyStandInOptions } from "./server.ts";
import type { Store } from "./store.ts";

/** What the stand-in sent to the app. */
export type Received = {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  raw: string;
  body: Record<string, unknown>;
};

/** The rig of this suite: the stand-in over real HTTP, and a small app of our own that receives. */
export type Rig = {
  url: string;
  store: Store;
  received: Received[];
  /** How the app answers; default 200. */
  answerWith(answer: AppAnswer): void;
  control(path: string, body?: object): Promise<Answer>;
  read(path: string): Promise<Answer>;
  call(path: string, init?: Call): Promise<Answer>;
  /** Runs a GraphQL document with a valid token of `shop`, or with `token`. */
  graphql(query: string, options?: GraphqlOptions): Promise<Answer>;
  accessToken(shop?: string): Promise<string>;
  exchange(overrides?: Record<string, string | undefined>, shop?: string): Promise<Answer>;
  /** Waits until `count` deliveries have come in; throws after 5 s. */
  until(count: number): Promise<Received[]>;
  close(): Promise<void>;
};

type AppAnswer = (got: Received, response: ServerResponse) => void;
type Answer = { status: number; json: Json };
/** JSON that a test walks into: any property is there, its type is the test's claim. */
type Json = z.infer<typeof jsonSchema>;
const jsonSchema = z.looseObject({});

type Call = { method?: string; headers?: Record<string, string>; body?: string };
type GraphqlOptions = {
  variables?: object;
  token?: string;
  shop?: string;
  version?: string;
  operationName?: string;
};

export const SHOP = "demo.myshopify.com";
export const OTHER_SHOP = "other.myshopify.com";
export const API_KEY = "test-api-key";
export const API_SECRET = "test-api-secret";

const FAST = { backoffMs: [5, 5, 5, 5, 5, 5, 5, 5], budgetMs: 300, shuffleWindowMs: 30 };

export async function startRig(options: Partial<ShopifyStandInOptions> = {}): Promise<Rig> {
  const app = await startReceiver();
  const standIn = await startShopifyStandIn({
    host: "127.0.0.1",
    apiKey: API_KEY,
    apiSecret: API_SECRET,
    appUrl: app.url,
    appToml: null,
    webhooks: FAST,
    ...options,
  });
  const { url, store } = standIn;
  const control = (path: string, body: object = {}) => postJson(`${url}/_control${path}`, body);
  await control("/seed", {
    shops: [
      { domain: SHOP, name: "Leinenwerk" },
      { domain: OTHER_SHOP, name: "Other" },
    ],
  });
  return {
    url,
    store,
    received: app.received,
    answerWith: app.answerWith,
    until: app.until,
    control,
    read: (path) => send(`${url}/_control${path}`, {}),
    call: (path, init = {}) => send(`${url}${path}`, init),
    ...createApiCaller(url, control),
    close: async () => {
      await standIn.close();
      await app.close();
    },
  };
}

type ApiCaller = Pick<Rig, "graphql" | "accessToken" | "exchange">;

function createApiCaller(url: string, control: Rig["control"]): ApiCaller {
  const exchange: Rig["exchange"] = async (overrides = {}, shop = SHOP) => {
    const admin = await control("/session-token", { kind: "admin", shop });
    const params = { ...exchangeParams(textOf(admin.json, "token")), ...overrides };
    return postJson(`${url}/admin/oauth/access_token`, params, { "x-forwarded-host": shop });
  };
  const accessToken: Rig["accessToken"] = async (shop = SHOP) =>
    textOf((await exchange({}, shop)).json, "access_token");
  return {
    exchange,
    accessToken,
    graphql: async (query, { variables = {}, shop = SHOP, ...given } = {}) => {
      const { version = "2026-10", operationName } = given;
      const token = given.token ?? (await accessToken(shop));
      const headers = { "x-forwarded-host": shop, "x-shopify-access-token": token };
      const path = `${url}/admin/api/${version}/graphql.json`;
      return postJson(path, { query, variables, operationName }, headers);
    },
  };
}

type Receiver = Pick<Rig, "url" | "received" | "answerWith" | "until" | "close">;

/** The app under test of this suite: notes what comes and answers as told. */
async function startReceiver(): Promise<Receiver> {
  const received: Received[] = [];
  let answer: AppAnswer = (_got, response) => void response.writeHead(200).end();
  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
    incoming.on("end", () => {
      const raw = Buffer.concat(chunks).toString("utf8");
      const { method = "", url: path = "", headers } = incoming;
      const got = { method, path, headers, raw, body: parsed(raw) };
      received.push(got);
      answer(got, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    received,
    answerWith: (next) => void (answer = next),
    until: async (count) => {
      for (let waited = 0; received.length < count && waited < 5000; waited += 10) await sleep(10);
      if (received.length < count) throw new Error(`${received.length} of ${count} came`);
      return received;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** The parameters of a token exchange that Shopify accepts. */
export function exchangeParams(subjectToken: string): Record<string, string> {
  return {
    client_id: API_KEY,
    client_secret: API_SECRET,
    grant_type: "urn:ietf:params:oauth:grant-type:token-exchange",
    subject_token: subjectToken,
    subject_token_type: "urn:ietf:params:oauth:token-type:id_token",
    requested_token_type: "urn:shopify:params:oauth:token-type:offline-access-token",
    expiring: "1",
  };
}

/** A text inside a JSON answer, by path; throws where there is none. */
export function textOf(json: unknown, ...path: Array<string | number>): string {
  const value = at(json, ...path);
  if (typeof value !== "string") throw new Error(`No text at ${path.join(".")}: ${String(value)}`);
  return value;
}

/** Whatever is inside a JSON answer, by path; undefined where there is nothing. */
export function at(json: unknown, ...path: Array<string | number>): unknown {
  let value = json;
  for (const key of path) {
    if (typeof value !== "object" || value === null) return undefined;
    value = Reflect.get(value, key);
  }
  return value;
}

function postJson(url: string, body: object, headers: Record<string, string> = {}) {
  return send(url, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  });
}

async function send(url: string, { method = "GET", headers = {}, body }: Call): Promise<Answer> {
  const options = { headers, ...(body === undefined ? {} : { body }) };
  const answer = await request(url, { method: method === "POST" ? "POST" : "GET", ...options });
  return { status: answer.statusCode, json: parsed(await answer.body.text()) };
}

function parsed(text: string): Record<string, unknown> {
  try {
    return jsonSchema.parse(JSON.parse(text));
  } catch {
    return { text };
  }
}
