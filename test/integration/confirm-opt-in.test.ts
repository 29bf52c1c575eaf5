import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { ledgerOf } from "#app/modules/consent/index.ts";
import { consentTopics } from "#app/modules/consent/consent.types.ts";
import { findContact } from "#app/modules/contacts/index.ts";
import { confirming, confirmKit } from "./confirm-kit.ts";
import { startStories, type Stories, whatsAppArrives } from "./stories.ts";
import { newPhone, nextMorning, startStory, type Story } from "./story-kit.ts";

let stories: Stories;
let story: Story;
let kit: ReturnType<typeof confirmKit>;
let phone = "";

beforeAll(async () => {
  stories = await startStories();
  story = await startStory(stories);
  kit = confirmKit(story);
  await confirming(story);
});
afterAll(() => stories.close());
beforeEach(async () => {
  phone = newPhone();
  nextMorning(stories);
  await confirming(story);
});

const ledger = () =>
  stories.deps.db.inShop(story.shopId, async (tx) => {
    const identifiers = [{ kind: "phone" as const, value: phone }];
    const contact = await findContact(stories.deps, tx, { shopId: story.shopId, identifiers });
    if (!contact) return [];
    const { id: contactId, dataKey } = contact;
    return ledgerOf(stories.deps, tx, { shopId: story.shopId, contactId, dataKey });
  });

describe("a tick where opt-ins are confirmed", () => {
  test("asks on WhatsApp, in a UTILITY message, and grants nothing yet", async () => {
    const { answer, question } = await kit.tickAndAsk(phone);
    expect(answer).toMatchObject({ outcome: "pending", state: "pending" });
    expect(question?.payload).toMatch(/^opt_in:/);
    expect(await kit.states(phone)).toEqual(["pending"]);
  });

  test("is granted by the button, with the two messages as its proof", async () => {
    const { question } = await kit.tickAndAsk(phone);
    stories.clock.forward({ minutes: 3 });
    await kit.tapYes(phone, question);
    expect(await kit.states(phone)).toEqual(["granted"]);
    const confirmed = (await ledger()).filter(({ kind }) => kind === "confirmed");
    expect(new Set(confirmed.map(({ topic }) => topic))).toEqual(new Set(consentTopics));
    expect(confirmed[0]).toMatchObject({
      source: "whatsapp_button",
      place: "checkout",
      locale: "de",
      evidence: { answer: "Ja, ich bestätige", confirmationWamid: question?.wamid },
    });
    expect(confirmed[0]?.identifierHash).toBe(
      stories.deps.vault.hash(story.shopId, "phone", phone),
    );
    expect(await kit.requests(phone)).toEqual(["confirmed"]);
  });

  test.each(["Ja", "yes please", "Oui", "Sí", "sim", "Tak", "Evet!", "Ja, graag", "Va bene"])(
    "is granted by the words %s",
    async (text) => {
      await kit.tickAndAsk(phone);
      stories.clock.forward({ minutes: 3 });
      await story.inbound(phone, { text });
      expect(await kit.states(phone)).toEqual(["granted"]);
      const confirmed = (await ledger()).find(({ kind }) => kind === "confirmed");
      expect(confirmed).toMatchObject({ source: "whatsapp_message", evidence: { answer: text } });
    },
  );

  test("leads to the reminder as a single opt-in does", async () => {
    const cart = await story.checkout();
    const { question } = await kit.tickAndAsk(phone, cart.token);
    stories.clock.forward({ minutes: 20 });
    await kit.tapYes(phone, question);
    await story.remind();
    expect(await kit.marketing(phone)).toBe(1);
  });

  test("confirmed after the reminder was due, is reminded of at once", async () => {
    const cart = await story.checkout();
    const { question } = await kit.tickAndAsk(phone, cart.token);
    await story.remind(3);
    expect(await kit.marketing(phone)).toBe(0);
    await kit.tapYes(phone, question);
    await story.remind(0);
    expect(await kit.marketing(phone)).toBe(1);
  });

  test("is not followed by any advertising while nobody answers", async () => {
    const cart = await story.checkout();
    await kit.tickAndAsk(phone, cart.token);
    for (const hours of [2, 24, 24, 24]) {
      await story.remind(hours);
      await kit.ask();
    }
    expect(await kit.marketing(phone)).toBe(0);
    expect(await kit.asked(phone)).toHaveLength(1);
    expect(await kit.requests(phone)).toEqual(["expired"]);
  });

  test("needs no confirmation in a country where the merchant chose so", async () => {
    await confirming(story, { mode: "single", singleCountries: ["AT"] });
    const austrian = phone.replace("+49151", "+43664");
    expect(await story.tick(austrian, null)).toMatchObject({ state: "granted" });
    expect(await story.tick(phone, null)).toMatchObject({ state: "pending" });
    expect(await kit.states(austrian)).toEqual(["granted"]);
    expect(await kit.requests(austrian)).toEqual([]);
    expect(await kit.requests(phone)).toEqual(["asked"]);
  });
});

describe("in a country where a tick is enough, somebody who has refused", () => {
  const austrian = () => phone.replace("+49151", "+43664");
  beforeEach(() => confirming(story, { mode: "single", singleCountries: ["AT"] }));

  test("one topic is asked when their number is typed again, and only their yes brings it back", async () => {
    const granted = await story.tick(austrian(), "own");
    await story.inbound(austrian(), { text: "Keine Erinnerungen mehr" });
    await story.send();
    stories.clock.forward({ minutes: 2 });
    const { answer, question } = await kit.tickAndAsk(austrian(), "of-anybody");
    expect(question?.payload).toMatch(/^opt_in:/);
    expect(answer).toEqual(granted);
    expect(await kit.states(austrian())).toEqual(["granted", "pending"]);
    stories.clock.forward({ minutes: 2 });
    await kit.tapYes(austrian(), question);
    expect(await kit.states(austrian())).toEqual(["granted"]);
  });

  test("everything is not even asked, and nothing leaves", async () => {
    const cart = await story.checkout();
    await story.tick(austrian(), "own");
    await story.inbound(austrian(), { text: "STOP" });
    stories.clock.forward({ minutes: 2 });
    for (const place of ["checkout", "thank_you", "storefront"] as const) {
      await kit.tickAndAsk(austrian(), cart.token, { place });
    }
    await story.remind();
    expect(await kit.asked(austrian())).toEqual([]);
    expect(await kit.marketing(austrian())).toBe(0);
    await story.pull(austrian());
    expect(await kit.states(austrian())).toEqual(["granted"]);
  });
});

describe("an answer", () => {
  test("that comes too late grants nothing", async () => {
    await confirming(story, { expiresAfterHours: 24 });
    const { question } = await kit.tickAndAsk(phone);
    stories.clock.forward({ hours: 24 });
    await kit.tapYes(phone, question);
    expect(await kit.states(phone)).toEqual(["pending"]);
  });

  test("that was given in time counts, also when we hear of it after the time", async () => {
    await confirming(story, { expiresAfterHours: 24 });
    const { question } = await kit.tickAndAsk(phone);
    const at = new Date(stories.clock.now().getTime() + 23 * 3600_000).toISOString();
    stories.clock.forward({ hours: 25 });
    await kit.ask();
    await kit.tapYes(phone, question, { at });
    expect(await kit.states(phone)).toEqual(["granted"]);
  });

  test("of another number grants neither of them anything", async () => {
    const { question } = await kit.tickAndAsk(phone);
    const other = newPhone();
    await kit.tapYes(other, question);
    await story.inbound(other, { text: "Ja" });
    expect(await kit.states(phone)).toEqual(["pending"]);
    expect(await kit.states(other)).toEqual([]);
  });

  test("of each of two numbers counts for that number alone", async () => {
    const other = newPhone();
    const { question } = await kit.tickAndAsk(phone, "same-checkout");
    await kit.tickAndAsk(other, "same-checkout");
    await kit.tapYes(phone, question);
    expect([await kit.states(phone), await kit.states(other)]).toEqual([["granted"], ["pending"]]);
    await story.inbound(other, { text: "yes" });
    expect([await kit.states(phone), await kit.states(other)]).toEqual([["granted"], ["granted"]]);
  });

  test("whose webhook comes twice is recorded once", async () => {
    const { question } = await kit.tickAndAsk(phone);
    await stories.whatsapp("webhooks", { mode: "duplicate" });
    await kit.tapYes(phone, question);
    await stories.whatsapp("webhooks", { mode: "normal" });
    const confirmed = (await ledger()).filter(({ kind }) => kind === "confirmed");
    expect(confirmed).toHaveLength(4);
  });

  test("before any status webhook counts: the question had left", async () => {
    const { question } = await kit.tickAndAsk(phone);
    await kit.tapYes(phone, question);
    expect(await kit.states(phone)).toEqual(["granted"]);
  });

  test("to a question whose answer from WhatsApp was lost counts by its button", async () => {
    const { question } = await kit.tickAndAsk(phone);
    await stories.owner.query(
      "update message set wamid = null, state = 'unknown' where shop_id = $1 and wamid = $2",
      [story.shopId, question?.wamid],
    );
    await kit.tapYes(phone, question);
    expect(await kit.states(phone)).toEqual(["granted"]);
  });

  test("after a STOP does not count, nor does one that is only heard of after it", async () => {
    const { question } = await kit.tickAndAsk(phone);
    const at = stories.clock.now().toISOString();
    stories.clock.forward({ minutes: 2 });
    await story.inbound(phone, { text: "STOP" });
    await kit.tapYes(phone, question, { at });
    stories.clock.forward({ minutes: 2 });
    await kit.tapYes(phone, question);
    await story.inbound(phone, { text: "Ja" });
    expect(await kit.states(phone)).toEqual(["withdrawn"]);
  });

  test.each(["Nein", "No", "Nein, danke!", "non merci", "Hayır", "das war ich nicht"])(
    "%s withdraws, and no later yes to the same question counts",
    async (text) => {
      const { question } = await kit.tickAndAsk(phone);
      await story.inbound(phone, { text });
      expect(await kit.states(phone)).toEqual(["withdrawn"]);
      stories.clock.forward({ minutes: 2 });
      await kit.tapYes(phone, question);
      expect(await kit.states(phone)).toEqual(["withdrawn"]);
      expect(await kit.requests(phone)).toEqual(["declined"]);
    },
  );

  test("by the button that declines withdraws", async () => {
    const { question } = await kit.tickAndAsk(phone);
    const button = { text: "Nein, danke", payload: "opt_out", contextWamid: question?.wamid };
    await story.inbound(phone, { button });
    expect(await kit.states(phone)).toEqual(["withdrawn"]);
  });

  test("in words that could answer anything grants nothing", async () => {
    await kit.tickAndAsk(phone);
    for (const text of ["ok", "👍", "ja, aber erst morgen", "Wer seid ihr?"]) {
      await story.inbound(phone, { text });
    }
    expect(await kit.states(phone)).toEqual(["pending"]);
  });

  test("that quotes another message grants nothing, one that quotes the question does", async () => {
    const { question } = await kit.tickAndAsk(phone);
    await story.inbound(phone, { text: "Ja", quotes: "wamid.of-something-else" });
    expect(await kit.states(phone)).toEqual(["pending"]);
    await story.inbound(phone, { text: "Ja", quotes: question?.wamid });
    expect(await kit.states(phone)).toEqual(["granted"]);
  });

  test("under a username alone counts by the button, and not in words", async () => {
    const { question } = await kit.tickAndAsk(phone);
    await story.inbound(phone, { text: "Wer ist da?" });
    await story.inbound(phone, { text: "Ja", withoutPhone: true });
    expect(await kit.states(phone)).toEqual(["pending"]);
    await kit.tapYes(phone, question, { withoutPhone: true });
    expect(await kit.states(phone)).toEqual(["granted"]);
  });

  test("counts for the shop that asked, also when WhatsApp delivers it out of order", async () => {
    const { question } = await kit.tickAndAsk(phone);
    await story.status(question?.wamid, "read");
    await kit.tapYes(phone, question);
    await story.status(question?.wamid, "delivered");
    expect(await kit.states(phone)).toEqual(["granted"]);
  });
});

describe("somebody's number, typed by a stranger", () => {
  test("is asked once, however often and from wherever it is typed", async () => {
    await kit.tickAndAsk(phone, "checkout-a");
    await Promise.all(
      Array.from({ length: 8 }, (_, n) =>
        story.tick(phone, `checkout-${n}`, { place: "thank_you" }),
      ),
    );
    await kit.ask();
    expect(await kit.asked(phone)).toHaveLength(1);
  });

  test("is asked once by requests that come at the same moment", async () => {
    const ticks = Array.from({ length: 8 }, (_, n) => story.tick(phone, `together-${n}`));
    const answers = await Promise.all(ticks);
    await kit.ask();
    expect(await kit.asked(phone)).toHaveLength(1);
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  });

  test("is asked once in 90 days, and twice until the person writes", async () => {
    await kit.tickAndAsk(phone);
    stories.clock.forward({ hours: 24 * 30 });
    await kit.tickAndAsk(phone);
    expect(await kit.asked(phone)).toHaveLength(1);
    for (const days of [61, 91, 91]) {
      stories.clock.forward({ hours: 24 * days });
      await kit.tickAndAsk(phone);
    }
    expect(await kit.asked(phone)).toHaveLength(2);
    expect(await kit.requests(phone)).toEqual([
      "asked",
      "not_asked: asked_lately",
      "asked",
      "not_asked: asked_twice",
      "not_asked: asked_twice",
    ]);
    await story.inbound(phone, { text: "Wer schreibt mir da?" });
    stories.clock.forward({ hours: 24 * 91 });
    await kit.tickAndAsk(phone);
    expect(await kit.asked(phone)).toHaveLength(3);
  });

  test("is not asked at all after a STOP, an unclear no or Meta's stop", async () => {
    await story.inbound(phone, { text: "STOP" });
    await kit.tickAndAsk(phone);
    expect(await kit.asked(phone)).toEqual([]);
    expect(await kit.requests(phone)).toEqual(["not_asked: opted_out"]);
    const other = newPhone();
    const preference = { from: other, value: "stop", phoneNumberId: story.phoneNumberId };
    await stories.whatsapp("preferences", preference);
    await whatsAppArrives(stories);
    await story.work();
    await kit.tickAndAsk(other);
    expect(await kit.asked(other)).toEqual([]);
  });

  test("is told the same, whether it is unknown, asked, confirmed, refused or limited", async () => {
    const answers = [];
    const unknown = await kit.tickAndAsk(phone);
    answers.push(unknown.answer);
    answers.push(await story.tick(phone, "again"));
    await kit.tapYes(phone, unknown.question);
    answers.push(await story.tick(phone, "confirmed"));
    await story.inbound(phone, { text: "STOP" });
    answers.push(await story.tick(phone, "refused"));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  });
});

describe("a question that never arrived", () => {
  test("does not count as asked, and a later tick is asked", async () => {
    const { question } = await kit.tickAndAsk(phone);
    await stories.whatsapp("status", { wamid: question?.wamid, status: "failed", code: 131026 });
    await whatsAppArrives(stories);
    await story.work();
    expect(await kit.requests(phone)).toEqual(["not_asked: not_sent"]);
    stories.clock.forward({ hours: 24 * 8 });
    await kit.tickAndAsk(phone);
    expect(await kit.requests(phone)).toEqual(["not_asked: not_sent", "asked"]);
  });

  test("since the box was unticked before it left, is followed by one for the next tick", async () => {
    await story.tick(phone, "changes-mind");
    await story.tick(phone, "changes-mind", { granted: false });
    await story.tick(phone, "changes-mind");
    await kit.ask();
    expect(await kit.asked(phone)).toHaveLength(1);
    expect(await kit.states(phone)).toEqual(["pending"]);
  });

  test("unticked and ticked again after it left, is answered for the second tick, too", async () => {
    const { question } = await kit.tickAndAsk(phone, "changes-mind");
    await story.tick(phone, "changes-mind", { granted: false });
    stories.clock.forward({ minutes: 1 });
    await story.tick(phone, "changes-mind");
    await kit.ask();
    expect(await kit.asked(phone)).toHaveLength(1);
    stories.clock.forward({ minutes: 1 });
    await kit.tapYes(phone, question);
    expect(await kit.states(phone)).toEqual(["granted"]);
  });
});

describe("without an approved template", () => {
  test("a request waits, and is asked once it is approved and still in time", async () => {
    const set = (status: string) =>
      stories.owner.query(
        "update template set status = $2 where shop_id = $1 and purpose = 'double_opt_in'",
        [story.shopId, status],
      );
    await set("PENDING");
    const late = newPhone();
    await kit.tickAndAsk(late);
    stories.clock.forward({ hours: 48 });
    await kit.tickAndAsk(phone);
    await kit.ask();
    expect(await kit.requests(phone)).toEqual(["waiting"]);
    stories.clock.forward({ hours: 25 });
    await kit.ask();
    await set("APPROVED");
    stories.clock.forward({ minutes: 1 });
    await kit.ask();
    expect([await kit.asked(late), await kit.requests(late)]).toEqual([[], ["expired"]]);
    expect(await kit.asked(phone)).toHaveLength(1);
  });
});
