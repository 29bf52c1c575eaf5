import type {
  ConsentEvent,
  ConsentState,
  ConsentTopic,
} from "#app/modules/consent/consent.types.ts";
import { consentTopics } from "#app/modules/consent/consent.types.ts";

type Basis = Pick<ConsentEvent, "topic" | "kind" | "identifierHash">;

export type ComeBackFacts<E extends Basis> = {
  /** of the number that wrote; null when it is not known */
  readonly identifierHash: string | null;
  /** an opt-out confirmation, which names START, went to this number before */
  readonly wasInvited: boolean;
  /** in the order of the acts */
  readonly events: readonly E[];
  readonly states: ReadonlyMap<ConsentTopic, ConsentState>;
};

export type ComeBackDecision<E> =
  | { readonly comesBack: true; readonly bases: readonly { topic: ConsentTopic; basis: E }[] }
  | {
      readonly comesBack: false;
      readonly reason: "unknown_number" | "not_invited" | "never_agreed";
    };

const AGREED: readonly string[] = ["granted", "confirmed", "requested"];
const ENDED: readonly string[] = ["withdrawn", "pending"];

/**
 * What a bare START brings back. It is consent because it answers our opt-out confirmation, which names
 * the shop, what comes and how to return, and because it comes from the number itself: so it counts only
 * after such a message, for that number, and for what the person had agreed to before, in the same words.
 * Who never saw any words has nothing to come back to.
 */
export function decideComeBack<E extends Basis>(facts: ComeBackFacts<E>): ComeBackDecision<E> {
  const { identifierHash, wasInvited, events, states } = facts;
  if (identifierHash === null) return { comesBack: false, reason: "unknown_number" };
  if (!wasInvited) return { comesBack: false, reason: "not_invited" };
  const bases = consentTopics.flatMap((topic) => {
    if (!ENDED.includes(states.get(topic) ?? "none")) return [];
    const basis = events.findLast(
      (event) =>
        event.topic === topic &&
        AGREED.includes(event.kind) &&
        event.identifierHash === identifierHash,
    );
    return basis ? [{ topic, basis }] : [];
  });
  if (bases.length === 0) return { comesBack: false, reason: "never_agreed" };
  return { comesBack: true, bases };
}
