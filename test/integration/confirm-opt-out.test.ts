import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { findContact } from "#app/modules/contacts/index.ts";
import { withdrawForPerson } from "#app/modules/preferences/index.ts";
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
});

/** Somebody who agreed and confirmed. */
async function agreed(change: { locale?: string } = {}) {
  const { question } = await kit.tickAndAsk(phone, null, change);
  stories.clock.forward({ minutes: 1 });
  await kit.tapYes(phone, question);
  stories.clock.forward({ minutes: 1 });
}

async function says(text: string) {
  await story.inbound(phone, { text });
  stories.clock.forward({ minutes: 1 });
  await story.send();
}

/** The merchant wrote down what the person said on the phone: no message of ours named START. */
async function refusedAtTheCounter() {
  const { deps } = stories;
  const { shopId } = story;
  const identifiers = [{ kind: "phone" as const, value: phone }];
  const contact = await deps.db.inShop(shopId, (tx) =>
    findContact(deps, tx, { shopId, identifiers }),
  );
  const wish = { contactId: contact?.id ?? "", wish: "all", channel: "phone", reason: "" } as const;
  await withdrawForPerson(deps, { shopId, staffId: "42" }, wish);
  stories.clock.forward({ minutes: 1 });
}

async function atMeta(value: "stop" | "resume") {
  const { phoneNumberId } = story;
  await stories.whatsapp("preferences", { from: phone, value, phoneNumberId });
  await whatsAppArrives(stories);
  await story.work();
  await story.send();
  stories.clock.forward({ minutes: 1 });
}

describe("a no on WhatsApp", () => {
  test("is answered once, in plain text and the person's language, and names the way back", async () => {
    await agreed();
    await says("STOP");
    expect(await kit.texts(phone)).toEqual([
      "Alles klar: Leinenwerk schickt dir auf WhatsApp keine Werbung mehr. Möchtest du sie irgendwann wieder bekommen, schreib START.",
    ]);
  });

  test("said again and again is answered once", async () => {
    await agreed();
    for (const text of ["STOP", "Stopp!", "keine Werbung mehr"]) await says(text);
    expect(await kit.texts(phone)).toHaveLength(1);
  });

  test("said twice before anything left is answered once all the same", async () => {
    await agreed();
    await story.inbound(phone, { text: "STOP" });
    await story.inbound(phone, { text: "STOP" });
    await story.inbound(phone, { text: "Danke" });
    await story.send();
    expect(await kit.texts(phone)).toHaveLength(1);
  });

  test("tapped is answered, too", async () => {
    await agreed({ locale: "fr" });
    await story.inbound(phone, { button: { text: "Stop", payload: "opt_out" } });
    stories.clock.forward({ minutes: 1 });
    await story.send();
    expect((await kit.texts(phone))[0]).toContain("ne vous enverra plus de publicité");
  });

  test("from somebody who never agreed is answered in the shop's language", async () => {
    await says("Unsubscribe");
    expect(await kit.texts(phone)).toHaveLength(1);
    expect(await kit.states(phone)).toEqual(["withdrawn"]);
  });

  test("to one topic is answered with that topic", async () => {
    await agreed();
    await says("Bitte keine Erinnerungen mehr");
    expect((await kit.texts(phone))[0]).toContain("erinnert dich nicht mehr");
  });

  test("to a question is answered: nobody wonders whether it was heard", async () => {
    await kit.tickAndAsk(phone);
    await says("Nein");
    expect(await kit.texts(phone)).toHaveLength(1);
  });

  test("that is heard of hours later is not answered any more", async () => {
    await agreed();
    const at = stories.clock.now().toISOString();
    stories.clock.forward({ hours: 5 });
    await story.inbound(phone, { text: "STOP", at });
    await story.send();
    expect(await kit.texts(phone)).toEqual([]);
    expect(await kit.states(phone)).toEqual(["withdrawn"]);
  });
});

describe("Meta's own stop", () => {
  test("is not answered: whoever pressed it wants no message", async () => {
    await agreed();
    await atMeta("stop");
    expect(await kit.texts(phone)).toEqual([]);
    expect(await kit.states(phone)).toEqual(["withdrawn"]);
  });

  test("taken back grants nothing by itself", async () => {
    await agreed();
    await atMeta("stop");
    await atMeta("resume");
    expect(await kit.states(phone)).toEqual(["withdrawn"]);
  });
});

describe("coming back", () => {
  test("by START grants what there was, and a new STOP is answered anew", async () => {
    await agreed();
    await says("STOP");
    await says("START");
    expect(await kit.states(phone)).toEqual(["granted"]);
    await says("STOP");
    expect(await kit.texts(phone)).toHaveLength(2);
    expect(await kit.states(phone)).toEqual(["withdrawn"]);
  });

  test("by START leads to reminders again", async () => {
    await agreed();
    await says("STOP");
    await says("Start bitte");
    const cart = await story.checkout();
    await story.tick(phone, cart.token);
    await story.remind();
    expect(await kit.marketing(phone)).toBe(1);
  });

  test.each(["Ja", "ok", "Danke", "When does the sale start?"])("not by: %s", async (text) => {
    await agreed();
    await says("STOP");
    await says(text);
    expect(await kit.states(phone)).toEqual(["withdrawn"]);
  });

  test("by START grants nothing to somebody who never agreed to anything", async () => {
    await says("STOP");
    await says("START");
    expect(await kit.states(phone)).toEqual(["withdrawn"]);
  });

  test("by START does not count where no message of ours named it", async () => {
    await agreed();
    await atMeta("stop");
    await says("START");
    expect(await kit.states(phone)).toEqual(["withdrawn"]);
  });

  test("by START grants nothing to another number", async () => {
    await agreed();
    await says("STOP");
    const other = newPhone();
    await story.inbound(other, { text: "START" });
    expect(await kit.states(phone)).toEqual(["withdrawn"]);
    expect(await kit.states(other)).toEqual([]);
  });

  test("by a tick alone grants nothing, and asks nothing", async () => {
    await agreed();
    await says("STOP");
    const before = await kit.asked(phone);
    expect(await story.tick(phone, null)).toMatchObject({ state: "pending" });
    await kit.ask();
    expect(await kit.asked(phone)).toEqual(before);
    expect(await kit.states(phone)).not.toContain("granted");
    await says("START");
    expect(await kit.states(phone)).toEqual(["granted"]);
  });

  test("by a tick and then START counts, also where the no was said elsewhere, and the tick's cart is reminded of", async () => {
    await agreed();
    await refusedAtTheCounter();
    const cart = await story.checkout();
    expect(await story.tick(phone, cart.token)).toMatchObject({ state: "pending" });
    await kit.ask();
    expect(await kit.states(phone)).not.toContain("granted");
    await says("START");
    expect(await kit.states(phone)).toEqual(["granted"]);
    await story.remind();
    expect(await kit.marketing(phone)).toBe(1);
  });

  test("by START counts for a tick neither from before the no, nor from days ago", async () => {
    await agreed();
    stories.clock.forward({ hours: 80 });
    await refusedAtTheCounter();
    await says("START");
    expect(await kit.states(phone)).toEqual(["withdrawn"]);
    await story.tick(phone, null);
    stories.clock.forward({ hours: 73 });
    await says("START");
    expect(await kit.states(phone)).not.toContain("granted");
  });

  test("by START counts where a tick is enough: a tick alone brings nobody back there either", async () => {
    await confirming(story, { mode: "single", singleCountries: ["DE"] });
    await story.tick(phone, null);
    await refusedAtTheCounter();
    await story.tick(phone, null);
    expect(await kit.states(phone)).not.toContain("granted");
    await says("START");
    expect(await kit.states(phone)).toEqual(["granted"]);
    await confirming(story);
  });
});
