import { PRODUCTS_BULK } from "#app/modules/catalog/index.ts";
import { readShop } from "#app/modules/shops/index.ts";
import type { Deps } from "#app/ports/deps.ts";
import { ShopifyError } from "#app/ports/shopify-admin.ts";
import { addMs, msBetween } from "#app/shared/duration.ts";
import { BULK_STATE, GRANTED_SCOPES, ORDERS_BULK, RUN_BULK } from "./bulk.graphql.ts";
import { runAnswer, scopesAnswer, stateAnswer } from "./bulk-operation.types.ts";
import type { HistoryKind } from "./history-import.types.ts";
import {
  beginHistory,
  bytesRead,
  type HistoryRun,
  type HistoryTarget,
  leaseHistory,
  moveHistory,
} from "./history-imports.store.server.ts";
import {
  type HistoryStep,
  MOST_ATTEMPTS,
  ORDER_DAYS,
  pollAfterMs,
  readAgainAt,
  retryAfterMs,
  stepAfter,
} from "./history-step.rules.ts";
import { readHistoryJob } from "./history.jobs.ts";
import { LEASE_MS, readFile } from "./read-file.ts";

const QUERIES: Record<HistoryKind, string> = { orders: ORDERS_BULK, products: PRODUCTS_BULK };
/** Shopify ends an operation after ten days (contract 6.7): one that runs longer has been forgotten. */
const LONGEST_RUN_MS = 10 * 86_400_000;

interface Turn {
  deps: Deps;
  run: HistoryRun;
  domain: string;
}

type Move = Parameters<typeof moveHistory>[2];

async function move({ deps, run }: Turn, change: Omit<Move, "at">): Promise<boolean> {
  const at = deps.clock.now();
  return deps.db.inShop(run.shopId, (tx) => moveHistory(tx, run, { ...change, at }));
}

const soon = ({ deps }: Turn, ms: number) => addMs(deps.clock.now(), ms);

async function daysBack({ deps, run, domain }: Turn): Promise<number | null> {
  if (run.kind !== "orders") return null;
  const schema = scopesAnswer;
  const answer = await deps.shopify.query({ shop: domain, document: GRANTED_SCOPES, schema });
  const { accessScopes } = answer.currentAppInstallation;
  return accessScopes.some(({ handle }) => handle === "read_all_orders") ? null : ORDER_DAYS;
}

/** Asks Shopify to write the file. A crash before its id is kept leaves an operation that nobody reads. */
async function start(turn: Turn): Promise<void> {
  const { deps, run, domain } = turn;
  const days = await daysBack(turn);
  const answer = await deps.shopify.query({
    shop: domain,
    document: RUN_BULK,
    variables: { query: QUERIES[run.kind] },
    schema: runAnswer,
  });
  const { bulkOperation, userErrors = [] } = answer.bulkOperationRunQuery ?? {};
  if (bulkOperation) {
    const begun = { bulkOperationId: bulkOperation.id, read: 0, refused: 0, readBytes: 0, days };
    await move(turn, { state: "running", ...begun, nextLookAt: soon(turn, pollAfterMs(0)) });
    return;
  }
  const codes = userErrors.map(({ code }) => code ?? "unknown");
  deps.log.warn("history.not_started", { shopId: run.shopId, kind: run.kind, codes });
  // Others run too many at once: that passes by itself, and is no failure of ours.
  const isBusy = codes.some((code) => code === "LIMIT_REACHED" || code === "OPERATION_IN_PROGRESS");
  if (isBusy) await move(turn, { nextLookAt: soon(turn, retryAfterMs(1)) });
  else await again(turn);
}

/** Once more from the beginning, or given up. */
async function again(turn: Turn): Promise<void> {
  const attempts = turn.run.attempts + 1;
  if (attempts >= MOST_ATTEMPTS) return fail(turn, "shopify_failed");
  const fresh = { state: "waiting" as const, bulkOperationId: null, attempts };
  await move(turn, { ...fresh, nextLookAt: soon(turn, retryAfterMs(attempts)) });
}

async function fail(
  turn: Turn,
  problem: Extract<HistoryStep, { step: "fail" }>["problem"],
): Promise<void> {
  const { deps, run } = turn;
  const ended = { state: "failed" as const, problem, nextLookAt: null, endedAt: deps.clock.now() };
  if (await move(turn, ended)) {
    deps.log.warn("history.failed", { shopId: run.shopId, kind: run.kind, problem });
  }
}

async function finish(turn: Turn): Promise<void> {
  const { deps, run } = turn;
  const endedAt = deps.clock.now();
  const ended = { state: "done" as const, problem: null, attempts: 0, endedAt };
  if (await move(turn, { ...ended, nextLookAt: readAgainAt(run.kind, endedAt) })) {
    deps.log.info("history.read", { shopId: run.shopId, kind: run.kind });
  }
}

async function wait(turn: Turn, objects: number): Promise<void> {
  const runsForMs = msBetween(turn.run.startedAt, turn.deps.clock.now());
  if (runsForMs > LONGEST_RUN_MS) return again(turn);
  await move(turn, { objects, nextLookAt: soon(turn, pollAfterMs(runsForMs)) });
}

/** Looks how the operation is doing, and reads its file once there is one. */
async function follow(turn: Turn): Promise<void> {
  const { deps, run, domain } = turn;
  const answer = await deps.shopify.query({
    shop: domain,
    document: BULK_STATE,
    variables: { id: run.bulkOperationId },
    schema: stateAnswer,
  });
  const objects = answer.bulkOperation?.objectCount ?? 0;
  const next = stepAfter(answer.bulkOperation, run.attempts);
  if (next.step === "wait") return wait(turn, objects);
  if (next.step === "done") return finish(turn);
  if (next.step === "fail") return fail(turn, next.problem);
  if (next.step === "again") return again(turn);
  const nextLookAt = soon(turn, LEASE_MS);
  if (!(await move(turn, { state: "reading", objects, nextLookAt }))) return;
  await read({ ...turn, run: { ...run, state: "reading" } }, next.url);
}

/** Of a worker's few places for such work: the others stay free for what is urgent. */
const FILES_AT_ONCE = 2;
const PLACE_AFTER_MS = 2_000;
let filesOpen = 0;

async function read(turn: Turn, url: string): Promise<void> {
  const { deps, run } = turn;
  if (filesOpen >= FILES_AT_ONCE) {
    await move(turn, { nextLookAt: soon(turn, PLACE_AFTER_MS) });
    return;
  }
  filesOpen += 1;
  const reading = await readFile(deps, run, url).finally(() => {
    filesOpen -= 1;
  });
  if (reading === "taken") return;
  if (reading === "whole") return finish(turn);
  if (reading === "gone") return again(turn);
  if (reading === "broken") return resume(turn);
  await move(turn, { nextLookAt: deps.clock.now() });
  await deps.jobs.enqueue(readHistoryJob, { shopId: run.shopId, kind: run.kind });
}

/** What came is kept; a file that breaks off again and again at the same place is given up. */
async function resume(turn: Turn): Promise<void> {
  const { deps, run } = turn;
  const isFurther = (await deps.db.inShop(run.shopId, (tx) => bytesRead(tx, run))) > run.readBytes;
  const attempts = isFurther ? 0 : run.attempts + 1;
  if (attempts >= MOST_ATTEMPTS) return fail(turn, "unreadable");
  await move(turn, { attempts, nextLookAt: soon(turn, isFurther ? 0 : retryAfterMs(attempts)) });
}

async function step(turn: Turn): Promise<void> {
  const { state } = turn.run;
  if (state === "waiting") return start(turn);
  if (state === "running" || state === "reading") return follow(turn);
  const { deps, run } = turn;
  const at = deps.clock.now();
  await deps.db.inShop(run.shopId, (tx) => beginHistory(tx, run, at));
}

/** Shopify is silent: later. It refuses for good: given up, and the merchant may begin anew. */
async function afterRefusal(turn: Turn, error: ShopifyError): Promise<void> {
  if (error.code === "access_denied") return fail(turn, "access_denied");
  if (error.retryable) return void (await move(turn, { nextLookAt: soon(turn, retryAfterMs(0)) }));
  const attempts = turn.run.attempts + 1;
  if (attempts >= MOST_ATTEMPTS) return fail(turn, "shopify_failed");
  await move(turn, { attempts, nextLookAt: soon(turn, retryAfterMs(attempts)) });
}

/**
 * Takes the next step in reading a shop's orders or products: ask for the file, look whether it is there,
 * read on in it. Every step ends in the row, so that whoever comes after a crash goes on where it stands.
 */
export async function readHistory(deps: Deps, target: HistoryTarget): Promise<void> {
  const { shopId } = target;
  const now = deps.clock.now();
  const held = await deps.db.inShop(shopId, async (tx) => {
    const run = await leaseHistory(tx, target, { now, until: addMs(now, LEASE_MS) });
    return run && { run, domain: (await readShop(tx, shopId)).domain };
  });
  if (!held) return;
  const turn = { deps, ...held };
  try {
    await step(turn);
  } catch (error) {
    if (!(error instanceof ShopifyError)) throw error;
    await afterRefusal(turn, error);
  }
}
