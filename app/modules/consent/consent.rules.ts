import { SECOND_MS } from "#app/shared/duration.ts";
import { consentTopics, ownNumberSources, personSources } from "./consent.types.ts";
import type {
  ConsentEvent,
  ConsentEventKind,
  ConsentStanding,
  ConsentState,
  ConsentTopic,
  MessageTopic,
} from "./consent.types.ts";

export type ConsentStandings = ReadonlyMap<ConsentTopic, ConsentStanding>;

const NOTHING_YET: ConsentStanding = {
  state: "none",
  identifierHash: null,
  since: null,
  eventId: null,
};

/** A standing in the making, with the numbers whose confirmation is still awaited. */
type Folding = {
  readonly standing: ConsentStanding;
  readonly awaited: readonly string[];
  /** The person's no, when no yes of their own has counted since: asking anew does not lift it. */
  readonly refused: Refusal | null;
};

type Refusal = {
  /** The token of the one checkout where the box was unticked, or `SAID`. */
  readonly where: string;
  readonly standing: ConsentStanding;
};

/** A no that only the person's own word from their own number takes back. */
const SAID = "";

const NEVER_HEARD: Folding = { standing: NOTHING_YET, awaited: [], refused: null };

// WhatsApp dates a withdrawal in whole seconds, so it counts at the end of its second: a STOP that was
// written after a tick of the same second must not sort before it.
function orderTime(event: ConsentEvent): number {
  const at = event.at.getTime();
  const wholeSeconds = event.kind === "withdrawn" && event.source.startsWith("whatsapp");
  return wholeSeconds ? at - (at % SECOND_MS) + SECOND_MS - 1 : at;
}

function inOrder(a: ConsentEvent, b: ConsentEvent): number {
  const byTime = orderTime(a) - orderTime(b);
  if (byTime !== 0) return byTime;
  const byRecord = a.recordedAt.getTime() - b.recordedAt.getTime();
  if (byRecord !== 0) return byRecord;
  if (a.id === b.id) return 0;
  return a.id < b.id ? -1 : 1;
}

function spokenByPerson(event: ConsentEvent): boolean {
  return personSources.some((source) => source === event.source);
}

function standingAfter(event: ConsentEvent, state: ConsentStanding["state"]): ConsentStanding {
  const { identifierHash, at: since, id: eventId } = event;
  return { state, identifierHash, since, eventId };
}

function spokenFromNumber(event: ConsentEvent): boolean {
  return ownNumberSources.some((source) => source === event.source);
}

/** Who unticks a box and ticks it again at the same checkout is one shopper who changed their mind. */
function refusedWhere(refused: Refusal | null, event: ConsentEvent): string {
  const here = spokenByPerson(event) && event.topic !== null ? (event.checkoutToken ?? SAID) : SAID;
  return refused === null || refused.where === here ? here : SAID;
}

/** A typed number is a claim, which is enough until its owner has said no. */
function liftsRefusal(refused: Refusal | null, event: ConsentEvent): boolean {
  if (refused === null || spokenFromNumber(event)) return true;
  return refused.where !== SAID && refused.where === event.checkoutToken;
}

function withdraw(folding: Folding, event: ConsentEvent): Folding {
  // A second "no" changes nothing; the first one dates the state.
  const stands = folding.standing.state === "withdrawn";
  const standing = stands ? folding.standing : standingAfter(event, "withdrawn");
  const refused = { where: refusedWhere(folding.refused, event), standing };
  return { standing, awaited: [], refused };
}

function request(folding: Folding, event: ConsentEvent, number: string): Folding {
  const awaited = [...folding.awaited, number];
  // Asking to confirm a second number does not take the first one's consent away.
  if (folding.standing.state === "granted") return { ...folding, awaited };
  return { ...folding, standing: standingAfter(event, "pending"), awaited };
}

function grant(folding: Folding, event: ConsentEvent): Folding {
  const { state, identifierHash } = folding.standing;
  const renewed = state === "granted" && identifierHash === event.identifierHash;
  if (renewed) return folding;
  return { standing: standingAfter(event, "granted"), awaited: [], refused: null };
}

function apply(folding: Folding, event: ConsentEvent): Folding {
  if (event.kind === "withdrawn") return withdraw(folding, event);
  // Consent is always for one number.
  if (event.identifierHash === null) return folding;
  // Coming back needs the person's own act: no import, merchant or platform speaks for them.
  if (folding.refused !== null && !spokenByPerson(event)) return folding;
  if (event.kind === "requested") return request(folding, event, event.identifierHash);
  if (event.kind === "granted") {
    // Also a tick that was written before a no which came earlier was heard of.
    const counts = liftsRefusal(folding.refused, event);
    return counts ? grant(folding, event) : request(folding, event, event.identifierHash);
  }
  // A confirmation answers a request for the same number, made after the last withdrawal.
  return folding.awaited.includes(event.identifierHash) ? grant(folding, event) : folding;
}

/**
 * Where a contact stands on every topic, from its whole history in any order: by time of the act, then
 * of its recording, then id. A withdrawal without a topic withdraws all, whichever number it names. A
 * grant is for its number only. Topics without an event stand at `none`.
 */
export function foldConsent(events: readonly ConsentEvent[]): ConsentStandings {
  return new Map([...fold(events)].map(([topic, { standing }]) => [topic, standing]));
}

/**
 * The topics to which the person has said no, however often they were asked since.
 * @param except the checkout where this is asked: what was merely unticked there may be ticked there again
 */
export function refusedTopics(
  events: readonly ConsentEvent[],
  except: string | null = null,
): readonly ConsentTopic[] {
  return [...fold(events)].flatMap(([topic, { refused }]) =>
    refused === null || (refused.where !== SAID && refused.where === except) ? [] : [topic],
  );
}

/** Where the person stands by their own word: what somebody has only asked for since a no is still a no. */
export function ownStandings(events: readonly ConsentEvent[]): ConsentStandings {
  return new Map(
    [...fold(events)].map(([topic, { refused, standing }]) => [
      topic,
      refused?.standing ?? standing,
    ]),
  );
}

function fold(events: readonly ConsentEvent[]): ReadonlyMap<ConsentTopic, Folding> {
  const foldings = new Map<ConsentTopic, Folding>(
    consentTopics.map((topic) => [topic, NEVER_HEARD]),
  );
  for (const event of events.toSorted(inOrder)) {
    const topics = event.topic === null ? consentTopics : [event.topic];
    // Only a withdrawal may mean everything: consent names its topic.
    if (event.topic === null && event.kind !== "withdrawn") continue;
    for (const topic of topics) {
      const folding = foldings.get(topic);
      if (folding) foldings.set(topic, apply(folding, event));
    }
  }
  return foldings;
}

/** Where the contact stood at a past instant, as the acts up to then make it. */
export function stateAt(events: readonly ConsentEvent[], instant: Date): ConsentStandings {
  return foldConsent(events.filter((event) => event.at <= instant));
}

export type OptInFacts = {
  /** False when the box was unticked again. */
  readonly granted: boolean;
  /** `double`: a confirmation on WhatsApp itself makes it count. */
  readonly mode: "single" | "double";
  readonly topics: readonly MessageTopic[];
  readonly tapTracking: boolean;
  /** Null when no usable number came along; then nothing can be agreed to. */
  readonly identifierHash: string | null;
  readonly current: ConsentStandings;
  /** What the owner of the number has said no to: a tick asks for it and never brings it back. */
  readonly refused?: readonly ConsentTopic[];
  /** A webhook about the person is not read yet: it may be a no, so what stands need not count any more, or a yes. */
  readonly unread?: boolean;
};

/** What to append to the ledger; the caller adds who, when, where and which words. */
export type ConsentChange = { readonly topic: ConsentTopic; readonly kind: ConsentEventKind };

/** Whether the person has agreed, or was asked and may still answer. */
export const isOn = (state: ConsentState | undefined) => state === "granted" || state === "pending";

/**
 * Whether a no to something that stands so has to be written. While something about the person waits to be read, also to
 * what was refused: what waits may be a yes to it, from before this no.
 */
export const hasToBeRefused = (state: ConsentState | undefined, hasUnread: boolean) =>
  isOn(state) || (state === "withdrawn" && hasUnread);

function withdrawals(facts: OptInFacts, topics: readonly ConsentTopic[]): ConsentChange[] {
  const { current, unread = false } = facts;
  return topics
    .filter((topic) => hasToBeRefused(current.get(topic)?.state, unread))
    .map((topic) => ({ topic, kind: "withdrawn" }));
}

/**
 * The consent events that a shopper's tick or untick adds. Unticking withdraws the named topics (all,
 * when none is named) and the tracking of taps. A tick for what already counts for that number is kept
 * as a renewal: it is fresher proof, and ties this checkout to the person; nobody confirms twice. What the
 * owner of the number has refused is asked for at most, also where a tick is enough: anybody can type it.
 */
export function decideOptIn(facts: OptInFacts): readonly ConsentChange[] {
  const { current, identifierHash, topics } = facts;
  if (!facts.granted) {
    const named: readonly ConsentTopic[] = topics.length > 0 ? topics : consentTopics;
    return withdrawals(facts, [...new Set<ConsentTopic>([...named, "tap_tracking"])]);
  }
  if (identifierHash === null) return [];
  const kindOf = (topic: ConsentTopic) =>
    facts.mode === "double" || facts.refused?.includes(topic) === true ? "requested" : "granted";
  const counts = (topic: ConsentTopic) => {
    const standing = current.get(topic);
    const stands = standing?.state === "granted" && standing.identifierHash === identifierHash;
    return stands && facts.unread !== true;
  };
  const wanted = new Set<ConsentTopic>(facts.tapTracking ? [...topics, "tap_tracking"] : topics);
  const agreed = [...wanted].map((topic): ConsentChange => ({
    topic,
    kind: counts(topic) ? "granted" : kindOf(topic),
  }));
  return facts.tapTracking ? agreed : [...agreed, ...withdrawals(facts, ["tap_tracking"])];
}
