import { describe, expect, it } from "vitest";
import {
  AMBIGUOUS_ROW,
  ERROR_TABLE,
  NOT_REACHED_ROW,
  NUMBER_GONE_ROW,
  PERMISSION_ROW,
  UNKNOWN_LIMIT_ROW,
  UNKNOWN_ROW,
  UNKNOWN_SERVER_ROW,
} from "#app/modules/messaging/delivery-error-table.rules.ts";
import {
  consentEventKinds,
  consentStates,
  consentTopics,
  otherSources,
  personSources,
} from "#app/modules/consent/consent.types.ts";
import { wordingParts } from "#app/modules/consent/wording.types.ts";
import { mergeReasons, splitReasons } from "#app/modules/contacts/identity.rules.ts";
import { linkBaseReasons } from "#app/modules/links/link-base.rules.ts";
import { markets, messageCategories } from "#app/modules/costs/rate.types.ts";
import { deferReasons, messageStates, skipReasons } from "#app/modules/messaging/message.types.ts";
import {
  historyKinds,
  historyProblems,
  historyStates,
} from "#app/modules/orders/import/history-import.types.ts";
import { caseKinds, caseReasons } from "#app/modules/recommendations/cases/case.types.ts";
import { caseOutcomes } from "#app/modules/reports/case-outcome.rules.ts";
import { adviceReasons, overviewStates } from "#app/modules/templates/template-overview.rules.ts";
import { templatePurposes } from "#app/modules/templates/template.types.ts";
import { findingCodes } from "#app/modules/templates/validation/finding.types.ts";
import { pickLocale, uiLocales } from "./locale.ts";
import de from "./messages/de.json" with { type: "json" };
import en from "./messages/en.json" with { type: "json" };
import { wordsOf } from "./words.tsx";

const errorRows = [
  ...ERROR_TABLE.values(),
  AMBIGUOUS_ROW,
  NOT_REACHED_ROW,
  NUMBER_GONE_ROW,
  PERMISSION_ROW,
  UNKNOWN_LIMIT_ROW,
  UNKNOWN_ROW,
  UNKNOWN_SERVER_ROW,
];
const reasons = new Set([...skipReasons, ...deferReasons, ...errorRows.map((row) => row.reason)]);

function keysOf(tree: object, prefix = ""): string[] {
  return Object.entries(tree).flatMap(([key, value]: [string, unknown]) =>
    typeof value === "object" && value !== null
      ? keysOf(value, `${prefix}${key}.`)
      : [`${prefix}${key}`],
  );
}

describe("words", () => {
  it.each(uiLocales)("has words in %s for every reason a message may carry", (locale) => {
    const { t } = wordsOf(locale);
    const missing = [...reasons].filter((reason) => t(`reasons.${reason}`, {}, "none") === "none");
    expect(missing).toEqual([]);
  });

  it.each(uiLocales)("has words in %s for every state", (locale) => {
    const { t } = wordsOf(locale);
    expect(messageStates.filter((state) => t(`states.${state}`, {}, "none") === "none")).toEqual(
      [],
    );
  });

  it.each(uiLocales)("has words in %s for every reason of the domain of links", (locale) => {
    const { t } = wordsOf(locale);
    const wanted = [...linkBaseReasons, "templates"];
    expect(wanted.filter((reason) => t(`setup.links.${reason}`, {}, "none") === "none")).toEqual(
      [],
    );
  });

  it.each(uiLocales)("has words in %s for all that is said of templates", (locale) => {
    const { t } = wordsOf(locale);
    const advice = adviceReasons.map((reason) => reason.toLowerCase());
    const keys = [
      ...findingCodes.map((code) => `findings.${code}`),
      ...overviewStates.flatMap((state) => [`states.${state}`, `explained.${state}`]),
      ...[...advice, "other"].flatMap((reason) => [`reasons.${reason}`, `advice.${reason}`]),
      ...templatePurposes.flatMap((one) => [`purposes.${one}.title`, `purposes.${one}.text`]),
    ];
    expect(keys.filter((key) => t(`templates.${key}`, {}, "none") === "none")).toEqual([]);
  });

  it.each(uiLocales)("has words in %s for every market, category and alert of costs", (locale) => {
    const { t } = wordsOf(locale);
    const keys = [
      ...markets.map((market) => `markets.${market}`),
      ...messageCategories.map((category) => `categories.${category}`),
      ...["day.near", "day.full", "month.near", "month.full", "price_unknown.full"].map(
        (alert) => `alerts.${alert}`,
      ),
    ];
    expect(keys.filter((key) => t(`costs.${key}`, {}, "none") === "none")).toEqual([]);
  });

  it.each(uiLocales)("has words in %s for all that a proof may name", (locale) => {
    const { t } = wordsOf(locale);
    const sources = [...personSources, ...otherSources];
    const keys = [
      ...sources.map((source) => `proof.sources.${source}`),
      ...consentEventKinds.flatMap((kind) => [
        `proof.kinds.${kind}`,
        `proof.kindsExplained.${kind}`,
      ]),
      ...consentStates.map((state) => `consentStates.${state}`),
      ...[...consentTopics, "all"].map((topic) => `topics.${topic}`),
      ...[...mergeReasons, ...splitReasons].map((reason) => `proof.mergeReasons.${reason}`),
      ...wordingParts.map((part) => `wording.parts.${part}`),
    ];
    expect(keys.filter((key) => t(key, {}, "none") === "none")).toEqual([]);
  });

  it.each(uiLocales)("has words in %s for all that is said of recommendations", (locale) => {
    const { t } = wordsOf(locale);
    const keys = [
      ...caseReasons.map((reason) => `reasons.${reason}`),
      ...caseOutcomes.map((outcome) => `outcomes.${outcome}`),
      ...caseKinds.map((kind) => `cases.kinds.${kind}`),
      ...historyKinds.map((kind) => `history.kinds.${kind}`),
      ...historyProblems.map((problem) => `history.problems.${problem}`),
      ...historyStates.flatMap((state) => [
        `history.states.${state}`,
        `history.progress.${state}`,
        `needs.history.${state}`,
      ]),
    ];
    expect(keys.filter((key) => t(`recommendations.${key}`, {}, "none") === "none")).toEqual([]);
  });

  it("has the same keys in both languages, and no text left untranslated", () => {
    expect(keysOf(de).toSorted()).toEqual(keysOf(en).toSorted());
    expect(wordsOf("de").t("reasons.quiet_hours")).not.toBe(wordsOf("en").t("reasons.quiet_hours"));
  });

  it("writes numbers in sentences as people of the language write them", () => {
    const say = (locale: "de" | "en", count: number) =>
      wordsOf(locale).t("funnel.orders", { count });
    expect([say("de", 20_000), say("en", 20_000)]).toEqual([
      "20.000 Bestellungen",
      "20,000 orders",
    ]);
    const held = { percent: 2.5, count: 1 };
    expect(wordsOf("de").t("funnel.holdout", held)).toMatch(/^2,5 % der Warenkörbe/);
  });

  it("says one order and two orders", () => {
    const { t } = wordsOf("de");
    expect([t("funnel.orders", { count: 1 }), t("funnel.orders", { count: 2 })]).toEqual([
      "1 Bestellung",
      "2 Bestellungen",
    ]);
  });
});

describe("pickLocale", () => {
  it.each([
    ["de-AT", "en", "de"],
    [null, "fr-FR, de;q=0.8, en;q=0.5", "de"],
    ["ja", "ja", "en"],
    [null, null, "en"],
  ] as const)("parameter %s and header %s give %s", (parameter, acceptLanguage, locale) => {
    expect(pickLocale({ parameter, acceptLanguage })).toBe(locale);
  });
});
