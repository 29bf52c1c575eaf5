import { createHash } from "node:crypto";
import { type ConsentEntry, recordConsent, standingsOf } from "#app/modules/consent/index.ts";
import { hasToBeRefused } from "#app/modules/consent/consent.rules.ts";
import { type ConsentTopic, consentTopics } from "#app/modules/consent/consent.types.ts";
import { findContactById } from "#app/modules/contacts/index.ts";
import type { Tx } from "#app/ports/db.ts";
import type { Deps } from "#app/ports/deps.ts";
import { evidenceOf, hasUnread, namesOf, type OptInFacts } from "../opt-in-events.ts";
import type { OptInState } from "../opt-in.types.ts";

/** The topics that a switch-off names; null means all of them, and more than those: a "no" to everything. */
function namedTopics({ topics, tapTracking }: OptInFacts["body"]): ConsentTopic[] | null {
  const named: ConsentTopic[] = tapTracking ? [...topics, "tap_tracking"] : topics;
  const isAll = consentTopics.every((topic) => named.includes(topic));
  return named.length === 0 || isAll ? null : named;
}

/**
 * A customer switches topics off in their account, or everything. Exactly what is named is taken back:
 * who drops the offers may keep the reminders, and the tracking with them.
 */
export async function withdrawAccount(
  deps: Deps,
  tx: Tx,
  facts: OptInFacts & { contactId: string },
): Promise<OptInState> {
  const { body, shop, contactId, at } = facts;
  const contact = await findContactById(tx, shop.id, contactId);
  if (!contact) return "withdrawn";
  const who = { shopId: shop.id, contactId, dataKey: contact.dataKey };
  const standings = await standingsOf(tx, who);
  const isUnread = await hasUnread(tx, shop.id, await namesOf(deps, tx, who));
  const named = namedTopics(body);
  const holds = (topic: ConsentTopic) => hasToBeRefused(standings.get(topic)?.state, isUnread);
  const topics: (ConsentTopic | null)[] = named?.filter(holds) ?? [null];
  const entries = topics.map((topic): ConsentEntry => ({
    topic,
    kind: "withdrawn",
    source: body.place,
    identifierHash: null,
    at,
    wordingVersion: body.wordingVersion,
    wordingHash: createHash("sha256").update(body.shownText).digest("base64url"),
    locale: body.locale,
    place: body.place,
    requestKey: `${facts.key}:${contactId}`,
    evidence: evidenceOf(facts),
  }));
  await recordConsent(deps, tx, who, entries);
  for (const topic of topics) await deps.announce.optedOut(tx, { ...who, at, topic });
  return "withdrawn";
}
