import { ownStandings } from "#app/modules/consent/consent.rules.ts";
import { consentEventsOf } from "#app/modules/consent/index.ts";
import { type ContactCard, findContactById, readContacts } from "#app/modules/contacts/index.ts";
import { readShop } from "#app/modules/shops/index.ts";
import type { Deps } from "#app/ports/deps.ts";
import { ShopifyError } from "#app/ports/shopify-admin.ts";
import { assertNever } from "#app/shared/assert-never.ts";
import { addMinutes } from "#app/shared/duration.ts";
import { parsePhone } from "#app/shared/phone.ts";
import { NATIVE_CONSENT, WRITE_NATIVE_CONSENT } from "./native-consent.graphql.ts";
import {
  levelOf,
  MOST_REFUSALS,
  nativeRetryAt,
  nextStep,
  type WantedNative,
  wantedNative,
} from "./native.rules.ts";
import { leaseNative, type NativeRow, noteWritten, settleNative } from "./native.store.server.ts";
import {
  type NativeFound,
  nativeCustomerSchema,
  type NativeProblem,
  nativeUpdateSchema,
  type OptInLevel,
} from "./native.types.ts";
import { withdrawNatively } from "./withdraw-natively.ts";

/** Longer than two requests with their retries take. */
const LEASE_MINUTES = 3;

interface Target {
  shopId: string;
  contactId: string;
}

interface Task extends Target {
  shop: string;
  customer: string;
  wanted: WantedNative;
  level: OptInLevel;
  card: ContactCard;
  row: NativeRow;
}

type Ending = { problem: NativeProblem | null; detail?: string; again: boolean };

const DONE: Ending = { problem: null, again: false };
const failed = (problem: NativeProblem, again = false, detail?: string): Ending => ({
  problem,
  again,
  ...(detail === undefined ? {} : { detail }),
});

/** Takes the row and reads what Shopify is to know. "nothing": no customer, or nothing was ever said. */
async function take(
  deps: Deps,
  target: Target,
  lease: Date,
): Promise<Task | "nothing" | "not_due"> {
  const { shopId, contactId } = target;
  return deps.db.inShop(shopId, async (tx) => {
    const row = await leaseNative(tx, target, { now: deps.clock.now(), lease });
    if (!row) return "not_due";
    const card = (await readContacts(deps, tx, { shopId, ids: [contactId] })).get(contactId);
    const events = card?.customerId ? await consentEventsOf(tx, shopId, contactId) : [];
    const wanted = wantedNative(ownStandings(events));
    if (!card?.customerId || !wanted) return "nothing";
    const origin = events.find(({ id }) => id === wanted.eventId);
    const { domain } = await readShop(tx, shopId);
    return {
      ...target,
      shop: domain,
      customer: `gid://shopify/Customer/${card.customerId}`,
      wanted,
      level: origin ? levelOf(origin) : "SINGLE_OPT_IN",
      card,
      row,
    };
  });
}

/** Consent is for one number: Shopify's customer must have that very one; we never change it. */
function isTheirNumber({ wanted, card }: Task, phone: string): boolean {
  const theirs = parsePhone(phone);
  const named = (hash: string) => wanted.identifierHash === null || hash === wanted.identifierHash;
  return [...card.phones].some(([hash, number]) => named(hash) && number === theirs);
}

async function hearNo(deps: Deps, task: Task, at: Date): Promise<Ending> {
  await deps.db.inShop(task.shopId, async (tx) => {
    const contact = await findContactById(tx, task.shopId, task.contactId);
    if (contact) await withdrawNatively(deps, tx, contact, { at, news: null });
  });
  return DONE;
}

async function write(deps: Deps, task: Task, at: Date): Promise<Ending> {
  const { state } = task.wanted;
  await deps.db.inShop(task.shopId, (tx) => noteWritten(tx, task, { state, at }));
  const answer = await deps.shopify.query({
    shop: task.shop,
    document: WRITE_NATIVE_CONSENT,
    variables: {
      input: {
        customerId: task.customer,
        whatsAppMarketingConsent: {
          state,
          ...(state === "UNSUBSCRIBED" ? {} : { optInLevel: task.level }),
          updatedAt: at.toISOString(),
        },
      },
    },
    schema: nativeUpdateSchema,
  });
  const update = answer.customerWhatsAppMarketingConsentUpdate;
  const [error] = update?.userErrors ?? [{ code: "NO_ANSWER", field: null }];
  if (!error) return DONE;
  const detail = [error.code ?? "UNKNOWN", ...(error.field ?? [])].join(" ");
  return failed("refused", task.row.attempts < MOST_REFUSALS, detail);
}

/** What Shopify has for the number that our consent is for, or why there is nothing to compare. */
async function findNative(deps: Deps, task: Task): Promise<NativeFound | NativeProblem> {
  const { customer } = await deps.shopify.query({
    shop: task.shop,
    document: NATIVE_CONSENT,
    variables: { id: task.customer },
    schema: nativeCustomerSchema,
  });
  if (!customer) return "customer_gone";
  const phone = customer.defaultPhoneNumber;
  if (!phone) return "no_phone";
  if (!isTheirNumber(task, phone.phoneNumber)) return "phone_differs";
  const { state = "NEVER_SUBSCRIBED", updatedAt: at = null } = phone.whatsAppMarketingConsent ?? {};
  return { state, at };
}

async function bring(deps: Deps, task: Task): Promise<Ending> {
  const found = await findNative(deps, task);
  if (typeof found === "string") return failed(found);
  const step = nextStep(task.wanted, found, task.row.writtenAt);
  switch (step.do) {
    case "nothing":
      return DONE;
    case "withdraw":
      return hearNo(deps, task, step.at);
    case "write":
      return write(deps, task, step.at);
    default:
      return assertNever(step);
  }
}

async function tryToBring(deps: Deps, task: Task): Promise<Ending> {
  try {
    return await bring(deps, task);
  } catch (error) {
    if (!(error instanceof ShopifyError)) throw error;
    const denied = error.code === "ACCESS_DENIED" || error.httpStatus === 403;
    return failed(denied ? "not_allowed" : "shopify_away", true, error.code);
  }
}

/**
 * Brings Shopify's own WhatsApp consent of one contact in step with ours (contract 5). The row says that it
 * is due and until when it is tried again; what changes meanwhile makes it due anew. Never writes SMS or
 * e-mail consent, never changes a customer's phone.
 */
async function writeOne(deps: Deps, target: Target): Promise<void> {
  const lease = addMinutes(deps.clock.now(), LEASE_MINUTES);
  const task = await take(deps, target, lease);
  if (task === "not_due") return;
  const ending = task === "nothing" ? DONE : await tryToBring(deps, task);
  const now = deps.clock.now();
  const attempts = task === "nothing" ? 0 : task.row.attempts;
  const nextTryAt = ending.again ? nativeRetryAt(now, attempts) : null;
  const { problem, detail = null } = ending;
  if (problem) deps.log.info("native_consent.not_written", { ...target, problem, detail });
  const end = { lease, nextTryAt, problem, detail, now };
  await deps.db.inShop(target.shopId, (tx) => settleNative(tx, target, end));
}

/** `writeOne` of several contacts of a shop, one after the other: Shopify counts per shop. */
export async function writeNative(
  deps: Deps,
  batch: { shopId: string; contactIds: string[] },
): Promise<void> {
  for (const contactId of batch.contactIds) {
    await writeOne(deps, { shopId: batch.shopId, contactId });
  }
}
