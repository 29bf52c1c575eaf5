import { normalizeWebhook, verifySignature } from "@kapso/whatsapp-cloud-api/server";
import { createServer, type Server } from "node:http";
import { WhatsAppAPI } from "whatsapp-api-js";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { parsePreferences } from "#app/modules/conversations/inbound.types.ts";
import { startWhatsAppStandIn } from "#test/sandbox/whatsapp/index.ts";
import { bodyOf, type Change, partsSchema, readings, singles } from "./proof-readers.ts";
import { metasExamples } from "./webhook-examples.ts";

// What the stand-in posts, and examples in Meta's shape, read by us and by parsers of others (contract 9.1).

const APP_SECRET = "the app's secret";
const PHONE_ID = "106500000000001";
const WABA_ID = "102900000000001";
const RETRY = { baseMs: 20, maxMs: 200, tries: 20 };

const changeSchema = z.object({ field: z.string(), value: z.record(z.string(), z.unknown()) });
const postSchema = z.object({
  object: z.literal("whatsapp_business_account"),
  entry: z.array(z.looseObject({ id: z.string(), changes: z.array(changeSchema) })),
});

interface Post {
  raw: string;
  signature: string;
  changes: Change[];
}

let standIn: Awaited<ReturnType<typeof startWhatsAppStandIn>>;
let server: Server;
const posts: Post[] = [];

async function startReceiver(): Promise<string> {
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const raw = Buffer.concat(chunks).toString("utf8");
      const { entry } = postSchema.parse(JSON.parse(raw));
      const signature = String(request.headers["x-hub-signature-256"]);
      posts.push({ raw, signature, changes: entry.flatMap(({ changes }) => changes) });
      response.end();
    });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const address = server.address();
  return `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`;
}

async function post(url: string, body: unknown): Promise<Record<string, unknown>> {
  const headers = { "content-type": "application/json", authorization: "Bearer EAAtest" };
  const answer = await fetch(url, { method: "POST", headers, body: JSON.stringify(body) });
  const json = z.record(z.string(), z.unknown()).parse(await answer.json());
  if (!answer.ok) throw new Error(`${url}: ${JSON.stringify(json)}`);
  return json;
}
const control = (name: string, body: unknown) => post(`${standIn.url}/_control/${name}`, body);

const TEMPLATE = {
  name: "proof",
  language: "de",
  category: "MARKETING",
  components: [{ type: "BODY", text: "Dein Warenkorb wartet auf dich, bis bald." }],
};

async function send(to: string, callback: string): Promise<string> {
  const answer = await post(`${standIn.graphUrl}/v26.0/${PHONE_ID}/messages`, {
    messaging_product: "whatsapp",
    recipient_type: "individual",
    to,
    type: "template",
    template: { name: "proof", language: { code: "de" } },
    biz_opaque_callback_data: callback,
  });
  const { messages } = z.object({ messages: z.array(z.object({ id: z.string() })) }).parse(answer);
  return messages[0]?.id ?? "";
}

const text = z.string().nullish();

/** Statuses, messages, preferences, template events. */
const TOLD = 5 + 4 + 2 + 1;

/** Everything that the stand-in can tell a webhook of messages and people, umlauts and emoji included. */
async function tellEverything(): Promise<void> {
  const accepted = await send("+4915112345601", "attempt-ä-1");
  for (const status of ["sent", "delivered", "read"]) {
    await control("status", { wamid: accepted, status });
  }
  const failing = await send("+4915112345602", "attempt-2");
  await control("status", { wamid: failing, status: "sent" });
  await control("status", { wamid: failing, status: "failed", code: 131049 });
  await control("inbound", { from: "+4915112345601", text: "Größe 38? 🧵", profileName: "Mära" });
  await control("inbound", { from: "+4915112345603", text: "STOP", withoutPhone: true });
  const button = { text: "Keine Werbung mehr", payload: "opt_out", contextWamid: accepted };
  await control("inbound", { from: "+4915112345601", button });
  await control("inbound", { from: "+4915112345604", button: { text: "Ja" } });
  await control("preferences", { from: "+4915112345601", value: "stop" });
  await control("preferences", { from: "+4915112345601", value: "resume", withoutPhone: true });
  await control("templates", {
    name: "proof",
    language: "de",
    status: "PAUSED",
    title: "FIRST_PAUSE",
  });
}

beforeAll(async () => {
  standIn = await startWhatsAppStandIn({
    appSecret: APP_SECRET,
    verifyToken: "verify-me",
    webhookUrl: await startReceiver(),
    retry: RETRY,
  });
  const number = { id: PHONE_ID, displayPhoneNumber: "+49 30 123456", verifiedName: "Leinenwerk" };
  const account = { wabaId: WABA_ID, portfolioId: "p1", name: "Leinenwerk", token: "EAAtest" };
  await control("seed", {
    accounts: [{ ...account, subscribed: true, numbers: [number] }],
    templates: [{ wabaId: WABA_ID, definition: TEMPLATE }],
  });
  await control("statuses", { auto: false });
  await tellEverything();
  for (let tries = 0; itemsHeard() < TOLD && tries < 250; tries += 1) {
    await new Promise((done) => setTimeout(done, 20));
  }
});
afterAll(async () => {
  await standIn.close();
  server.closeAllConnections();
  server.close();
});

const changes = (field: string): Change[] =>
  posts.flatMap((one) => one.changes).filter((change) => field === "" || change.field === field);

function itemsHeard(): number {
  const ofMessages = changes("messages").flatMap(singles).length;
  return ofMessages + changes("").filter(({ field }) => field !== "messages").length;
}

describe("what the stand-in posts", () => {
  test("is signed so that others verify it, umlauts and emoji included", async () => {
    const api = new WhatsAppAPI({ token: "t", v: "v26.0", appSecret: APP_SECRET });
    expect(posts.length).toBeGreaterThan(0);
    for (const { raw, signature } of posts) {
      expect(
        verifySignature({ appSecret: APP_SECRET, rawBody: raw, signatureHeader: signature }),
      ).toBe(true);
      expect(await api.verifyRequestSignature(raw, signature)).toBe(true);
      const forged = raw.replace("whatsapp_business_account", "whatsapp_business_acc0unt");
      expect(
        verifySignature({ appSecret: APP_SECRET, rawBody: forged, signatureHeader: signature }),
      ).toBe(false);
    }
  });

  test("holds every kind of it", () => {
    const said = changes("messages").flatMap(({ value }) => {
      const { messages, statuses } = partsSchema.parse(value);
      return [...messages.map((one) => one["type"]), ...statuses.map((one) => one["status"])];
    });
    expect(new Set(said)).toEqual(
      new Set(["text", "button", "sent", "delivered", "read", "failed"]),
    );
    expect(new Set(changes("").map(({ field }) => field))).toEqual(
      new Set(["messages", "user_preferences", "message_template_status_update"]),
    );
  });

  test("says the same to all three of us: ids, senders, texts, taps, statuses, errors, prices, times", async () => {
    for (const change of changes("messages")) {
      const { ours, kapso, apiJs } = await readings(change);
      expect(kapso).toEqual(ours);
      expect(apiJs).toEqual(ours);
    }
  });

  test("names preferences as others know them", () => {
    const ours = changes("user_preferences").flatMap(parsePreferences);
    const theirs = changes("user_preferences").flatMap(
      (change) => normalizeWebhook(bodyOf(change)).raw["userPreferences"] ?? [],
    );
    const known = z
      .looseObject({
        userPreferences: z.array(
          z.looseObject({ waId: text, userId: text, value: z.string(), timestamp: z.number() }),
        ),
      })
      .transform(({ userPreferences }) =>
        userPreferences.map((one) => ({
          waId: one.waId ?? null,
          userId: one.userId ?? null,
          value: one.value,
          at: new Date(one.timestamp * 1000),
        })),
      );
    expect(ours.map(({ value }) => value)).toEqual(["stop", "resume"]);
    expect(theirs.flatMap((one) => known.parse(one))).toEqual(ours);
  });

  test("names template events as others know them", () => {
    const [change] = changes("message_template_status_update");
    const raw = change ? normalizeWebhook(bodyOf(change)).raw : {};
    expect(raw["messageTemplateStatusUpdate"]?.[0]).toMatchObject({
      event: "PAUSED",
      messageTemplateName: "proof",
      messageTemplateLanguage: "de",
      otherInfo: { title: "FIRST_PAUSE" },
    });
  });
});

describe("examples in Meta's own shape (contract 3.4 and 3.5)", () => {
  test.each(Object.entries(metasExamples(PHONE_ID)))(
    "%s: all three agree",
    async (_name, value) => {
      const { ours, kapso, apiJs } = await readings({ field: "messages", value });
      expect(ours.messages.length + ours.statuses.length).toBeGreaterThan(0);
      expect(kapso).toEqual(ours);
      expect(apiJs).toEqual(ours);
    },
  );
});
