import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { definitionFindings } from "./check-definition.rules.ts";
import {
  missingVersions,
  pauseEndsAt,
  versionsToRetire,
  versionToSubmit,
} from "./lifecycle.rules.ts";
import { readyMadeTemplates } from "./ready-made.rules.ts";
import { adviceFor, maySubmitAgain, overviewOf, worstOf } from "./template-overview.rules.ts";
import { rowState } from "./template-state.rules.ts";
import type { TemplateVersion } from "./template.types.ts";

const NOW = new Date("2026-11-22T12:00:00Z");
const hoursAgo = (hours: number) => new Date(NOW.getTime() - hours * 3600_000);
const wish = { bases: { app: "https://app.example" }, shopName: "L", sampleHandle: "4::x" };
const [definition] = readyMadeTemplates({
  ...wish,
  purposes: ["cart_reminder_1"],
  languages: ["de"],
});
if (!definition) throw new Error("no definition");

function version(
  number: number,
  status: string,
  more: Partial<TemplateVersion> = {},
): TemplateVersion {
  return {
    id: `v${number}`,
    purpose: "cart_reminder_1",
    name: `beckon_cart_reminder_1_v${number}`,
    language: "de",
    base: "app",
    version: number,
    status,
    category: "MARKETING",
    metaCategory: null,
    components: definition?.components ?? [],
    metaId: `id${number}`,
    rejectedReason: null,
    advice: null,
    refusalCode: null,
    quality: "UNKNOWN",
    comingCategory: null,
    comingCategoryAt: null,
    pausedUntil: null,
    eventAt: null,
    submittedAt: hoursAgo(100),
    approvedAt: status === "APPROVED" ? hoursAgo(48) : null,
    retiredAt: null,
    ...more,
  };
}
const other = [{ type: "BODY", text: "Etwas anderes von {{shop_name}} heute." }];

describe("what is submitted", () => {
  it.each<[string, TemplateVersion[], boolean, number | null]>([
    ["the first version of what is not there", [], false, 1],
    ["nothing while the same words are there", [version(1, "PENDING")], false, null],
    ["nothing again that was rejected", [version(1, "REJECTED")], false, null],
    [
      "the same words as a new version when the merchant says so",
      [version(1, "REJECTED")],
      true,
      2,
    ],
    ["other words as a new version", [version(1, "APPROVED", { components: other })], false, 2],
    ["what Meta did not take, under its name", [version(3, "NOT_SUBMITTED")], false, 3],
    ["a new version of what is gone at Meta", [version(1, "MISSING")], false, 2],
    ["a new version after a retired one", [version(2, "DELETED", { retiredAt: NOW })], false, 3],
    ["the first version on another base", [version(4, "APPROVED", { base: "proxy" })], false, 1],
  ])("is %s", (_name, rows, again, expected) => {
    expect(versionToSubmit(definition, rows, again)).toBe(expected);
  });
});

describe("what is retired", () => {
  const ids = (rows: TemplateVersion[]) => versionsToRetire(rows, NOW).map(({ id }) => id);

  it.each<[string, TemplateVersion[], string[]]>([
    ["nothing without a successor", [version(1, "APPROVED")], []],
    [
      "nothing while the successor is reviewed",
      [version(1, "APPROVED"), version(2, "PENDING")],
      [],
    ],
    [
      "nothing when the successor is rejected",
      [version(1, "APPROVED"), version(2, "REJECTED")],
      [],
    ],
    [
      "the old one a day after its successor's approval",
      [version(1, "APPROVED"), version(2, "APPROVED")],
      ["v1"],
    ],
    [
      "nothing within that day",
      [version(1, "APPROVED"), version(2, "APPROVED", { approvedAt: hoursAgo(23) })],
      [],
    ],
    [
      "at once what never served",
      [version(1, "REJECTED"), version(2, "APPROVED", { approvedAt: hoursAgo(1) })],
      ["v1"],
    ],
    [
      "nothing for a successor that was moved to another category",
      [version(1, "APPROVED"), version(2, "APPROVED", { metaCategory: "UTILITY" })],
      [],
    ],
    [
      "nothing for a successor of another language or base",
      [
        version(1, "APPROVED"),
        version(2, "APPROVED", { language: "en" }),
        version(2, "APPROVED", { base: "proxy" }),
      ],
      [],
    ],
  ])("is %s", (_name, rows, expected) => {
    expect(ids(rows)).toEqual(expected);
  });

  it("never takes a purpose's last approved version", () => {
    const some = fc.record({
      status: fc.constantFrom(
        "APPROVED",
        "PENDING",
        "REJECTED",
        "PAUSED",
        "DISABLED",
        "MISSING",
        "NOT_SUBMITTED",
      ),
      metaCategory: fc.constantFrom(null, "UTILITY"),
      approvedAt: fc.option(fc.integer({ min: 0, max: 100 }).map(hoursAgo)),
    });
    fc.assert(
      fc.property(fc.array(some, { maxLength: 8 }), (list) => {
        const rows = list.map((one, index) => version(index + 1, one.status, one));
        const gone = new Set(versionsToRetire(rows, NOW));
        const sends = (versions: TemplateVersion[]) =>
          versions.some((one) => rowState(one) === "approved");
        expect(sends(rows.filter((row) => !gone.has(row)))).toBe(sends(rows));
      }),
    );
  });
});

describe("what is missing at Meta", () => {
  const listed = [{ name: "beckon_cart_reminder_1_v1", language: "de" }];
  it("is what the list has no more, but not what was submitted since", () => {
    const rows = [
      version(1, "APPROVED"),
      version(2, "APPROVED"),
      version(3, "PENDING", { submittedAt: NOW }),
      version(4, "NOT_SUBMITTED"),
      version(5, "DELETED", { retiredAt: hoursAgo(1) }),
    ];
    expect(missingVersions(rows, listed, hoursAgo(1)).map(({ id }) => id)).toEqual(["v2"]);
  });
});

describe("a pause", () => {
  it.each([
    ["FIRST_PAUSE", 3],
    ["second_pause", 6],
    ["RATE_LIMITING_PAUSE", null],
    [undefined, null],
  ])("%s lasts %s hours", (title, hours) => {
    const end = hours === null ? null : hoursAgo(-hours);
    expect(pauseEndsAt(title, NOW)).toEqual(end);
  });
});

describe("words that are to be submitted", () => {
  const codes = (rows: TemplateVersion[]) =>
    definitionFindings(definition, rows).map(({ code }) => code);
  it("may not repeat another live template, nor an older version of their own", () => {
    expect(codes([])).toEqual([]);
    expect(codes([version(1, "APPROVED")])).toEqual([]);
    expect(codes([version(1, "REJECTED", { purpose: "x" })])).toEqual([]);
    expect(codes([version(1, "APPROVED", { purpose: "x" })])).toEqual(["repeats_another"]);
    const older = [version(1, "APPROVED"), version(2, "APPROVED", { components: other })];
    expect(codes(older)).toEqual(["repeats_another"]);
  });
});

describe("how a template stands", () => {
  it.each<[string, TemplateVersion[]]>([
    ["none", []],
    ["none", [version(1, "DELETED", { retiredAt: NOW })]],
    ["review", [version(1, "PENDING")]],
    ["approved", [version(1, "APPROVED")]],
    ["replacing", [version(1, "APPROVED"), version(2, "PENDING")]],
    ["replacement_rejected", [version(1, "APPROVED"), version(2, "REJECTED")]],
    ["replacement_held", [version(1, "APPROVED"), version(2, "PAUSED")]],
    ["rejected", [version(1, "REJECTED")]],
    ["paused", [version(1, "PAUSED")]],
    ["category", [version(1, "APPROVED", { metaCategory: "UTILITY" })]],
    ["disabled", [version(1, "DISABLED")]],
    ["gone", [version(1, "MISSING")]],
    ["not_submitted", [version(1, "NOT_SUBMITTED")]],
  ])("is %s", (state, rows) => {
    expect(overviewOf(rows).state).toBe(state);
  });

  it("is, of several, the worst", () => {
    const overviews = [overviewOf([version(1, "APPROVED")]), overviewOf([version(1, "REJECTED")])];
    expect(worstOf(overviews).state).toBe("rejected");
    expect(worstOf([]).state).toBe("none");
  });

  it("lets the same words be submitted again only where that may help", () => {
    const may = (row: TemplateVersion) => maySubmitAgain(overviewOf([row]));
    expect(
      ["REJECTED", "MISSING", "APPROVED", "PENDING", "PAUSED"].map((status) =>
        may(version(1, status)),
      ),
    ).toEqual([true, true, false, false, false]);
  });

  it("has advice for every reason of Meta's, and a general one", () => {
    expect([adviceFor("PROMOTIONAL"), adviceFor("NEW_ONE"), adviceFor(null)]).toEqual([
      "promotional",
      "other",
      "other",
    ]);
  });
});
