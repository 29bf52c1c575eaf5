import { describe, expect, it } from "vitest";
import { partsOfChange, topicOfChange } from "./whatsapp-topic.rules.ts";

const status = { id: "wamid.1", status: "sent", timestamp: "1763800000" };

describe("topicOfChange", () => {
  it.each([
    ["statuses alone", { statuses: [status] }, "statuses"],
    [
      "statuses with what Meta puts around them",
      { messaging_product: "whatsapp", metadata: {}, contacts: [{}], statuses: [status, status] },
      "statuses",
    ],
    ["statuses of an unknown shape", { statuses: [7] }, "statuses"],
    ["statuses beside messages", { statuses: [status], messages: [{}] }, "messages"],
    ["statuses beside something unknown", { statuses: [status], news: 1 }, "messages"],
    ["no statuses", { statuses: [] }, "messages"],
    ["another shape", { statuses: {} }, "messages"],
    ["nothing", null, "messages"],
  ])("keeps apart %s", (_what, value, topic) => {
    expect(topicOfChange("messages", value)).toBe(topic);
  });

  it("leaves every other field its name", () => {
    expect(topicOfChange("account_update", { statuses: [status] })).toBe("account_update");
  });
});

describe("partsOfChange", () => {
  const numbered = (count: number) => Array.from({ length: count }, (_, id) => ({ id }));

  it("cuts a thousand statuses into parts of a hundred, what stands around them in each", () => {
    const parts = partsOfChange("messages", { metadata: { a: 1 }, statuses: numbered(1000) });
    expect(parts).toHaveLength(10);
    expect(parts[9]).toEqual({ metadata: { a: 1 }, statuses: numbered(1000).slice(900) });
  });

  it.each([
    ["a hundred", "messages", { statuses: numbered(100) }],
    ["what carries more than statuses", "messages", { statuses: numbered(101), messages: [] }],
    ["another field", "account_update", { statuses: numbered(101) }],
    ["nothing", "messages", null],
  ])("leaves %s in one", (_what, field, value) => {
    expect(partsOfChange(field, value)).toEqual([value]);
  });
});
