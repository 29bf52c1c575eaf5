import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { createPlace, pullReport, readPoster } from "#app/modules/optin/index.ts";
import { newMail, newPhone, nextMorning, startStory, type Story } from "./story-kit.ts";
import { startStories, type Stories } from "./stories.ts";

/** The shopper writes first: from the link or poster to consent that proves itself. */

let stories: Stories;
let story: Story;
let code: string;
beforeAll(async () => {
  stories = await startStories();
  story = await startStory(stories);
});
afterAll(() => stories.close());
beforeEach(async () => {
  nextMorning(stories);
  const made = await createPlace(stories.deps, story.shopId, { kind: "poster", label: "Kasse" });
  if (!made.ok) throw new Error(made.problem);
  code = made.code;
});

const place = async (locale = "de") => {
  const { places } = await pullReport(stories.deps, story.shopId, { locale });
  const found = places.find((one) => one.code === code);
  if (!found) throw new Error("no such place");
  return found;
};

/** What the link types into the chat. */
const typed = async (locale = "de") =>
  new URL((await place(locale)).link).searchParams.get("text") ?? "";

async function standing(phone: string) {
  const { rows } = await stories.owner.query<{ topic: string; state: string }>(
    `select s.topic, s.state from consent_state s join contact_identifier i using (shop_id, contact_id)
     where i.shop_id = $1 and i.hash = $2 order by topic`,
    [story.shopId, stories.deps.vault.hash(story.shopId, "phone", phone)],
  );
  return Object.fromEntries(rows.map(({ topic, state }) => [topic, state]));
}

const ALL = { offers: "granted", recommendations: "granted", reminders: "granted" };

async function evidenceOf(phone: string) {
  const { rows } = await stories.owner.query<{
    id: string;
    data_key: Buffer;
    evidence: Buffer;
    source: string;
    place: string;
    kind: string;
    locale: string;
    wording_version: string;
  }>(
    `select c.id, c.data_key, e.* from consent_event e join contact c on c.id = e.contact_id
     join contact_identifier i on i.contact_id = c.id where i.hash = $1 order by e.recorded_at desc limit 1`,
    [stories.deps.vault.hash(story.shopId, "phone", phone)],
  );
  const [row] = rows;
  if (!row) throw new Error("nothing was recorded");
  const { openFor } = stories.deps.vault;
  const { rows: contacts } = await stories.owner.query<{ id: string; data_key: Buffer }>(
    `select c.id, c.data_key from contact c join contact_identifier i on i.contact_id = c.id where i.hash = $1`,
    [stories.deps.vault.hash(story.shopId, "phone", phone)],
  );
  const [contact] = contacts;
  if (!contact) throw new Error("no contact");
  const opened: unknown = JSON.parse(openFor(contact.data_key, contact.id, row.evidence));
  const evidence = z.record(z.string(), z.union([z.string(), z.number()])).parse(opened);
  return { ...row, evidence };
}

const bodySchema = z.object({ text: z.object({ body: z.string() }) });

/** The texts that the phone got. */
async function answers(phone: string): Promise<string[]> {
  await story.send();
  const received = await story.received(phone);
  return received.flatMap(({ body }) => bodySchema.safeParse(body).data?.text.body ?? []);
}

describe("a pull message", () => {
  it("is consent at once, with the person's own words, and is answered once", async () => {
    const phone = newPhone();
    await story.inbound(phone, { text: await typed() });
    expect(await standing(phone)).toEqual({ ...ALL, tap_tracking: "granted" });
    const event = await evidenceOf(phone);
    expect(event).toMatchObject({
      source: "whatsapp_message",
      place: "pull",
      kind: "granted",
      locale: "de",
      evidence: {
        text: await typed(),
        pullCode: code,
        pullPlace: "Kasse",
      },
    });
    expect(event.evidence["replyWamid"]).toMatch(/^wamid\./);
    expect(event.evidence["shownText"]).toContain("WhatsApp");
    expect(await answers(phone)).toEqual([expect.stringContaining("STOP")]);
    expect((await place()).used).toBe(1);
    stories.clock.forward({ minutes: 5 });
    await story.inbound(phone, { text: await typed() });
    expect(await answers(phone)).toHaveLength(1);
    expect((await place()).used).toBe(1);
  });

  it("asks for no confirmation where the shop confirms every opt-in", async () => {
    await stories.owner.query(
      `update shop set consent_settings = '{"confirmation":{"mode":"double"}}' where id = $1`,
      [story.shopId],
    );
    const phone = newPhone();
    await story.inbound(phone, { text: await typed("en") });
    expect(await standing(phone)).toMatchObject(ALL);
    expect((await evidenceOf(phone)).locale).toBe("en");
  });

  it("rewritten is consent to the messages, not to the tracking of taps", async () => {
    const phone = newPhone();
    await story.inbound(phone, { text: `Ja gerne, schickt mir was! ${code.toLowerCase()}` });
    expect(await standing(phone)).toEqual(ALL);
  });

  it.each([
    ["a question", (c: string) => `Was heißt ${c}?`],
    ["a refusal that quotes it", (c: string) => `"Ja ... ${c}" nein, nicht mit mir`],
    ["somebody else's code", () => "WA-ZZ9ZZ"],
  ])("is none as %s", async (_name, text) => {
    const phone = newPhone();
    await story.inbound(phone, { text: text(code) });
    expect(Object.values(await standing(phone))).not.toContain("granted");
    expect((await place()).used).toBe(0);
  });

  it("with a STOP is a STOP", async () => {
    const phone = newPhone();
    const cart = await story.checkout({ email: newMail() });
    await story.tick(phone, cart.token);
    stories.clock.forward({ minutes: 1 });
    await story.inbound(phone, { text: `STOP ${code}` });
    expect(new Set(Object.values(await standing(phone)))).toEqual(new Set(["withdrawn"]));
  });

  it("brings back who had said no: it is their own act", async () => {
    const phone = newPhone();
    await story.inbound(phone, { text: await typed() });
    stories.clock.forward({ minutes: 1 });
    await story.inbound(phone, { text: "STOP" });
    expect(new Set(Object.values(await standing(phone)))).toEqual(new Set(["withdrawn"]));
    stories.clock.forward({ minutes: 1 });
    await story.inbound(phone, { text: await typed() });
    expect(await standing(phone)).toMatchObject(ALL);
    const cart = await story.checkout({ email: newMail() });
    await story.tick(phone, cart.token);
    await story.remind(3);
    expect((await story.accepted(phone)).filter(({ template }) => template)).toHaveLength(1);
  });

  it("delivered twice counts once", async () => {
    const phone = newPhone();
    await stories.whatsapp("statuses", { auto: false, batchSize: 1 });
    await story.inbound(phone, { text: await typed() }, false);
    await story.work();
    await story.work();
    expect((await place()).used).toBe(1);
    expect(await answers(phone)).toHaveLength(1);
  });

  it("counts for the place whose code it carries, old ones too", async () => {
    const first = await typed();
    const second = await createPlace(stories.deps, story.shopId, {
      kind: "parcel",
      label: "Paket",
    });
    await story.inbound(newPhone(), { text: first });
    const report = await pullReport(stories.deps, story.shopId, { locale: null });
    const used = Object.fromEntries(report.places.map((one) => [one.code, one.used]));
    expect(used[code]).toBe(1);
    expect(used[second.ok ? second.code : ""]).toBe(0);
  });

  it("is not answered once the person has said stop in between", async () => {
    const phone = newPhone();
    await story.inbound(phone, { text: await typed() });
    stories.clock.forward({ seconds: 2 });
    await story.inbound(phone, { text: "STOP" });
    const texts = await answers(phone);
    expect(texts.some((text) => text.includes("darf dir ab jetzt"))).toBe(false);
  });
});

describe("a place", () => {
  it.each([
    [{ kind: "poster", label: " " }, "label"],
    [{ kind: "poster", label: "x".repeat(61) }, "label"],
    [{ kind: "banner", label: "x" }, "kind"],
  ])("is not made of %j", async (wish, problem) => {
    expect(await createPlace(stories.deps, story.shopId, wish)).toEqual({ ok: false, problem });
  });

  it("has a poster that says everything, on a public page without scripts", async () => {
    const { posterUrl } = await place("de");
    const answer = await fetch(posterUrl);
    const html = await answer.text();
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-security-policy")).toContain("default-src 'none'");
    expect(html).not.toContain("<script");
    for (const word of [
      "Leinenwerk",
      "WhatsApp",
      "Warenkorb",
      "Empfehlungen",
      "Angebote",
      "antippe",
      "STOP",
      code,
    ]) {
      expect(html).toContain(word);
    }
    expect(html).toContain('lang="de"');
  });

  it.each(["x".repeat(60), "AAAA".repeat(20)])(
    "has no poster under a made-up address",
    async (token) => {
      expect(await readPoster(stories.deps, token)).toBeNull();
      expect((await fetch(`${stories.deps.appUrl}/poster/${token}`)).status).toBe(404);
    },
  );

  it("of another shop is not shown", async () => {
    const other = await stories.addShop();
    expect((await pullReport(stories.deps, other, { locale: null })).places).toEqual([]);
  });
});
