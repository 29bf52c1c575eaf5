import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { nextMorning } from "./story-kit.ts";
import { startWire, type Wire } from "./wire-kit.ts";

/** Webhooks about templates (contract 3.6): they name no number and are routed by the account. */

let wire: Wire;
let number = 1_689_556_908_129_832;
beforeAll(async () => {
  wire = await startWire();
});
afterAll(() => wire.close());
beforeEach(async () => {
  nextMorning(wire.stories);
  await wire.stories.owner.query(
    "update template set status = 'APPROVED', event_at = null, meta_category = null",
  );
});

interface Template {
  id: string;
  name: string;
  language: string;
}

async function template(where: string, values: string[]): Promise<Template> {
  const { rows } = await wire.stories.owner.query<Template>(
    `select id, name, language from template t where ${where}`,
    values,
  );
  const [found] = rows;
  if (!found) throw new Error("no template");
  return found;
}

const someTemplate = () =>
  template("shop_id = $1 and purpose = 'cart_reminder_1' and language = 'pt_BR' limit 1", [
    wire.story.shopId,
  ]);

/** A reminder that is due, and the template that it will leave with. */
async function dueReminder() {
  const cart = await wire.story.leftCart();
  wire.stories.clock.forward({ hours: 2, seconds: 1 });
  await wire.story.plan();
  const where = "id = (select template_id from message where checkout_token = $1)";
  return { cart, due: await template(where, [cart.token]) };
}

/** Webhooks write pt-BR where REST writes pt_BR (contract 3.3). */
const about = ({ name, language }: Pick<Template, "name" | "language">) => ({
  message_template_id: (number += 1),
  message_template_name: name,
  message_template_language: language.replace("_", "-"),
});
const row = async (id: string) => {
  const { rows } = await wire.stories.owner.query<Record<string, unknown>>(
    "select * from template where id = $1",
    [id],
  );
  return rows[0] ?? {};
};

describe("a template's status", () => {
  it.each([
    ["APPROVED", {}, "APPROVED"],
    [
      "REJECTED",
      { reason: "INVALID_FORMAT", rejection_info: { reason: "x", recommendation: "Ändern" } },
      "REJECTED",
    ],
    ["PENDING", {}, "PENDING"],
    ["PAUSED", { other_info: { title: "FIRST_PAUSE", description: "…" } }, "PAUSED"],
    ["DISABLED", { disable_info: { disable_date: "2027-01-01" } }, "DISABLED"],
    ["FLAGGED", {}, "APPROVED"],
    ["IN_APPEAL", {}, "IN_APPEAL"],
    ["LIMIT_EXCEEDED", {}, "LIMIT_EXCEEDED"],
    ["LOCKED", {}, "PAUSED"],
    ["REINSTATED", {}, "APPROVED"],
    ["ARCHIVED", {}, "ARCHIVED"],
    ["UNARCHIVED", {}, "APPROVED"],
    ["PENDING_DELETION", { reason: null }, "PENDING_DELETION"],
    ["DELETED", {}, "DELETED"],
    ["SOMETHING_NEW", {}, "SOMETHING_NEW"],
  ])("%s is kept, and only what is approved leaves", async (event, more, status) => {
    const one = await someTemplate();
    const value = {
      event,
      ...about(one),
      message_template_category: "MARKETING",
      reason: "NONE",
      ...more,
    };
    expect(await wire.post({ field: "message_template_status_update", value })).toBe(200);
    expect(await row(one.id)).toMatchObject({ status });
  });

  it("of a pause holds reminders, and of the way back lets them leave", async () => {
    const { cart, due } = await dueReminder();
    const tell = (event: string) =>
      wire.post({
        field: "message_template_status_update",
        value: { event, ...about(due), reason: "NONE" },
      });
    await tell("PAUSED");
    await wire.story.send();
    expect(await wire.story.messages(cart.token)).toMatchObject([
      { state: "planned", reason: "template_paused" },
    ]);
    wire.stories.clock.forward({ minutes: 1 });
    await tell("REINSTATED");
    await wire.story.send();
    expect(await wire.story.accepted(cart.phone)).toHaveLength(1);
  });

  it("of somebody else's template, or unreadable, changes nothing", async () => {
    const before = await wire.stories.owner.query("select id, status from template order by id");
    for (const value of [
      { event: "DISABLED", ...about({ name: "theirs", language: "de" }) },
      {},
      { event: 7 },
    ]) {
      expect(await wire.post({ field: "message_template_status_update", value })).toBe(200);
    }
    const after = await wire.stories.owner.query("select id, status from template order by id");
    expect(after.rows).toEqual(before.rows);
  });
});

describe("other news of a template", () => {
  it.each(["message_template_quality_update", "message_template_status_update"])(
    "its quality is kept, whichever field Meta writes it under (%s)",
    async (field) => {
      const one = await someTemplate();
      const value = {
        previous_quality_score: "GREEN",
        new_quality_score: "YELLOW",
        ...about(one),
      };
      expect(await wire.post({ field, value })).toBe(200);
      expect(await row(one.id)).toMatchObject({ quality: "YELLOW", status: "APPROVED" });
    },
  );

  it("a category that will change is announced; one that has changed holds the template", async () => {
    const { cart, due } = await dueReminder();
    const coming = {
      new_category: "MARKETING",
      correct_category: "UTILITY",
      category_update_timestamp: wire.now(),
    };
    const tell = (value: object) =>
      wire.post({ field: "template_category_update", value: { ...about(due), ...value } });
    await tell(coming);
    expect(await row(due.id)).toMatchObject({ coming_category: "UTILITY" });
    await tell({ previous_category: "MARKETING", new_category: "UTILITY" });
    await wire.story.send();
    expect(await wire.story.accepted(cart.phone)).toEqual([]);
    wire.stories.clock.forward({ minutes: 1 });
    await tell({ previous_category: "UTILITY", new_category: "MARKETING" });
    await wire.story.send();
    expect(await wire.story.accepted(cart.phone)).toHaveLength(1);
  });

  it("its new text is asked of Meta's list soon", async () => {
    const one = await someTemplate();
    wire.stories.jobs.added.length = 0;
    const value = {
      ...about(one),
      message_template_element: "Hallo {{1}}",
      message_template_buttons: [],
    };
    expect(await wire.post({ field: "message_template_components_update", value })).toBe(200);
    expect(wire.stories.jobs.added.map(({ name }) => name)).toContain("templates.poll");
  });
});
