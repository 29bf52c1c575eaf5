import { SECOND_MS } from "#app/shared/duration.ts";
import { consentTopics, personSources } from "./consent.types.ts";
import type {
  ConsentEvent,
  ConsentEventKind,
  ConsentStanding,
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
  /** The person has said no, and no yes of their own has counted since: asking anew does not lift it. */
  readonly refused: boolean;
};

const NEVER_HEARD: Folding = { standing: NOTHING_YET, awaited: [], refused: false };

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

function withdraw(folding: Folding, event: ConsentEvent): Folding {
  // A second "no" changes nothing; the first one dates the state.
  const after = { awaited: [], refused: true };
  if (folding.standing.state === "withdrawn") return { ...folding, ...after };
  return { standing: standingAfter(event, "withdrawn"), ...after };
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
  return { standing: standingAfter(event, "granted"), awaited: [], refused: false };
}

function apply(folding: Folding, event: ConsentEvent): Folding {
  if (event.kind === "withdrawn") return withdraw(folding, event);
  // Consent is always for one number.
  if (event.identifierHash === null) return folding;
  // Coming back needs the person's own act: no import, merchant or platform speaks for them.
  if (folding.refused && !spokenByPerson(event)) return folding;
  if (event.kind === "requested") return request(folding, event, event.identifierHash);
  if (event.kind === "granted") return grant(folding, event);
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

/** The topics to which the person has said no, however often they were asked since. */
export function refusedTopics(events: readonly ConsentEvent[]): readonly ConsentTopic[] {
  return [...fold(events)].flatMap(([topic, { refused }]) => (refused ? [topic] : []));
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
  /** A webhook about the person is not read yet, and may be a no: what stands need not count any more. */
  readonly unread?: boolean;
};

/** What to append to the ledger; the caller adds who, when, where and which words. */
export type ConsentChange = { readonly topic: ConsentTopic; readonly kind: ConsentEventKind };

function withdrawals(current: ConsentStandings, topics: readonly ConsentTopic[]): ConsentChange[] {
  const stands = (topic: ConsentTopic) => {
    const state = current.get(topic)?.state;
    return state === "granted" || state === "pending";
  };
  return topics.filter(stands).map((topic) => ({ topic, kind: "withdrawn" }));
}

/**
 * The consent events that a shopper's tick or untick adds. Unticking withdraws the named topics (all,
 * when none is named) and the tracking of taps. A tick for what already counts for that number is kept
 * as a renewal: it is fresher proof, and ties this checkout to the person; nobody confirms twice.
 */
export function decideOptIn(facts: OptInFacts): readonly ConsentChange[] {
  const { current, identifierHash, topics } = facts;
  if (!facts.granted) {
    const named: readonly ConsentTopic[] = topics.length > 0 ? topics : consentTopics;
    return withdrawals(current, [...new Set<ConsentTopic>([...named, "tap_tracking"])]);
  }
  if (identifierHash === null) return [];
  const kind = facts.mode === "double" ? "requested" : "granted";
  const counts = (topic: ConsentTopic) => {
    const standing = current.get(topic);
    const stands = standing?.state === "granted" && standing.identifierHash === identifierHash;
    return stands && facts.unread !== true;
  };
  const wanted = new Set<ConsentTopic>(facts.tapTracking ? [...topics, "tap_tracking"] : topics);
  const agreed = [...wanted].map((topic): ConsentChange => ({
    topic,
    kind: counts(topic) ? "granted" : kind,
  }));
  return facts.tapTracking ? agreed : [...agreed, ...withdrawals(current, ["tap_tracking"])];
}
