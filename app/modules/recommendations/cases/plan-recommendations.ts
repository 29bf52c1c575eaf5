import { randomUUID } from "node:crypto";
import { insertLinks } from "#app/modules/links/index.ts";
import { planMessages } from "#app/modules/messaging/index.ts";
import type { Tx } from "#app/ports/db.ts";
import type { Deps } from "#app/ports/deps.ts";
import { RecommenderError } from "#app/ports/recommender.ts";
import { ShopifyError } from "#app/ports/shopify-admin.ts";
import { addMinutes, laterOf } from "#app/shared/duration.ts";
import { inHalves } from "#app/shared/in-halves.ts";
import { dropSummary } from "../choice/drop-summary.rules.ts";
import type { CaseReason } from "./case.types.ts";
import {
  type CaseOutcome,
  type DueCase,
  openCase,
  putOffCase,
  takeCases,
  writeOutcome,
} from "./cases.store.server.ts";
import { type CaseDecision, decideCase } from "./decide-case.rules.ts";
import { type Gathered, gatherMatches } from "./gather-matches.ts";
import { caseFacts, type CaseRound, loadCases, type LoadedCase } from "./load-cases.ts";
import { caseProductOf, type PreparedCase, prepareCases } from "./prepared-case.ts";
import { draftRecommendation } from "./write-recommendation.ts";

/** Looked at again so much later: Shopify may answer by then, or the database be less busy. */
const ASK_AGAIN_MINUTES = 5;

interface Batch {
  shopId: string;
  due: DueCase[];
}

const dueOf = ({ row }: LoadedCase): DueCase => ({ caseId: row.id, dueAt: row.dueAt });

/** What is written about a case that ends without a message. */
function outcome(one: LoadedCase, at: Date, change: Partial<CaseOutcome>): CaseOutcome {
  return {
    caseId: one.row.id,
    state: "skipped",
    arm: null,
    reason: null,
    products: [],
    leftOut: [],
    expectedMarginMinor: null,
    currency: null,
    messageId: null,
    at,
    ...change,
  };
}

/** What was found of products, for the merchant to see, whatever becomes of it. */
function findings(
  { settings }: CaseRound,
  { form, gathered, worth }: PreparedCase,
): Partial<CaseOutcome> {
  return {
    products: form.products.map((product) => caseProductOf(product, settings.cart)),
    leftOut: dropSummary(gathered.choice.dropped),
    expectedMarginMinor: worth?.worth.expectedMargin ?? null,
    currency: worth?.currency ?? null,
  };
}

/** Writes a decision that needs no message. True when that was one. */
async function settle(
  tx: Tx,
  shopId: string,
  of: { one: LoadedCase; decision: CaseDecision; found: Partial<CaseOutcome>; now: Date },
): Promise<boolean> {
  const { one, decision, found, now } = of;
  switch (decision.do) {
    case "skip":
      await writeOutcome(tx, shopId, outcome(one, now, { ...found, reason: decision.reason }));
      return true;
    case "supersede": {
      const ended = { state: "superseded", reason: "newer_purchase" } as const;
      await writeOutcome(tx, shopId, outcome(one, now, ended));
      return true;
    }
    case "hold_out": {
      const held = { state: "held_out", arm: "holdout", reason: "held_out" } as const;
      await writeOutcome(tx, shopId, outcome(one, now, { ...found, ...held }));
      return true;
    }
    case "wait":
      await putOffCase(tx, shopId, { ...dueOf(one), until: decision.until, reason: null });
      return true;
    case "nothing":
      return true;
    case "ask":
    case "plan":
      return false;
  }
}

async function plan(
  deps: Deps,
  tx: Tx,
  { round, prepared, now }: { round: CaseRound; prepared: PreparedCase; now: Date },
): Promise<void> {
  const { one } = prepared;
  const shopId = round.shop.id;
  const found = { ...findings(round, prepared), arm: "treated" as const };
  const messageId = randomUUID();
  const drafted = draftRecommendation(deps, round, prepared, messageId);
  if ("refused" in drafted) {
    const refused = { ...found, arm: null, reason: drafted.refused };
    return writeOutcome(tx, shopId, outcome(one, now, refused));
  }
  const { wish, links } = drafted;
  await planMessages(deps, tx, { shopId, planned: [wish], skipped: [] });
  await insertLinks(tx, shopId, links);
  await writeOutcome(tx, shopId, outcome(one, now, { ...found, state: "planned", messageId }));
}

/** Things of their own that are not due yet are offered when they are. */
async function openNext(
  tx: Tx,
  round: CaseRound,
  prepared: PreparedCase,
  now: Date,
): Promise<void> {
  const { one, gathered, decision } = prepared;
  const { replenishAt } = gathered;
  const goesOn = decision.do === "plan" || decision.do === "hold_out" || decision.do === "skip";
  if (replenishAt === null || !goesOn) return;
  await openCase(tx, round.shop.id, {
    orderId: one.row.orderId,
    contactId: one.row.contactId,
    kind: "replenishment",
    dueAt: laterOf(replenishAt, now),
    openedAt: now,
  });
}

/** What is known without asking anybody ends most cases; the others are returned. */
async function settleKnown(deps: Deps, batch: Batch): Promise<CaseRound> {
  const { shopId, due } = batch;
  return deps.db.inShop(shopId, async (tx) => {
    const taken = await takeCases(tx, shopId, due);
    const mine = due.filter(({ caseId }) => taken.has(caseId));
    const round = await loadCases(deps, tx, { shopId, due: mine });
    const now = deps.clock.now();
    const open: LoadedCase[] = [];
    for (const one of round.cases) {
      const decision = decideCase(caseFacts(one, round), now);
      if (!(await settle(tx, shopId, { one, decision, found: {}, now }))) open.push(one);
    }
    return { ...round, cases: open };
  });
}

/** One transaction: what model and Shopify took to answer may have changed the facts, so they are read here. */
async function decideWith(
  deps: Deps,
  batch: Batch,
  gathered: ReadonlyMap<string, Gathered>,
): Promise<void> {
  const { shopId, due } = batch;
  await deps.db.inShop(shopId, async (tx) => {
    const taken = await takeCases(tx, shopId, due);
    const mine = due.filter(({ caseId }) => taken.has(caseId));
    const round = await loadCases(deps, tx, { shopId, due: mine });
    const now = deps.clock.now();
    for (const prepared of await prepareCases(tx, round, { gathered, now })) {
      const { one, decision } = prepared;
      await openNext(tx, round, prepared, now);
      const found = findings(round, prepared);
      if (await settle(tx, shopId, { one, decision, found, now })) continue;
      await plan(deps, tx, { round, prepared, now });
    }
  });
}

async function putOff(deps: Deps, batch: Batch, reason: CaseReason): Promise<void> {
  const { shopId, due } = batch;
  const until = addMinutes(deps.clock.now(), ASK_AGAIN_MINUTES);
  await deps.db.inShop(shopId, async (tx) => {
    for (const one of due) await putOffCase(tx, shopId, { ...one, until, reason });
  });
}

async function decidePart(deps: Deps, batch: Batch): Promise<void> {
  const round = await settleKnown(deps, batch);
  if (round.cases.length === 0) return;
  const open = { shopId: batch.shopId, due: round.cases.map(dueOf) };
  try {
    await decideWith(deps, open, await gatherMatches(deps, round));
  } catch (error) {
    if (!(error instanceof ShopifyError || error instanceof RecommenderError)) throw error;
    deps.log.warn("recommendations.no_answer", { shopId: open.shopId, message: error.message });
    await putOff(deps, open, "no_answer");
  }
}

/**
 * Decides about due cases of one shop: a planned message with its links, a skip with its reason, a later
 * look. Each case is claimed by its exact due time in the transaction that writes its outcome, so running
 * it twice plans nothing twice. What cannot be answered now is asked again; one strange case does not
 * keep its neighbours waiting.
 */
export async function planRecommendations(deps: Deps, batch: Batch): Promise<void> {
  const { shopId } = batch;
  await inHalves(batch.due, {
    together: async (due) => {
      await decidePart(deps, { shopId, due });
      return [];
    },
    // A database that is away is no case's fault.
    onFailure: () => deps.db.ping(),
    alone: async (one, error) => {
      const message = String(error).slice(0, 200);
      deps.log.warn("recommendations.not_planned", { shopId, caseId: one.caseId, message });
      await putOff(deps, { shopId, due: [one] }, "no_answer");
    },
  });
}
