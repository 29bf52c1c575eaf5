import { noteAccess } from "#app/modules/contacts/index.ts";
import type { Deps } from "#app/ports/deps.ts";
import { csvLine, csvHead, type ExportedEvent } from "./export.rules.ts";
import { exportedRows, type ExportedRow, lastSeq, peopleCount } from "./export.store.server.ts";

const ROWS_AT_ONCE = 1_000;

export type ExportFormat = "csv" | "json";

const bytes = (base64: string) => Buffer.from(base64, "base64");

function open(vault: Deps["vault"], row: ExportedRow) {
  const { data_key, evidence, contact_id, sealed, sealed_for, sealed_key } = row;
  const isNamed = sealed !== null && sealed_for !== null && sealed_key !== null;
  return {
    evidence:
      evidence === null || data_key === null || data_key === ""
        ? null
        : vault.openFor(bytes(data_key), contact_id, bytes(evidence)),
    identifier: isNamed ? vault.openFor(bytes(sealed_key), sealed_for, bytes(sealed)) : null,
  };
}

function exportedEvent(vault: Deps["vault"], row: ExportedRow): ExportedEvent {
  const { evidence, identifier } = open(vault, row);
  return {
    seq: Number(row.seq),
    eventId: row.id,
    contactId: row.contact_id,
    identifier,
    identifierHash: row.identifier_hash,
    topic: row.topic ?? "all",
    kind: row.kind,
    source: row.source,
    at: row.at.toISOString(),
    recordedAt: row.recorded_at.toISOString(),
    place: row.place,
    checkoutToken: row.checkout_token,
    wordingVersion: row.wording_version,
    wordingHash: row.wording_hash,
    locale: row.locale,
    evidence,
    evidenceErased: row.evidence !== null && evidence === null,
    hash: row.hash,
  };
}

/** Page by page, each in a transaction of its own: a long download holds nothing up. */
async function* eventsOf(
  deps: Deps,
  shopId: string,
  last: bigint,
): AsyncGenerator<ExportedEvent[]> {
  let after = 0n;
  while (after < last) {
    const page = { after, limit: ROWS_AT_ONCE };
    const rows = await deps.db.inShop(shopId, (tx) => exportedRows(tx, shopId, page));
    yield rows
      .filter((row) => BigInt(row.seq) <= last)
      .map((row) => exportedEvent(deps.vault, row));
    // Where events were removed by law their numbers are missing; the next page begins behind them.
    after = rows.length > 0 ? BigInt(rows.at(-1)?.seq ?? last) : after + BigInt(ROWS_AT_ONCE);
  }
}

/**
 * The whole ledger of a shop as a file, a piece at a time, in the order of its chain and as of the moment of
 * asking. That it was taken is written down before the first byte leaves. Breaks off with an error rather than
 * end early: half a ledger must not look like a whole one.
 */
export async function exportEvents(
  deps: Deps,
  wish: { shopId: string; staffId: string; format: ExportFormat },
): Promise<AsyncGenerator<string>> {
  const { shopId, staffId, format } = wish;
  const last = await deps.db.inShop(shopId, async (tx) => {
    const people = await peopleCount(tx, shopId);
    const where = { action: "exported", purpose: "contact_list", contactId: null } as const;
    await noteAccess(deps, tx, { shopId, staffId, ...where, people });
    return (await lastSeq(tx, shopId)) ?? 0n;
  });
  const events = eventsOf(deps, shopId, last);
  return format === "csv" ? asCsv(events) : asJson(events);
}

async function* asCsv(pages: AsyncGenerator<ExportedEvent[]>): AsyncGenerator<string> {
  yield csvHead();
  for await (const events of pages) yield events.map(csvLine).join("");
}

async function* asJson(pages: AsyncGenerator<ExportedEvent[]>): AsyncGenerator<string> {
  let separator = "[\n";
  for await (const events of pages) {
    for (const { evidence, ...event } of events) {
      const kept: unknown = evidence === null ? null : JSON.parse(evidence);
      yield `${separator}${JSON.stringify({ ...event, evidence: kept })}`;
      separator = ",\n";
    }
  }
  yield separator === "[\n" ? "[]\n" : "\n]\n";
}
