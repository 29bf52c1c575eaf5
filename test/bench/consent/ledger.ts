import { randomBytes, randomUUID } from "node:crypto";
import pg from "pg";
import { openVault } from "#app/adapters/vault/vault.server.ts";
import { redactShopLedger, verifyChain, verifyStates } from "#app/modules/consent/index.ts";
import { proofOf } from "#app/modules/proof/index.ts";
import type { Deps } from "#app/ports/deps.ts";
import type { BenchOptions, BenchResult } from "../bench.types.ts";
import { openBenchDatabase } from "../support/bench-database.ts";
import { openBenchDeps } from "../support/bench-deps.ts";
import { round } from "../support/statistics.ts";
import { seedLedger } from "./ledger/seed-ledger.ts";
import type { ConsentPart } from "./part.types.ts";

const EVENTS = 1_000_000;
const PEOPLE_ASKED = 200;
const WARM_UP = 20;

/** Contract: issue "Consent that stands up in court". */
const WANTED = { proof_ms: 100, verify_chain_s: 60, wrong_states: 0 };

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return (performance.now() - startedAt) / 1000;
}

/** The slowest proof of many people, among them those with the longest ledgers. */
async function slowestProof(deps: Deps, owner: pg.Pool, shopId: string): Promise<number> {
  const { rows } = await owner.query<{ id: string }>(
    `(select contact_id as id from consent_event where shop_id = $1 group by 1 order by count(*) desc limit 20)
     union all (select id from contact tablesample bernoulli (1) where shop_id = $1 order by random() limit $2)`,
    [shopId, PEOPLE_ASKED],
  );
  const times: number[] = [];
  for (const { id } of [...rows.slice(0, WARM_UP), ...rows]) {
    const ask = () => deps.db.inShop(shopId, (tx) => proofOf(deps, tx, { shopId, contactId: id }));
    times.push((await seconds(ask)) * 1000);
  }
  return Math.max(...times.slice(WARM_UP));
}

export interface LedgerRun {
  events: number;
  contacts: number;
  proofMs: number;
  chainS: number;
  statesS: number;
  redactS: number;
  different: number;
}

async function measure(
  deps: Deps,
  owner: pg.Pool,
  task: { shopId: string; events: number },
): Promise<LedgerRun> {
  const { shopId, events } = task;
  await owner.query("analyze");
  const proofMs = await slowestProof(deps, owner, shopId);
  const chainS = await seconds(async () => {
    const { broken, events: linked } = await verifyChain(deps, shopId);
    if (broken) throw new Error(`The chain is broken at ${broken.place}: ${broken.problem}`);
    if (linked !== events) throw new Error(`${linked} of ${events} events are in the chain`);
  });
  let states = { contacts: 0, different: 0 };
  const statesS = await seconds(async () => {
    states = await verifyStates(deps, shopId);
  });
  const redactS = await seconds(async () => {
    const why = { because: "bench", at: new Date() };
    const removed = await deps.db.inShop(shopId, (tx) => redactShopLedger(tx, shopId, why));
    if (removed !== events) throw new Error(`${removed} of ${events} events were removed`);
  });
  return { events, ...states, proofMs, chainS, statesS, redactS };
}

/** A ledger of one shop: proof, chain and states of everybody in it. */
export async function runLedger(options: BenchOptions): Promise<LedgerRun> {
  const database = await openBenchDatabase();
  const owner = new pg.Pool({ connectionString: database.ownerUrl, max: 3 });
  const vault = openVault([randomBytes(32)], [randomBytes(32)]);
  const { deps, close } = openBenchDeps(database.appUrl, vault);
  const shopId = randomUUID();
  try {
    await owner.query(
      `insert into shop (id, domain, name, status, installed_at, updated_at)
       values ($1, 'ledger.myshopify.com', 'Leinenwerk', 'installed', now(), now())`,
      [shopId],
    );
    const site = { owner, vault, say: options.say };
    const events = await seedLedger(site, shopId, options.size ?? EVENTS);
    return await measure(deps, owner, { shopId, events });
  } finally {
    await close();
    await owner.end();
    await database.close();
  }
}

async function run(options: BenchOptions): Promise<BenchResult> {
  const ledger = await runLedger(options);
  const figures = {
    ledger_events: ledger.events,
    proof_ms: round(ledger.proofMs, 1),
    verify_chain_s: round(ledger.chainS, 2),
    rebuild_states_s: round(ledger.statesS, 2),
    different_states: ledger.different,
  };
  const atMost = (figure: "proof_ms" | "verify_chain_s", wanted: number) => ({
    figure,
    wanted: `at most ${wanted}`,
    reached: figures[figure] <= wanted,
  });
  const reached = [
    atMost("proof_ms", WANTED.proof_ms),
    atMost("verify_chain_s", WANTED.verify_chain_s),
    { figure: "different_states", wanted: "0", reached: ledger.different === WANTED.wrong_states },
  ];
  const table = {
    title: `A ledger of ${ledger.events} events of ${ledger.contacts} people in one shop`,
    columns: ["what", "took"],
    rows: [
      [`one person's proof, the slowest of ${PEOPLE_ASKED}`, `${figures.proof_ms} ms`],
      ["the whole chain verified", `${figures.verify_chain_s} s`],
      ["everybody's state folded anew and compared", `${figures.rebuild_states_s} s`],
      ["all of it removed under a tombstone", `${round(ledger.redactS, 2)} s`],
    ],
    notes: ["people with 200 events and more are among those whose proof is asked for"],
  };
  return { figures, tables: [table], reached };
}

/** A million events: how long a proof, a verification and a rebuilding take. */
export const ledgerPart: ConsentPart = { name: "ledger", run };
