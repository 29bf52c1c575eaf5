import { describe, expect, it } from "vitest";
import { OPT_OUT_PAYLOAD } from "#app/modules/templates/template.types.ts";
import { meaningOf } from "./inbound.rules.ts";

describe("what a message from a person asks for", () => {
  it.each([
    [
      { text: "Stopp", payload: null },
      { means: "opt_out", by: "text", topic: null },
    ],
    [
      { text: "Keine Erinnerungen mehr", payload: null },
      { means: "opt_out", by: "text", topic: "reminders" },
    ],
    [
      { text: "Ja", payload: OPT_OUT_PAYLOAD },
      { means: "opt_out", by: "button", topic: null },
    ],
    [
      { text: "nein danke", payload: null },
      { means: "reply", says: "perhaps_no" },
    ],
    [
      { text: "Größe M, bitte", payload: null },
      { means: "reply", says: "anything" },
    ],
    [
      { text: " START! ", payload: null },
      { means: "reply", says: "go_on" },
    ],
    [
      { text: "start the return please", payload: null },
      { means: "reply", says: "anything" },
    ],
    [
      { text: null, payload: null },
      { means: "reply", says: "anything" },
    ],
  ])("%j: %j", (message, meaning) => {
    expect(meaningOf(message)).toEqual(meaning);
  });
});
