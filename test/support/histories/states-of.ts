import { foldConsent } from "#app/modules/consent/consent.rules.ts";
import type { ConsentEvent } from "#app/modules/consent/consent.types.ts";
import { branchOf, type Joint, openMergeOf } from "#app/modules/contacts/merge-tree.rules.ts";

export type Standing = readonly [topic: string, state: string, identifierHash: string | null];

/** A person's standings in one comparable text; what was never heard of is left out. */
export function textOf(standings: readonly Standing[]): string {
  const heard = standings.filter(([, state]) => state !== "none");
  return JSON.stringify(heard.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** Where everybody stood at a past moment, from nothing but the ledger and the record of merges. */
export function statesAt(
  at: Date,
  ledger: { events: readonly ConsentEvent[]; joints: readonly (Joint & { at: Date })[] },
): Map<string, string> {
  const events = ledger.events.filter(({ recordedAt }) => recordedAt <= at);
  const joints = ledger.joints.filter((joint) => joint.at <= at);
  const ids = [...new Set(ledger.events.map(({ contactId }) => contactId))];
  const roots = ids.filter((id) => openMergeOf(joints, id) === null);
  // Whoever was joined, or joins others, may stand for a person without an event of their own.
  const all = new Set([...roots, ...joints.map(({ intoId }) => intoId)]);
  const standing = [...all].filter((id) => openMergeOf(joints, id) === null);
  return new Map(
    standing.map((id) => {
      const members = branchOf(joints, id);
      const own = events.filter(({ contactId }) => members.includes(contactId));
      const folded = [...foldConsent(own)].map(([topic, { state, identifierHash }]): Standing => [
        topic,
        state,
        identifierHash,
      ]);
      return [id, textOf(folded)];
    }),
  );
}
