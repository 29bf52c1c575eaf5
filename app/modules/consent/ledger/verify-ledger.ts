import { createHash } from "node:crypto";
import { joinedContacts } from "#app/modules/contacts/index.ts";
import type { Snapshot } from "#app/ports/db.ts";
import type { Deps } from "#app/ports/deps.ts";
import { chainBeginning, checkEnd, checkLink, type HashOf } from "../chain.rules.ts";
import {
  chainHeadIn,
  type ContactLedger,
  eventWithoutLink,
  ledgersByContact,
  linksInOrder,
} from "./chain.store.server.ts";
import type { ChainBreak, ChainHead } from "../chain.types.ts";
import { foldConsent } from "../consent.rules.ts";

const hashOf: HashOf = (prefixHex, text) =>
  createHash("sha256").update(prefixHex, "hex").update(text, "utf8").digest("hex");

export interface ChainReport {
  events: number;
  removed: number;
  /** where the chain ends by its own links */
  end: ChainHead;
  /** the first place where it is broken */
  broken: ChainBreak | null;
}

/** Walks the links up to the first that does not follow. `anchored`: the link asked for was among them. */
async function walkLinks(snapshot: Snapshot, shopId: string, anchor: ChainHead | null) {
  const report: ChainReport = {
    events: 0,
    removed: 0,
    end: chainBeginning(shopId, hashOf),
    broken: null,
  };
  let anchored = anchor === null;
  for await (const link of linksInOrder(snapshot, shopId)) {
    const checked = checkLink(shopId, { before: report.end, link, hashOf });
    if ("broken" in checked) return { report: { ...report, broken: checked.broken }, anchored };
    report.end = checked.ok;
    if (link.event) report.events += 1;
    report.removed += link.tombstone?.removedEvents ?? 0;
    anchored ||= anchor?.seq === link.seq && anchor.hash === link.hash;
  }
  return { report, anchored };
}

/** Walks the whole chain, and looks for what the chain does not know. */
async function walk(
  snapshot: Snapshot,
  shopId: string,
  anchor: ChainHead | null,
): Promise<ChainReport> {
  const { report, anchored } = await walkLinks(snapshot, shopId, anchor);
  const broken = report.broken ?? checkEnd(report.end, await chainHeadIn(snapshot, shopId));
  if (broken) return { ...report, broken };
  const stray = await eventWithoutLink(snapshot, shopId);
  if (stray !== null) {
    return { ...report, broken: { problem: "event_without_link", place: `event ${stray}` } };
  }
  if (anchored) return report;
  return { ...report, broken: { problem: "anchor_differs", place: `link ${anchor?.seq}` } };
}

/**
 * Whether a shop's ledger is whole: every link follows the one before, every event has its link, and the
 * end is where the head says (invariant 9). Computed anew from the rows, by code that is not the database's.
 * @param anchor a link as it was printed or logged at another time: it must still be there
 */
export async function verifyChain(
  deps: Pick<Deps, "db">,
  shopId: string,
  anchor: ChainHead | null = null,
): Promise<ChainReport> {
  return deps.db.snapshot(shopId, (snapshot) => walk(snapshot, shopId, anchor));
}

export interface StateDifference {
  contactId: string;
  topic: string;
  /** null: none */
  ledgerSays: string | null;
  tableSays: string | null;
}

export interface StatesReport {
  contacts: number;
  different: number;
  /** the first of them */
  examples: StateDifference[];
}

const MOST_EXAMPLES = 20;

function said(of: { state: string; identifierHash: string | null; sinceMs: number }): string {
  const { state, identifierHash, sinceMs } = of;
  return `${state} for ${identifierHash ?? "no number"} since ${new Date(sinceMs).toISOString()}`;
}

function differencesOf({ contactId, events, stored }: ContactLedger): StateDifference[] {
  const table = new Map(stored.map((one) => [one.topic, said(one)]));
  const ledger = new Map<string, string>();
  for (const [topic, { state, identifierHash, since }] of foldConsent(events)) {
    if (since) ledger.set(topic, said({ state, identifierHash, sinceMs: since.getTime() }));
  }
  return [...new Set([...table.keys(), ...ledger.keys()])]
    .map((topic) => ({
      contactId,
      topic,
      ledgerSays: ledger.get(topic) ?? null,
      tableSays: table.get(topic) ?? null,
    }))
    .filter(({ ledgerSays, tableSays }) => ledgerSays !== tableSays);
}

/**
 * Person by person. Contacts that turned out to be one are put together, under the one that stands for them; of
 * those a shop has few, so they wait until all have been seen.
 */
async function* ledgersByPerson(snapshot: Snapshot, shopId: string): AsyncGenerator<ContactLedger> {
  const joined = await joinedContacts(snapshot, shopId);
  const persons = new Map<string, ContactLedger>(
    [...joined.values()].map((contactId) => [contactId, { contactId, events: [], stored: [] }]),
  );
  for await (const ledger of ledgersByContact(snapshot, shopId)) {
    const person = persons.get(joined.get(ledger.contactId) ?? ledger.contactId);
    if (!person) {
      yield ledger;
      continue;
    }
    person.events.push(...ledger.events);
    person.stored.push(...ledger.stored);
  }
  yield* persons.values();
}

/** Folds every person's events anew and compares with the states that sends ask. */
export async function verifyStates(deps: Pick<Deps, "db">, shopId: string): Promise<StatesReport> {
  return deps.db.snapshot(shopId, async (snapshot) => {
    const report: StatesReport = { contacts: 0, different: 0, examples: [] };
    for await (const ledger of ledgersByPerson(snapshot, shopId)) {
      report.contacts += 1;
      const differences = differencesOf(ledger);
      if (differences.length === 0) continue;
      report.different += 1;
      report.examples.push(...differences.slice(0, MOST_EXAMPLES - report.examples.length));
    }
    return report;
  });
}
