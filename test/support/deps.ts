import { randomBytes, randomUUID } from "node:crypto";
import pg from "pg";
import { openDb } from "#app/adapters/db/client.server.ts";
import { openLog } from "#app/adapters/log/log.server.ts";
import { noRecommender } from "#app/adapters/recommender/no-recommender.ts";
import { openVault } from "#app/adapters/vault/vault.server.ts";
import { openWebFetch } from "#app/adapters/web-fetch/web-fetch.server.ts";
import { openWhatsApp } from "#app/adapters/whatsapp/whatsapp.server.ts";
import { announcements } from "#app/announcements.server.ts";
import type { Clock } from "#app/ports/clock.ts";
import type { Deps } from "#app/ports/deps.ts";
import type { JobDefinition, Jobs } from "#app/ports/jobs.ts";
import { createTestDatabase } from "./postgres.ts";
import { SINGLE_OPT_IN } from "./single-opt-in.ts";

/** A Sunday, 11 in the morning in Berlin: no quiet hours. */
const MORNING = new Date("2026-11-22T10:00:00.000Z");

/** Time that moves only when the test says so. */
export class TestClock implements Clock {
  private time = MORNING.getTime();
  now(): Date {
    return new Date(this.time);
  }
  set(at: Date): void {
    this.time = at.getTime();
  }
  forward(by: { hours?: number; minutes?: number; seconds?: number }): void {
    this.time += ((by.hours ?? 0) * 3600 + (by.minutes ?? 0) * 60 + (by.seconds ?? 0)) * 1000;
  }
  offsetMs(): number {
    return 0;
  }
  setOffset(): Promise<void> {
    return Promise.resolve();
  }
  refresh(): Promise<void> {
    return Promise.resolve();
  }
}

/** Keeps what would have gone to the queue: rows are the truth, so a test runs the use-case itself. */
export class KeptJobs implements Jobs {
  readonly added: { name: string; payload: unknown; jobId: string | undefined }[] = [];
  enqueue(job: JobDefinition, payload: unknown, options: { jobId?: string } = {}): Promise<void> {
    this.added.push({ name: job.name, payload: job.schema.parse(payload), jobId: options.jobId });
    return Promise.resolve();
  }
}

export interface TestDeps {
  deps: Deps;
  clock: TestClock;
  jobs: KeptJobs;
  /** Superuser: looks behind the wall. */
  owner: pg.Pool;
  /** What the app's role connects to. */
  appUrl: string;
  ownerUrl: string;
  lookupKeys: Buffer[];
  /** An installed shop of its own. */
  addShop(change?: Partial<ShopWish>): Promise<string>;
  close(): Promise<void>;
}

export interface ShopWish {
  domain: string;
  name: string;
  status: "installed" | "uninstalled" | "unknown";
  consentMode: "single" | "double";
  storefrontDomains: string[];
}

async function insertShop(owner: pg.Pool, clock: Clock, change: Partial<ShopWish>) {
  const id = randomUUID();
  const wish: ShopWish = {
    domain: `shop-${id.slice(0, 8)}.myshopify.com`,
    name: "Leinenwerk",
    status: "installed",
    consentMode: "single",
    storefrontDomains: ["shop.example"],
    ...change,
  };
  await owner.query(
    `insert into shop (id, domain, name, status, consent_settings, storefront_domains, installed_at, updated_at)
     values ($1, $2, $3, $4, $5, $6, $7, $7)`,
    [
      id,
      wish.domain,
      wish.name,
      wish.status,
      JSON.stringify(wish.consentMode === "single" ? SINGLE_OPT_IN : {}),
      wish.storefrontDomains,
      clock.now(),
    ],
  );
  return id;
}

/**
 * The app's real adapters on a database of their own; time is the test's, the queue is written down.
 * WhatsApp is whatever stand-in listens at `graphUrl`; without `shopify` nobody answers there.
 */
export async function createTestDeps(
  options: { graphUrl?: string; change?: Partial<Deps> } = {},
): Promise<TestDeps> {
  const database = await createTestDatabase();
  const db = openDb({ url: database.appUrl, poolSize: 8, onError: () => undefined });
  const owner = new pg.Pool({ connectionString: database.ownerUrl, max: 4 });
  owner.on("error", () => undefined); // the database is dropped under it
  const clock = new TestClock();
  const jobs = new KeptJobs();
  const lookupKeys = [randomBytes(32)];
  const deps: Deps = {
    announce: announcements,
    appUrl: "https://beckon.example",
    clock,
    db,
    extraShopOrigins: [],
    jobs,
    log: openLog({ level: "silent", part: "test" }),
    recommender: noRecommender,
    shopify: { query: () => Promise.reject(new Error("This test has no Shopify")) },
    vault: openVault([randomBytes(32)], lookupKeys),
    web: openWebFetch({ localOrigins: options.change?.extraShopOrigins ?? [] }),
    whatsapp: openWhatsApp({
      graphUrl: options.graphUrl ?? "http://127.0.0.1:9",
      version: "v26.0",
    }),
    ...options.change,
  };
  return {
    deps,
    clock,
    jobs,
    owner,
    appUrl: database.appUrl,
    ownerUrl: database.ownerUrl,
    lookupKeys,
    addShop: (change = {}) => insertShop(owner, clock, change),
    close: async () => {
      await deps.whatsapp.close();
      await deps.web.close();
      await db.close();
      await owner.end();
      await database.drop();
    },
  };
}
