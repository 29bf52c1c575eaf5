import { type NumberRow, numberState } from "#app/modules/channel/index.ts";
import { activeSuppressions, consentStates } from "#app/modules/consent/index.ts";
import { suppressionReasonSchema } from "#app/modules/consent/consent.types.ts";
import { readRecipients, type RecipientCard } from "#app/modules/contacts/index.ts";
import { loadPrices, type Price, type PriceBook } from "#app/modules/costs/index.ts";
import type { MessageCategory } from "#app/modules/costs/rate.types.ts";
import { holdsFor } from "#app/modules/intake/index.ts";
import { linkBaseNow } from "#app/modules/links/index.ts";
import { findPurchases, type PurchaseMatch } from "#app/modules/orders/index.ts";
import { type LinkBase, readShop, type ShopRow } from "#app/modules/shops/index.ts";
import {
  currentTemplate,
  type TemplateChoice,
  templatesOfShop,
} from "#app/modules/templates/index.ts";
import type { TemplateRow } from "#app/modules/templates/template.types.ts";
import type { Tx } from "#app/ports/db.ts";
import type { Deps } from "#app/ports/deps.ts";
import { addHours } from "#app/shared/duration.ts";
import { phoneCountry, type PhoneE164 } from "#app/shared/phone.ts";
import { zonesOrFallback } from "#app/shared/time-zone.ts";
import type { DueMessage } from "./claim.store.server.ts";
import { staleConsents } from "./consent-age.ts";
import { contactHistories, type ContactHistory } from "./contact-history.store.server.ts";
import { topicSchema } from "./message.types.ts";
import { quietTimesFor } from "./quiet-times.rules.ts";
import { blockedCountries, type Rest, restsOf } from "./refusals.store.server.ts";
import type { SendFacts, SendPurpose } from "./send-facts.types.ts";
import { type SendSettings, sendSettingsOf } from "./send-settings.types.ts";

type Standings = Awaited<ReturnType<typeof consentStates>>;
type Suppressions = Awaited<ReturnType<typeof activeSuppressions>>;

/** Everything that is known about a batch, read set by set in the transaction that claims it. */
interface BatchFacts {
  now: Date;
  shop: ShopRow;
  number: NumberRow | null;
  templates: TemplateRow[];
  linkBase: LinkBase;
  contacts: Map<string, RecipientCard>;
  histories: Map<string, ContactHistory>;
  standings: Standings;
  isStale: (contactId: string, topic: string) => boolean;
  suppressions: Suppressions;
  held: Set<string>;
  bought: Map<string, PurchaseMatch>;
  prices: PriceBook;
  settings: SendSettings;
  rests: Map<string, Rest[]>;
  blocked: Set<string>;
  /** people who are being reminded of a cart */
  inSeries: Set<string>;
}

export interface Candidate {
  message: DueMessage;
  facts: SendFacts;
  phone: PhoneE164 | null;
  /** the contact that stands for the person today, and its wrapped key; null once erased */
  personId: string | null;
  dataKey: Uint8Array | null;
  template: TemplateChoice;
  /** what it will cost by the card of the day; null when none knows */
  price: Price | null;
  /** as what WhatsApp will bill it */
  category: MessageCategory;
  /** whose day the budget counts */
  shopZone: string;
  number: NumberRow | null;
  /** when the person last wrote to the shop */
  lastInboundAt: Date | null;
  /** every hash under which an unprocessed event, or a suppression, would stop this message */
  hashes: string[];
}

const SERVICE_WINDOW_HOURS = 24;

/** Hashes that name the person, the checkout or the cart of a message. */
export function hashesOf(
  deps: Pick<Deps, "vault">,
  message: DueMessage & { shopId: string },
  card: RecipientCard | undefined,
): string[] {
  const { shopId, checkoutToken, cartToken } = message;
  return [
    message.toHash,
    ...(card?.hashes ?? []),
    ...message.personHashes,
    ...(checkoutToken ? deps.vault.hashes(shopId, "checkout", checkoutToken) : []),
    ...(cartToken ? deps.vault.hashes(shopId, "cart", cartToken) : []),
  ];
}

/** By kind of message; every other kind is advertising. */
const PURPOSES: Readonly<Record<string, SendPurpose>> = {
  double_opt_in: "opt_in_confirmation",
  opt_out_confirmation: "opt_out_confirmation",
  opt_in_answer: "opt_in_answer",
};

function restsUntil(rests: Rest[] | undefined, purpose: SendPurpose): Date | null {
  const own = (rests ?? []).filter(({ scope }) => scope === "all" || purpose === "marketing");
  return own.reduce<Date | null>(
    (latest, { until }) => (latest === null || until > latest ? until : latest),
    null,
  );
}

/** An erased person has no card: that ends the message as any suppression does. */
function suppressionOf(batch: BatchFacts, hashes: string[], card: RecipientCard | undefined) {
  if (!card) return "erased" as const;
  const found = hashes.flatMap((hash) => batch.suppressions.get(hash) ?? []);
  // What forbids everything counts before what forbids marketing only, and that before what may have been a "no".
  const worst =
    found.find(({ scope }) => scope === "all") ??
    found.find(({ reason }) => reason !== "perhaps_opt_out") ??
    found[0];
  if (worst === undefined) return null;
  const known = suppressionReasonSchema.safeParse(worst.reason);
  return known.success ? known.data : "legal_hold";
}

function zonesOf(card: RecipientCard | undefined, country: string | null, shopZone: string) {
  return zonesOrFallback(card?.country ?? country, shopZone);
}

/** Of a confirmation what still awaits it, whichever topic it is: the topics are asked for together. */
function standingFor({ standings }: BatchFacts, { kind, topic, contactId }: DueMessage) {
  const own = standings.get(contactId);
  const awaited = [...(own?.values() ?? [])].find(({ state }) => state === "pending");
  return (kind === "double_opt_in" ? awaited : undefined) ?? own?.get(topicSchema.parse(topic));
}

function personFacts(batch: BatchFacts, candidate: { message: DueMessage; hashes: string[] }) {
  const { message, hashes } = candidate;
  const card = batch.contacts.get(message.contactId);
  const topic = topicSchema.parse(message.topic);
  const standing = standingFor(batch, message);
  const phone = card?.phoneOf(message.toHash) ?? null;
  const country = phone ? phoneCountry(phone) : null;
  return {
    topic,
    phone,
    consent: standing?.state ?? ("none" as const),
    toIsGone: card !== undefined && phone === null,
    consentStale: batch.isStale(message.contactId, topic),
    // A number that no longer names the person is as good as changed.
    consentIdentifierHash: card && !phone ? null : (standing?.identifierHash ?? null),
    suppressed: suppressionOf(batch, hashes, card),
    phoneCountry: country,
    zones: zonesOf(card, country, batch.shop.timeZone),
  };
}

function historyFacts({ histories, settings }: BatchFacts, contactId: string) {
  const history = histories.get(contactId);
  return {
    frequency: {
      lastMarketingAt: history?.lastMarketingAt ?? null,
      count30d: history?.marketing30d ?? 0,
      ...settings.caps,
    },
    lastToPersonAt: history?.lastAt ?? null,
  };
}

const NOBODY = { id: null, dataKey: null, lastInboundAt: null } as const;

const PLAIN_KINDS: readonly string[] = ["opt_out_confirmation", "opt_in_answer"];

/** Only answers to a person's own "yes" or "no" go out as plain text; what advertises needs its approved template. */
export function isPlainText({ kind, templateId }: DueMessage): boolean {
  return PLAIN_KINDS.includes(kind) && templateId === null;
}

/** A text of our own needs no template, but an open service window (contract 1.5). */
function textState(lastInboundAt: Date | null, now: Date): SendFacts["templateState"] {
  const open = lastInboundAt !== null && now < addHours(lastInboundAt, SERVICE_WINDOW_HOURS);
  return open ? "approved" : "missing";
}

/** Whether consent stays is asked of whoever has bought, too. */
function purchaseFacts({ bought, now }: BatchFacts, message: DueMessage) {
  if (message.kind === "consent_renewal") return { purchase: null, purchaseCheckedAt: now };
  const { id, purchaseCheckedAt } = message;
  return { purchase: bought.get(id) ?? null, purchaseCheckedAt };
}

/** Also by a name of before: what was said under it may not be read yet. */
function isHeld(batch: BatchFacts, of: { message: DueMessage; hashes: string[] }): boolean {
  const former = batch.contacts.get(of.message.contactId)?.former ?? [];
  return [...of.hashes, ...former].some((hash) => batch.held.has(hash));
}

function candidateOf(
  batch: BatchFacts,
  found: { message: DueMessage; hashes: string[]; now: Date },
): Candidate {
  const { message, hashes, now } = found;
  const { phone, ...person } = personFacts(batch, found);
  const country = batch.contacts.get(message.contactId)?.country ?? person.phoneCountry;
  const purpose = PURPOSES[message.kind] ?? "marketing";
  const { id, dataKey, lastInboundAt } = batch.contacts.get(message.contactId) ?? NOBODY;
  const template = currentTemplate(batch.templates, message.templateId, batch.linkBase);
  const facts: SendFacts = {
    ...person,
    messageId: message.id,
    purpose,
    shopActive: batch.shop.status === "installed",
    expiresAt: message.expiresAt,
    unprocessedEvents: isHeld(batch, found),
    toIdentifierHash: message.toHash,
    ...purchaseFacts(batch, message),
    countryBlocked: batch.blocked.has(person.phoneCountry ?? ""),
    otherSeriesOpen: batch.inSeries.has(message.contactId),
    templateState: isPlainText(message) ? textState(lastInboundAt, now) : template.state,
    numberState: numberState(batch.number, now, purpose === "marketing" ? "marketing" : "utility"),
    marketingBraked: batch.number?.brake === "stop",
    ...historyFacts(batch, message.contactId),
    restsUntil: restsUntil(batch.rests.get(message.contactId), purpose),
    limitFreeAt: null,
    budget: "ok",
    budgetRenewsAt: null,
    quietTimes: quietTimesFor(batch.settings, country, now),
  };
  const category = purpose === "marketing" ? "marketing" : "utility";
  const price = batch.prices.price({ category, country: facts.phoneCountry, at: now });
  const shopZone = batch.shop.timeZone;
  const { number } = batch;
  return {
    message,
    facts,
    phone,
    personId: id,
    dataKey,
    template,
    price,
    category,
    shopZone,
    number,
    lastInboundAt,
    hashes,
  };
}

/** What may be a moment old: WhatsApp itself refuses a template that it has paused since. */
export interface ClaimCache {
  templates: { rows: TemplateRow[]; until: number } | null;
}

const TEMPLATES_LIVE_MS = 1_000;

async function templatesNow(tx: Tx, shopId: string, cache: ClaimCache): Promise<TemplateRow[]> {
  if (cache.templates && Date.now() < cache.templates.until) return cache.templates.rows;
  const rows = await templatesOfShop(tx, shopId);
  cache.templates = { rows, until: Date.now() + TEMPLATES_LIVE_MS };
  return rows;
}

/** Asked only of those to whom something else than a reminder is to go. */
async function inSeries(deps: Deps, tx: Tx, shopId: string, messages: DueMessage[]) {
  const others = messages.filter(({ kind }) => kind === "recommendation");
  if (others.length === 0) return new Set<string>();
  const contactIds = others.map(({ contactId }) => contactId);
  return deps.announce.openSeries(tx, shopId, contactIds);
}

/** The facts of a batch for `decideSend`. Holds are read last: they are what changes under us. */
export async function loadSendFacts(
  deps: Deps,
  tx: Tx,
  batch: {
    shopId: string;
    number: NumberRow | null;
    messages: DueMessage[];
    now: Date;
    cache: ClaimCache;
  },
): Promise<Candidate[]> {
  const { shopId, messages, number, now } = batch;
  const ids = messages.map((message) => message.contactId);
  const contacts = await readRecipients(deps, tx, { shopId, ids });
  const hashes = new Map(
    messages.map((one) => [
      one.id,
      hashesOf(deps, { ...one, shopId }, contacts.get(one.contactId)),
    ]),
  );
  const all = [...new Set([...hashes.values()].flat())];
  const questions = messages.map((one) => ({
    key: one.id,
    checkoutToken: one.checkoutToken,
    cartToken: one.cartToken,
    personHashes: [
      ...new Set([...one.personHashes, ...(contacts.get(one.contactId)?.hashes ?? [])]),
    ],
    since: one.boughtSince ?? one.plannedAt,
  }));
  const shop = await readShop(tx, shopId);
  const standings = await consentStates(tx, shopId, ids);
  const facts: BatchFacts = {
    now,
    contacts,
    shop,
    prices: await loadPrices(tx, shopId, shop),
    settings: sendSettingsOf(shop),
    rests: await restsOf(tx, shopId, { contactIds: ids, now: batch.now }),
    blocked: number
      ? await blockedCountries(tx, shopId, { numberId: number.id, now })
      : new Set<string>(),
    number,
    histories: await contactHistories(tx, shopId, { contactIds: ids, now }),
    inSeries: await inSeries(deps, tx, shopId, messages),
    templates: await templatesNow(tx, shopId, batch.cache),
    linkBase: await linkBaseNow(tx, shopId, batch.now),
    bought: await findPurchases(tx, shopId, questions),
    standings,
    isStale: await staleConsents(tx, shopId, { settings: shop.consentSettings, now, standings }),
    suppressions: await activeSuppressions(tx, shopId, all),
    held: await holdsFor(tx, shopId, [
      ...all,
      ...[...contacts.values()].flatMap((one) => one.former),
    ]),
  };
  return messages.map((message) =>
    candidateOf(facts, { message, hashes: hashes.get(message.id) ?? [], now: batch.now }),
  );
}
