import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { objectsOrNull } from "./json.ts";
import type { JsonObject } from "./json.ts";
import { PHONE_ID, SHOPPER, errorOf, startKit, anyText } from "./test-kit.ts";
import type { Kit } from "./test-kit.ts";

let kit: Kit;
let clock = Date.now();
const shopper = encodeURIComponent(SHOPPER);
const HOUR = 60 * 60 * 1000;

beforeAll(async () => {
  kit = await startKit({ now: () => new Date(clock) });
});
afterAll(async () => kit.close());

const message = (type: string, content: unknown): JsonObject => ({
  messaging_product: "whatsapp",
  to: SHOPPER,
  type,
  [type]: content,
});
const say = (body: unknown) => message("text", { body });
const ask = (count: number, title = "Ja") =>
  message("interactive", {
    type: "button",
    body: { text: "Noch interessiert?" },
    action: {
      buttons: Array.from({ length: count }, (_, id) => ({
        type: "reply",
        reply: { id: `b${id}`, title },
      })),
    },
  });

async function codeOf(body: JsonObject): Promise<unknown> {
  const answer = await kit.send(body);
  return answer.status === 200 ? "accepted" : errorOf(answer)["code"];
}

describe("the 24 h window", () => {
  test("a text is refused with 131047 when the person never wrote", async () => {
    expect(await codeOf(say("Hallo"))).toBe(131047);
  });

  test("a text is accepted for 24 h after the person wrote, and then refused with 131047", async () => {
    await kit.control("inbound", { from: SHOPPER, text: "Frage" });
    clock += 24 * HOUR - 1000;
    expect(await codeOf(say("Antwort"))).toBe("accepted");
    clock += 1000;
    expect(await codeOf(say("Antwort"))).toBe(131047);
  });

  test("a tap on a button opens it again", async () => {
    await kit.control("inbound", { from: SHOPPER, button: { text: "Ja", payload: "yes" } });
    expect(await codeOf(say("Antwort"))).toBe("accepted");
  });

  test("it belongs to one number: another shop's is refused with 131047", async () => {
    const numbers = [{ id: "2", displayPhoneNumber: "+49 30 2", verifiedName: "Other" }];
    const other = { wabaId: "w2", portfolioId: "p2", name: "Other", token: "EAAother", numbers };
    await kit.control("seed", { accounts: [other] });
    const answer = await kit.send(say("Antwort"), { phoneId: "2", token: "EAAother" });
    expect(errorOf(answer)["code"]).toBe(131047);
  });

  test("a text has no message_status, as only templates are paced", async () => {
    await kit.control("inbound", { from: SHOPPER, text: "Frage" });
    const { messages } = (await kit.send(say("Antwort"))).body;
    expect(messages).toEqual([{ id: anyText }]);
  });
});

describe("a session message is accepted", () => {
  const cases: [string, JsonObject][] = [
    ["as text of 4096 characters", say("a".repeat(4096))],
    ["with three reply buttons", ask(3)],
    [
      "with a link button",
      message("interactive", {
        type: "cta_url",
        body: { text: "Warenkorb" },
        action: { parameters: { display_text: "Zur Kasse", url: "https://shop.example" } },
      }),
    ],
    [
      "with a list",
      message("interactive", {
        type: "list",
        body: { text: "Wählen" },
        action: { button: "Öffnen", sections: [{ rows: [{ id: "1", title: "Eins" }] }] },
      }),
    ],
    [
      "as a linked picture",
      message("image", { link: "https://cdn.example/a.jpg", caption: "Hemd" }),
    ],
  ];
  test.each(cases)("%s", async (_name, body) => {
    expect(await codeOf(body)).toBe("accepted");
  });
});

describe("a session message is refused with", () => {
  const cases: [string, JsonObject, number][] = [
    ["131008 when the text is missing", say(undefined), 131008],
    ["131009 when the text is longer than 4096", say("a".repeat(4097)), 131009],
    ["100 when preview_url is no boolean", message("text", { body: "a", preview_url: "yes" }), 100],
    ["131009 when there are four reply buttons", ask(4), 131009],
    ["131009 when a button title is longer than 20", ask(1, "a".repeat(21)), 131009],
    [
      "131009 when the interactive type is unknown",
      message("interactive", { type: "quiz", body: { text: "a" }, action: {} }),
      131009,
    ],
    ["131008 when a picture has no id and no link", message("image", {}), 131008],
    [
      "131009 when a caption is longer than 1024",
      message("image", { link: "https://a.example/a.jpg", caption: "a".repeat(1025) }),
      131009,
    ],
  ];
  test.each(cases)("%s", async (_name, body, code) => {
    expect(await codeOf(body)).toBe(code);
  });
});

describe("mark as read (contract 1.6)", () => {
  const read = (message_id: unknown, more: JsonObject = {}) => ({
    messaging_product: "whatsapp",
    status: "read",
    message_id,
    ...more,
  });

  test("is answered with success and marks the earlier ones too", async () => {
    await kit.control("inbound", { from: SHOPPER, text: "eins" });
    const { wamid } = await kit.control("inbound", { from: SHOPPER, text: "zwei" });
    const answer = await kit.send(read(wamid, { typing_indicator: { type: "text" } }));
    expect(answer.body).toEqual({ success: true });
    const [chat] = objectsOrNull((await kit.control(`phone?number=${shopper}`))["chats"]) ?? [];
    const own = (objectsOrNull(chat?.["messages"]) ?? []).filter(({ from }) => from === "me");
    expect(own.length).toBeGreaterThanOrEqual(2);
    expect(new Set(own.map(({ status }) => status))).toEqual(new Set(["read"]));
  });

  test("is not a send: the log has no entry of it", async () => {
    const { wamid } = await kit.control("inbound", { from: SHOPPER, text: "drei" });
    const before = (await kit.log()).begun.length;
    await kit.send(read(wamid));
    expect((await kit.log()).begun).toHaveLength(before);
  });

  test("is refused with 131008 when the message id is missing", async () => {
    expect(await codeOf(read(undefined))).toBe(131008);
  });

  test("is refused with 131009 when the message is unknown", async () => {
    expect(await codeOf(read("wamid.nothing"))).toBe(131009);
  });

  test("is refused with 131009 when the message is older than 30 days", async () => {
    const { wamid } = await kit.control("inbound", {
      from: SHOPPER,
      phoneNumberId: PHONE_ID,
      text: "alt",
    });
    clock += 30 * 24 * HOUR + 1;
    expect(await codeOf(read(wamid))).toBe(131009);
  });
});
