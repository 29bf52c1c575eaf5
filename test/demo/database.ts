import { join } from "node:path";
import pg from "pg";
import {
  type EmbeddedPostgres,
  findEmbeddedPostgres,
  startEmbeddedPostgres,
} from "#app/adapters/db/embedded.server.ts";
import { migrateDatabase } from "#app/adapters/db/migrate.server.ts";
import { withDatabase } from "#test/support/database-url.ts";
import { isAlive } from "#test/support/is-alive.ts";

const NAME = "beckon";

export interface DemoDatabase {
  server: EmbeddedPostgres;
  /** Superuser, for migrations and tests. */
  ownerUrl: string;
  /** The role `beckon_app`: what web and worker get. */
  appUrl: string;
  /** Settles only when the server is gone, with a message. */
  ended: Promise<string>;
}

export const postgresDir = (dataDir: string) => join(dataDir, "postgres");

/** Starts PostgreSQL from the demo's folder and brings its database up to date. */
export async function startDatabase(task: {
  dataDir: string;
  port: number;
  appPassword: string;
}): Promise<DemoDatabase> {
  const server = await startEmbeddedPostgres({
    dataDir: postgresDir(task.dataDir),
    port: task.port,
  });
  const ownerUrl = withDatabase(server.url, NAME);
  const appUrl = new URL(ownerUrl);
  appUrl.username = "beckon_app";
  appUrl.password = task.appPassword;
  try {
    await createDatabase(server.url);
    await migrateDatabase({ ownerUrl });
    await query(ownerUrl, `alter role beckon_app login password '${task.appPassword}'`);
  } catch (error) {
    await server.stop();
    throw error;
  }
  return { server, ownerUrl, appUrl: appUrl.href, ended: whenGone(server.pid, task.dataDir) };
}

/** The server is no child of ours: it is asked for every second. */
function whenGone(pid: number, dataDir: string): Promise<string> {
  return new Promise((resolve) => {
    const timer = setInterval(() => {
      if (isAlive(pid)) return;
      clearInterval(timer);
      resolve(`PostgreSQL has ended; its log is ${join(postgresDir(dataDir), "postgres.log")}`);
    }, 1000).unref();
  });
}

/** Stops a server that a killed demo left running; its files can be deleted then. */
export async function stopLeftOver(dataDir: string): Promise<void> {
  const left = await findEmbeddedPostgres(postgresDir(dataDir));
  if (!left) return;
  const server = await startEmbeddedPostgres({ dataDir: postgresDir(dataDir), port: left.port });
  await server.stop();
}

async function createDatabase(superuserUrl: string): Promise<void> {
  const known = await query(superuserUrl, `select 1 from pg_database where datname = '${NAME}'`);
  if (known === 0) await query(superuserUrl, `create database ${NAME}`);
}

async function query(url: string, statement: string): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(statement)).rows.length;
  } finally {
    await client.end();
  }
}
