import { createHmac } from "node:crypto";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  APP_SECRET,
  PHONE_ID,
  SHOPPER,
  WABA_ID,
  changes,
  seedBody,
  startKit,
  statuses,
  until,
  wamidOf,
  anyText,
  textLike,
} from "./test-kit.ts";
import type { Kit } from "./test-kit.ts";
import * as t from "./test-templates.ts";

let kit: Kit;
const NOW = new Date("2026-11-22T10:00:00Z");

beforeEach(async () => {
  kit = await startKit({ now: () => NOW });
  await kit.control("seed", seedBody([{ definition: t.REMINDER }, { definition: t.STATIC }]));
  await kit.control("statuses", { delaysMs: { sent: 5, delivered: 30, read: 60 } });
});
afterEach(async () => kit.close());

const reminder = (id: string, more = {}) => t.reminder({ biz_opaque_callback_data: id, ...more });
const named = (status: string) => () => statuses(kit.hook).find((one) => one["status"] === status);

describe("statuses (contract 3.5)", () => {
  test("sent, delivered and read come with the callback data, ids and the price", async () => {
    const wamid = wamidOf(await kit.send(reminder("snd_1")));
    await until("read", named("read"));
    expect(statuses(kit.hook).map(({ status }) => status)).toEqual(["sent", "delivered", "read"]);
    const pricing = {
      billable: true,
      pricing_model: "PMP",
      type: "regular",
      category: "marketing",
    };
    expect(named("delivered")()).toEqual({
      id: wamid,
      status: "delivered",
      timestamp: String(NOW.getTime() / 1000),
      recipient_id: "4915112345678",
      recipient_user_id: textLike(/^DE\.\d{16}$/),
      biz_opaque_callback_data: "snd_1",
      pricing,
    });
    expect(named("sent")()).toMatchObject({ pricing });
    expect(named("read")()).not.toHaveProperty("pricing");
  });

  test("contacts ride on delivered with phone and user id, metadata names the number", async () => {
    await kit.send(reminder("snd_1"));
    await until("delivered", named("delivered"));
    expect(changes(kit.hook)[0]).toMatchObject({
      field: "messages",
      entry: { id: WABA_ID },
      value: {
        metadata: { display_phone_number: "4930123456", phone_number_id: PHONE_ID },
        contacts: [{ wa_id: "4915112345678", user_id: textLike(/^DE\./) }],
      },
    });
    expect(changes(kit.hook)[0]?.entry).not.toHaveProperty("time");
  });

  test("an ordered failure comes as failed with its code, without contacts and user id", async () => {
    await kit.control("statuses", { fail: { code: 131026, to: SHOPPER } });
    await kit.send(reminder("snd_1"));
    const failed = await until("failed", named("failed"));
    expect(failed).toMatchObject({ biz_opaque_callback_data: "snd_1", errors: [{ code: 131026 }] });
    expect(failed).not.toHaveProperty("recipient_user_id");
    expect(changes(kit.hook)[0]?.value).not.toHaveProperty("contacts");
  });

  test("marketing to a US number is accepted and fails with 131049, to a Canadian one it arrives", async () => {
    await kit.send(reminder("us", { to: "+12125550123" }));
    await kit.send(reminder("ca", { to: "+14165550123" }));
    const failed = await until("failed", named("failed"));
    expect(failed).toMatchObject({ biz_opaque_callback_data: "us", errors: [{ code: 131049 }] });
    expect(await until("delivered", named("delivered"))).toMatchObject({
      biz_opaque_callback_data: "ca",
    });
  });

  test("a user id of nobody is accepted and fails with 131026", async () => {
    await kit.send(reminder("x", { to: undefined, recipient: "DE.7731208842917734" }));
    expect(await until("failed", named("failed"))).toMatchObject({ errors: [{ code: 131026 }] });
  });

  test("a user id that webhooks told of reaches the same phone", async () => {
    await kit.send(reminder("first"));
    const userId = (await until("sent", named("sent")))["recipient_user_id"];
    await kit.send(reminder("second", { to: undefined, recipient: userId }));
    const arrived = await until("second delivered", () =>
      statuses(kit.hook).find(
        (one) => one["status"] === "delivered" && one["biz_opaque_callback_data"] === "second",
      ),
    );
    expect(arrived).toMatchObject({ recipient_id: "4915112345678", recipient_user_id: userId });
  });

  test("can be told one by one when they do not run by themselves", async () => {
    await kit.control("statuses", { auto: false });
    const wamid = wamidOf(await kit.send(reminder("snd_1")));
    await kit.control("status", { wamid, status: "read" });
    expect(await until("read", named("read"))).toMatchObject({
      id: wamid,
      pricing: { category: "marketing" },
    });
    await kit.control("status", { wamid, status: "failed", code: 131050 });
    expect(await until("failed", named("failed"))).toMatchObject({ errors: [{ code: 131050 }] });
  });

  test("are doubled and mixed up on demand", async () => {
    await kit.control("statuses", { duplicate: 1, shuffle: true });
    for (let n = 0; n < 10; n += 1) await kit.send(reminder(`snd_${n}`));
    await until("sixty statuses", () => (statuses(kit.hook).length === 60 ? true : undefined));
    const orders = new Set<string>();
    for (let n = 0; n < 10; n += 1) {
      const own = statuses(kit.hook).filter(
        (one) => one["biz_opaque_callback_data"] === `snd_${n}`,
      );
      orders.add(own.map(({ status }) => status).join());
    }
    expect(orders.size).toBeGreaterThan(1);
  });

  test("of a held message wait until the hold ends; a paused template drops them with 132015", async () => {
    await kit.control("faults", { holdForQuality: true });
    await kit.send(reminder("held"));
    await kit.control("templates", { name: "cart_reminder", language: "de", status: "PAUSED" });
    expect(await until("failed", named("failed"))).toMatchObject({ errors: [{ code: 132015 }] });
    await kit.send({ ...t.sendOf(t.STATIC), biz_opaque_callback_data: "released" });
    await kit.control("faults", { holdForQuality: false });
    expect(await until("delivered", named("delivered"))).toMatchObject({
      biz_opaque_callback_data: "released",
    });
  });
});

describe("what the shopper does (contract 3.4, 3.8)", () => {
  test("a text comes as an inbound message", async () => {
    await kit.control("inbound", { from: SHOPPER, text: "STOPP", profileName: "Mara K." });
    const [change] = await until("inbound", () =>
      changes(kit.hook).length > 0 ? changes(kit.hook) : undefined,
    );
    expect(change?.value).toMatchObject({
      contacts: [{ profile: { name: "Mara K." }, wa_id: "4915112345678", user_id: anyText }],
      messages: [
        { from: "4915112345678", type: "text", text: { body: "STOPP" }, timestamp: "1795341600" },
      ],
    });
  });

  test("a tap comes as a button with its payload and the message that it answers", async () => {
    const wamid = wamidOf(await kit.send(reminder("snd_1")));
    await kit.control("inbound", {
      from: SHOPPER,
      button: { text: "Nein", payload: "optout:1", contextWamid: wamid },
    });
    const inbound = await until("inbound", () =>
      changes(kit.hook).find(({ value }) => value["messages"]),
    );
    expect(inbound.value["messages"]).toMatchObject([
      {
        type: "button",
        button: { payload: "optout:1", text: "Nein" },
        context: { from: "4930123456", id: wamid },
      },
    ]);
  });

  test("somebody with a user name comes without a phone", async () => {
    await kit.control("inbound", { from: SHOPPER, text: "hi", withoutPhone: true });
    const [change] = await until("inbound", () =>
      changes(kit.hook).length > 0 ? changes(kit.hook) : undefined,
    );
    expect(JSON.stringify(change?.value)).not.toContain("4915112345678");
    expect(JSON.stringify(change?.value)).toContain('"from_user_id":"DE.');
  });

  test("stop comes as a preference, and marketing then fails with 131050 until resume", async () => {
    await kit.control("preferences", { from: SHOPPER, value: "stop" });
    const told = await until("preference", () =>
      changes(kit.hook).find(({ field }) => field === "user_preferences"),
    );
    expect(told.value["user_preferences"]).toMatchObject([
      {
        wa_id: "4915112345678",
        value: "stop",
        category: "marketing_messages",
        timestamp: 1_795_341_600,
      },
    ]);
    await kit.send(reminder("stopped"));
    expect(await until("failed", named("failed"))).toMatchObject({ errors: [{ code: 131050 }] });
    await kit.control("preferences", { from: SHOPPER, value: "resume" });
    await kit.send(reminder("resumed"));
    await until("delivered", named("delivered"));
  });
});

describe("delivery (contract 3.2, 3.3)", () => {
  test("is signed over the raw bytes, with everything above U+007F escaped", async () => {
    await kit.control("inbound", { from: SHOPPER, text: "Schöne Grüße 👋" });
    const post = await until("post", () => kit.hook.posts[0]);
    expect(post.raw).toContain("Sch\\u00f6ne Gr\\u00fc\\u00dfe \\ud83d\\udc4b");
    const mac = createHmac("sha256", APP_SECRET).update(post.raw).digest("hex");
    expect(post.signature).toBe(`sha256=${mac}`);
    expect(changes(kit.hook)[0]?.value["messages"]).toMatchObject([
      { text: { body: "Schöne Grüße 👋" } },
    ]);
  });

  test("is tried again with the same bytes until the answer is 200", async () => {
    kit.hook.answerWith(503);
    await kit.control("inbound", { from: SHOPPER, text: "hallo" });
    await until("retries", async () => {
      const { webhooks } = await kit.control("state");
      return JSON.stringify(webhooks).includes('"retried":0') ? undefined : true;
    });
    kit.hook.answerWith(200);
    await until("post", () => kit.hook.posts[0]);
    expect(kit.hook.posts).toHaveLength(1);
  });

  test("puts many updates into one post, but never more than the batch size", async () => {
    await kit.control("webhooks", { mode: "hold" });
    await kit.control("statuses", { batchSize: 4, delaysMs: { delivered: null, read: null } });
    for (let n = 0; n < 10; n += 1) await kit.send(reminder(`snd_${n}`));
    await until("ten queued", async () => {
      const { webhooks } = await kit.control("state");
      return JSON.stringify(webhooks).includes('"queuedUpdates":10') ? true : undefined;
    });
    expect(kit.hook.posts).toHaveLength(0);
    await kit.control("webhooks", { mode: "release" });
    await until("all", () => (statuses(kit.hook).length === 10 ? true : undefined));
    expect(kit.hook.posts).toHaveLength(3);
  });

  test("comes twice in mode duplicate and in another order in mode shuffle", async () => {
    await kit.control("webhooks", { mode: "duplicate" });
    await kit.control("inbound", { from: SHOPPER, text: "eins" });
    await until("two posts", () => (kit.hook.posts.length === 2 ? true : undefined));
    expect(kit.hook.posts[0]?.raw).toBe(kit.hook.posts[1]?.raw);
    await kit.control("webhooks", { mode: "shuffle" });
    for (let n = 0; n < 12; n += 1) await kit.control("inbound", { from: SHOPPER, text: `${n}` });
    await until("twelve more", () => (kit.hook.posts.length === 14 ? true : undefined));
    const order = kit.hook.posts.slice(2).map((post) => /"body":"(\d+)"/.exec(post.raw)?.[1]);
    expect(order).not.toEqual(order.toSorted((a, b) => Number(a) - Number(b)));
  });

  test("does not happen for an account that nobody subscribed to", async () => {
    await kit.graph("DELETE", `${WABA_ID}/subscribed_apps`);
    await kit.control("inbound", { from: SHOPPER, text: "verloren" });
    await kit.graph("POST", `${WABA_ID}/subscribed_apps`);
    await new Promise((resolve) => setTimeout(resolve, 50));
    await kit.control("inbound", { from: SHOPPER, text: "da" });
    await until("post", () => kit.hook.posts[0]);
    expect(kit.hook.posts[0]?.raw).toContain('"body":"da"');
  });

  test("checks a callback with a challenge", async () => {
    expect(await kit.control("verify", {})).toEqual({ verified: true, status: 200 });
  });
});
