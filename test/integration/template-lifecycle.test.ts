import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import {
  addTemplatePurposes,
  applyTemplateEvent,
  chooseWayOut,
  pollTemplates,
  saveTemplateText,
  submitTemplateAgain,
  submitTemplates,
  templateDetail,
  templateFor,
  templatesReport,
} from "#app/modules/templates/index.ts";
import { type MessagingKit, startMessagingKit, until, WABA_ID } from "./messaging-kit.ts";

/** From the merchant's words over WhatsApp's review to the version that sends. */

const stateSchema = z.object({
  templates: z.array(z.object({ name: z.string(), language: z.string(), status: z.string() })),
});
const NAME = "beckon_cart_reminder_1_v1";
const TARGET = { purpose: "cart_reminder_1", language: "de" };
const OWN =
  "Hallo {{first_name}}, bei {{shop_name}} wartet noch etwas auf dich: {{item_summary}}. Bis bald!";

let kit: MessagingKit;
beforeAll(async () => {
  kit = await startMessagingKit();
});
afterAll(() => kit.close());

const ofGerman = () =>
  kit.deps.db.inShop(kit.shopId, (tx) =>
    templateFor(tx, kit.shopId, {
      purpose: "cart_reminder_1",
      hasPicture: true,
      languages: ["de"],
    }),
  );
const sending = async () => {
  const { state, template } = await ofGerman();
  return `${state} ${template?.name ?? "-"}`;
};
const form = async () => {
  const detail = await templateDetail(kit.deps, kit.shopId, TARGET);
  const [withPicture] = detail?.forms ?? [];
  if (!withPicture) throw new Error("no form");
  return withPicture;
};
const atMeta = async () => {
  const { templates } = stateSchema.parse(await kit.control("state"));
  return templates.map(({ name, language, status }) => `${name} ${language} ${status}`);
};
/** Hands on what WhatsApp has told, until `look` says that it is so. */
const told = (what: string, look: () => Promise<boolean>) =>
  until(what, async () => {
    for (const { field, value } of kit.hook.changes.splice(0)) {
      const body = { wabaId: WABA_ID, phoneNumberId: null, field, value };
      await applyTemplateEvent(kit.deps, { shopId: kit.shopId, body });
    }
    return look();
  });
const change = (name: string, body: object = {}) =>
  kit.control(name, { wabaId: WABA_ID, name: NAME, language: "de", ...body });
const note = async () => (await form()).note;

describe("a template that WhatsApp speaks of", () => {
  beforeEach(() => void (kit.hook.changes.length = 0));

  it("is held while paused, says until when, and sends again afterwards", async () => {
    await change("templates", { status: "PAUSED", title: "SECOND_PAUSE" });
    await told("pause", async () => (await sending()) === `paused ${NAME}`);
    const { state, pausedUntil } = await note();
    expect(state).toBe("paused");
    const hours = (Date.parse(pausedUntil ?? "") - kit.deps.clock.now().getTime()) / 3600_000;
    expect(hours).toBeCloseTo(6, 1);
    await change("templates", { status: "REINSTATED" });
    await told("resumption", async () => (await sending()) === `approved ${NAME}`);
    expect((await note()).pausedUntil).toBeNull();
  });

  it("is held while in another category, and says so; announced it only says so", async () => {
    await change("templates/category", { to: "UTILITY", at: "2026-11-24T10:00:00Z" });
    await told("announcement", async () => (await note()).comingCategory === "UTILITY");
    expect(await note()).toMatchObject({
      state: "approved",
      comingCategoryAt: "2026-11-24T10:00:00.000Z",
    });
    await change("templates/category", { to: "UTILITY" });
    await told("move", async () => (await sending()) === `paused ${NAME}`);
    expect(await note()).toMatchObject({ state: "category", metaCategory: "UTILITY" });
    await change("templates/category", { to: "MARKETING" });
    await told("move back", async () => (await sending()) === `approved ${NAME}`);
  });

  it("shows its rating, which the list knows, too", async () => {
    await change("templates/quality", { score: "YELLOW" });
    await told("rating", async () => (await note()).quality === "YELLOW");
    await change("templates/quality", { score: "GREEN" });
    kit.hook.changes.length = 0; // that webhook got lost
    await pollTemplates(kit.deps, kit.shopId);
    expect((await note()).quality).toBe("GREEN");
  });

  it("keeps what is newer when an older webhook comes late", async () => {
    const value = { message_template_name: NAME, message_template_language: "de", reason: "NONE" };
    const event = (name: string, time: number) =>
      applyTemplateEvent(kit.deps, {
        shopId: kit.shopId,
        body: { time, value: { ...value, event: name } },
      });
    const now = Math.floor(Date.now() / 1000) + 100;
    await event("REINSTATED", now);
    await event("PAUSED", now - 50);
    expect(await sending()).toBe(`approved ${NAME}`);
  });

  it("changes nothing when it is somebody else's, or of an unknown shape", async () => {
    const before = await kit.deps.db.inShop(kit.shopId, (tx) => tx.template.count());
    for (const body of [
      {},
      { value: { event: 7 } },
      { value: { event: "APPROVED", message_template_name: "x", message_template_language: "de" } },
    ]) {
      await applyTemplateEvent(kit.deps, { shopId: kit.shopId, body });
    }
    expect(await kit.deps.db.inShop(kit.shopId, (tx) => tx.template.count())).toBe(before);
  });
});

describe("a merchant's own words", () => {
  it("that WhatsApp would refuse change nothing, and say what is wrong", async () => {
    const before = await atMeta();
    const outcome = await saveTemplateText(kit.deps, kit.shopId, {
      ...TARGET,
      text: "{{first_name}}, dein Warenkorb!",
    });
    expect(outcome).toMatchObject({ outcome: "invalid" });
    const codes = outcome.outcome === "invalid" ? outcome.findings.map(({ code }) => code) : [];
    expect(codes).toEqual(expect.arrayContaining(["variable_at_edge", "shop_not_named"]));
    expect(await atMeta()).toEqual(before);
    expect((await form()).text).toBe((await form()).readyMadeText);
  });

  it("are rejected with a reason and advice while the old version goes on", async () => {
    const recommendation = "Less promotional words";
    await kit.control("templates/review", {
      wabaId: WABA_ID,
      rejectNext: "INVALID_FORMAT",
      recommendation,
    });
    await saveTemplateText(kit.deps, kit.shopId, { ...TARGET, text: OWN });
    await told("rejection", async () => (await note()).state === "replacement_rejected");
    expect(await note()).toMatchObject({ reason: "INVALID_FORMAT", advice: recommendation });
    expect(await sending()).toBe(`approved ${NAME}`);
  });

  it("submitted again as a new version are used once approved, and the old one goes a day later", async () => {
    expect(await submitTemplateAgain(kit.deps, kit.shopId, TARGET)).toMatchObject({
      outcome: "submitted",
      count: 1,
    });
    await told("approval", async () => (await note()).state === "approved");
    expect(await sending()).toBe("approved beckon_cart_reminder_1_v3");
    await pollTemplates(kit.deps, kit.shopId);
    expect(await atMeta()).toContain(`${NAME} de APPROVED`);
    expect(await atMeta()).not.toContain("beckon_cart_reminder_1_v2 de REJECTED");

    kit.test.clock.forward({ hours: 25 });
    await pollTemplates(kit.deps, kit.shopId);
    const left = await atMeta();
    expect(left.filter((one) => one.startsWith(`${NAME} de`))).toEqual([]);
    expect(left).toContain(`${NAME} en APPROVED`);
    expect(left).toContain("beckon_cart_reminder_1_v3 de APPROVED");
    expect(await sending()).toBe("approved beckon_cart_reminder_1_v3");
  });

  it("are told apart from words that only repeat others", async () => {
    const { text } = await form();
    const outcome = await saveTemplateText(kit.deps, kit.shopId, {
      purpose: "cart_reminder_1_plain",
      language: "de",
      text,
    });
    const codes = outcome.outcome === "invalid" ? outcome.findings.map(({ code }) => code) : [];
    expect(codes).toEqual(["repeats_another"]);
  });
});

describe("the account", () => {
  it("that lost a template gets it back under a new name", async () => {
    await kit.control("templates", {
      wabaId: WABA_ID,
      name: "beckon_opt_out_confirmation_v1",
      language: "pl",
      status: "PENDING",
    });
    const answer = await fetch(
      `${kit.standIn.graphUrl}/v26.0/${WABA_ID}/message_templates?name=beckon_opt_out_confirmation_v1`,
      { method: "DELETE", headers: { authorization: "Bearer EAAtest" } },
    );
    expect(answer.status).toBe(200);
    kit.hook.changes.length = 0; // those webhooks got lost
    kit.test.clock.forward({ hours: 2 });
    expect(await pollTemplates(kit.deps, kit.shopId)).toBe(true);
    const lines = async () => {
      const { purposes } = await templatesReport(kit.deps, kit.shopId);
      return purposes.find(({ purpose }) => purpose === "opt_out_confirmation")?.lines ?? [];
    };
    expect((await lines()).map((line) => line.note.state)).toEqual(Array(8).fill("gone"));
    expect(await submitTemplates(kit.deps, kit.shopId)).toBe(8);
    expect((await lines()).map((line) => line.note.state)).not.toContain("gone");
  });

  it("whose list cannot be read to its end changes nothing", async () => {
    await kit.control("account", { wabaId: WABA_ID, tokenState: "expired" });
    const before = await sending();
    expect(await pollTemplates(kit.deps, kit.shopId)).toBe(false);
    expect(await sending()).toBe(before);
    await kit.control("account", { wabaId: WABA_ID, tokenState: "valid" });
  });

  it("gets no more than Meta takes in an hour; the rest is asked for later", async () => {
    kit.test.clock.forward({ hours: 2 });
    kit.test.jobs.added.length = 0;
    await addTemplatePurposes(kit.deps, kit.shopId, ["offer", "recommendation_carousel_3"]);
    // Meta's hour is real time here and nearly used up: it refuses, and we stop asking at once.
    const later = kit.test.jobs.added.filter(({ name }) => name === "templates.submit");
    expect(later).toHaveLength(1);
    const { rows } = await kit.test.owner.query<{ code: number }>(
      "select refusal_code as code from template where shop_id = $1 and status = 'NOT_SUBMITTED'",
      [kit.shopId],
    );
    expect(rows).toEqual([{ code: 80007 }]);
  });
});

describe("the way out as a link", () => {
  it("makes new versions that lead to the preference page, each with other words below", async () => {
    const own = await startMessagingKit();
    try {
      await chooseWayOut(own.deps, own.shopId, "link");
      const detail = await templateDetail(own.deps, own.shopId, TARGET);
      const urls = detail?.forms.flatMap(({ components }) =>
        components.flatMap(
          ({ buttons }) => buttons?.map(({ url }) => url?.split("/").at(-2)) ?? [],
        ),
      );
      expect(urls).toEqual(["r", "p", "r", "p"]);
      expect(detail?.forms.map((one) => one.note.state)).toEqual(["replacing", "replacing"]);
    } finally {
      await own.close();
    }
  });
});
