import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { newPhone, nextMorning } from "./story-kit.ts";
import { newUserId, newWamid, startWire, waId, type Wire } from "./wire-kit.ts";

/** Every kind of message of contract 3.4, from Meta's POST to what it changes. */

let wire: Wire;
beforeAll(async () => {
  wire = await startWire();
});
afterAll(() => wire.close());
beforeEach(() => nextMorning(wire.stories));

const media = { id: "1339", mime_type: "image/jpeg", sha256: "aGFzaA==", url: "https://x.example" };

/** Somebody who left a cart a while ago and is about to be reminded. */
async function leftCart() {
  const cart = await wire.story.leftCart();
  wire.stories.clock.forward({ minutes: 5 });
  return cart;
}

describe("what somebody writes", () => {
  it.each([
    ["text", { text: { body: "Größe M, bitte 🙂" } }, "Größe M, bitte 🙂"],
    [
      "button",
      { button: { text: "Danke", payload: "thanks" }, context: { id: "wamid.X" } },
      "Danke",
    ],
    [
      "interactive",
      { interactive: { type: "button_reply", button_reply: { id: "yes", title: "Ja" } } },
      "Ja",
    ],
    [
      "interactive",
      {
        interactive: {
          type: "list_reply",
          list_reply: { id: "a", title: "Größe L", description: "" },
        },
      },
      "Größe L",
    ],
    [
      "interactive",
      {
        interactive: {
          type: "nfm_reply",
          nfm_reply: { name: "flow", body: "Gesendet", response_json: "{}" },
        },
      },
      "Gesendet",
    ],
    ["image", { image: { ...media, caption: "So eins?" } }, "So eins?"],
    ["video", { video: media }, null],
    ["audio", { audio: { ...media, voice: true } }, null],
    ["document", { document: { ...media, filename: "a.pdf", caption: "Rechnung" } }, "Rechnung"],
    ["sticker", { sticker: { ...media, animated: false } }, null],
    ["location", { location: { latitude: 52.5, longitude: 13.4, name: "Café" } }, null],
    [
      "contacts",
      { contacts: [{ name: { formatted_name: "Jo" }, origin: "other", vcard: "BEGIN" }] },
      null,
    ],
    ["reaction", { reaction: { message_id: "wamid.X", emoji: "👍" } }, null],
    ["reaction", { reaction: { message_id: "wamid.X" } }, null],
    [
      "order",
      {
        order: {
          catalog_id: "1",
          text: "",
          product_items: [
            { product_retailer_id: "sku", quantity: 1, item_price: 49.9, currency: "EUR" },
          ],
        },
      },
      null,
    ],
    [
      "unsupported",
      { errors: [{ code: 131051, title: "Unsupported" }], unsupported: { type: "poll_update" } },
      null,
    ],
    ["edit", { edit: { original_message_id: "wamid.X" } }, null],
    ["something_of_2027", { something_of_2027: { a: [1] } }, null],
  ])("as %s opens the window, is kept, and ends the reminders: %j", async (type, message, text) => {
    const cart = await leftCart();
    expect(await wire.inbound(cart.phone, { type, ...message })).toBe(200);
    const heard = await wire.heard(cart.phone);
    expect(heard).toMatchObject({ type, said: { text } });
    expect(heard?.windowOpenedAt?.getTime()).toBe(wire.now() * 1000);
    await wire.story.remind();
    expect(await wire.story.accepted(cart.phone)).toEqual([]);
    expect(await wire.story.checkoutRow(cart.token)).toMatchObject({ outcome: "replied" });
  });

  it.each([
    ["a word", { type: "text", text: { body: "STOPP" }, context: { id: "wamid.OUR" } }],
    ["our button", { type: "button", button: { text: "Keine Werbung mehr", payload: "opt_out" } }],
    ["a button without a payload of its own", { type: "button", button: { text: "STOP" } }],
    [
      "a button of a session message",
      {
        type: "interactive",
        interactive: { type: "button_reply", button_reply: { id: "opt_out", title: "Nein" } },
      },
    ],
    ["the text under a picture", { type: "image", image: { ...media, caption: "Stop" } }],
  ])("with %s says no: nothing is sent, and the merchant sees why", async (_name, message) => {
    const cart = await leftCart();
    await wire.inbound(cart.phone, message);
    await wire.story.remind();
    expect(await wire.story.accepted(cart.phone)).toEqual([]);
    const shown = (await wire.shown()).find(({ phone }) => phone?.endsWith(cart.phone.slice(-3)));
    expect(shown).toMatchObject({ state: "skipped", reason: "consent_withdrawn" });
  });

  it("with no to reminders alone gets no more of these, and may get the rest", async () => {
    const cart = await leftCart();
    await wire.inbound(cart.phone, { type: "text", text: { body: "no more cart reminders pls" } });
    await wire.story.remind();
    expect(await wire.story.accepted(cart.phone)).toEqual([]);
    const hash = wire.stories.deps.vault.hash(wire.story.shopId, "phone", cart.phone);
    const { rows } = await wire.stories.owner.query<{ kind: string; topic: string | null }>(
      `select e.kind, e.topic from consent_event e
       where e.kind = 'withdrawn' and e.contact_id in
         (select contact_id from contact_identifier where hash = $1)`,
      [hash],
    );
    expect(rows).toEqual([{ kind: "withdrawn", topic: "reminders" }]);
  });

  it("after an ad counts as any other message", async () => {
    const phone = newPhone();
    const referral = {
      source_url: "https://fb.me/x",
      source_type: "ad",
      ctwa_clid: "c",
      headline: "Neu",
    };
    const context = { forwarded: true, frequently_forwarded: true, from_user_id: newUserId() };
    await wire.inbound(phone, { type: "text", text: { body: "Hallo" }, referral, context });
    expect(await wire.heard(phone)).toMatchObject({ said: { text: "Hallo" } });
  });

  it.each([
    ["without a phone", undefined],
    ["with an empty phone", ""],
  ])("%s counts for the person behind the user id", async (_name, from) => {
    const cart = await leftCart();
    await wire.inbound(cart.phone, {
      type: "text",
      text: { body: "hi" },
      from_user_id: `DE.${waId(cart.phone)}`,
    });
    const next = await wire.story.checkout({ email: cart.email });
    await wire.story.tick(cart.phone, next.token);
    const anonymous = {
      from,
      from_user_id: `DE.${waId(cart.phone)}`,
      id: newWamid(),
      timestamp: String(wire.now()),
      type: "text",
      text: { body: "STOP" },
    };
    expect(
      await wire.post({ field: "messages", value: wire.value({ messages: [anonymous] }) }),
    ).toBe(200);
    await wire.story.remind();
    expect(await wire.story.accepted(cart.phone)).toEqual([]);
  });

  it("twice is kept once", async () => {
    const phone = newPhone();
    const message = { id: newWamid(), type: "text", text: { body: "einmal" } };
    await wire.inbound(phone, message);
    await wire.inbound(phone, { ...message, text: { body: "noch einmal?" } });
    expect(await wire.heard(phone)).toMatchObject({ said: { text: "einmal" } });
  });
});

describe("what nobody wrote", () => {
  const notice = (from: string, message: object) => {
    const told = { from: waId(from), id: newWamid(), timestamp: String(wire.now()), ...message };
    return wire.post({ field: "messages", value: wire.value({ messages: [told] }) });
  };

  it("a first opened chat is no answer: the reminder leaves", async () => {
    const cart = await leftCart();
    expect(await notice(cart.phone, { type: "request_welcome" })).toBe(200);
    await wire.story.remind();
    expect(await wire.story.accepted(cart.phone)).toHaveLength(1);
  });

  it("a changed number gets nothing until it agrees itself", async () => {
    const cart = await leftCart();
    const now = newPhone();
    const system = { body: "Mara changed", type: "user_changed_number", wa_id: waId(now) };
    expect(await notice(cart.phone, { type: "system", system })).toBe(200);
    await wire.story.remind();
    expect(await wire.story.accepted(cart.phone)).toEqual([]);
    expect(await wire.story.accepted(now)).toEqual([]);
    expect(await wire.story.messages(cart.token)).toEqual([]);
  });

  it("a no follows the person to the new number", async () => {
    const cart = await leftCart();
    await wire.inbound(cart.phone, { type: "text", text: { body: "STOP" } });
    const now = newPhone();
    const system = { body: "", type: "user_changed_number", wa_id: waId(now) };
    await notice(cart.phone, { type: "system", system });
    const { rows } = await wire.stories.owner.query<{ reason: string }>(
      "select reason from suppression where hash = $1 and lifted_at is null",
      [wire.stories.deps.vault.hash(wire.story.shopId, "phone", now)],
    );
    expect(rows).toEqual([{ reason: "opt_out" }]);
  });

  it.each(["system", "user_id_update"])("a new user id, told as %s, still says no", async (how) => {
    const cart = await leftCart();
    const [before, after] = [newUserId(), newUserId()];
    await wire.inbound(cart.phone, { type: "video", video: media, from_user_id: before });
    const next = await wire.story.checkout({ email: cart.email });
    await wire.story.tick(cart.phone, next.token);
    if (how === "system") {
      const system = { type: "user_changed_user_id", user_id: after, previous_user_id: before };
      await notice(cart.phone, { type: "system", system });
    } else {
      const update = {
        detail: "",
        user_id: { previous: before, current: after },
        timestamp: wire.now(),
      };
      await wire.post({ field: "user_id_update", value: wire.value({ user_id_update: [update] }) });
    }
    const stop = {
      id: newWamid(),
      timestamp: String(wire.now()),
      type: "text",
      text: { body: "STOP" },
    };
    const messages = [{ ...stop, from_user_id: after }];
    await wire.post({ field: "messages", value: wire.value({ messages }) });
    await wire.story.remind();
    expect(await wire.story.accepted(cart.phone)).toEqual([]);
  });

  it.each([
    ["an error of the whole app", { errors: [{ code: 130429, title: "Rate limit hit" }] }],
    [
      "a tap that Meta counted",
      { user_actions: [{ action_type: "marketing_messages_link_click" }] },
    ],
    ["nothing we know", { something: 7, messages: "none", statuses: null }],
    ["strange messages", { messages: [null, 7, { id: "x" }, { type: "text" }] }],
  ])("%s is stored and changes nothing", async (_name, parts) => {
    const before = await wire.stored("messages");
    expect(await wire.post({ field: "messages", value: wire.value(parts) })).toBe(200);
    const after = await wire.stored("messages");
    expect(after.slice(before.length)).toEqual(["processed"]);
  });
});

describe("Meta's own stop (contract 3.8)", () => {
  const preference = (value: string, person: object) =>
    wire.post({
      field: "user_preferences",
      value: wire.value({
        contacts: [person],
        user_preferences: [
          { ...person, detail: "", category: "marketing_messages", value, timestamp: wire.now() },
        ],
      }),
    });

  it.each([true, false])("ends everything at once, phone told: %s", async (withPhone) => {
    const cart = await leftCart();
    const userId = newUserId();
    await wire.inbound(cart.phone, { type: "video", video: media, from_user_id: userId });
    const next = await wire.story.checkout({ email: cart.email });
    await wire.story.tick(cart.phone, next.token);
    const person = { user_id: userId, ...(withPhone ? { wa_id: waId(cart.phone) } : {}) };
    expect(await preference("stop", person)).toBe(200);
    await wire.story.remind();
    expect(await wire.story.accepted(cart.phone)).toEqual([]);
    const shown = (await wire.shown()).find(({ phone }) => phone?.endsWith(cart.phone.slice(-3)));
    expect(shown).toMatchObject({ reason: "consent_withdrawn" });
  });

  it("is lifted by Meta's resume, which gives no consent back", async () => {
    const cart = await leftCart();
    const person = { wa_id: waId(cart.phone), user_id: newUserId() };
    await preference("stop", person);
    wire.stories.clock.forward({ minutes: 5 });
    await preference("resume", person);
    await wire.story.remind();
    expect(await wire.story.accepted(cart.phone)).toEqual([]);
    const next = await wire.story.checkout({ email: cart.email });
    // Nor does a tick, which anybody can make for any number: only what the person writes or taps on WhatsApp does.
    await wire.story.tick(cart.phone, next.token);
    await wire.story.remind();
    expect(await wire.story.accepted(cart.phone)).toEqual([]);
  });

  it("of a kind that we do not know is stored", async () => {
    expect(await wire.post({ field: "user_preferences", value: { user_preferences: "?" } })).toBe(
      200,
    );
    expect((await wire.stored("user_preferences")).at(-1)).toBe("processed");
  });
});
