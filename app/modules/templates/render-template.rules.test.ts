import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readyMadeTemplates } from "./ready-made.rules.ts";
import { parameterText, renderTemplate } from "./render-template.rules.ts";
import type { TemplateComponent, TemplateValues } from "./template.types.ts";

const wish = { appUrl: "https://app.example", shopName: "Leinenwerk", sampleHandle: "4::x" };
const all = readyMadeTemplates(wish);
const values: TemplateValues = {
  firstName: "Mara",
  shopName: "Leinenwerk",
  itemSummary: "Leinenhemd und 1 weiterer Artikel",
  pictureUrl: "https://cdn.example/shirt.jpg",
  linkCode: "9f3kQ2",
};
const longest: TemplateValues = {
  ...values,
  firstName: "M".repeat(500),
  shopName: "S".repeat(500),
  itemSummary: "😀".repeat(500),
};
const length = (text: string) => Array.from(text).length;
const part = (components: TemplateComponent[], type: string) =>
  components.find((component) => component.type === type);

describe.each(all.map((one) => [`${one.purpose} ${one.language} ${one.hasPicture}`, one] as const))(
  "the ready-made template %s",
  (_name, { components, language }) => {
    const body = part(components, "BODY")?.text ?? "";

    it("fits Meta's limits and rules for its text", () => {
      const variables = body.match(/\{\{\w+\}\}/g) ?? [];
      const words = body.replaceAll(/\{\{\w+\}\}/g, " ").match(/[\p{L}\p{N}]+/gu) ?? [];
      expect(variables).toEqual(["{{first_name}}", "{{shop_name}}", "{{item_summary}}"]);
      expect(words.length).toBeGreaterThanOrEqual(2 * variables.length + 1);
      expect(body).not.toMatch(/^\s*\{\{|\}\}\s*$|\}\}\s*\{\{/);
      expect(length(part(components, "FOOTER")?.text ?? "")).toBeLessThanOrEqual(60);
      for (const { text } of part(components, "BUTTONS")?.buttons ?? []) {
        expect(length(text)).toBeLessThanOrEqual(25);
      }
    });

    it("stays below 550 characters however long its values are", () => {
      const rendered = renderTemplate({ name: "n", language, components }, longest);
      const given = JSON.stringify(rendered).match(/"text":"([^"]*)"/g) ?? [];
      const fixed = length(body.replaceAll(/\{\{\w+\}\}/g, ""));
      const filled = given.slice(0, 3).reduce((sum, text) => sum + length(text) - 9, fixed);
      expect(filled).toBeLessThanOrEqual(550);
    });
  },
);

describe("the ready-made set", () => {
  it("never has the same body twice, which Meta refuses", () => {
    const bodies = all.map((one) => part(one.components, "BODY")?.text);
    expect(new Set(bodies).size).toBe(all.length);
    expect(all).toHaveLength(2 * 8 * 2);
  });

  it("does without the forms with a picture when there is no sample picture", () => {
    const plain = readyMadeTemplates({ ...wish, sampleHandle: null });
    expect(plain).toHaveLength(16);
    expect(plain.some((one) => one.hasPicture)).toBe(false);
  });
});

describe("rendering", () => {
  it("fills picture, named parameters, link and the way out", () => {
    const german = all.find((one) => one.language === "de" && one.hasPicture);
    expect(
      renderTemplate({ name: "n", language: "de", components: german?.components ?? [] }, values),
    ).toEqual({
      name: "n",
      language: { code: "de" },
      components: [
        {
          type: "header",
          parameters: [{ type: "image", image: { link: "https://cdn.example/shirt.jpg" } }],
        },
        {
          type: "body",
          parameters: [
            { type: "text", parameter_name: "first_name", text: "Mara" },
            { type: "text", parameter_name: "shop_name", text: "Leinenwerk" },
            {
              type: "text",
              parameter_name: "item_summary",
              text: "Leinenhemd und 1 weiterer Artikel",
            },
          ],
        },
        {
          type: "button",
          index: "0",
          sub_type: "url",
          parameters: [{ type: "text", text: "9f3kQ2" }],
        },
        {
          type: "button",
          index: "1",
          sub_type: "quick_reply",
          parameters: [{ type: "payload", payload: "opt_out" }],
        },
      ],
    });
  });

  it("greets somebody whose name we do not know", () => {
    const english = all.find((one) => one.language === "en" && !one.hasPicture);
    const template = { name: "n", language: "en", components: english?.components ?? [] };
    const nameless = { ...values, firstName: " ", pictureUrl: null };
    expect(JSON.stringify(renderTemplate(template, nameless))).toContain('"text":"there"');
  });

  it("refuses a template that asks for what we do not have", () => {
    const components = [{ type: "BODY", text: "Your {{discount}} waits for you today" }];
    expect(() => renderTemplate({ name: "n", language: "en", components }, values)).toThrow(
      /discount/,
    );
  });
});

describe("a parameter", () => {
  it.each([
    ["line\nbreak", "line break"],
    ["tab\there", "tab here"],
    ["wide      space", "wide space"],
    ["  edges  ", "edges"],
    ["", "fallback"],
    [" \n ", "fallback"],
    [null, "fallback"],
    ["abcdefghijklmnop", "abcdefghi…"],
  ])("turns %j into %j", (raw, expected) => {
    expect(parameterText(raw, 10, "fallback")).toBe(expected);
  });

  it("is what Meta takes, whatever a product is called", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (raw) => {
        const text = parameterText(raw, 40, "x");
        expect(text).not.toMatch(/[\n\r\t]| {5,}/);
        expect(text).not.toBe("");
        expect(length(text)).toBeLessThanOrEqual(40);
      }),
    );
  });
});
