import { type ConsentStandings, isOn } from "#app/modules/consent/consent.rules.ts";
import {
  type ConsentEventKind,
  type ConsentSource,
  type ConsentStanding,
  messageTopics,
} from "#app/modules/consent/consent.types.ts";
import { addMs, HOUR_MS, laterOf, MINUTE_MS, SECOND_MS } from "#app/shared/duration.ts";
import type { NativeFound, NativeNews, OptInLevel, SettableState } from "./native.types.ts";

/** What Shopify is to know of a person. It has one state for WhatsApp, and we have one per topic. */
export interface WantedNative {
  state: SettableState;
  at: Date;
  /** the number that consent names; a withdrawal is for every number of the person */
  identifierHash: string | null;
  /** of the act behind it: says how it was confirmed */
  eventId: string | null;
}

function latest(standings: ConsentStanding[]): ConsentStanding | undefined {
  return standings.toSorted((a, b) => (b.since?.getTime() ?? 0) - (a.since?.getTime() ?? 0))[0];
}

const STATES = { granted: "SUBSCRIBED", pending: "PENDING", withdrawn: "UNSUBSCRIBED" } as const;

/**
 * Shopify's state for what we know: SUBSCRIBED while any topic may be written about, PENDING while one
 * waits for its confirmation, UNSUBSCRIBED once all that was ever agreed to is withdrawn. Null: nothing
 * to say. Seconds are all that Shopify's time has.
 */
export function wantedNative(standings: ConsentStandings): WantedNative | null {
  const all = messageTopics.flatMap((topic) => standings.get(topic) ?? []);
  for (const ours of ["granted", "pending", "withdrawn"] as const) {
    const standing = latest(all.filter(({ state }) => state === ours));
    if (!standing?.since) continue;
    const { since, eventId } = standing;
    const identifierHash = ours === "withdrawn" ? null : standing.identifierHash;
    return { state: STATES[ours], at: wholeSecond(since), identifierHash, eventId };
  }
  return null;
}

export function wholeSecond(at: Date): Date {
  return new Date(at.getTime() - (at.getTime() % SECOND_MS));
}

/** Confirmed: said on WhatsApp itself, by the number that it is for. */
export function levelOf(origin: { kind: ConsentEventKind; source: ConsentSource }): OptInLevel {
  const proven = origin.kind === "confirmed" || origin.source.startsWith("whatsapp_");
  return proven ? "CONFIRMED_OPT_IN" : "SINGLE_OPT_IN";
}

export type NativeStep =
  /** Shopify has it already, or something newer that we leave alone */
  | { do: "nothing" }
  | { do: "write"; at: Date }
  /** Shopify knows of a "no" that we have not heard of */
  | { do: "withdraw"; at: Date };

/**
 * What follows from what Shopify has. The newest time wins, but a "no" beats a "yes" of the same time or
 * older, wherever it was said (contract 5). A newer native "yes" is somebody else's and is left alone.
 * @param lastWritten when our last write was dated: a later act may fall into the same second
 */
export function nextStep(
  wanted: WantedNative,
  found: NativeFound,
  lastWritten: Date | null,
): NativeStep {
  const foundAt = found.at ?? new Date(0);
  if (found.state === "UNSUBSCRIBED" && wanted.state !== "UNSUBSCRIBED" && foundAt >= wanted.at) {
    return { do: "withdraw", at: foundAt };
  }
  if (found.state === wanted.state && (wanted.state !== "SUBSCRIBED" || foundAt >= wanted.at)) {
    return { do: "nothing" };
  }
  const isOurs = lastWritten !== null && sameSecond(foundAt, lastWritten);
  if (foundAt > wanted.at && !isOurs) return { do: "nothing" };
  return { do: "write", at: isOurs ? laterOf(wanted.at, addMs(foundAt, SECOND_MS)) : wanted.at };
}

function sameSecond(a: Date, b: Date): boolean {
  return wholeSecond(a).getTime() === wholeSecond(b).getTime();
}

/** Whether a webhook only tells us what we wrote ourselves (contract 5: state and time are ours). */
export function isEcho(
  news: Pick<NativeNews, "state" | "at">,
  written: { state: string | null; at: Date | null } | null,
): boolean {
  if (!written?.at || !news.at) return false;
  return written.state === news.state && sameSecond(news.at, written.at);
}

export type NativeVerdict =
  | { means: "withdraw"; at: Date }
  /** known already, or overtaken by a later act of the person's own */
  | { means: "nothing"; reason: "known" | "outdated" | "nothing_said" }
  | { means: "hint" };

/**
 * What native consent means for a person here. A native "no" always withdraws all, whoever clicked it. A
 * native "yes" never grants and never lifts a withdrawal: neither of Shopify's two origins (SHOPIFY, OTHER)
 * says that the person agreed to WhatsApp, to this shop's topics, in words that we could show a judge. It is
 * a hint; none of today's origins proves enough to ask for a confirmation either.
 */
export function judgeNative(
  news: Pick<NativeNews, "state">,
  at: Date,
  standings: ConsentStandings,
): NativeVerdict {
  if (news.state === "NEVER_SUBSCRIBED" || news.state === "REDACTED") {
    return { means: "nothing", reason: "nothing_said" };
  }
  if (news.state !== "UNSUBSCRIBED") return { means: "hint" };
  // Shopify's seconds: a "no" counts at the end of its own.
  const end = at.getTime() % SECOND_MS === 0 ? addMs(at, SECOND_MS - 1) : at;
  const all = [...standings.values()];
  // An older no does not do: what was agreed to in between may not have been heard of yet.
  const isKnown = ({ state, since }: ConsentStanding) =>
    state === "withdrawn" && since !== null && since >= wholeSecond(at);
  if (all.length > 0 && all.every(isKnown)) {
    return { means: "nothing", reason: "known" };
  }
  const agreed = all.filter(({ state }) => isOn(state));
  const overtaken = agreed.length > 0 && agreed.every(({ since }) => since !== null && since > end);
  return overtaken ? { means: "nothing", reason: "outdated" } : { means: "withdraw", at: end };
}

/** 30 s, doubled up to six hours: Shopify's outages end, and nobody waits for this. */
export function nativeRetryAt(now: Date, attempts: number): Date {
  const wait = Math.min((MINUTE_MS / 2) * 2 ** Math.min(attempts, 12), 6 * HOUR_MS);
  return addMs(now, wait);
}

/** After so many refusals the row rests until consent or customer change. */
export const MOST_REFUSALS = 8;
