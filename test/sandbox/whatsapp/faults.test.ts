import { mkdtempSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  PHONE_ID,
  SHOPPER,
  TOKEN,
  errorOf,
  seedBody,
  startKit,
  statuses,
  until,
  anyText,
} from "./test-kit.ts";
import type { Kit } from "./test-kit.ts";
import { startWhatsAppStandIn } from "./index.ts";
import * as t from "./test-templates.ts";

let kit: Kit;

beforeEach(async () => {
  kit = await startKit();
  await kit.control("seed", seedBody([{ definition: t.REMINDER }]));
});
afterEach(async () => kit.close());

const reminder = (id: string, more = {}) => t.reminder({ biz_opaque_callback_data: id, ...more });

describe("an outage", () => {
  test("timeout: the request has begun, is never answered and not accepted", async () => {
    await kit.control("faults", { outage: "timeout" });
    const silent = kit.send(reminder("snd_1")).catch(() => "gone");
    const { accepted, begun } = await until("begun", async () => {
      const log = await kit.log();
      return log.begun.length > 0 ? log : undefined;
    });
    expect(begun).toMatchObject([{ callbackData: "snd_1", outcome: "timeout" }]);
    expect(accepted).toEqual([]);
    const won = await Promise.race([
      silent,
      new Promise((resolve) => setTimeout(resolve, 100, "waiting")),
    ]);
    expect(won).toBe("waiting");
  });

  test("refuse: the connection breaks and nothing is accepted", async () => {
    await kit.control("faults", { outage: "refuse" });
    await expect(kit.send(reminder("snd_1"))).rejects.toThrow("fetch failed");
    const log = await kit.log();
    expect(log.begun).toMatchObject([{ callbackData: null, outcome: "refuse" }]);
    expect(log.accepted).toEqual([]);
  });

  test("broken off by the caller: the request has begun, and nothing of it is accepted", async () => {
    const body = JSON.stringify(reminder("snd_1"));
    const { hostname, port } = new URL(kit.standIn.url);
    const socket = connect(Number(port), hostname);
    socket.write(
      `POST /graph/v26.0/${PHONE_ID}/messages HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${TOKEN}\r\n` +
        `content-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body.slice(0, -1)}`,
    );
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect((await kit.log()).accepted).toEqual([]);
    socket.destroy();
    const { begun } = await until("begun", async () => {
      const log = await kit.log();
      return log.begun.length > 0 ? log : undefined;
    });
    expect(begun).toMatchObject([{ callbackData: "snd_1", outcome: "broken_off" }]);
  });

  test("http500: a definite refusal with a code", async () => {
    await kit.control("faults", { outage: "http500" });
    const answer = await kit.send(reminder("snd_1"));
    expect(answer.status).toBe(500);
    expect(errorOf(answer)).toMatchObject({ code: 131016, is_transient: true });
    expect((await kit.log()).accepted).toEqual([]);
  });

  test("http502: an answer without a code", async () => {
    await kit.control("faults", { outage: "http502" });
    await expect(kit.send(reminder("snd_1"))).rejects.toThrow("JSON");
    expect((await kit.log()).begun).toMatchObject([{ outcome: "http502" }]);
  });

  test("accept_then_drop: the message is accepted and its statuses come, but no answer does", async () => {
    await kit.control("faults", { outage: "accept_then_drop" });
    await expect(kit.send(reminder("snd_1"))).rejects.toThrow("fetch failed");
    expect((await kit.log()).accepted).toMatchObject([{ callbackData: "snd_1", to: SHOPPER }]);
    await until("sent", () =>
      statuses(kit.hook).find((one) => one["biz_opaque_callback_data"] === "snd_1"),
    );
  });

  test("none: everything goes on", async () => {
    await kit.control("faults", { outage: "http500" });
    await kit.control("faults", { outage: "none" });
    expect((await kit.send(reminder("snd_1"))).status).toBe(200);
  });
});

describe("other faults", () => {
  test("latency delays the answer, not the acceptance", async () => {
    await kit.control("faults", { latencyMs: 150 });
    const started = Date.now();
    const sending = kit.send(reminder("snd_1"));
    await until("accepted", async () => ((await kit.log()).accepted.length > 0 ? true : undefined));
    await sending;
    expect(Date.now() - started).toBeGreaterThanOrEqual(149);
  });

  test("a rate limit refuses with 130429 what is too much in one second", async () => {
    await kit.control("faults", { rateLimitPerSecond: 3 });
    const answers = await Promise.all(
      Array.from({ length: 20 }, async (_, n) => kit.send(reminder(`${n}`))),
    );
    const limited = answers.filter((answer) => errorOf(answer)["code"] === 130429);
    // Twenty sends fall into at most two seconds of the clock: at least fourteen are too many.
    expect(limited.length).toBeGreaterThanOrEqual(14);
    expect(limited[0]?.status).toBe(429);
  });

  test("an error for one recipient strikes as often as ordered, and nobody else", async () => {
    await kit.control("faults", { errors: [{ to: SHOPPER, code: 131056, times: 1 }] });
    expect((await kit.send(reminder("other", { to: "+4915100000000" }))).status).toBe(200);
    expect(errorOf(await kit.send(reminder("first")))["code"]).toBe(131056);
    expect((await kit.send(reminder("second"))).status).toBe(200);
  });
});

describe("the log", () => {
  test("tells accepted, refused and begun since a number, with the body as it came", async () => {
    await kit.send(reminder("one"));
    const { seq } = await kit.control("log");
    await kit.send(reminder("two"));
    await kit.send(reminder("bad", { to: undefined }));
    const log = await kit.control(`log?since=${String(seq)}`);
    expect(log["accepted"]).toMatchObject([
      { callbackData: "two", template: "cart_reminder", language: "de", body: reminder("two") },
    ]);
    expect(log["refused"]).toMatchObject([{ code: 131008, httpStatus: 400, details: anyText }]);
    expect(log["begun"]).toMatchObject([
      { callbackData: "two", outcome: "accepted" },
      { callbackData: "bad", outcome: "refused" },
    ]);
  });

  test("can leave the bodies out", async () => {
    await kit.send(reminder("one"));
    const { accepted } = await kit.control("log?bodies=0");
    expect(JSON.stringify(accepted)).not.toContain("biz_opaque");
  });

  test("refuses a control call that makes no sense with the reason", async () => {
    await expect(kit.control("faults", { outage: "sometimes" })).rejects.toThrow("outage");
    await expect(kit.control("status", { wamid: "wamid.x", status: "read" })).rejects.toThrow(
      "wamid.x",
    );
  });

  test("is empty after a reset, which keeps accounts when asked", async () => {
    await kit.send(reminder("one"));
    await kit.control("reset", { keepAccounts: true });
    expect((await kit.log()).accepted).toEqual([]);
    expect((await kit.send(reminder("two"))).status).toBe(200);
    await kit.control("reset", {});
    expect(errorOf(await kit.send(reminder("three")))["code"]).toBe(190);
  });
});

test("a restart keeps accounts, templates, messages and webhooks that were not taken yet", async () => {
  const dataFile = join(mkdtempSync(join(tmpdir(), "whatsapp-")), "data.json");
  const first = await startKit({ dataFile });
  await first.control("seed", seedBody([{ definition: t.REMINDER }]));
  first.hook.answerWith(503);
  await first.control("statuses", { delaysMs: { sent: 0, delivered: 0, read: null } });
  await first.send(reminder("kept"));
  await until("retry", async () => {
    const { webhooks } = await first.control("state");
    return JSON.stringify(webhooks).includes('"retried":0') ? undefined : true;
  });
  await first.standIn.close();
  first.hook.answerWith(200);
  const second = await startWhatsAppStandIn({
    dataFile,
    appSecret: "app-secret",
    verifyToken: "verify-me",
    webhookUrl: first.hook.url,
  });
  await until("sent", () =>
    statuses(first.hook).find((one) => one["biz_opaque_callback_data"] === "kept"),
  );
  const phone = await fetch(`${second.url}/_control/phone`);
  expect(await phone.text()).toContain("in deinem Warenkorb liegt noch: Leinenhemd");
  await second.close();
  await first.hook.close();
});
