import { createServer, type Server } from "node:net";
import { afterEach, expect, test } from "vitest";
import { freePort } from "#test/support/ports.ts";
import { choosePorts } from "./places.ts";

let blocker: Server | undefined;
afterEach(() => blocker?.close());

test("a taken port is said and replaced by the next free one", async () => {
  const first = await freePort();
  blocker = createServer();
  await new Promise<void>((done) => blocker?.listen(first, "127.0.0.1", done));
  const said: string[] = [];
  const ports = await choosePorts({
    first,
    dataDir: "/nowhere",
    announce: (line) => said.push(line),
  });
  expect(ports.demo).not.toBe(first);
  expect(new Set(Object.values(ports)).size).toBe(5);
  expect(said[0]).toBe(`Port ${first} is taken, using ${ports.demo} instead.`);
});
