import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  DURABLE_SETTINGS,
  type EmbeddedPostgres,
  startEmbeddedPostgres,
} from "#app/adapters/db/embedded.server.ts";
import { processRuns } from "#app/adapters/db/embedded-process.server.ts";
import { freePort } from "#test/support/ports.ts";
import { createTestDatabase } from "#test/support/postgres.ts";

async function ask(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  // The server is killed under it on purpose; the query that follows is what the test looks at.
  client.on("error", () => undefined);
  await client.connect();
  try {
    const result = await client.query<Record<string, unknown>>(sql);
    return result.rows.map((row) => Object.values(row)[0]);
  } finally {
    await client.end();
  }
}

describe("the embedded PostgreSQL", () => {
  let dir = "";
  let server: EmbeddedPostgres;

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), "beckon-embedded-"));
    server = await startEmbeddedPostgres({ dataDir: join(dir, "pg"), port: await freePort() });
    await ask(server.url, "create table kept (n int)");
    await ask(server.url, "insert into kept values (7)");
  });

  afterAll(async () => {
    await server.stop();
    await rm(dir, { recursive: true, force: true });
  });

  test("keeps every commit durable", async () => {
    for (const [name, value] of Object.entries(DURABLE_SETTINGS)) {
      expect(await ask(server.url, `show ${name}`)).toEqual([value]);
    }
  });

  test("listens on the loopback address only", async () => {
    expect(await ask(server.url, "show listen_addresses")).toEqual(["127.0.0.1"]);
  });

  test("keeps its superuser's password where only its owner reads it", async () => {
    const { mode } = await stat(join(dir, "pg", "superuser-password"));
    expect(mode & 0o777).toBe(0o600);
    const stranger = new URL(server.url);
    stranger.password = "guess";
    await expect(ask(stranger.href, "select 1")).rejects.toThrow("password authentication failed");
  });

  test("is not in the process group that a Ctrl-C reaches", async () => {
    // A signal to our own group, as the terminal would send it, must not find the server: signal 0 only asks.
    expect(process.kill(-server.pid, 0)).toBe(true);
  });

  test("is taken over when it already runs from the folder", async () => {
    const again = await startEmbeddedPostgres({ dataDir: join(dir, "pg"), port: await freePort() });
    expect({ reused: again.reused, pid: again.pid, url: again.url }).toEqual({
      reused: true,
      pid: server.pid,
      url: server.url,
    });
  });

  test("comes back with its data after kill -9", async () => {
    const { pid } = server;
    process.kill(pid, "SIGKILL");
    // A busy machine takes its time to end it.
    await expect.poll(() => processRuns(pid, "postgres"), { timeout: 20_000 }).toBe(false);
    server = await startEmbeddedPostgres({ dataDir: join(dir, "pg"), port: await freePort() });
    expect(server.reused).toBe(false);
    expect(await ask(server.url, "select n from kept")).toEqual([7]);
  });

  test("says what is wrong when its port is taken", async () => {
    const other = await mkdtemp(join(tmpdir(), "beckon-embedded-"));
    const start = startEmbeddedPostgres({ dataDir: join(other, "pg"), port: server.port });
    await expect(start).rejects.toThrow("Address already in use");
    await rm(other, { recursive: true, force: true });
  });
});

describe("a test's own database", () => {
  test("is migrated, and the app's role is not above the wall", async () => {
    const database = await createTestDatabase();
    const above = await ask(
      database.appUrl,
      "select rolsuper or rolbypassrls from pg_roles where rolname = current_user",
    );
    expect(above).toEqual([false]);
    expect(await ask(database.appUrl, "select count(*)::int from message")).toEqual([0]);
    await database.drop();
  });
});
