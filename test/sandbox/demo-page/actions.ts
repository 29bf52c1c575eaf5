import { z } from "zod";
import type { SandboxClock } from "../sandbox-clock.ts";
import {
  control,
  DemoError,
  shopifyFaults,
  shopState,
  type StandIns,
  whatsappState,
} from "./stand-ins.ts";

const anything = z.unknown();
const orderSchema = z.object({ name: z.string() });

/** Reminders of carts, whatever a shop has named the rest of them. */
const IS_REMINDER = /cart|reminder/i;

/** What the switches of the control bar stand at. */
export type Switches = {
  offsetMs: number;
  whatsapp: "up" | "down";
  template: "running" | "paused" | "none";
  webhooks: "normal" | "duplicate" | "shuffle";
  quality: "green" | "red";
  domain: "ours" | "lost";
};

export async function readSwitches(standIns: StandIns, clock: SandboxClock): Promise<Switches> {
  const [state, { appProxy }] = await Promise.all([
    whatsappState(standIns),
    shopifyFaults(standIns),
  ]);
  const reminders = state.templates.filter((one) => isReminder(standIns, one));
  const isPaused = reminders.some(({ status }) => status === "PAUSED");
  const { mode } = state.webhooks;
  return {
    offsetMs: clock.offsetMs(),
    whatsapp: state.faults.outage === "none" ? "up" : "down",
    template: reminders.length === 0 ? "none" : isPaused ? "paused" : "running",
    webhooks: mode === "duplicate" || mode === "shuffle" ? mode : "normal",
    quality: numbersOf(standIns, state).some((one) => one.qualityRating === "RED")
      ? "red"
      : "green",
    domain: appProxy === "ok" ? "ours" : "lost",
  };
}

/** Moves business time on, for the app first: what it does not know has not happened. */
export async function moveTime(clock: SandboxClock, ms: number): Promise<void> {
  await clock.moveTo(clock.offsetMs() + ms).catch((error: unknown) => {
    throw new DemoError("appAway", error);
  });
}

/** The person of the newest open checkout buys the same things in another browser: new cart, new checkout. */
export async function buyElsewhere(standIns: StandIns): Promise<{ name: string; who: string }> {
  const { checkouts } = await shopState(standIns);
  const newest = checkouts
    .filter(({ completedAt }) => completedAt === null)
    .filter(({ email, phone, shippingAddress }) => email ?? phone ?? shippingAddress?.phone)
    .toSorted((one, other) => one.updatedAt.localeCompare(other.updatedAt))
    .at(-1);
  if (!newest) throw new DemoError("noCheckout");
  const { email, locale, shippingAddress, lines } = newest;
  const phone = newest.phone ?? shippingAddress?.phone ?? null;
  const order = await control(`${standIns.shopifyUrl}/_control/orders`, orderSchema, {
    shop: standIns.shop,
    email,
    phone,
    locale,
    firstName: shippingAddress?.firstName,
    lastName: shippingAddress?.lastName,
    country: shippingAddress?.countryCode,
    lineItems: lines.map(({ variantId, title, quantity }) =>
      variantId === null ? { title, quantity } : { variantId, quantity },
    ),
  });
  return { name: order.name, who: email ?? phone ?? "" };
}

/** The merchant changes WhatsApp consent in Shopify's own record of the newest customer with a phone. */
export async function setNativeConsent(
  standIns: StandIns,
  state: "SUBSCRIBED" | "UNSUBSCRIBED",
): Promise<{ who: string }> {
  const { customers } = await shopState(standIns);
  const newest = customers
    .filter(({ phone }) => phone !== null)
    .toSorted((one, other) => one.updatedAt.localeCompare(other.updatedAt))
    .at(-1);
  if (!newest) throw new DemoError("noCustomer");
  const change = { shop: standIns.shop, customerId: newest.id, state };
  await control(`${standIns.shopifyUrl}/_control/consent`, anything, change);
  return { who: newest.phone ?? "" };
}

/** Down: every send is refused with 131016, "service unavailable". */
export async function switchWhatsApp(standIns: StandIns, to: "up" | "down"): Promise<void> {
  const outage = to === "down" ? "http500" : "none";
  await control(`${standIns.whatsappUrl}/_control/faults`, anything, { outage });
}

/** Pauses or resumes every cart reminder of the shop's account, in every language. */
export async function switchTemplates(standIns: StandIns, to: "running" | "paused"): Promise<void> {
  const { templates } = await whatsappState(standIns);
  const [from, event] = to === "paused" ? ["APPROVED", "PAUSED"] : ["PAUSED", "REINSTATED"];
  const reminders = templates.filter((one) => isReminder(standIns, one));
  if (reminders.length === 0) throw new DemoError("noTemplate");
  for (const { wabaId, name, language, status } of reminders) {
    if (status !== from) continue;
    const change = { wabaId, name, language, status: event };
    await control(`${standIns.whatsappUrl}/_control/templates`, anything, change);
  }
}

/** Meta's review will reject the next template that the shop submits, and say why. */
export async function rejectNextTemplate(standIns: StandIns): Promise<void> {
  const verdict = {
    wabaId: standIns.wabaId,
    rejectNext: "PROMOTIONAL",
    recommendation: null,
  };
  await control(`${standIns.whatsappUrl}/_control/templates/review`, anything, verdict);
}

type WhatsAppState = Awaited<ReturnType<typeof whatsappState>>;

function numbersOf(standIns: StandIns, { accounts }: WhatsAppState) {
  return accounts.find(({ wabaId }) => wabaId === standIns.wabaId)?.numbers ?? [];
}

/** People block and report the shop's number, or have forgiven it: Meta rates it, and tells the webhook. */
export async function switchQuality(standIns: StandIns, to: "green" | "red"): Promise<void> {
  const state = await whatsappState(standIns);
  for (const { id } of numbersOf(standIns, state)) {
    const change = { id, qualityRating: to.toUpperCase() };
    await control(`${standIns.whatsappUrl}/_control/number`, anything, change);
  }
}

const countSchema = z.object({ count: z.number() });

/** Everybody to whom advertising was delivered writes STOP. */
export async function stopWave(standIns: StandIns): Promise<{ count: number }> {
  const said = await control(`${standIns.whatsappUrl}/_control/stops`, countSchema, {});
  if (said.count === 0) throw new DemoError("nobodyReached");
  return said;
}

/** Lost: the merchant gives the app proxy's path another name, so links over the shop's domain lead nowhere. */
export async function switchDomain(standIns: StandIns, to: "ours" | "lost"): Promise<void> {
  const appProxy = to === "ours" ? "ok" : "renamed";
  await control(`${standIns.shopifyUrl}/_control/faults`, anything, { appProxy });
}

/** How both stand-ins send their webhooks. */
export async function switchWebhooks(
  standIns: StandIns,
  mode: Switches["webhooks"],
): Promise<void> {
  for (const url of [standIns.shopifyUrl, standIns.whatsappUrl]) {
    await control(`${url}/_control/webhooks`, anything, { mode });
  }
}

function isReminder(standIns: StandIns, template: { wabaId: string; name: string }): boolean {
  return template.wabaId === standIns.wabaId && IS_REMINDER.test(template.name);
}
