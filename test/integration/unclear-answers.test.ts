import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import {
  countOpenAnswers,
  decideAnswer,
  listAnswers,
  sweepAnswers,
} from "#app/modules/conversations/index.ts";
import { suppressContact } from "#app/modules/consent/index.ts";
import { wakeWaiting } from "#app/modules/messaging/index.ts";
import { withdrawalsOf } from "./preferences-kit.ts";
import { nextMorning, startStory, type Story } from "./story-kit.ts";
import { startStories, type Stories } from "./stories.ts";

/** Words that may be a "no": marketing rests until a human has read them. */

let stories: Stories;
let story: Story;
beforeAll(async () => {
  stories = await startStories();
});
afterAll(() => stories.close());
beforeEach(async () => {
  nextMorning(stories);
  story = await startStory(stories);
});

const UNCLEAR = "Es reicht langsam";
const STAFF = "gid://shopify/StaffMember/1";

async function contactOf(phone: string): Promise<string> {
  const { deps, owner } = stories;
  const { rows } = await owner.query<{ contact_id: string }>(
    "select contact_id from contact_identifier where hash = $1",
    [deps.vault.hash(story.shopId, "phone", phone)],
  );
  return rows[0]?.contact_id ?? "";
}

/** Somebody who agreed, wrote something unclear, and has left another cart since. */
async function unsure(text = UNCLEAR) {
  const first = await story.leftCart();
  await story.inbound(first.phone, { text });
  stories.clock.forward({ minutes: 30 });
  const cart = await story.checkout({ phone: first.phone, email: first.email });
  return { phone: first.phone, contactId: await contactOf(first.phone), token: cart.token };
}

const list = () => listAnswers(stories.deps, { shopId: story.shopId, staffId: STAFF });
const open = () => stories.deps.db.inShop(story.shopId, (tx) => countOpenAnswers(tx, story.shopId));

async function decide(verdict: "stop" | "no_stop", id?: string) {
  const [answer] = id === undefined ? (await list()).open : [{ id }];
  if (!answer) throw new Error("nothing to decide");
  const made = { shopId: story.shopId, id: answer.id, verdict, by: STAFF };
  const outcome = await decideAnswer(stories.deps, made);
  await wakeWaiting(stories.deps, story.shopId);
  return outcome;
}

async function later(hours = 1) {
  stories.clock.forward({ hours });
  await story.send();
}

describe("words that may be a no", () => {
  test("hold what is planned, and are shown with their words to whoever has to decide", async () => {
    const { phone, token } = await unsure();
    await story.remind(3);
    expect(await story.accepted(phone)).toEqual([]);
    expect(await story.messages(token)).toMatchObject([
      { state: "planned", reason: "perhaps_opt_out" },
    ]);
    const shown = await list();
    expect(shown).toMatchObject({ openCount: 1, open: [{ text: UNCLEAR }] });
    expect(shown.open[0]?.phone).toMatch(/^\+49…\d{3}$/);
  });

  test("write down who looked at them", async () => {
    await unsure();
    await list();
    const { rows } = await stories.owner.query(
      "select staff_id, action, purpose, people from access_log where shop_id = $1",
      [story.shopId],
    );
    expect(rows).toEqual([
      { staff_id: STAFF, action: "viewed", purpose: "answers_page", people: 1 },
    ]);
  });

  test("that meant no stop let go what waited, and it is kept who said so", async () => {
    const { phone } = await unsure();
    await story.remind(3);
    expect(await decide("no_stop")).toBe("decided");
    await later();
    expect(await story.accepted(phone)).toHaveLength(1);
    expect(await list()).toMatchObject({
      open: [],
      decided: [{ decision: "no_stop", decidedBy: STAFF }],
    });
  });

  test("that meant stop are a withdrawal from the moment they were written, with the person's own words", async () => {
    const { phone, contactId, token } = await unsure();
    await story.remind(3);
    const [answer] = (await list()).open;
    expect(await decide("stop")).toBe("decided");
    await later();
    expect(await story.accepted(phone)).toEqual([]);
    expect(await story.messages(token)).toMatchObject([
      { state: "skipped", reason: "consent_withdrawn" },
    ]);
    const [entry, ...more] = await withdrawalsOf(stories, contactId);
    expect(more).toEqual([]);
    expect(entry).toMatchObject({
      topic: null,
      source: "merchant",
      evidence: { text: UNCLEAR, decidedBy: STAFF },
    });
    expect(entry?.evidence?.["wamid"]).toMatch(/^wamid\./);
    expect(await decide("no_stop", answer?.id)).toBe("decided_before");
  });

  test("count as a no when nobody has decided in seven days, and not a moment before", async () => {
    const { contactId } = await unsure();
    stories.clock.forward({ hours: 7 * 24 - 2 });
    await sweepAnswers(stories.deps); // other tests have left some, too
    expect(await open()).toBe(1);
    stories.clock.forward({ hours: 2 });
    expect(await sweepAnswers(stories.deps)).toBe(1);
    expect(await sweepAnswers(stories.deps)).toBe(0);
    expect(await withdrawalsOf(stories, contactId)).toMatchObject([
      { topic: null, source: "system", evidence: { text: UNCLEAR, decidedBy: null } },
    ]);
    expect(await list()).toMatchObject({ open: [], decided: [{ decision: "undecided" }] });
  });

  test("are settled by a clear STOP of the person's own", async () => {
    const { phone, contactId } = await unsure();
    await story.inbound(phone, { text: "STOP" });
    expect(await open()).toBe(0);
    expect(await withdrawalsOf(stories, contactId)).toMatchObject([{ source: "whatsapp_message" }]);
    expect(await list()).toMatchObject({ decided: [{ decision: "settled", decidedBy: null }] });
  });

  test("are settled by a clear START, and what waited leaves", async () => {
    const { phone, contactId } = await unsure();
    await story.remind(3);
    // Any answer ends the reminders of a cart: it is the next one that shows that nothing is held.
    await story.inbound(phone, { text: "Start!" });
    expect(await open()).toBe(0);
    expect(await withdrawalsOf(stories, contactId)).toEqual([]);
    stories.clock.forward({ minutes: 1 });
    await story.checkout({ phone });
    await story.remind(3);
    expect(await story.accepted(phone)).toHaveLength(1);
  });

  test("are not settled by a START from before them that WhatsApp tells late", async () => {
    const before = stories.clock.now();
    stories.clock.forward({ minutes: 5 });
    const { phone } = await unsure();
    await story.inbound(phone, { text: "START", at: before });
    expect(await open()).toBe(1);
  });

  test("are not settled by a tick: anybody can type the number", async () => {
    const { phone } = await unsure();
    const { token } = await story.checkout({});
    await story.tick(phone, token);
    expect(await open()).toBe(1);
    await story.remind(3);
    expect(await story.accepted(phone)).toEqual([]);
  });

  test("are not settled by a tick when something else keeps messages away, too", async () => {
    const { phone, contactId } = await unsure();
    const { deps } = stories;
    const who = { shopId: story.shopId, contactId };
    const wish = { scope: "all", reason: "blocked", source: "whatsapp_error" } as const;
    await deps.db.inShop(who.shopId, (tx) => suppressContact(deps, tx, who, wish));
    const { token } = await story.checkout({});
    await story.tick(phone, token);
    expect(await open()).toBe(1);
  });

  test("twice leave nothing free until both are decided", async () => {
    const { phone } = await unsure();
    await story.inbound(phone, { text: "zu viele nachrichten" });
    await story.checkout({ phone });
    expect(await open()).toBe(2);
    await decide("no_stop");
    await story.remind(3);
    expect(await story.accepted(phone)).toEqual([]);
    await decide("no_stop");
    await later();
    expect(await story.accepted(phone)).toHaveLength(1);
  });

  test("of somebody who agreed to nothing, or has refused, are nobody's to decide", async () => {
    await story.inbound("+4915799999001", { text: UNCLEAR });
    const { phone } = await story.leftCart();
    await story.inbound(phone, { text: "STOP" });
    await story.inbound(phone, { text: UNCLEAR });
    expect(await open()).toBe(0);
  });

  test("delivered twice are held once", async () => {
    const { phone } = await story.leftCart();
    await story.inbound(phone, { text: UNCLEAR });
    const again =
      "update intake_event set status = 'received' where shop_id = $1 and topic = 'messages'";
    await stories.owner.query(again, [story.shopId]);
    await story.work();
    expect(await open()).toBe(1);
  });

  test("decided by two at the same moment are decided once", async () => {
    const { contactId } = await unsure();
    const [answer] = (await list()).open;
    const made = { shopId: story.shopId, id: answer?.id ?? "", by: STAFF };
    const outcomes = await Promise.all([
      decideAnswer(stories.deps, { ...made, verdict: "stop" }),
      decideAnswer(stories.deps, { ...made, verdict: "stop" }),
      decideAnswer(stories.deps, { ...made, verdict: "stop" }),
    ]);
    expect(outcomes.toSorted()).toEqual(["decided", "decided_before", "decided_before"]);
    expect(await withdrawalsOf(stories, contactId)).toHaveLength(1);
  });

  test("of another shop cannot be decided", async () => {
    await unsure();
    const [answer] = (await list()).open;
    const other = await stories.addShop();
    const made = { shopId: other, id: answer?.id ?? "", verdict: "no_stop" as const, by: STAFF };
    expect(await decideAnswer(stories.deps, made)).toBe("unknown");
    expect(await open()).toBe(1);
  });
});
