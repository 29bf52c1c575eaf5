import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { findEmbeddedPostgres } from "#app/adapters/db/embedded.server.ts";
import { postgresDir } from "#test/demo/database.ts";
import { DEMO_SHOP } from "#test/demo/demo-shop.ts";
import type { Running } from "#test/demo/running.ts";
import { type DemoProcess, launchDemo } from "#test/support/demo.ts";
import { isAlive } from "#test/support/is-alive.ts";
import { portIsFree } from "#test/support/ports.ts";
import { demoPort } from "./shared-demo.ts";
import { post } from "./stand-ins.ts";

/** `npm run demo` as a program: started, stopped and started again in one folder. One test follows the other. */

const HOUR_MS = 3_600_000;

let dataDir = "";
let port = 0;
let blocker: Server;
let demo: DemoProcess;
let running: Running;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "beckon-demo-"));
  port = demoPort();
  blocker = createServer();
  await new Promise<void>((done) => blocker.listen(port, "localhost", done));
});
afterAll(async () => {
  await demo.end("SIGTERM");
  await rm(dataDir, { recursive: true, force: true });
});

const start = (...flags: string[]) => launchDemo({ dataDir, flags: [`--port=${port}`, ...flags] });

const stateSchema = z.object({
  shops: z.array(z.object({ checkouts: z.array(z.object({ email: z.string().nullable() })) })),
});

/** E-mail addresses of all checkouts that the shop knows. */
async function emailsInShop(): Promise<(string | null)[]> {
  const answer = await fetch(`${running.shopifyUrl}/_control/state?shop=${DEMO_SHOP}`);
  const { shops } = stateSchema.parse(await answer.json());
  return shops.flatMap(({ checkouts }) => checkouts.map(({ email }) => email));
}

async function offsetAt(place: string): Promise<number> {
  const answer = await fetch(place);
  return z.object({ offsetMs: z.number() }).parse(await answer.json()).offsetMs;
}

/** How far ahead the sandbox and the app are. */
const offsets = () =>
  Promise.all([`${running.url}/api/switches`, `${running.appUrl}/standin/clock`].map(offsetAt));

test("a taken port is said, and the next free one taken", async () => {
  demo = start();
  running = await demo.untilReady();
  blocker.close();
  expect(demo.output()).toContain("Starting PostgreSQL with an empty database");
  expect(demo.output()).toMatch(new RegExp(`Port ${port} is taken, using \\d+ instead\\.`));
  expect(running.url).not.toContain(`:${port}`);
  expect((await fetch(running.url)).status).toBe(200);
});

test("a second start beside the running demo says where it runs, and leaves it alone", async () => {
  const second = start();
  expect(await second.ended).toBe(1);
  expect(second.output()).toContain(`already running (process ${running.pid}): ${running.url}`);
  expect((await fetch(running.url)).status).toBe(200);
});

test("Ctrl-C stops every part and gives the ports back", async () => {
  const checkout = { shop: DEMO_SHOP, email: "kept@example.com", phone: "+4915123456780" };
  await post(`${running.shopifyUrl}/_control/checkouts`, checkout);
  await post(`${running.url}/api/clock`, { forwardMs: HOUR_MS });
  expect(running.parts.filter(isAlive)).toHaveLength(3);
  expect(await findEmbeddedPostgres(postgresDir(dataDir))).toBeDefined();

  expect(await demo.end("SIGINT")).toBe(0);
  expect(demo.output()).toContain("Stopped. The data are kept.");
  expect(running.parts.filter(isAlive)).toEqual([]);
  expect(await findEmbeddedPostgres(postgresDir(dataDir))).toBeUndefined();
  for (const url of [running.url, running.appUrl, running.shopifyUrl, running.whatsappUrl]) {
    expect(await portIsFree(Number(new URL(url).port), new URL(url).hostname)).toBe(true);
  }
});

test("started again it has its data, and the time that was set", async () => {
  demo = start();
  running = await demo.untilReady();
  expect(demo.output()).toContain("Starting PostgreSQL with the data of last time");
  expect(running.url).toContain(`:${port}`);
  expect(await emailsInShop()).toEqual(["kept@example.com"]);
  expect(await offsets()).toEqual([HOUR_MS, HOUR_MS]);
  expect(await demo.end("SIGINT")).toBe(0);
});

test("--reset starts anew", async () => {
  demo = start("--reset");
  running = await demo.untilReady();
  expect(demo.output()).toContain("Starting PostgreSQL with an empty database");
  expect(await emailsInShop()).toEqual([]);
  expect(await offsets()).toEqual([0, 0]);
});
