import { foldConsent, isOn, refusedTopics } from "./consent.rules.ts";
import { type ConsentEvent, type ConsentTopic, consentTopics } from "./consent.types.ts";

/**
 * The topics that end when two contacts turn out to be one person: where one of them has said no, and the
 * yes of the other would go on. That yes may well be newer; but it was said without the person knowing, or
 * us asking, whether it lifts the no. They may say yes again, as after any no (GDPR Art. 7(3), 21).
 *
 * @param isSuppressed a no stands under a name of either, whatever their ledgers know of it
 */
export function endedByMerge(
  one: readonly ConsentEvent[],
  two: readonly ConsentEvent[],
  isSuppressed: boolean,
): readonly ConsentTopic[] {
  const refused = isSuppressed ? consentTopics : [...refusedTopics(one), ...refusedTopics(two)];
  const joined = foldConsent([...one, ...two]);
  return consentTopics.filter((topic) => isOn(joined.get(topic)?.state) && refused.includes(topic));
}

/** The topics that one of two people has on today and neither would have once they are one person. */
export function lostByMerge(
  one: readonly ConsentEvent[],
  two: readonly ConsentEvent[],
  isSuppressed: boolean,
): readonly ConsentTopic[] {
  const [today, other] = [foldConsent(one), foldConsent(two)];
  const joined = foldConsent([...one, ...two]);
  const ended = endedByMerge(one, two, isSuppressed);
  const staysOn = (topic: ConsentTopic) => isOn(joined.get(topic)?.state) && !ended.includes(topic);
  return consentTopics.filter(
    (topic) => (isOn(today.get(topic)?.state) || isOn(other.get(topic)?.state)) && !staysOn(topic),
  );
}

/**
 * The withdrawals that a part of a person keeps when it becomes a person of its own: whatever was said no
 * to under the name of the other while they counted as one. Nobody knows whose no it was, so it is both's.
 */
export function keptNoes(
  ofTheOther: readonly ConsentEvent[],
  since: Date,
): readonly ConsentEvent[] {
  return ofTheOther.filter(({ kind, recordedAt }) => kind === "withdrawn" && recordedAt >= since);
}
