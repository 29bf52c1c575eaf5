import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ERROR_TABLE } from "./delivery-error-table.rules.ts";
import { classifyError } from "./delivery-error.rules.ts";
import type { DeliveryError } from "./delivery-error.rules.ts";

const error = (code: number | null, more: Partial<DeliveryError> = {}): DeliveryError => ({
  code,
  subcode: null,
  httpStatus: 400,
  where: "response",
  ...more,
});

/** The table of contract section 2, written down a second time: code by class. */
const CONTRACT = {
  auth: [0, 3, 10, 33, 190, 200, 210, 299, 131005],
  retry: [1, 2, 131000, 131016, 131057, 133004, 134101],
  pause_number: [
    4, 368, 80007, 130429, 131031, 131037, 131042, 131045, 131048, 131064, 133000, 133005, 133006,
    133008, 133009, 133010, 133015, 133016,
  ],
  pause_template: [132000, 132001, 132007, 132015, 132016, 132068, 132069],
  suppress: [130403, 130497, 131026, 131050],
  defer: [130472, 131049, 131056, 2388039],
  fix: [
    100, 131008, 131009, 131021, 131047, 131051, 131053, 131055, 131062, 131063, 132005, 132012,
    132018, 134100, 134102, 135000, 2388019, 2388040, 2388047, 2388072, 2388073, 2388293, 2388299,
  ],
} as const;

describe("classifyError", () => {
  for (const [cls, codes] of Object.entries(CONTRACT)) {
    it.each(codes.map((code) => [code]))(`puts %d into ${cls}`, (code) => {
      expect(classifyError(error(code)).class).toBe(cls);
      expect(classifyError(error(code, { where: "webhook", httpStatus: null })).class).toBe(cls);
    });
  }

  it("knows a vanished phone number by its subcode", () => {
    expect(classifyError(error(100, { subcode: 33 }))).toMatchObject({
      class: "auth",
      reason: "number_gone",
    });
  });

  it.each([
    [131049, 1, 24 * 3_600_000],
    [130429, 1, 1_000],
    [130429, 3, 4_000],
    [130429, 50, 60_000],
    [131056, 1, 1_000],
    [131056, 2, 4_000],
    [131056, 3, 16_000],
    [131000, 2, 300_000],
    [131000, 3, 1_800_000],
    [2, 1, 30_000],
    [2, 99, 1_800_000],
  ])("waits after %d, attempt %d, for %d ms", (code, attempt, ms) => {
    expect(classifyError(error(code, { attempt })).retryAfterMs).toBe(ms);
  });

  it.each([131042, 368, 131031, 132015])("gives no time for %d: something else resumes", (code) => {
    expect(classifyError(error(code))).not.toHaveProperty("retryAfterMs");
  });

  it.each([
    ["an unknown code with 500", error(999_999, { httpStatus: 500 }), "retry"],
    ["an unknown code with 429", error(999_999, { httpStatus: 429 }), "pause_number"],
    ["an unknown code with 400", error(999_999), "fix"],
    ["an unknown code in a webhook", error(999_999, { where: "webhook", httpStatus: null }), "fix"],
    ["a failed webhook without code", error(null, { where: "webhook", httpStatus: null }), "fix"],
    ["a timeout", error(null, { httpStatus: null }), "ambiguous"],
    ["502 without a code", error(null, { httpStatus: 502 }), "ambiguous"],
    ["429 without a code", error(null, { httpStatus: 429 }), "ambiguous"],
    ["200 without a message id", error(null, { httpStatus: 200 }), "ambiguous"],
    ["404 without a code", error(null, { httpStatus: 404 }), "fix"],
    ["a refused connection", error(null, { httpStatus: null, begun: false }), "retry"],
  ])("reads %s as %s", (_name, given, cls) => {
    expect(classifyError(given).class).toBe(cls);
  });

  it("allows another attempt only after a definite refusal", () => {
    const anything = fc.record({
      code: fc.option(fc.oneof(fc.constantFrom(...ERROR_TABLE.keys()), fc.nat())),
      subcode: fc.option(fc.nat()),
      httpStatus: fc.option(fc.integer({ min: 100, max: 599 })),
      where: fc.constantFrom("response" as const, "webhook" as const),
      attempt: fc.integer({ min: 1, max: 20 }),
    });
    fc.assert(
      fc.property(anything, (given) => {
        const reaction = classifyError(given);
        if (given.code === null) expect(reaction.maxAttempts).toBe(1);
        // A picture that Meta cannot use is left out once, a long text is shortened; the rest is final.
        const last = ["drop_picture", "shorten"].includes(reaction.act ?? "") ? 2 : 1;
        if (["fix", "suppress", "ambiguous"].includes(reaction.class)) {
          expect(reaction.maxAttempts).toBe(last);
        }
        if (reaction.class === "retry") expect(reaction.retryAfterMs).toBeGreaterThan(0);
      }),
    );
  });
});
