import { describe, expect, it } from "vitest";
import { wordingLocales } from "#app/modules/consent/wording.types.ts";
import { optOutText } from "./opt-out-texts.rules.ts";

const of = (locale: string | null) =>
  optOutText({ shopName: "Leinenwerk", topic: null, locales: [locale, "en"] });

describe("the answer to a no", () => {
  it.each(wordingLocales)("is written in %s, names the shop and the way back", (locale) => {
    const text = of(locale);
    expect(text).toContain("Leinenwerk");
    expect(text).toContain("START");
    expect(text.length).toBeLessThan(300);
    expect(text).not.toMatch(/https?:|%|€|\{\{/);
  });

  it("is in the person's language, else the shop's, else English", () => {
    expect(of("tr-TR")).toContain("Anlaşıldı");
    expect(optOutText({ shopName: "L", topic: null, locales: [null, "fr"] })).toContain("noté");
    expect(optOutText({ shopName: "L", topic: null, locales: ["xx"] })).toContain("Understood");
  });

  it("names the topic that was refused, and survives any name of a shop", () => {
    const text = optOutText({ shopName: "A$&B\n{{shop}}", topic: "reminders", locales: ["en"] });
    expect(text).toContain("A$&B {{shop}} will not send you any more reminders");
  });
});
