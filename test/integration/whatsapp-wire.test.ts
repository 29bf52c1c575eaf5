import { once } from "node:events";
import { createServer, type Server, type Socket } from "node:net";
import { setImmediate as nextTurn, setTimeout as wait } from "node:timers/promises";
import { afterEach, describe, expect, it } from "vitest";
import { openWhatsApp } from "#app/adapters/whatsapp/whatsapp.server.ts";

const ACCEPTED = JSON.stringify({ messages: [{ id: "wamid.A" }] });
const PARTS = { phoneNumberId: "106500", token: "t", body: { to: "+4915112345678", ü: "€" } };

/** A server that only collects bytes; what it answers, and when, is the test's. */
class Line {
  received = "";
  sockets: Socket[] = [];
  readonly server: Server = createServer((socket) => {
    this.sockets.push(socket);
    socket.setEncoding("utf8");
    socket.on("data", (text: string) => (this.received += text));
    socket.on("error", () => undefined);
  });
  async listen(): Promise<string> {
    this.server.listen(0, "127.0.0.1");
    await once(this.server, "listening");
    const address = this.server.address();
    if (typeof address !== "object" || address === null) throw new Error("no port");
    return `http://127.0.0.1:${address.port}/graph`;
  }
  say(status: string, body: string) {
    const head = `HTTP/1.1 ${status}\r\ncontent-type: application/json\r\n`;
    this.sockets.at(-1)?.write(`${head}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  }
}

/** So long, and until both ends have read what came meanwhile: after a standstill timers are first in turn. */
async function pause(ms: number): Promise<void> {
  await wait(ms);
  for (let turns = 0; turns < 4; turns += 1) await nextTurn();
}

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

async function lineAndApi(options: { answerTimeoutMs?: number } = {}) {
  const line = new Line();
  const graphUrl = await line.listen();
  const api = openWhatsApp({ graphUrl, version: "v26.0", ...options });
  ends.push(() => {
    line.sockets.forEach((socket) => socket.destroy());
    line.server.close();
  });
  const opened = await api.openSend(PARTS);
  if ("outcome" in opened) throw new Error(`did not open: ${opened.detail}`);
  await expect.poll(() => line.received).not.toBe("");
  return { line, api, opened };
}

describe("a send in two steps", () => {
  it("shows WhatsApp all but the last byte, and nothing more until it is finished", async () => {
    const { line, opened } = await lineAndApi();
    await pause(50);
    const whole = JSON.stringify(PARTS.body);
    expect(line.received).toContain("POST /graph/v26.0/106500/messages HTTP/1.1");
    expect(line.received).toContain(`content-length: ${Buffer.byteLength(whole)}`);
    expect(line.received.endsWith(whole.slice(0, -1))).toBe(true);

    const outcome = opened.finish();
    await pause(50);
    expect(line.received.endsWith(whole)).toBe(true);
    line.say("200 OK", ACCEPTED);
    expect(await outcome).toMatchObject({ outcome: "accepted", wamid: "wamid.A" });
  });

  it("keeps the connection for the next one", async () => {
    const { line, api, opened } = await lineAndApi();
    const first = opened.finish();
    await pause(20);
    line.say("200 OK", ACCEPTED);
    await first;
    await pause(20); // the pool takes the connection back in a later turn
    const again = await api.openSend(PARTS);
    expect("finish" in again).toBe(true);
    expect(line.sockets).toHaveLength(1);
  });

  it("has sent nothing when it is aborted", async () => {
    const { line, opened } = await lineAndApi();
    await pause(20);
    opened.abort();
    expect(await opened.finish()).toMatchObject({ outcome: "not_sent" });
    expect(line.received.endsWith("}")).toBe(false);
  });

  it("has sent nothing when the connection breaks before the last byte", async () => {
    const { line, opened } = await lineAndApi();
    line.sockets[0]?.destroy();
    await pause(50);
    expect(await opened.finish()).toMatchObject({ outcome: "not_sent" });
  });

  it("is unknown when the connection breaks after the last byte", async () => {
    const { line, opened } = await lineAndApi();
    const outcome = opened.finish();
    await pause(20);
    line.sockets[0]?.destroy();
    expect(await outcome).toMatchObject({ outcome: "unknown" });
  });

  it("is unknown when the answer stops half-way", async () => {
    const { line, opened } = await lineAndApi();
    const outcome = opened.finish();
    await pause(20);
    line.sockets[0]?.write(`HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\n${ACCEPTED}`);
    await pause(20);
    line.sockets[0]?.destroy();
    expect(await outcome).toMatchObject({ outcome: "unknown" });
  });

  it("is unknown when no answer comes in time", async () => {
    const { opened } = await lineAndApi({ answerTimeoutMs: 100 });
    expect(await opened.finish()).toEqual({ outcome: "unknown", detail: "no answer in time" });
  });

  it("takes a refusal that comes before the last byte", async () => {
    const { line, opened } = await lineAndApi();
    line.say("401 Unauthorized", JSON.stringify({ error: { code: 190, message: "expired" } }));
    await pause(20);
    expect(await opened.finish()).toMatchObject({ outcome: "refused", code: 190 });
  });
});

describe("WhatsApp being away", () => {
  it("is a send that certainly did not happen", async () => {
    const line = new Line();
    const graphUrl = await line.listen();
    line.server.close();
    const api = openWhatsApp({ graphUrl, version: "v26.0" });
    expect(await api.openSend(PARTS)).toMatchObject({ outcome: "not_sent" });
  });

  it("is the same for a caller that gave up waiting", async () => {
    const line = new Line();
    const api = openWhatsApp({ graphUrl: await line.listen(), version: "v26.0" });
    ends.push(() => line.server.close());
    const signal = AbortSignal.abort();
    expect(await api.openSend({ ...PARTS, signal })).toMatchObject({ outcome: "not_sent" });
  });
});
