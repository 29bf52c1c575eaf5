import { expect, test } from "vitest";
import { quietUntil } from "#app/modules/messaging/quiet-hours.rules.ts";
import { messageExpiresAt } from "./case-time.rules.ts";

test("a message that is decided on Christmas Eve still leaves after the holidays and the Sunday behind them", () => {
  const holidays = new Set(["2026-12-25", "2026-12-26"]);
  const quiet = { from: "20:00", to: "08:00", sundays: true, holidays };
  const evening = new Date("2026-12-24T20:00:00+01:00");
  const loud = quietUntil(evening, quiet, ["Europe/Berlin"]);
  expect(loud).toEqual(new Date("2026-12-28T08:00:00+01:00"));
  expect(messageExpiresAt(evening).getTime()).toBeGreaterThan(loud?.getTime() ?? Infinity);
});
