import { connect, type Socket } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { postShopify, startTestWeb, storedEvents, type TestWeb } from "./web-kit.ts";

let world: TestWeb;

beforeAll(async () => {
  world = await startTestWeb();
});
afterAll(() => world.close());

function begin(bytes: string): { socket: Socket; answer: Promise<string> } {
  const socket = connect(Number(new URL(world.url).port), "127.0.0.1");
  let told = "";
  socket.on("data", (chunk: Buffer) => (told += chunk.toString("latin1")));
  socket.on("error", () => undefined); // closed in the middle of what it sends
  socket.write(bytes);
  const answer = new Promise<string>((done) => {
    socket.on("close", () => done(told));
  });
  return { socket, answer };
}

function head(line: string, headers: Record<string, string>): string {
  const all = Object.entries({ Host: "localhost", ...headers });
  return `${line} HTTP/1.1\r\n${all.map(([name, value]) => `${name}: ${value}\r\n`).join("")}\r\n`;
}

describe("a request line that no browser would send", () => {
  test.each(["//", "//r/abc", "/\\\\", "http://[::1", "*", "http://elsewhere.example/"])(
    "%s is refused, and the process lives on",
    async (target) => {
      const uncaught: unknown[] = [];
      const keep = (error: unknown) => uncaught.push(error);
      process.on("uncaughtException", keep);
      const answer = await begin(head(`GET ${target}`, {})).answer;
      process.off("uncaughtException", keep);
      expect(uncaught).toEqual([]);
      expect(answer).toMatch(/^HTTP\/1\.1 400 /);
      expect((await fetch(`${world.url}/health/live`)).status).toBe(200);
    },
  );

  test.each([
    "/%",
    "/%00",
    "/..//..",
    "/r/%E0%A4%A",
    "/p/%00",
    "/poster/%2e%2e%2f%2e%2e%2f%2e%2e%2f",
  ])("%s leads nowhere, and the process lives on", async (target) => {
    const answer = await begin(head(`GET ${target}`, { Connection: "close" })).answer;
    expect(answer).toMatch(/^HTTP\/1\.1 404 /);
    expect((await fetch(`${world.url}/health/live`)).status).toBe(200);
  });

  test.each(["[", "a b", "evil.example/x", "evil.example?x", "ü.example"])(
    "the host %s is refused",
    async (Host) => {
      const answer = await begin(head("GET /app", { Host, Connection: "close" })).answer;
      expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    },
  );
});

describe("forms of pages", () => {
  test("are refused before anybody reads them where they are larger than any of ours", async () => {
    const size = { "Content-Length": String(600 * 1024) };
    const answer = await begin(head("POST /app/contacts/x?index", size)).answer;
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
  });

  test("are refused where they do not say how large they are", async () => {
    const endless = { "Transfer-Encoding": "chunked" };
    const answer = await begin(head("POST /app/contacts/x?index", endless)).answer;
    expect(answer).toMatch(/^HTTP\/1\.1 411 /);
  });
});

describe("webhooks that stop one byte short of their end", () => {
  const LARGE = 16 * 1024 * 1024 - 1;

  test("do not use up the memory: the next large one is to come again, ordinary ones come in", async () => {
    const domain = "slow-bodies.myshopify.com";
    const shopId = await world.addShop({ domain });
    const large = head("POST /webhooks/shopify", { "Content-Length": String(LARGE + 1) });
    const body = "x".repeat(LARGE);
    const slow = Array.from({ length: 9 }, () => begin(large + body));
    // Refused: the answer itself may be lost, as its sender is still busy sending.
    await Promise.race(slow.map(({ answer }) => answer));
    const ordinary = JSON.stringify({ token: "t1", note: "n".repeat(30_000) });
    expect((await postShopify(world, { domain, body: ordinary })).status).toBe(200);
    expect(await storedEvents(world, shopId)).toHaveLength(1);
    for (const { socket } of slow) socket.destroy();
    await Promise.all(slow.map(({ answer }) => answer));
    const again = JSON.stringify({ token: "t2", note: "n".repeat(300_000) });
    await expect
      .poll(async () => (await postShopify(world, { domain, body: again })).status)
      .toBe(200);
  });
});
