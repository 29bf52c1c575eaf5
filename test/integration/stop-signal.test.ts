import { spawn } from "node:child_process";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "#test/support/postgres.ts";

const KEY = Buffer.alloc(32, 7).toString("base64");
let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

function start(script: string) {
  const child = spawn("npm", ["run", "--silent", script], {
    env: {
      ...process.env,
      NODE_ENV: "production",
      DATABASE_URL: database.appUrl,
      REDIS_URL: "",
      SHOPIFY_API_KEY: "key",
      SHOPIFY_API_SECRET: "secret",
      SHOPIFY_APP_URL: "https://beckon.example.com",
      ENCRYPTION_KEYS: KEY,
      LOOKUP_KEYS: KEY,
      WHATSAPP_APP_SECRET: "secret",
      WHATSAPP_VERIFY_TOKEN: "word",
    },
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
  }
  const ended = new Promise<number | null>((done) => child.on("close", done));
  return { child, ended, output: () => output };
}

test("a signal to npm alone, as a container sends it, ends a worker in order", async () => {
  const worker = start("start:worker");
  await expect.poll(worker.output, { timeout: 30_000 }).toContain("worker.working");
  worker.child.kill("SIGTERM");
  expect(await worker.ended).toBe(0);
  expect(worker.output()).toContain("worker.stopping");
}, 60_000);
