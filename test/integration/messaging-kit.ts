import { randomUUID } from "node:crypto";
import { createServer, type Server } from "node:http";
import { z } from "zod";
import { openWhatsApp } from "#app/adapters/whatsapp/whatsapp.server.ts";
import { announcements } from "#app/announcements.server.ts";
import { connectNumber } from "#app/modules/channel/index.ts";
import { recordConsent, withdrawConsent } from "#app/modules/consent/index.ts";
import { ensureContact } from "#app/modules/contacts/index.ts";
import { applyStatuses, type MessageWish, planMessage } from "#app/modules/messaging/index.ts";
import {
  applyTemplateEvent,
  pollTemplates,
  submitTemplates,
  templateFor,
} from "#app/modules/templates/index.ts";
import { samplePicture } from "#app/modules/templates/sample-picture.ts";
import type { MessageFact, PurchaseAnswer, PurchaseCheck } from "#app/ports/announcements.ts";
import type { Deps } from "#app/ports/deps.ts";
import { startWhatsAppStandIn } from "#test/sandbox/whatsapp/index.ts";
import { createTestDeps, type TestDeps } from "#test/support/deps.ts";

export const WABA_ID = "102900000000001";
export const PHONE_ID = "106500000000001";
const TOKEN = "EAAtest";
const RETRY = { baseMs: 20, maxMs: 200, tries: 50 };

const postSchema = z.object({
  entry: z.array(
    z.object({
      id: z.string(),
      changes: z.array(z.object({ field: z.string(), value: z.record(z.string(), z.unknown()) })),
    }),
  ),
});
type Change = { field: string; value: Record<string, unknown> };

const logSchema = z.object({
  accepted: z.array(
    z.object({
      wamid: z.string(),
      to: z.string(),
      template: z.string().nullable(),
      language: z.string().nullable(),
      callbackData: z.string().nullable(),
    }),
  ),
  refused: z.array(z.object({ code: z.number() })),
  begun: z.array(z.object({ callbackData: z.string().nullable(), outcome: z.string() })),
});

export interface Row {
  id: string;
  state: string;
  reason: string | null;
  wamid: string | null;
  attempts: number;
  attempt_id: string | null;
  error_code: number | null;
  not_before: Date;
  handed_over_at: Date | null;
  sent_at: Date | null;
  delivered_at: Date | null;
  read_at: Date | null;
  ended_at: Date | null;
  template_id: string | null;
}

export interface Told {
  handedOver: MessageFact[];
  notSent: (MessageFact & { reason: string })[];
}

/** Takes webhooks as they come; a test hands them on when and in the order it wants. */
async function startHook(): Promise<{ url: string; changes: Change[]; server: Server }> {
  const changes: Change[] = [];
  const picture = samplePicture();
  const server = createServer((request, response) => {
    if (request.method === "GET") {
      response.writeHead(200, { "content-type": picture.mimeType }).end(picture.bytes);
      return;
    }
    let raw = "";
    request.on("data", (chunk: Buffer) => (raw += chunk.toString()));
    request.on("end", () => {
      const post = postSchema.parse(JSON.parse(raw));
      changes.push(...post.entry.flatMap((entry) => entry.changes));
      response.end();
    });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("no port");
  return { url: `http://127.0.0.1:${address.port}`, changes, server };
}

async function control(url: string, name: string, body?: unknown): Promise<unknown> {
  const answer = await fetch(`${url}/_control/${name}`, {
    method: body === undefined ? "GET" : "POST",
    ...(body === undefined
      ? {}
      : { headers: { "content-type": "application/json" }, body: JSON.stringify(body) }),
  });
  const json: unknown = await answer.json();
  if (!answer.ok) throw new Error(`control ${name}: ${JSON.stringify(json)}`);
  return json;
}

export async function until<T>(what: string, look: () => Promise<T | null | undefined | false>) {
  for (let tries = 0; tries < 500; tries += 1) {
    const found = await look();
    if (found) return found;
    await new Promise((done) => setTimeout(done, 20));
  }
  throw new Error(`waited in vain for ${what}`);
}

const seedBody = {
  autoApproveMs: 0,
  accounts: [
    {
      wabaId: WABA_ID,
      portfolioId: "p1",
      name: "Leinenwerk",
      token: TOKEN,
      numbers: [
        {
          id: PHONE_ID,
          displayPhoneNumber: "+49 30 123456",
          verifiedName: "Leinenwerk",
          throughput: "HIGH",
        },
      ],
    },
  ],
};

export type MessagingKit = Awaited<ReturnType<typeof startMessagingKit>>;

/** A shop with a connected number, approved templates, and WhatsApp's stand-in; all real but Shopify. */
export async function startMessagingKit(options: { answerTimeoutMs?: number } = {}) {
  const hook = await startHook();
  const standIn = await startWhatsAppStandIn({
    appSecret: "app-secret",
    verifyToken: "verify-me",
    webhookUrl: hook.url,
    retry: RETRY,
  });
  await control(standIn.url, "seed", seedBody);
  await control(standIn.url, "statuses", { auto: false });
  const told: Told = { handedOver: [], notSent: [] };
  const purchases = { answer: (_: PurchaseCheck): PurchaseAnswer["bought"] | undefined => null };
  const test = await createTestDeps({ graphUrl: standIn.graphUrl });
  const deps: Deps = {
    ...test.deps,
    announce: {
      ...announcements,
      askPurchases: (own, _shopId, checks) =>
        Promise.resolve(
          new Map(
            checks.flatMap((check): [string, PurchaseAnswer][] => {
              const bought = purchases.answer(check);
              return bought === undefined
                ? []
                : [[check.messageId, { bought, checkedAt: own.clock.now() }]];
            }),
          ),
        ),
      handedOver: async (_tx, fact) => {
        told.handedOver.push(...fact.messages);
      },
      notSent: async (_tx, fact) => {
        told.notSent.push(...fact.messages);
      },
    },
    whatsapp: openWhatsApp({
      graphUrl: standIn.graphUrl,
      version: "v26.0",
      appId: "1234567890",
      ...options,
    }),
  };
  const shopId = await test.addShop();
  const connected = await connectNumber(deps, shopId, {
    wabaId: WABA_ID,
    portfolioId: "p1",
    phoneNumberId: PHONE_ID,
    displayPhone: "+49 30 123456",
    verifiedName: "Leinenwerk",
    token: TOKEN,
    throughput: "HIGH",
  });
  if (connected.outcome !== "connected") throw new Error(connected.reason);
  const { numberId } = connected;
  await submitTemplates(deps, shopId);
  await until("approved templates", async () => {
    await pollTemplates(deps, shopId);
    const choice = await deps.db.inShop(shopId, (tx) =>
      templateFor(tx, shopId, { purpose: "cart_reminder_2", hasPicture: false, languages: ["pl"] }),
    );
    return choice.state === "approved";
  });
  hook.changes.length = 0;

  return {
    deps,
    test,
    hook,
    told,
    purchases,
    shopId,
    numberId,
    target: { shopId, numberId },
    standInUrl: standIn.url,
    control: (name: string, body?: unknown) => control(standIn.url, name, body),
    log: async () => logSchema.parse(await control(standIn.url, "log")),
    person: (phone: string) => addPerson(deps, shopId, phone),
    plan: (who: Person, change: Partial<MessageWish> = {}) =>
      plan(deps, { shopId, numberId, who, change }),
    row: async (id: string): Promise<Row> => {
      const { rows } = await test.owner.query<Row>("select * from message where id = $1", [id]);
      const [row] = rows;
      if (!row) throw new Error(`no message ${id}`);
      return row;
    },
    rows: async (): Promise<Row[]> => (await test.owner.query<Row>("select * from message")).rows,
    /** Waits for so many webhook changes, and hands them on: all of them, or in an order of the test's. */
    deliver: async (count: number, order: (changes: Change[]) => Change[] = (all) => all) => {
      await until(`${count} webhooks`, () => Promise.resolve(hook.changes.length >= count));
      await deliverChanges(deps, shopId, order(hook.changes.splice(0)));
    },
    close: () => closeAll(test, { deps, standIn, server: hook.server }),
  };
}

async function deliverChanges(deps: Deps, shopId: string, changes: Change[]): Promise<void> {
  for (const { field, value } of changes) {
    const event = { shopId, body: { wabaId: WABA_ID, phoneNumberId: PHONE_ID, field, value } };
    if (field === "messages") await applyStatuses(deps, event);
    else await applyTemplateEvent(deps, event);
  }
}

async function closeAll(
  test: TestDeps,
  parts: { deps: Deps; standIn: { close(): Promise<void> }; server: Server },
): Promise<void> {
  parts.server.closeAllConnections();
  parts.server.close();
  await parts.standIn.close();
  await parts.deps.whatsapp.close();
  await test.close();
}

export interface Person {
  contactId: string;
  dataKey: Uint8Array;
  phone: string;
  hash: string;
}

async function addPerson(deps: Deps, shopId: string, phone: string): Promise<Person> {
  const hash = deps.vault.hash(shopId, "phone", phone);
  return deps.db.inShop(shopId, async (tx) => {
    const identifier = { kind: "phone" as const, value: phone };
    const wish = { shopId, identifier, locale: "de", country: "DE" };
    const { id: contactId, dataKey } = await ensureContact(deps, tx, wish);
    await recordConsent(deps, tx, { shopId, contactId, dataKey }, [
      {
        topic: "reminders",
        kind: "granted",
        source: "checkout",
        identifierHash: hash,
        at: deps.clock.now(),
      },
    ]);
    return { contactId, dataKey, phone, hash };
  });
}

export async function withdraw(kit: MessagingKit, who: Person): Promise<void> {
  const { deps, shopId } = kit;
  await deps.db.inShop(shopId, (tx) =>
    withdrawConsent(
      deps,
      tx,
      { shopId, contactId: who.contactId, dataKey: who.dataKey },
      {
        source: "whatsapp_message",
        at: deps.clock.now(),
        identifierHash: null,
      },
    ),
  );
}

async function plan(
  deps: Deps,
  of: { shopId: string; numberId: string; who: Person; change: Partial<MessageWish> },
): Promise<string> {
  const { shopId, numberId, who, change } = of;
  const now = deps.clock.now();
  const id = change.id ?? randomUUID();
  const hasPicture = typeof change.values?.pictureUrl === "string";
  return deps.db.inShop(shopId, async (tx) => {
    const languages = ["de", "en"];
    const wanted = { purpose: "cart_reminder_1", hasPicture, languages };
    const choice = await templateFor(tx, shopId, wanted);
    return planMessage(deps, tx, {
      id,
      shopId,
      dedupeKey: `test:${id}`,
      kind: "cart_reminder",
      topic: "reminders",
      contactId: who.contactId,
      numberId,
      toHash: who.hash,
      checkoutId: null,
      checkoutToken: `checkout-${id}`,
      cartToken: `cart-${id}`,
      personHashes: [],
      boughtSince: now,
      seriesId: null,
      step: 1,
      templateId: choice.template?.id ?? null,
      values: {
        firstName: "Mara",
        shopName: "Leinenwerk",
        itemSummary: "Leinenhemd",
        pictureUrl: null,
        linkCode: "9f3kQ2aB7xYz",
      },
      dueAt: now,
      notBefore: now,
      expiresAt: new Date(now.getTime() + 24 * 3600_000),
      ...change,
    });
  });
}
