import { createHash } from "node:crypto";
import {
  activeSuppressions,
  type ConsentEntry,
  consentStates,
  recordConsent,
  recordFirstConsents,
  standingsOf,
} from "#app/modules/consent/index.ts";
import type { ConsentStanding, ConsentTopic } from "#app/modules/consent/consent.types.ts";
import {
  contactIdsByHashes,
  createContacts,
  ensureContact,
  readContacts,
  storedHash,
} from "#app/modules/contacts/index.ts";
import type { Tx } from "#app/ports/db.ts";
import type { Deps } from "#app/ports/deps.ts";
import { phoneCountry } from "#app/shared/phone.ts";
import { type ProvenRow, type RowFacts, type RowVerdict, judgeRow } from "./import-row.rules.ts";
import { type ImportRun, namedBefore, type SettledRow } from "./import.store.server.ts";
import { judgeStanding } from "./judge-standing.rules.ts";
import type { FileRecord } from "./read-records.ts";

interface Batch {
  run: ImportRun;
  fileName: string;
  facts: RowFacts;
  records: FileRecord[];
}

interface Judged {
  line: number;
  verdict: RowVerdict;
  /** of the number, the writing key's first */
  hashes: string[];
}

interface Proven {
  line: number;
  row: ProvenRow;
  hashes: string[];
}

type Standings = ReadonlyMap<ConsentTopic, Pick<ConsentStanding, "state" | "identifierHash">>;

function judgeAll(deps: Deps, { run, records, facts }: Batch): Judged[] {
  return records.map(({ line, cells }) => {
    const verdict = judgeRow(cells, facts);
    const hashes = verdict.ok ? deps.vault.hashes(run.shopId, "phone", verdict.phone) : [];
    return { line, verdict, hashes };
  });
}

/** Whom the rows name, and how they stand, set by set. */
async function knownPersons(deps: Deps, tx: Tx, { shopId }: ImportRun, judged: Judged[]) {
  const hashes = judged.flatMap((one) => one.hashes);
  const ids = await contactIdsByHashes(tx, shopId, hashes);
  const contactIds = [...new Set(ids.values())];
  const cards = await readContacts(deps, tx, { shopId, ids: contactIds });
  const all = [...hashes, ...[...cards.values()].flatMap((card) => card.hashes)];
  const suppressed = await activeSuppressions(tx, shopId, all);
  const standings = await consentStates(tx, shopId, contactIds);
  return ({ hashes: own }: Judged) => {
    const id = own.map((hash) => ids.get(hash)).find((one) => one !== undefined);
    const names = [...own, ...(cards.get(id ?? "")?.hashes ?? [])];
    return {
      id: id ?? null,
      standings: standings.get(id ?? "") ?? new Map(),
      isSuppressed: names.some((hash) => suppressed.has(hash)),
    };
  };
}

function entriesOf(batch: Batch, line: number, row: ProvenRow, identifierHash: string) {
  const { run, fileName } = batch;
  const { proof } = row;
  return row.topics.map((topic): ConsentEntry => ({
    topic,
    kind: row.waits === null ? "granted" : "requested",
    source: "import",
    identifierHash,
    at: row.at,
    wordingHash: createHash("sha256").update(proof.wording).digest("base64url"),
    locale: row.locale,
    place: "import",
    // Named by the file's content: the same row of the same file is one act, however often it is brought.
    requestKey: `import:${run.fileHash}:${line}`,
    evidence: {
      importFile: fileName,
      importRow: line,
      importedFrom: proof.place,
      shownText: proof.wording,
      confirmedBy: proof.confirmation,
      agreedAtAsWritten: proof.writtenDate,
      importedBecause: row.waits ?? "proven",
    },
  }));
}

/** Writes one row to the ledger; under the person's lock it is judged once more. */
async function writeRow(
  deps: Deps,
  tx: Tx,
  batch: Batch,
  one: Proven,
): Promise<{ outcome: SettledRow["outcome"]; reason: string | null }> {
  const { row, line } = one;
  const { shopId } = batch.run;
  const identifier = { kind: "phone", value: row.phone } as const;
  const country = row.country ?? phoneCountry(row.phone);
  const contact = await ensureContact(deps, tx, {
    shopId,
    identifier,
    locale: row.locale,
    country,
  });
  const who = { shopId, contactId: contact.id, dataKey: contact.dataKey };
  const standings: Standings = await standingsOf(tx, who);
  const facts = { hashes: one.hashes, standings, isSuppressed: false, isNamedBefore: false };
  const still = judgeStanding(row, facts);
  if (still.outcome !== "granted" && still.outcome !== "pending") return still;
  const hash = (await storedHash(deps, tx, contact, identifier)) ?? one.hashes[0] ?? "";
  await recordConsent(deps, tx, who, entriesOf(batch, line, row, hash));
  return still;
}

/** Writes rows of people whom nobody knew, all of them in a few statements. Gives the ones that somebody else was faster with. */
async function writeNewcomers(deps: Deps, tx: Tx, batch: Batch, rows: Proven[]): Promise<Proven[]> {
  const { shopId } = batch.run;
  const wanted = rows.map(({ row: { phone, locale, country } }) => {
    const identifier = { kind: "phone", value: phone } as const;
    return { identifier, locale, country: country ?? phoneCountry(phone) };
  });
  const made = await createContacts(deps, tx, shopId, wanted);
  const people = rows.flatMap(({ line, row, hashes: [hash = ""] }, at) => {
    const contact = made[at];
    if (!contact) return [];
    const who = { shopId, contactId: contact.id, dataKey: contact.dataKey };
    return [{ who, entries: entriesOf(batch, line, row, hash) }];
  });
  await recordFirstConsents(deps, tx, shopId, people);
  return rows.filter((_, at) => !made[at]);
}

/** What each row comes to, as the batch begins; rows that are to be written, and whether their number is new to us. */
async function judgeBatch(deps: Deps, tx: Tx, batch: Batch) {
  const judged = judgeAll(deps, batch);
  const target = { shopId: batch.run.shopId, importId: batch.run.id };
  const first = judged.flatMap(({ hashes }) => hashes.slice(0, 1));
  const named = await namedBefore(tx, target, first);
  const personOf = await knownPersons(deps, tx, batch.run, judged);
  const settled = new Map<number, SettledRow>();
  const toWrite: { proven: Proven; isNew: boolean }[] = [];
  for (const one of judged) {
    const { line, verdict, hashes } = one;
    if (!verdict.ok) {
      settled.set(line, { line, hash: null, outcome: "refused", reason: verdict.reason });
      continue;
    }
    const [hash = ""] = hashes;
    const { id, standings, isSuppressed } = personOf(one);
    const facts = { hashes, standings, isSuppressed, isNamedBefore: named.has(hash) };
    const end = judgeStanding(verdict, facts);
    settled.set(line, { line, hash, ...end });
    if (end.outcome !== "refused") named.add(hash);
    const isAgreed = end.outcome === "granted" || end.outcome === "pending";
    if (isAgreed) toWrite.push({ proven: { line, row: verdict, hashes }, isNew: id === null });
  }
  return { settled, toWrite };
}

/**
 * What becomes of some rows. A dry run asks the same questions and writes nothing to the ledger.
 * @param write false in a dry run
 */
export async function settleBatch(
  deps: Deps,
  tx: Tx,
  batch: Batch,
  write: boolean,
): Promise<SettledRow[]> {
  const { settled, toWrite } = await judgeBatch(deps, tx, batch);
  if (write) {
    const of = (isNew: boolean) =>
      toWrite.flatMap((one) => (one.isNew === isNew ? [one.proven] : []));
    const others = await writeNewcomers(deps, tx, batch, of(true));
    for (const one of [...of(false), ...others]) {
      const end = await writeRow(deps, tx, batch, one);
      settled.set(one.line, { line: one.line, hash: one.hashes[0] ?? "", ...end });
    }
  }
  return [...settled.values()];
}
