import { describe, expect, it } from "vitest";
import { z } from "zod";
import { PURPOSES, purposeOf, storedPurpose } from "./purposes.rules.ts";
import { readyMadeTemplates, sameComponents, templateName } from "./ready-made.rules.ts";
import { renderTemplate } from "./render-template.rules.ts";
import {
  componentSchema,
  type TemplateComponent,
  type TemplateDefinition,
  templateLanguages,
  templatePurposes,
  wayOuts,
} from "./template.types.ts";

const wish = {
  bases: { app: "https://app.example", proxy: "https://shop.example/apps/beckon" },
  shopName: "Leinenwerk",
  sampleHandle: "4::x",
};
const all = wayOuts.flatMap((wayOut) => readyMadeTemplates({ ...wish, wayOut }));
const part = (components: readonly TemplateComponent[], type: string) =>
  components.find((component) => component.type === type);
const length = (text: string) => Array.from(text).length;
const long = "😀".repeat(500);
const longest = {
  firstName: long,
  shopName: long,
  itemSummary: long,
  productTitle: long,
  price: long,
  offer: long,
  couponCode: "A".repeat(15),
  offerEndsAt: 1,
  pictureUrl: "https://cdn.example/x.jpg",
  linkCode: "x",
  preferenceToken: "y",
};

/** The lengths of all bodies with these parameters: the message's, then the cards'. */
function filledLengths({ components, language }: TemplateDefinition): number[] {
  const cards = part(components, "CAROUSEL")?.cards ?? [];
  const card = { title: long, price: long, pictureUrl: "https://cdn.example/x.jpg", linkCode: "x" };
  const given = JSON.stringify(
    renderTemplate(
      { name: "n", language, components },
      { ...longest, cards: cards.map(() => card) },
    ),
  );
  const bodies = Array.from(given.matchAll(/"type":"body","parameters":\[(.*?)\]/g), (m) => m[1]);
  const fixed = [components, ...cards.map((one) => one.components)].map((list) =>
    length((part(list, "BODY")?.text ?? "").replaceAll(/\{\{\w+\}\}/g, "")),
  );
  return fixed.map((count, index) => {
    const texts = Array.from(
      (bodies[index] ?? "").matchAll(/"text":"([^"]*)"/g),
      (m) => m[1] ?? "",
    );
    return texts.reduce((sum, text) => sum + length(text), count);
  });
}

describe("the ready-made set", () => {
  it("has every purpose in every language, form, base and way out", () => {
    // 2 reminders, recommendation, 2 offers with and without a picture; 4 carousels; a renewal; 2 confirmations.
    const perLanguage = (5 * 2 + 4) * 2 + 3;
    expect(all).toHaveLength(wayOuts.length * templateLanguages.length * perLanguage);
  });

  it("never has the same body and footer twice in a language, which Meta refuses", () => {
    const marketing = all.filter(({ purpose }) => PURPOSES[purpose].hasLinks);
    const words = marketing.map(({ components, language, purpose }) =>
      // An offer that ends has no way out by link: its words are the same in both sets.
      purpose === "limited_time_offer"
        ? ""
        : `${language} ${part(components, "BODY")?.text} ${part(components, "FOOTER")?.text}`,
    );
    const said = words.filter((text) => text !== "");
    expect(new Set(said).size).toBe(said.length);
  });

  it("is MARKETING but for the confirmations of an opt-in and an opt-out", () => {
    const utility = all.filter(({ category }) => category === "UTILITY");
    expect(new Set(utility.map(({ purpose }) => purpose))).toEqual(
      new Set(["double_opt_in", "opt_out_confirmation"]),
    );
  });

  it("does without the forms with a picture when there is no sample picture", () => {
    const plain = readyMadeTemplates({ ...wish, sampleHandle: null });
    expect(plain.some((one) => one.hasPicture)).toBe(false);
    expect(plain).toHaveLength(8 * (5 * 2 + 3));
  });

  it("says what the merchant wrote instead, in that language and form only", () => {
    const text = "Hallo {{first_name}}, noch da bei {{shop_name}}: {{item_summary}}. Bis bald!";
    const own = [{ purpose: "cart_reminder_1_plain", language: "de", text }];
    const changed = readyMadeTemplates({ ...wish, ownTexts: own }).filter(
      ({ components }) => part(components, "BODY")?.text === text,
    );
    expect(changed.map(({ language, hasPicture, base }) => [language, hasPicture, base])).toEqual([
      ["de", false, "app"],
      ["de", false, "proxy"],
    ]);
  });
});

const cases = all.map((one) => {
  const { purpose, language, hasPicture, base } = one;
  return [`${purpose} ${language} ${hasPicture ? "picture" : "plain"} ${base}`, one] as const;
});
describe.each(cases)("%s", (_name, definition) => {
  const { components, purpose, base, category } = definition;
  const json = JSON.stringify(components);

  it("names the shop", () => {
    expect(json).toMatch(PURPOSES[purpose].cards === null ? /\{\{shop_name\}\}/ : /\{\{2\}\}/);
  });

  it("offers a way out if it is marketing: a button in every card, or words", () => {
    if (category !== "MARKETING") return;
    const cards = part(components, "CAROUSEL")?.cards;
    for (const list of cards?.map((card) => card.components) ?? [components]) {
      expect(JSON.stringify(list)).toMatch(/QUICK_REPLY|\/p\/\{\{1\}\}|\bSTOP\b/);
    }
  });

  it("links to its base only", () => {
    const urls = Array.from(json.matchAll(/"url":"([^"]*)"/g), (match) => match[1] ?? "");
    expect(urls.every((url) => url.startsWith(wish.bases[base]))).toBe(true);
    expect(urls.length > 0).toBe(PURPOSES[purpose].hasLinks);
  });

  it("stays short however long its values are", () => {
    const [own = 0, ...cards] = filledLengths(definition);
    expect(own).toBeLessThanOrEqual(550);
    expect(Math.max(0, ...cards)).toBeLessThanOrEqual(160);
  });
});

describe("the words for the way out", () => {
  it("call what ends by one word, whatever the message is about", () => {
    const footers = all
      .filter(({ category }) => category === "MARKETING")
      .map(({ components }) => part(components, "FOOTER")?.text ?? "");
    expect(footers.join(" ").toLowerCase()).not.toMatch(
      /erinnerung|reminder|rappel|recordatorio|promemoria|herinnering|lembrete|przypomn/,
    );
  });
});

describe("names", () => {
  it("are versioned, with one row of versions for each base", () => {
    expect(templateName("offer", "app", 3)).toBe("beckon_offer_v3");
    expect(templateName("offer_plain", "proxy", 1)).toBe("beckon_offer_plain_own_v1");
  });

  it.each(templatePurposes)("lead back from a stored purpose to %s", (purpose) => {
    for (const hasPicture of PURPOSES[purpose].forms) {
      const stored = storedPurpose(purpose, hasPicture);
      expect(purposeOf(stored)).toMatchObject({ purpose, hasPicture });
    }
  });

  it("know nothing of what is not ours", () => {
    expect(purposeOf("summer_sale")).toBeNull();
  });
});

describe("two versions", () => {
  const [one] = all;
  const components = one?.components ?? [];

  it("are the same with another sample, and others with another word or link", () => {
    const other = readyMadeTemplates({ ...wish, sampleHandle: "4::other" })[0]?.components ?? [];
    expect(sameComponents(components, other)).toBe(true);
    const moved = readyMadeTemplates({ ...wish, bases: { app: "https://b.example" } });
    expect(sameComponents(components, moved[0]?.components ?? [])).toBe(false);
  });

  it("are others when a card says something else", () => {
    const reel = all.find(({ purpose }) => purpose === "recommendation_carousel_2");
    const changed = JSON.stringify(reel?.components).replaceAll("Goes well", "Fits well");
    const parsed = z.array(componentSchema).parse(JSON.parse(changed));
    expect(sameComponents(reel?.components ?? [], parsed)).toBe(false);
  });
});
