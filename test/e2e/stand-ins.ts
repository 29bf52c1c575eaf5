import { inject, vi } from "vitest";
import { z } from "zod";
import { DEMO_SHOP } from "#test/demo/demo-shop.ts";

/** One control call; throws with the answer when it is refused. */
export async function post(url: string, body: object): Promise<unknown> {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${text}`);
  return text === "" ? {} : JSON.parse(text);
}

const acceptedLog = z.object({
  accepted: z.array(z.object({ to: z.string(), template: z.string().nullable() })),
});

/**
 * The templates of all messages to this phone that WhatsApp has accepted, by its own log, oldest first.
 * Over which domain their links run is no part of these names here: own-domain.test.ts looks at that.
 */
export async function acceptedFor(phone: string): Promise<string[]> {
  const names = await acceptedVersionsFor(phone);
  return names.map((name) => name.replace(/(_own)?_v\d+$/, ""));
}

/** The same with their versions and the base of their links, as WhatsApp knows them. */
export async function acceptedVersionsFor(phone: string): Promise<string[]> {
  const answer = await fetch(`${inject("demo").whatsappUrl}/_control/log?bodies=0`);
  const { accepted } = acceptedLog.parse(await answer.json());
  const digits = (number: string) => number.replace(/\D/g, "");
  return accepted
    .filter(({ to }) => digits(to) === digits(phone))
    .map(({ template }) => template?.replace("_own_v", "_v") ?? "no template");
}

const shopifyLane = z.object({ pending: z.number() });
const whatsappState = z.object({
  webhooks: z.object({ queuedUpdates: z.number(), openPosts: z.number() }),
  /** Statuses and reviews that are about to happen. */
  counts: z.object({ scheduled: z.number() }),
});

/** How much the stand-ins still have to tell Beckon: webhooks, and what will make some in a moment. */
export async function countUntold(): Promise<number> {
  const { shopifyUrl, whatsappUrl } = inject("demo");
  const drained = await post(`${shopifyUrl}/_control/webhooks/drain`, { timeoutMs: 0 });
  const { pending } = shopifyLane.parse(drained);
  const answer = await fetch(`${whatsappUrl}/_control/state`);
  const { webhooks, counts } = whatsappState.parse(await answer.json());
  return pending + webhooks.queuedUpdates + webhooks.openPosts + counts.scheduled;
}

/** Waits until Beckon has taken every webhook that the stand-ins have for it. */
export async function untilWebhooksAreDelivered(): Promise<void> {
  const isTold = async () => (await countUntold()) === 0;
  await vi.waitUntil(isTold, { timeout: 30_000, interval: 50 });
}

const checkouts = z.object({
  shops: z.array(
    z.object({
      checkouts: z.array(z.object({ token: z.string(), email: z.string().nullable() })),
    }),
  ),
});

/** The e-mail address that the shop knows of this checkout. */
export async function emailAt(checkoutToken: string): Promise<string | null | undefined> {
  const answer = await fetch(`${inject("demo").shopifyUrl}/_control/state?shop=${DEMO_SHOP}`);
  const { shops } = checkouts.parse(await answer.json());
  const all = shops.flatMap((shop) => shop.checkouts);
  return all.find(({ token }) => token === checkoutToken)?.email;
}

/** What the demo page's buttons do. */
export async function pressControl(
  name:
    "buy-elsewhere" | "whatsapp" | "template" | "reject-next" | "quality" | "domain" | "stop-wave",
  to?: string,
): Promise<void> {
  await post(`${inject("demo").url}/api/${name}`, to === undefined ? {} : { to });
}

/** The checkout is sent once more 500 times, each time twice, and all of it in a wrong order. */
export async function stormOf(checkoutToken: string): Promise<void> {
  const control = `${inject("demo").shopifyUrl}/_control`;
  await post(`${control}/webhooks`, { mode: "storm" });
  const touch = () => post(`${control}/checkouts/${checkoutToken}/touch`, { shop: DEMO_SHOP });
  await Promise.all(Array.from({ length: 500 }, touch));
  await untilWebhooksAreDelivered();
  await post(`${control}/webhooks`, { mode: "normal" });
}

/** The merchant removes the app. */
export async function uninstallApp(): Promise<void> {
  await post(`${inject("demo").shopifyUrl}/_control/uninstall`, { shop: DEMO_SHOP });
}
