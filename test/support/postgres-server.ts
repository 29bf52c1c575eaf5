import { randomBytes } from "node:crypto";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import type { TestProject } from "vitest/node";
import { startEmbeddedPostgres } from "#app/adapters/db/embedded.server.ts";
import { migrateDatabase } from "#app/adapters/db/migrate.server.ts";
import { withDatabase } from "./database-url.ts";
import { isAlive } from "./is-alive.ts";
import { freePort } from "./ports.ts";

declare module "vitest" {
  interface ProvidedContext {
    postgres: { superuserUrl: string; template: string; appPassword: string };
  }
}

const PREFIX = "beckon-test-";
const TEMPLATE = "beckon_template";

/**
 * vitest's global set-up: one PostgreSQL per run, with one migrated database that `createTestDatabase` copies.
 * The folder is temporary and goes with the run; what a killed run left behind is cleared by the next.
 */
export default async function startTestPostgres(
  project: TestProject,
): Promise<() => Promise<void>> {
  await clearAbandonedRuns();
  const dir = await mkdtemp(join(tmpdir(), PREFIX));
  await writeFile(join(dir, "runner.pid"), String(process.pid));
  const server = await startEmbeddedPostgres({
    dataDir: join(dir, "postgres"),
    port: await freePort(),
  });
  const appPassword = randomBytes(16).toString("hex");
  await makeTemplate(server.url, appPassword);
  project.provide("postgres", { superuserUrl: server.url, template: TEMPLATE, appPassword });
  return async () => {
    await server.stop();
    await rm(dir, { recursive: true, force: true });
  };
}

async function makeTemplate(superuserUrl: string, appPassword: string): Promise<void> {
  const client = new pg.Client({ connectionString: superuserUrl });
  await client.connect();
  try {
    await client.query(`create database ${TEMPLATE}`);
    await migrateDatabase({ ownerUrl: withDatabase(superuserUrl, TEMPLATE) });
    await client.query(`alter role beckon_app login password '${appPassword}'`);
  } finally {
    await client.end();
  }
}

async function clearAbandonedRuns(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const dir = join(tmpdir(), name);
    if (!name.startsWith(PREFIX)) continue;
    const runner = await readFile(join(dir, "runner.pid"), "utf8").catch(() => "");
    if (runner === "" || isAlive(Number(runner))) continue;
    // Taking it over is the simplest way to stop a server that may or may not still run there.
    const server = await startEmbeddedPostgres({
      dataDir: join(dir, "postgres"),
      port: await freePort(),
    });
    await server.stop();
    await rm(dir, { recursive: true, force: true });
  }
}
