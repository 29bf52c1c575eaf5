import { createServer } from "node:http";
import { expect } from "vitest";
import type { IncomingMessage, Server } from "node:http";
import { isObject, objectsOrNull } from "./json.ts";
import type { JsonObject } from "./json.ts";
import { startWhatsAppStandIn } from "./index.ts";
import type { WhatsAppStandIn, WhatsAppStandInOptions } from "./index.ts";

export const TOKEN = "EAAtest";
export const PHONE_ID = "106500000000001";
export const WABA_ID = "102900000000001";
export const SHOPPER = "+4915112345678";
export const APP_SECRET = "app-secret";

export type Answer = { status: number; body: JsonObject };

/** What a webhook got: the signature header and the exact bytes. */
export type Delivered = { signature: string; raw: string; body: JsonObject };

export type Hook = {
  url: string;
  posts: Delivered[];
  /** Answers with this status from now on. */
  answerWith: (status: number) => void;
  close: () => Promise<void>;
};

export type Kit = {
  standIn: WhatsAppStandIn;
  hook: Hook;
  send: (body: unknown, options?: { phoneId?: string; token?: string }) => Promise<Answer>;
  graph: (method: string, path: string, body?: unknown, token?: string) => Promise<Answer>;
  control: (name: string, body?: unknown) => Promise<JsonObject>;
  log: () => Promise<{ accepted: JsonObject[]; refused: JsonObject[]; begun: JsonObject[] }>;
  close: () => Promise<void>;
};

/** A stand-in on a free port with one account, one number and a webhook that writes down what it gets. */
export async function startKit(options: Partial<WhatsAppStandInOptions> = {}): Promise<Kit> {
  const hook = await startHook();
  const standIn = await startWhatsAppStandIn({
    appSecret: APP_SECRET,
    verifyToken: "verify-me",
    webhookUrl: hook.url,
    retry: { baseMs: 20, maxMs: 100, tries: 50 },
    ...options,
  });
  const kit: Kit = {
    standIn,
    hook,
    send: async (body, { phoneId = PHONE_ID, token = TOKEN } = {}) =>
      call(`${standIn.graphUrl}/v26.0/${phoneId}/messages`, { method: "POST", body, token }),
    graph: async (method, path, body, token = TOKEN) =>
      call(`${standIn.graphUrl}/v26.0/${path}`, { method, body, token }),
    control: async (name, body) => {
      const method = body === undefined ? "GET" : "POST";
      const answer = await call(`${standIn.url}/_control/${name}`, { method, body });
      if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
      return answer.body;
    },
    log: async () => {
      const { accepted, refused, begun } = await kit.control("log");
      return {
        accepted: objectsOrNull(accepted) ?? [],
        refused: objectsOrNull(refused) ?? [],
        begun: objectsOrNull(begun) ?? [],
      };
    },
    close: async () => {
      await standIn.close();
      await hook.close();
    },
  };
  await kit.control("seed", seedBody());
  return kit;
}

export function seedBody(templates: { definition: JsonObject; status?: string }[] = []) {
  return {
    autoApproveMs: null,
    accounts: [
      {
        wabaId: WABA_ID,
        portfolioId: "p1",
        name: "Leinenwerk",
        token: TOKEN,
        numbers: [
          { id: PHONE_ID, displayPhoneNumber: "+49 30 123456", verifiedName: "Leinenwerk" },
        ],
      },
    ],
    templates: templates.map((template) => ({ wabaId: WABA_ID, ...template })),
  };
}

export async function call(
  url: string,
  { method, body, token }: { method: string; body?: unknown; token?: string },
): Promise<Answer> {
  const answer = await fetch(url, {
    method,
    headers: {
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...(token ? { authorization: `Bearer ${token}` } : {}),
    },
    ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  const parsed: unknown = await answer.json();
  return { status: answer.status, body: isObject(parsed) ? parsed : {} };
}

async function startHook(): Promise<Hook> {
  const posts: Delivered[] = [];
  let status = 200;
  const server = createServer((req, res) => {
    const query = new URL(req.url ?? "/", "http://hook").searchParams;
    void readText(req).then((raw) => {
      if (req.method === "GET") return res.end(query.get("hub.challenge") ?? "");
      const signature = String(req.headers["x-hub-signature-256"]);
      const body: unknown = JSON.parse(raw);
      if (status === 200) posts.push({ signature, raw, body: isObject(body) ? body : {} });
      res.writeHead(status).end();
    });
  });
  const port = await listen(server);
  return {
    url: `http://127.0.0.1:${port}/webhooks/whatsapp`,
    posts,
    answerWith: (wanted) => (status = wanted),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

export function listen(server: Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      resolve(typeof address === "object" && address ? address.port : 0);
    });
  });
}

async function readText(req: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  const stream: AsyncIterable<Buffer> = req;
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks).toString("latin1");
}

/** Asks again until the answer is not undefined; fails after 4 real seconds. */
export async function until<Value>(
  what: string,
  ask: () => Value | undefined | Promise<Value | undefined>,
): Promise<Value> {
  const end = Date.now() + 4000;
  for (;;) {
    const value = await ask();
    if (value !== undefined) return value;
    if (Date.now() > end) throw new Error(`never happened: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 15));
  }
}

/** The changes of all posts so far, flat. */
export function changes(hook: Hook): { field: unknown; value: JsonObject; entry: JsonObject }[] {
  return hook.posts.flatMap(({ body }) =>
    (objectsOrNull(body["entry"]) ?? []).flatMap((entry) =>
      (objectsOrNull(entry["changes"]) ?? []).map((change) => ({
        field: change["field"],
        value: isObject(change["value"]) ? change["value"] : {},
        entry,
      })),
    ),
  );
}

/** Everything called `statuses` in the posts so far. */
export function statuses(hook: Hook): JsonObject[] {
  return changes(hook).flatMap(({ value }) => objectsOrNull(value["statuses"]) ?? []);
}

/** The wamid in the answer to a send. */
export function wamidOf(answer: Answer): string {
  return String((objectsOrNull(answer.body["messages"]) ?? [])[0]?.["id"]);
}

/** The error object of an answer. */
export function errorOf(answer: Answer): JsonObject {
  const { error } = answer.body;
  return isObject(error) ? error : {};
}

/** For expectations: any text at all. */
export const anyText: unknown = expect.any(String);

/** For expectations: a text of this form. */
export function textLike(form: RegExp): unknown {
  return expect.stringMatching(form);
}
