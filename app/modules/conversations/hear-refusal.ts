import { standingsOf, withdrawConsent } from "#app/modules/consent/index.ts";
import type { ConsentTopic } from "#app/modules/consent/consent.types.ts";
import type { PersonAnswered } from "#app/ports/announcements.ts";
import type { Tx } from "#app/ports/db.ts";
import type { Deps } from "#app/ports/deps.ts";

/** A "no" that was heard, to one topic or (null) to everything. */
export interface Refusal {
  by: "text" | "button";
  topic: ConsentTopic | null;
}

/** Withdraws what a person refused, ends what is planned for it, and has it confirmed once. */
export async function hearRefusal(
  deps: Deps,
  tx: Tx,
  said: PersonAnswered,
  { by, topic }: Refusal,
): Promise<void> {
  const { shopId, contactId, dataKey, identifierHash, wamid, contextWamid, at, text, payload } =
    said;
  const who = { shopId, contactId, dataKey };
  const states = [...(await standingsOf(tx, who))];
  const isNews = states.some(
    ([one, { state }]) => (topic === null || one === topic) && state !== "withdrawn",
  );
  await withdrawConsent(deps, tx, who, {
    ...(topic === null ? {} : { topic }),
    source: by === "button" ? "whatsapp_button" : "whatsapp_message",
    at,
    identifierHash: null,
    requestKey: `inbound:${wamid}`,
    evidence: { wamid, contextWamid, text, payload },
  });
  const fact = { shopId, contactId, at };
  await deps.announce.optedOut(tx, { ...fact, topic });
  // Whoever refuses one topic has written all the same: people talk now.
  if (topic !== null) await deps.announce.replied(tx, fact);
  await deps.announce.refused(deps, tx, { ...fact, identifierHash, wamid, topic, isNews });
}
