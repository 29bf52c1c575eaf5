import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { runMigrations } from "bullmq";
import pg from "pg";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "../../..");

async function deployPrisma(ownerUrl: string): Promise<void> {
  const cli = createRequire(import.meta.url).resolve("prisma/build/index.js");
  const preload = join(here, "no-idle-wait.mjs");
  const child = spawn(process.execPath, ["--import", preload, cli, "migrate", "deploy"], {
    cwd: root,
    // Only what the command needs: it sees no other setting.
    env: { NODE_ENV: "production", DATABASE_URL: ownerUrl, CHECKPOINT_DISABLE: "1" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const code = await new Promise<number | null>((done) => child.on("close", done));
  // What stands before the error is the command's talk about itself.
  const told = output.slice(Math.max(0, output.search(/^Error/m))).trim();
  if (code !== 0) throw new Error(`Database migration failed:\n${told}`);
}

/** The queue's own tables, and what the app's role needs there: it creates a sequence per queue. */
const QUEUE_GRANTS = `
  grant usage, create on schema bullmq to beckon_app;
  grant all on all tables in schema bullmq to beckon_app;
  grant all on all sequences in schema bullmq to beckon_app;
  grant execute on all functions in schema bullmq to beckon_app;`;

async function deployQueue(ownerUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    await runMigrations(client);
    await client.query(QUEUE_GRANTS);
  } finally {
    await client.end();
  }
}

/** Brings a database up to date as its owner: our tables, then the queue's. Safe to run again. */
export async function migrateDatabase(options: { ownerUrl: string }): Promise<void> {
  await deployPrisma(options.ownerUrl);
  await deployQueue(options.ownerUrl);
}
