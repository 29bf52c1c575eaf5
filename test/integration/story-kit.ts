import { randomInt, randomUUID } from "node:crypto";
import { z } from "zod";
import { connectNumber } from "#app/modules/channel/index.ts";
import {
  planReminders,
  remindJob,
  saveReminderSettings,
  sweepCheckouts,
} from "#app/modules/checkouts/index.ts";
import type { ReminderSettings } from "#app/modules/checkouts/reminder.types.ts";
import { processIntake } from "#app/modules/intake/index.ts";
import { dispatchNumber } from "#app/modules/messaging/index.ts";
import { createPlace, pullReport } from "#app/modules/optin/index.ts";
import type { OptInBody } from "#app/modules/optin/opt-in.types.ts";
import { writeConsentSettings } from "#app/modules/shops/index.ts";
import { pollTemplates, submitTemplates } from "#app/modules/templates/index.ts";
import { handlers } from "#app/worker/handlers.ts";
import { optInBody, sendOptIn } from "#test/support/opt-ins.ts";
import { SINGLE_OPT_IN } from "#test/support/single-opt-in.ts";
import { shopifyArrives, type Stories, whatsAppArrives, work } from "./stories.ts";

const checkoutSchema = z.object({ token: z.string(), cartToken: z.string() });
const orderSchema = z.object({ id: z.coerce.string() });
const acceptedSchema = z.object({
  accepted: z.array(
    z.object({
      wamid: z.string(),
      to: z.string(),
      template: z.string().nullable(),
      body: z.unknown(),
    }),
  ),
});

/** What the tests look at of a planned or skipped message. */
export interface MessageRow {
  id: string;
  state: string;
  reason: string | null;
  step: number;
  checkout_id: string;
  checkout_token: string;
  series_id: string | null;
  wamid: string | null;
}

export interface CheckoutRow {
  next_reminder_at: Date | null;
  outcome: string | null;
  last_activity_at: Date;
  total_minor: number;
  close_reason: string | null;
  open_series: number;
}

export interface CheckoutWish {
  token?: string;
  email?: string | null;
  phone?: string | null;
  shippingPhone?: string | null;
  firstName?: string;
  customerId?: number | null;
  lineItems?: { variantId?: number; quantity?: number; title?: string; price?: string }[];
  updatedAt?: string;
  createdAt?: string;
}

export interface OrderWish {
  checkoutToken?: string;
  cartToken?: string;
  email?: string | null;
  phone?: string | null;
  customerId?: number;
  lineItems?: { variantId?: number; quantity?: number; title?: string; price?: string }[];
  test?: boolean;
}

const digits = (count: number) => String(randomInt(10 ** (count - 1), 10 ** count));
/** Somebody whom no other test knows. */
export const newPhone = () => `+49151${digits(8)}`;
export const newMail = () => `${randomUUID()}@example.com`;

async function connectWhatsApp(stories: Stories, shopId: string): Promise<string> {
  const phoneNumberId = `9${digits(12)}`;
  const wabaId = `9${digits(12)}`;
  const displayPhone = `+49 30 ${digits(7)}`;
  const shared = { portfolioId: "p1", token: "EAAtest" };
  const number = { id: phoneNumberId, displayPhoneNumber: displayPhone, throughput: "HIGH" };
  const numbers = [{ ...number, verifiedName: "Leinenwerk" }];
  const account = { wabaId, name: "Leinenwerk", currency: "EUR", ...shared, numbers };
  await stories.whatsapp("seed", { autoApproveMs: 0, accounts: [account] });
  const wish = { wabaId, phoneNumberId, displayPhone, verifiedName: "Leinenwerk", ...shared };
  const connected = await connectNumber(stories.deps, shopId, { ...wish, throughput: "HIGH" });
  if (connected.outcome !== "connected") throw new Error(connected.reason);
  await submitTemplates(stories.deps, shopId);
  await pollTemplates(stories.deps, shopId);
  return phoneNumberId;
}

interface Place {
  stories: Stories;
  shopId: string;
  domain: string;
  phoneNumberId: string;
}

/** What the tests look at behind the use-cases: rows, and WhatsApp's own log. */
function looking({ stories, shopId }: Place) {
  const received = async (phone: string) => {
    const answer = await fetch(`${stories.whatsappUrl}/_control/log`);
    const log = acceptedSchema.parse(await answer.json());
    return log.accepted.filter((entry) => entry.to.replace(/^\+?/, "+") === phone);
  };
  return {
    /** Reminders of these checkouts, or of the shop, in the order of their planning. */
    messages: async (...tokens: string[]): Promise<MessageRow[]> => {
      const { rows } = await stories.owner.query<MessageRow>(
        `select id, state, reason, step, checkout_id, checkout_token, series_id, wamid
         from message where shop_id = $1 and kind = 'cart_reminder' and (cardinality($2::text[]) = 0 or checkout_token = any($2))
         order by planned_at, step, id`,
        [shopId, tokens],
      );
      return rows;
    },
    /** What is kept of a checkout and of the series about it. */
    checkoutRow: async (token: string): Promise<CheckoutRow> => {
      const { rows } = await stories.owner.query<CheckoutRow>(
        `select next_reminder_at, outcome, last_activity_at, total_minor::int,
           (select close_reason from reminder_series s where s.checkout_id = c.id
             order by opened_at desc limit 1) as close_reason,
           (select count(*)::int from reminder_series s where s.checkout_id = c.id
             and closed_at is null) as open_series
         from checkout c where shop_id = $1 and token = $2`,
        [shopId, token],
      );
      const [row] = rows;
      if (!row) throw new Error(`no checkout ${token}`);
      return row;
    },
    /** What WhatsApp accepted for this number: of any kind. */
    received,
    /** … and what advertises. */
    accepted: async (phone: string) =>
      (await received(phone)).filter(
        ({ template }) => template !== null && !template.includes("double_opt_in"),
      ),
  };
}

/** What the worker does, when the test says so. */
function working({ stories, shopId }: Place) {
  const { deps, clock, jobs, owner } = stories;
  const plan = async () => {
    await sweepCheckouts(deps);
    for (const { name, payload } of jobs.added.splice(0)) {
      if (name !== remindJob.name) continue;
      const batch = remindJob.schema.parse(payload);
      if (batch.shopId === shopId) await planReminders(deps, batch);
    }
  };
  const send = async () => {
    const due = await deps.db.crossShop.numbersWithDueMessages(clock.now());
    for (const target of due) if (target.shopId === shopId) await dispatchNumber(deps, target);
  };
  return {
    plan,
    send,
    work: () => work(stories),
    /** So much later everything that is due is planned and sent. */
    remind: async (hours = 2) => {
      clock.forward({ hours, seconds: 1 });
      await plan();
      await send();
    },
    /** Processes what was acknowledged of these topics only, in the order of the list. */
    workOn: async (...topics: string[]) => {
      for (const topic of topics) {
        const { rows } = await owner.query<{ id: string }>(
          "select id from intake_event where shop_id = $1 and topic = $2 and status = 'received' order by id",
          [shopId, topic],
        );
        const eventIds = rows.map((row) => row.id);
        await processIntake(deps, { shopId, eventIds, subscribers: handlers });
      }
    },
  };
}

/** What the shop's newest link types into a chat. */
async function pullSentence(stories: Stories, domain: string): Promise<string> {
  const shopId = await stories.deps.db.crossShop.ensureShop(domain);
  const made = await createPlace(stories.deps, shopId, { kind: "poster", label: "Kasse" });
  if (!made.ok) throw new Error(made.problem);
  const { places } = await pullReport(stories.deps, shopId, { locale: "de" });
  const place = places.find(({ code }) => code === made.code);
  return new URL(place?.link ?? "").searchParams.get("text") ?? "";
}

/**
 * What people do. Each resolves once our web process has acknowledged what follows from it, and has
 * processed it unless told otherwise.
 */
function people({ stories, domain, phoneNumberId }: Place) {
  const atShopify = async (path: string, body: object, process: boolean) => {
    const answer = await stories.shopify(path, { shop: domain, ...body });
    await shopifyArrives(stories);
    if (process) await work(stories);
    return answer;
  };
  const tick = (phone: string, checkoutToken: string | null, change: Partial<OptInBody> = {}) =>
    sendOptIn(stories.deps, { domain, body: optInBody({ phone, checkoutToken, ...change }) });
  const checkout = async (wish: CheckoutWish = {}, process = true) =>
    checkoutSchema.parse(await atShopify("checkouts", wish, process));
  return {
    tick,
    checkout,
    /** A shopper who ticked the box at a checkout and left. */
    leftCart: async (wish: CheckoutWish = {}) => {
      const [phone, email] = [newPhone(), newMail()];
      const made = await checkout({ email, ...wish });
      await tick(phone, made.token);
      return { ...made, phone, email };
    },
    order: async (wish: OrderWish, process = true) =>
      orderSchema.parse(await atShopify("orders", wish, process)).id,
    /** Anything else of the stand-in's control API; acknowledged only. */
    shopify: (path: string, body: object = {}) => atShopify(path, body, false),
    /** Somebody writes or taps on their phone. */
    inbound: async (from: string, said: object, process = true) => {
      await stories.whatsapp("inbound", { from, phoneNumberId, ...said });
      await whatsAppArrives(stories);
      if (process) await work(stories);
    },
    /** Somebody follows the shop's link and sends what it typed: consent from their own number. */
    pull: async (from: string, process = true) => {
      const text = await pullSentence(stories, domain);
      await stories.whatsapp("inbound", { from, phoneNumberId, text });
      await whatsAppArrives(stories);
      if (process) await work(stories);
    },
    /** WhatsApp says what became of a message. */
    status: async (wamid: string | null | undefined, status: string) => {
      await stories.whatsapp("status", { wamid, status });
      await whatsAppArrives(stories);
      await work(stories);
    },
  };
}

export type Story = Awaited<ReturnType<typeof startStory>>;

/** A shop of its own in both stand-ins, installed, connected, its templates approved; nobody is held out. */
export async function startStory(stories: Stories) {
  const domain = `s${randomUUID().slice(0, 8)}.myshopify.com`;
  const shop = { domain, name: "Leinenwerk", currency: "EUR", zone: "Europe/Berlin", locale: "de" };
  await stories.shopify("seed", { shops: [shop] });
  await stories.install(domain);
  const shopId = await stories.deps.db.crossShop.ensureShop(domain);
  const phoneNumberId = await connectWhatsApp(stories, shopId);
  await stories.deps.db.inShop(shopId, (tx) => writeConsentSettings(tx, shopId, SINGLE_OPT_IN));
  const settings = (change: Partial<ReminderSettings>) =>
    saveReminderSettings(stories.deps, shopId, change);
  await settings({ holdout: { enabled: false, percent: 10 } });
  const place: Place = { stories, shopId, domain, phoneNumberId };
  return { ...place, settings, ...looking(place), ...working(place), ...people(place) };
}

/** Eleven in the morning of a later day: no test is near the quiet hours, nor near the one before it. */
export function nextMorning({ clock }: Pick<Stories, "clock">): void {
  const day = new Date(clock.now().getTime() + 36 * 3600_000);
  day.setUTCHours(10, 0, 0, 0);
  clock.set(day);
}
