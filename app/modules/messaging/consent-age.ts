import {
  ageBounds,
  ageOf,
  type AgeingSettings,
  lastUse,
} from "#app/modules/consent/ageing.rules.ts";
import type { ConsentSettings } from "#app/modules/shops/consent-settings.types.ts";
import type { Tx } from "#app/ports/db.ts";
import { type AgeCounts, countAges, usageOf } from "./consent-age.store.server.ts";

export function ageingOf({ staleAfterMonths, renewal }: ConsentSettings): AgeingSettings {
  return { staleAfterMonths, renewMonthsBefore: renewal.monthsBefore };
}

const keyOf = (contactId: string, topic: string) => `${contactId} ${topic}`;

/**
 * Which of these people's consents have gone stale. Costs a query only where one began so long ago that it
 * could have.
 */
export async function staleConsents(
  tx: Tx,
  shopId: string,
  of: {
    settings: ConsentSettings;
    now: Date;
    standings: ReadonlyMap<string, ReadonlyMap<string, { state: string; since: Date | null }>>;
  },
): Promise<(contactId: string, topic: string) => boolean> {
  const settings = ageingOf(of.settings);
  const { stale: before } = ageBounds(settings, of.now);
  const isOld = ({ state, since }: { state: string; since: Date | null }) =>
    state === "granted" && since !== null && since <= before;
  const contactIds = [...of.standings].flatMap(([id, own]) =>
    [...own.values()].some(isOld) ? [id] : [],
  );
  if (contactIds.length === 0) return () => false;
  const rows = await usageOf(tx, shopId, { contactIds, before });
  const stale = new Set(
    rows
      .filter((row) => ageOf(lastUse(row), settings, of.now) === "stale")
      .map((row) => keyOf(row.contactId, row.topic)),
  );
  return (contactId, topic) => stale.has(keyOf(contactId, topic));
}

/** How many people of a shop have consent that is in use, goes stale soon, or has gone stale. */
export function consentAgeCounts(
  tx: Tx,
  shopId: string,
  of: { settings: ConsentSettings; now: Date },
): Promise<AgeCounts> {
  return countAges(tx, shopId, ageBounds(ageingOf(of.settings), of.now));
}
