import type { Server } from "node:http";
import { z } from "zod";
import { openWhatsApp } from "#app/adapters/whatsapp/whatsapp.server.ts";
import { announcements } from "#app/announcements.server.ts";
import { connectNumber } from "#app/modules/channel/index.ts";
import { applyStatuses, type MessageWish } from "#app/modules/messaging/index.ts";
import {
  applyTemplateEvent,
  pollTemplates,
  submitTemplates,
  templateFor,
} from "#app/modules/templates/index.ts";
import type {
  Announcements,
  MessageFact,
  PurchaseAnswer,
  PurchaseCheck,
} from "#app/ports/announcements.ts";
import type { Deps } from "#app/ports/deps.ts";
import { startWhatsAppStandIn } from "#test/sandbox/whatsapp/index.ts";
import { createTestDeps, type TestDeps } from "#test/support/deps.ts";
import { addPerson, type Person, planReminder, planReminders } from "./messaging-person.ts";
import { type Change, startHook } from "./webhook-hook.ts";

export const WABA_ID = "102900000000001";
export const PHONE_ID = "106500000000001";
const TOKEN = "EAAtest";
const RETRY = { baseMs: 20, maxMs: 200, tries: 50 };

const logSchema = z.object({
  accepted: z.array(
    z.object({
      wamid: z.string(),
      to: z.string(),
      template: z.string().nullable(),
      language: z.string().nullable(),
      callbackData: z.string().nullable(),
      body: z.unknown(),
    }),
  ),
  refused: z.array(z.object({ code: z.number(), body: z.unknown() })),
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

interface Purchases {
  /** undefined: Shopify does not answer */
  answer(check: PurchaseCheck): PurchaseAnswer["bought"] | undefined;
}

export interface Told {
  handedOver: MessageFact[];
  notSent: (MessageFact & { reason: string })[];
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

/** Nobody of Shopify's answers here; the announcements are written down. */
function listening(told: Told, purchases: Purchases): Announcements {
  return {
    ...announcements,
    askPurchases: (deps, _shopId, checks) => {
      const checkedAt = deps.clock.now();
      const answers = checks.flatMap((check): [string, PurchaseAnswer][] => {
        const bought = purchases.answer(check);
        return bought === undefined ? [] : [[check.messageId, { bought, checkedAt }]];
      });
      return Promise.resolve(new Map(answers));
    },
    handedOver: async (_tx, fact) => {
      told.handedOver.push(...fact.messages);
    },
    notSent: async (_tx, fact) => {
      told.notSent.push(...fact.messages);
    },
  };
}

const CONNECTION = {
  wabaId: WABA_ID,
  portfolioId: "p1",
  phoneNumberId: PHONE_ID,
  displayPhone: "+49 30 123456",
  verifiedName: "Leinenwerk",
  token: TOKEN,
  throughput: "HIGH",
} as const;

/** Connects the stand-in's number to the shop and waits until all templates are approved. */
async function connect(deps: Deps, shopId: string): Promise<string> {
  const connected = await connectNumber(deps, shopId, CONNECTION);
  if (connected.outcome !== "connected") throw new Error(connected.reason);
  await submitTemplates(deps, shopId);
  const last = { purpose: "cart_reminder_2", hasPicture: false, languages: ["pl"] };
  await until("approved templates", async () => {
    await pollTemplates(deps, shopId);
    const choice = await deps.db.inShop(shopId, (tx) => templateFor(tx, shopId, last));
    return choice.state === "approved";
  });
  return connected.numberId;
}

interface KitOptions {
  answerTimeoutMs?: number;
  /** The day on which WhatsApp's stand-in lives; the real one unless a test asks what it has dated. */
  standInNow?: () => Date;
}

async function startParts({ standInNow, ...options }: KitOptions) {
  const hook = await startHook();
  const standIn = await startWhatsAppStandIn({
    appSecret: "app-secret",
    verifyToken: "verify-me",
    webhookUrl: hook.url,
    retry: RETRY,
    ...(standInNow ? { now: standInNow } : {}),
  });
  await control(standIn.url, "seed", seedBody);
  await control(standIn.url, "statuses", { auto: false, batchSize: 1 });
  const told: Told = { handedOver: [], notSent: [] };
  const purchases: Purchases = { answer: () => null };
  const { graphUrl } = standIn;
  const test = await createTestDeps({ graphUrl });
  const deps: Deps = {
    ...test.deps,
    announce: listening(told, purchases),
    whatsapp: openWhatsApp({ graphUrl, version: "v26.0", appId: "1234567890", ...options }),
  };
  return { hook, standIn, told, purchases, test, deps };
}

export type MessagingKit = Awaited<ReturnType<typeof startMessagingKit>>;

/** A shop with a connected number, approved templates, and WhatsApp's stand-in; all real but Shopify. */
export async function startMessagingKit(options: KitOptions = {}) {
  const parts = await startParts(options);
  const { hook, standIn, test, deps } = parts;
  const shopId = await test.addShop();
  const numberId = await connect(deps, shopId);
  hook.changes.length = 0;
  return {
    ...parts,
    shopId,
    numberId,
    target: { shopId, numberId },
    control: (name: string, body?: unknown) => control(standIn.url, name, body),
    log: async () => logSchema.parse(await control(standIn.url, "log")),
    person: (phone: string) => addPerson(deps, shopId, phone),
    plan: (who: Person, change: Partial<MessageWish> = {}) =>
      planReminder(deps, { shopId, numberId, who, change }),
    planAll: (everybody: Person[]) => planReminders(deps, { shopId, numberId, everybody }),
    row: async (id: string): Promise<Row> => {
      const { rows } = await test.owner.query<Row>("select * from message where id = $1", [id]);
      const [row] = rows;
      if (!row) throw new Error(`no message ${id}`);
      return row;
    },
    /** The merchant connects the same number once more. */
    reconnect: () => connectNumber(deps, shopId, CONNECTION),
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
