import { describe, expect, it } from "vitest";
import { topicOfChange } from "./whatsapp-topic.rules.ts";

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
