import { describe, expect, it } from "vitest";
import { survivors } from "#app/modules/compliance/data-map.rules.ts";
import { requestKinds, requestStates } from "#app/modules/compliance/privacy-report.types.ts";
import { ruleNames } from "#app/modules/compliance/retention.rules.ts";
import { accessActions, accessPurposes } from "#app/modules/contacts/access.types.ts";
import { tapTrackingSchema } from "#app/modules/shops/consent-settings.types.ts";
import { uiLocales } from "#app/ui/locale.ts";
import { wordsOf } from "#app/ui/words.tsx";

const keys = [
  ...survivors().flatMap(({ table, column, why }) => [
    `tables.${table}`,
    `fields.${column}`,
    `survivors.${why}.reason`,
    `survivors.${why}.until`,
  ]),
  ...ruleNames.map((rule) => `retention.rules.${rule}`),
  ...accessActions.map((action) => `access.actions.${action}`),
  ...accessPurposes.map((purpose) => `access.purposes.${purpose}`),
  ...requestStates.map((state) => `requests.states.${state}`),
  ...requestKinds.flatMap((kind) => [
    `requests.kinds.${kind}`,
    ...["open", "done", "nobody"].map((state) => `requests.told.${kind}_${state}`),
  ]),
  "requests.told.shop_redact_not_needed",
  ...tapTrackingSchema.options.flatMap((way) => [`taps.${way}.label`, `taps.${way}.help`]),
];

describe("the privacy page", () => {
  it.each(uiLocales)("has words in %s for everything that it may say", (locale) => {
    const { t } = wordsOf(locale);
    expect(keys.filter((key) => t(`privacy.${key}`, {}, "none") === "none")).toEqual([]);
  });
});
