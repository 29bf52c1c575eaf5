import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { homeReport } from "#app/modules/reports/index.ts";
import { nextMorning } from "./story-kit.ts";
import { startWire, waId, type Wire } from "./wire-kit.ts";

/** Statuses (contract 3.5), whole and odd, from Meta's POST to what the merchant sees of the reminder. */

let wire: Wire;
beforeAll(async () => {
  wire = await startWire();
});
afterAll(() => wire.close());
beforeEach(() => nextMorning(wire.stories));

/** A reminder that WhatsApp has accepted, with the attempt's id that its statuses carry. */
async function sent() {
  const cart = await wire.story.leftCart();
  await wire.story.remind();
  const { rows } = await wire.stories.owner.query<{
    id: string;
    wamid: string;
    attempt_id: string;
  }>("select id, wamid, attempt_id from message where checkout_token = $1 and state = 'accepted'", [
    cart.token,
  ]);
  const [message] = rows;
  if (!message) throw new Error("nothing was accepted");
  return { ...cart, ...message };
}

const status = (of: { wamid: string; phone: string }, name: string, more: object = {}) => ({
  id: of.wamid,
  status: name,
  timestamp: String(wire.now()),
  recipient_id: waId(of.phone),
  recipient_user_id: `DE.${waId(of.phone)}`,
  pricing: { billable: true, pricing_model: "PMP", type: "regular", category: "marketing" },
  ...more,
});
const shown = async (id: string) => {
  const one = (await wire.shown()).find((reminder) => reminder.id === id);
  return { state: one?.state, reason: one?.reason, errorCode: one?.errorCode };
};
const plain = (state: string) => ({ state, reason: null, errorCode: null });

describe("a status", () => {
  it.each([
    [["sent"], "sent"],
    [["sent", "delivered"], "delivered"],
    [["sent", "delivered", "read"], "read"],
    [["read", "delivered", "sent"], "read"],
    [["read"], "read"],
    [["delivered", "played"], "read"],
    [["sent", "sent", "sent"], "sent"],
    [["deleted", "warning", "something_new"], "accepted"],
  ])("%j is shown as %s, told one by one or all at once", async (names, state) => {
    const one = await sent();
    for (const name of names) expect(await wire.statuses(status(one, name))).toBe(200);
    expect(await shown(one.id)).toEqual(plain(state));
    const other = await sent();
    await wire.statuses(...names.map((name) => status(other, name)));
    expect(await shown(other.id)).toEqual(plain(state));
  });

  it.each([
    ["without a recipient", { recipient_id: undefined, recipient_user_id: undefined }],
    ["without a price", { pricing: undefined }],
    [
      "with a price of a kind that we do not know",
      { pricing: { type: "free_1000", category: "x" } },
    ],
    ["with a strange price", { pricing: "regular" }],
    ["with a conversation", { conversation: { id: "c", origin: { type: "marketing" } } }],
    ["with its time as a number", { timestamp: 1_763_800_042 }],
    ["with errors that are none", { errors: "none" }],
    ["with fields of tomorrow", { quantum: { a: [1] } }],
  ])("%s counts all the same", async (_name, odd) => {
    const one = await sent();
    expect(await wire.statuses(status(one, "delivered", odd))).toBe(200);
    expect(await shown(one.id)).toEqual(plain("delivered"));
  });

  it("without contacts and metadata finds its message by the account", async () => {
    const one = await sent();
    await wire.post({ field: "messages", value: { statuses: [status(one, "delivered")] } });
    expect(await shown(one.id)).toEqual(plain("delivered"));
  });

  it("with an id that we never saw finds its message by the attempt", async () => {
    const one = await sent();
    const unseen = { id: "wamid.NEVER", biz_opaque_callback_data: one.attempt_id };
    await wire.statuses(status(one, "delivered", unseen));
    expect(await shown(one.id)).toEqual(plain("delivered"));
  });

  it("of somebody else's message, or unreadable, leaves its neighbours alone", async () => {
    const one = await sent();
    const foreign = status({ wamid: "wamid.OTHER", phone: one.phone }, "read");
    expect(await wire.statuses({}, foreign, status(one, "sent"))).toBe(200);
    expect(await shown(one.id)).toEqual(plain("sent"));
  });

  it("by the hundred is taken in one post", async () => {
    const one = await sent();
    const many = Array.from({ length: 999 }, (_, index) =>
      status({ wamid: `wamid.OTHER${index}`, phone: one.phone }, "sent"),
    );
    expect(await wire.statuses(...many, status(one, "read"))).toBe(200);
    expect(await shown(one.id)).toEqual(plain("read"));
  });
});

describe("a failure", () => {
  const failed = (of: { wamid: string; phone: string }, code: number) =>
    status(of, "failed", {
      recipient_user_id: undefined,
      pricing: undefined,
      errors: [{ code, title: "…", message: "…", error_data: { details: "Größe" }, href: "/x" }],
    });

  it("after sent is shown with its reason and code", async () => {
    const one = await sent();
    await wire.statuses(status(one, "sent"));
    await wire.statuses(failed(one, 131047));
    expect(await shown(one.id)).toEqual({
      state: "failed",
      reason: "window_closed",
      errorCode: 131047,
    });
  });

  it("after delivered changes nothing: it arrived", async () => {
    const one = await sent();
    await wire.statuses(status(one, "delivered"), failed(one, 131047));
    expect(await shown(one.id)).toEqual(plain("delivered"));
  });

  it("is taken back by a delivery that comes after all", async () => {
    const one = await sent();
    await wire.statuses(failed(one, 131047));
    await wire.statuses(status(one, "delivered"));
    expect(await shown(one.id)).toEqual(plain("delivered"));
  });

  it("without a code, or with one that nobody knows, is shown as such and counted", async () => {
    const [one, other] = [await sent(), await sent()];
    await wire.statuses(status(one, "failed"), failed(other, 999_999));
    expect(await shown(one.id)).toMatchObject({ state: "failed", reason: "unknown_error" });
    expect(await shown(other.id)).toMatchObject({ state: "failed", errorCode: 999_999 });
    const { rows } = await wire.stories.owner.query(
      "select code, place, hits from unknown_error order by code",
    );
    expect(rows).toEqual([
      { code: 0, place: "webhook", hits: 1 },
      { code: 999_999, place: "webhook", hits: 1 },
    ]);
    const { unknownErrors } = await homeReport(wire.stories.deps, wire.story.shopId);
    expect(unknownErrors.toSorted((a, b) => a.code - b.code)).toEqual([
      { code: 0, hits: 1 },
      { code: 999_999, hits: 1 },
    ]);
    const metrics = await (await fetch(`${wire.stories.deps.appUrl}/metrics`)).text();
    expect(metrics).toContain("beckon_unknown_delivery_errors 2");
  });

  it.each([
    ["with a number larger than any code", { code: 4_000_000_000_000 }],
    ["whose words are cut through a picture", { title: `${"x".repeat(299)}🙂` }],
    ["with the character 0", { code: 131047, error_data: { details: "a\u0000b" } }],
  ])("%s is shown as failed", async (_name, odd) => {
    const one = await sent();
    expect(
      await wire.statuses(
        status(one, "failed", { biz_opaque_callback_data: one.attempt_id, errors: [odd] }),
      ),
    ).toBe(200);
    expect(await shown(one.id)).toMatchObject({ state: "failed" });
  });
});
