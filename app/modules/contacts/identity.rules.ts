import { addDays, addMs, SECOND_MS } from "#app/shared/duration.ts";

/** Why two contacts are taken for one person. */
export const mergeReasons = [
  "whatsapp_pair",
  "user_id_change",
  "number_change",
  "customer_and_phone",
  "merchant",
] as const;
export type MergeReason = (typeof mergeReasons)[number];

/** Why a contact is taken out of a person again. */
export const splitReasons = ["merchant", "belongs_to_somebody_else"] as const;
export type SplitReason = (typeof splitReasons)[number];

/** A contact as the rules of identity see it. Identifiers are keyed hashes. */
export interface Known {
  readonly id: string;
  readonly createdAt: Date;
  readonly phones: readonly IdentifierSince[];
  readonly userIds: readonly IdentifierSince[];
  readonly customers: readonly string[];
  /** wrote to the shop or tapped: only who has the number in their hands can */
  readonly hasWritten: boolean;
}

export interface IdentifierSince {
  readonly hash: string;
  readonly since: Date;
}

/** The contact that stands for both: who was there first; of two of one moment, the smaller id. */
export function chooseSurvivor(
  a: { id: string; createdAt: Date },
  b: { id: string; createdAt: Date },
): string {
  const byTime = a.createdAt.getTime() - b.createdAt.getTime();
  if (byTime !== 0) return byTime < 0 ? a.id : b.id;
  return a.id < b.id ? a.id : b.id;
}

export type SenderDecision =
  /** nothing to change: both name this contact, or one does and the other is withheld */
  | { readonly do: "use"; readonly id: string }
  /** the other identifier is new to us: it names the same contact from now on */
  | { readonly do: "learn"; readonly id: string }
  /** the account has another number now: the old one is its no more */
  | { readonly do: "replace_number"; readonly id: string }
  /** the user id has another value since the shop's account changed: the old one ends */
  | { readonly do: "replace_user_id"; readonly id: string }
  | { readonly do: "merge"; readonly ids: readonly [string, string]; readonly reason: MergeReason }
  /** the number is in other hands: it leaves `from`, and no consent of theirs serves the new owner */
  | { readonly do: "take_number"; readonly from: string; readonly to: string | null }
  | { readonly do: "create" }
  /** the number has changed hands since this was said: only the user id names who said it */
  | { readonly do: "create_without_number" };

export interface WhoWrites {
  /** every hash under which the number may be stored; none: WhatsApp withholds it */
  readonly phone: readonly string[];
  readonly userId: readonly string[];
  readonly accountSince: Date | null;
  /** when it was said, by WhatsApp's clock */
  readonly at: Date;
}

/**
 * Who stands behind a phone number and a user id that WhatsApp names together. A user id belongs to one
 * WhatsApp account and is made anew when its number changes (Meta, contract 3.9). So a number that comes
 * with another user id than the one we know, and without word of a change, is in other hands: its old
 * consent must not serve the new owner (market.md 2.2). Conservative: in doubt the yes is lost, never the no.
 *
 * @param named.accountSince since when the shop has its WhatsApp account: user ids of an earlier one differ for
 *   everybody, as they belong to a business portfolio; null when unknown
 */
export function whoWrites(
  byPhone: Known | null,
  byUserId: Known | null,
  named: WhoWrites,
): SenderDecision {
  if (byPhone === null && byUserId === null) return { do: "create" };
  if (byPhone === null) return besideUserId(byUserId, named);
  if (named.userId.length === 0) return { do: "use", id: byPhone.id };
  if (byUserId?.id === byPhone.id) return { do: "use", id: byPhone.id };
  return twoNames(byPhone, byUserId, named);
}

/** WhatsApp dates in whole seconds. */
const endOfSecond = (at: Date) => addMs(at, SECOND_MS - 1);

function twoNames(byPhone: Known, byUserId: Known | null, named: WhoWrites): SenderDecision {
  const { accountSince } = named;
  const isOfToday = ({ since }: IdentifierSince) => accountSince === null || since >= accountSince;
  const others = byPhone.userIds.filter(({ hash }) => !named.userId.includes(hash));
  // Webhooks come late and twice: an old one must not take the number back from who has it now.
  if (others.some(({ since }) => since > endOfSecond(named.at))) {
    return byUserId === null ? { do: "create_without_number" } : { do: "use", id: byUserId.id };
  }
  if (others.some(isOfToday)) {
    return { do: "take_number", from: byPhone.id, to: byUserId?.id ?? null };
  }
  if (byUserId === null) {
    return { do: others.length > 0 ? "replace_user_id" : "learn", id: byPhone.id };
  }
  // Known under another number, and now under this one: WhatsApp's newest word counts.
  if (byUserId.phones.some(({ since }) => since > endOfSecond(named.at))) {
    return { do: "use", id: byPhone.id };
  }
  if (byUserId.phones.length > 0) {
    return { do: "take_number", from: byPhone.id, to: byUserId.id };
  }
  return { do: "merge", ids: [byPhone.id, byUserId.id], reason: "whatsapp_pair" };
}

/** An account has one number: one that nobody had is its number now, unless the news is old. */
function besideUserId(byUserId: Known | null, { phone, at }: WhoWrites): SenderDecision {
  if (byUserId === null) return { do: "create" };
  const { id, phones } = byUserId;
  if (phone.length === 0 || phones.some(({ since }) => since > endOfSecond(at))) {
    return { do: "use", id };
  }
  return { do: phones.length === 0 ? "learn" : "replace_number", id };
}

export type SuccessorDecision =
  | { readonly do: "rename" }
  | { readonly do: "merge"; readonly reason: MergeReason }
  /** it names somebody else, whose number or account it was: it is theirs no more */
  | { readonly do: "take_over" };

/**
 * WhatsApp says that a person has a new number or user id, which names somebody already. Whom we met only
 * after the change is the same person under the new name (the news came late). Whom we knew before had it
 * before: it changed hands.
 */
export function successorOf(
  change: { kind: "phone" | "bsuid"; at: Date },
  holder: Known | null,
): SuccessorDecision {
  if (holder === null) return { do: "rename" };
  // A user id never passes from one account to another (contract 3.9).
  if (change.kind === "bsuid") return { do: "merge", reason: "user_id_change" };
  const met = [...holder.phones, ...holder.userIds].map(({ since }) => since.getTime());
  const first = Math.min(holder.createdAt.getTime(), ...met);
  return first >= change.at.getTime()
    ? { do: "merge", reason: "number_change" }
    : { do: "take_over" };
}

/**
 * Which of a person's names of one kind end when WhatsApp tells a new one: the one it replaces, should that
 * be told; else, when the new one is really new, all. Somebody who was joined has several, which stay.
 */
export function endedNames(
  own: readonly IdentifierSince[],
  news: { replaced: readonly string[]; isTheirs: boolean },
): readonly string[] {
  const hashes = own.map(({ hash }) => hash);
  const told = hashes.filter((hash) => news.replaced.includes(hash));
  if (told.length > 0) return told;
  return news.isTheirs ? [] : hashes;
}

export type CustomerDecision =
  | { readonly merge: true; readonly reason: "customer_and_phone" }
  | { readonly merge: false; readonly reason: "other_number" | "other_account" | "not_verified" };

/**
 * A customer of the shop, known as `owner`, left a checkout with the number of `other`. A typed number
 * proves nothing (contract Shopify 4.6) and families share accounts: one person only where the number was
 * proven from WhatsApp itself and the customer has no other number and no other WhatsApp account.
 */
export function isSameCustomer(owner: Known, other: Known): CustomerDecision {
  if (!other.hasWritten) return { merge: false, reason: "not_verified" };
  if (owner.phones.length > 0) return { merge: false, reason: "other_number" };
  if (owner.userIds.length > 0 && other.userIds.length > 0) {
    return { merge: false, reason: "other_account" };
  }
  return { merge: true, reason: "customer_and_phone" };
}

/** A number is given out again no sooner than this after it was given up; usually half a year passes. */
export const RECYCLED_AFTER_DAYS = 90;

export interface Resighted {
  /** keyed hashes of the customers that we know the number's person by */
  readonly customers: readonly string[];
  readonly firstName: string | null;
  /** who is at the checkout now */
  readonly customer: string | null;
  readonly name: string | null;
  /** the last act of the person themselves: a consent, a message to the shop */
  readonly lastActAt: Date;
}

const plainName = (name: string) => name.normalize("NFKD").replaceAll(/\P{L}/gu, "").toLowerCase();

/**
 * Whether a number that turns up at a checkout has gone to somebody else since we met its person: another
 * customer id and another name, and no act of the person for as long as numbers lie idle. Two signs and
 * time, for each alone is common: families share a phone, people marry, guests get a second customer id.
 */
export function hasNewOwner(seen: Resighted, now: Date): boolean {
  const { customers, customer, firstName, name, lastActAt } = seen;
  if (customer === null || customers.length === 0 || customers.includes(customer)) return false;
  if (firstName === null || name === null) return false;
  const [before, today] = [plainName(firstName), plainName(name)];
  if (before === "" || today === "" || before === today) return false;
  return now >= addDays(lastActAt, RECYCLED_AFTER_DAYS);
}
