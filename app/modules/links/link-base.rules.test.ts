import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addHours, addMinutes, MINUTE_MS, msBetween } from "#app/shared/duration.ts";
import {
  afterCheck,
  linkBase,
  type LinkBaseState,
  type ProxyFinding,
  proxyFinding,
  proxyFindings,
  PROVING_MINUTES,
} from "./link-base.rules.ts";

const START = new Date("2026-11-22T10:00:00Z");
const PROVING_MS = PROVING_MINUTES * MINUTE_MS;
const ORIGIN = "https://shop.example";

/** Runs checks ten minutes apart. */
function run(findings: ProxyFinding[], origin = ORIGIN): LinkBaseState {
  let state: LinkBaseState | null = null;
  findings.forEach((finding, n) => {
    state = afterCheck(state, { finding, origin, now: addMinutes(START, n * 10) });
  });
  if (!state) throw new Error("no check");
  return state;
}

const times = <T>(value: T, count: number): T[] => Array.from({ length: count }, () => value);

describe("what a probe's answer means", () => {
  const answered = (status: number, location: string | null = null, isProof = false) =>
    proxyFinding({ outcome: "answered", status, location, isProof });

  it.each([
    ["our own redirect", answered(302, "https://app.example/proxy-checked/x", true), "works"],
    ["a redirect that only looks like ours", answered(302, "https://app.example/x"), "moved"],
    ["the password page", answered(302, "https://shop.example/password"), "password"],
    [
      "the password page of a language",
      answered(302, "https://shop.example/de/password"),
      "password",
    ],
    ["another domain", answered(301, "https://new.example/apps/beckon/health/x"), "moved"],
    ["a redirect to nowhere", answered(302), "moved"],
    ["a page that is not there", answered(404), "not_there"],
    ["our refusal of the signature", answered(401), "refused"],
    ["a door against robots", answered(403), "unclear"],
    ["too many requests", answered(429), "unclear"],
    ["Shopify's page about an app that is down", answered(500), "app_error"],
    ["a page of somebody else", answered(200), "not_ours"],
    ["no answer", proxyFinding({ outcome: "failed" }), "unreachable"],
    ["an address that we may not ask", proxyFinding({ outcome: "refused" }), "unreachable"],
  ])("%s", (_name, found, meant) => {
    expect(found).toBe(meant);
  });
});

describe("the base of a shop's links", () => {
  it("is our own domain until the shop's was checked, and the shop's after the first good check", () => {
    expect(linkBase(null, START)).toEqual({ base: "app", reason: "unchecked" });
    expect(run(["works"])).toMatchObject({ base: "proxy", reason: "works", switchedAt: START });
  });

  it.each(["password", "moved", "not_there", "not_ours", "refused"] as const)(
    "is ours at once when the check says %s",
    (finding) => {
      expect(run(["works", finding])).toMatchObject({ base: "app", reason: finding });
    },
  );

  it.each(["app_error", "unreachable"] as const)(
    "is ours after the second check in a row that says %s",
    (finding) => {
      const once = run(["works", finding]);
      expect(once).toMatchObject({ base: "proxy", reason: "works" });
      expect(once.nextCheckAt).toEqual(addMinutes(START, 11));
      expect(run(["works", finding, finding])).toMatchObject({ base: "app", reason: finding });
      expect(run(["works", finding, "works", finding]).base).toBe("proxy");
    },
  );

  it("stays as it is when the storefront takes us for a robot", () => {
    expect(run(["works", "unclear"])).toMatchObject({ base: "proxy", reason: "works" });
    expect(run(["unclear"])).toMatchObject({ base: "app", reason: "unclear" });
  });

  it("is the shop's again only after an hour of good checks", () => {
    const broken: ProxyFinding[] = ["works", "not_there"];
    expect(run([...broken, ...times<ProxyFinding>("works", 6)])).toMatchObject({
      base: "app",
      reason: "proving",
    });
    expect(run([...broken, ...times<ProxyFinding>("works", 7)])).toMatchObject({ base: "proxy" });
    const again: ProxyFinding[] = [...broken, "works", "works", "password", "works", "works"];
    expect(run(again).base).toBe("app");
  });

  it("has to prove another domain anew", () => {
    const before = run(["works"]);
    const now = addMinutes(START, 10);
    const moved = { origin: "https://new.example", now };
    expect(afterCheck(before, { ...moved, finding: "unclear" })).toMatchObject({
      base: "app",
      origin: "https://new.example",
      switchedAt: now,
    });
    expect(afterCheck(before, { ...moved, finding: "works" })).toMatchObject({ base: "proxy" });
  });

  it("is ours when nobody has checked for longer than a day", () => {
    const state = run(["works"]);
    expect(linkBase(state, addHours(START, 26)).base).toBe("proxy");
    expect(linkBase(state, addHours(START, 27))).toEqual({ base: "app", reason: "stale" });
  });

  const history = fc.array(
    fc.record({
      finding: fc.constantFrom(...proxyFindings),
      minutes: fc.integer({ min: 1, max: 90 }),
    }),
    { maxLength: 40 },
  );
  type Step = {
    at: Date;
    finding: ProxyFinding;
    before: LinkBaseState | null;
    after: LinkBaseState;
  };

  function stepsOf(checks: { finding: ProxyFinding; minutes: number }[]): Step[] {
    let before: LinkBaseState | null = null;
    let at = START;
    return checks.map(({ finding, minutes }) => {
      at = addMinutes(at, minutes);
      const after = afterCheck(before, { finding, origin: ORIGIN, now: at });
      const step = { at, finding, before, after };
      before = after;
      return step;
    });
  }

  it("becomes the shop's by a good check only, and never is after a definite failure", () => {
    const passing = new Set<ProxyFinding>(["works", "app_error", "unreachable", "unclear"]);
    fc.assert(
      fc.property(history, (checks) => {
        for (const { at, finding, before, after } of stepsOf(checks)) {
          const mayBeShops =
            passing.has(finding) && (finding === "works" || before?.base === "proxy");
          if (after.base === "proxy") expect(mayBeShops).toBe(true);
          expect(after.nextCheckAt > at).toBe(true);
        }
      }),
    );
  });

  it("does not go to and fro: who was left has worked for an hour before the return", () => {
    fc.assert(
      fc.property(history, (checks) => {
        let leftAt: Date | null = null;
        const away: number[] = [];
        for (const { at, before, after } of stepsOf(checks)) {
          if (before?.base === "proxy" && after.base === "app") leftAt = at;
          const isBack = before?.base === "app" && after.base === "proxy";
          if (leftAt && isBack) away.push(msBetween(leftAt, at));
        }
        expect(away.filter((ms) => ms < PROVING_MS)).toEqual([]);
      }),
    );
  });
});
