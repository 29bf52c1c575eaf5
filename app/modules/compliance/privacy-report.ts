import { accessesOf } from "#app/modules/contacts/index.ts";
import { consentSettingsOf } from "#app/modules/shops/consent-settings.types.ts";
import { readShop } from "#app/modules/shops/index.ts";
import type { Deps } from "#app/ports/deps.ts";
import { survivors } from "./data-map.rules.ts";
import { recentExports } from "./export.store.server.ts";
import type { PrivacyReport } from "./privacy-report.types.ts";
import { recentRequests } from "./requests.store.server.ts";
import { retentionRules, ruleNames } from "./retention.rules.ts";
import { recentRuns } from "./retention.store.server.ts";

const SHOWN = { requests: 20, exports: 20, runs: 7, accesses: 50 } as const;

/** Everything the privacy page shows: what was asked for, what was deleted, who looked, what stays. */
export async function privacyReport(deps: Deps, shopId: string): Promise<PrivacyReport> {
  return deps.db.inShop(shopId, async (tx) => {
    const shop = await readShop(tx, shopId);
    const requests = await recentRequests(tx, shopId, SHOWN.requests);
    const exports = await recentExports(tx, shopId, SHOWN.exports);
    const runs = await recentRuns(tx, shopId, SHOWN.runs);
    const accesses = await accessesOf(tx, shopId, { limit: SHOWN.accesses });
    return {
      timeZone: shop.timeZone,
      tapTracking: consentSettingsOf(shop.consentSettings).tapTracking,
      requests: requests.map(({ id, kind, state, source, receivedAt, exportId }) => ({
        id,
        kind,
        state,
        source,
        receivedAt: receivedAt.toISOString(),
        exportId,
      })),
      exports: exports.map(({ id, expiresAt }) => ({ id, expiresAt: expiresAt.toISOString() })),
      runs: runs.map(({ id, startedAt, endedAt, rows }) => ({
        id,
        startedAt: startedAt.toISOString(),
        isRunning: endedAt === null,
        rows,
      })),
      accesses: accesses.map((access) => ({ ...access, at: access.at.toISOString() })),
      retention: ruleNames.map((rule) => ({ rule, days: retentionRules[rule].days })),
      survivors: survivors(),
    };
  });
}
