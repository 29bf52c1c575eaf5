import { describe, expect, it } from "vitest";
import { itemSummary } from "./item-summary.rules.ts";
import { languageOrder, templateLanguageOf } from "./language.rules.ts";
import {
  chooseTemplate,
  currentTemplate,
  restLanguage,
  statusAfterEvent,
  templateState,
} from "./template-state.rules.ts";
import type { TemplateRow } from "./template.types.ts";

const row = (language: string, status: string, more: Partial<TemplateRow> = {}): TemplateRow => ({
  id: `${more.purpose ?? "r"}-${language}-${more.version ?? 1}`,
  purpose: "r",
  name: "n",
  version: 1,
  base: "app",
  category: "MARKETING",
  metaCategory: null,
  quality: "UNKNOWN",
  components: [],
  ...more,
  language,
  status,
});

const choose = (rows: TemplateRow[], hasPicture = true) => {
  const choice = chooseTemplate(rows, { purpose: "r", hasPicture, languages: ["de", "en"] });
  return `${choice.state} ${choice.template?.id ?? "-"}`;
};

describe("the template that is sent", () => {
  it.each([
    ["is the first language's", [row("en", "APPROVED"), row("de", "APPROVED")], "approved r-de-1"],
    [
      "falls back to the next language",
      [row("de", "REJECTED"), row("en", "APPROVED")],
      "approved r-en-1",
    ],
    ["is waited for while paused", [row("de", "PAUSED"), row("en", "APPROVED")], "paused r-de-1"],
    [
      "has no picture when the form with one is still in review",
      [row("de", "PENDING"), row("de", "APPROVED", { purpose: "r_plain" })],
      "approved r_plain-de-1",
    ],
    [
      "is the newest version that is approved",
      [row("de", "APPROVED"), row("de", "PENDING", { version: 2 })],
      "approved r-de-1",
    ],
    ["is pending before rejected", [row("de", "REJECTED"), row("en", "PENDING")], "pending r-en-1"],
    ["is missing when there is none", [], "missing -"],
  ])("%s", (_name, rows, expected) => {
    expect(choose(rows)).toBe(expected);
  });

  it.each<[string, TemplateRow[], "app" | "proxy", string]>([
    [
      "leads over the shop's own domain where links run over it",
      [row("de", "APPROVED"), row("de", "APPROVED", { id: "own", base: "proxy" })],
      "proxy",
      "approved own",
    ],
    [
      "leads over ours while the other is reviewed",
      [row("de", "APPROVED"), row("de", "PENDING", { id: "own", base: "proxy" })],
      "proxy",
      "approved r-de-1",
    ],
    [
      "never leads over a domain that fails its check",
      [row("de", "PENDING"), row("de", "APPROVED", { id: "own", base: "proxy" })],
      "app",
      "pending r-de-1",
    ],
    [
      "is held while WhatsApp has it in another category",
      [row("de", "APPROVED", { metaCategory: "UTILITY" }), row("en", "APPROVED")],
      "app",
      "paused r-de-1",
    ],
  ])("%s", (_name, rows, base, expected) => {
    const wanted = { purpose: "r", hasPicture: true, languages: ["de", "en"], base };
    const choice = chooseTemplate(rows, wanted);
    expect(`${choice.state} ${choice.template?.id ?? "-"}`).toBe(expected);
  });

  it("of a purpose with one form only is that form, picture or not", () => {
    const rows = [row("de", "APPROVED", { purpose: "double_opt_in" })];
    const wanted = { purpose: "double_opt_in", languages: ["de"] };
    for (const hasPicture of [true, false]) {
      expect(chooseTemplate(rows, { ...wanted, hasPicture }).state).toBe("approved");
    }
  });

  it("is the one without a picture for a message without one", () => {
    const rows = [row("de", "APPROVED"), row("de", "APPROVED", { purpose: "r_plain" })];
    expect(choose(rows, false)).toBe("approved r_plain-de-1");
  });
});

describe("the template of a planned message", () => {
  const app = row("de", "APPROVED", { id: "app" });
  const own = row("de", "APPROVED", { id: "own", base: "proxy" });
  const current = (rows: TemplateRow[], id: string, base?: "app" | "proxy") => {
    const choice = currentTemplate(rows, id, base);
    return `${choice.state} ${choice.template?.id ?? "-"}`;
  };

  it.each([
    ["stays its own", [app, own], "own", undefined, "approved own"],
    ["moves to our domain when the shop's fails", [app, own], "own", "app", "approved app"],
    ["moves to the shop's domain when that works", [app, own], "app", "proxy", "approved own"],
    [
      "stays on ours while the other is reviewed",
      [app, { ...own, status: "PENDING" }],
      "app",
      "proxy",
      "approved app",
    ],
    ["waits when there is none whose links work", [own], "own", "app", "paused own"],
    [
      "is a newer version once its own is gone",
      [{ ...app, status: "DELETED" }, row("de", "APPROVED", { id: "two", version: 2 })],
      "app",
      undefined,
      "approved two",
    ],
    ["is missing when nobody knows it", [app], "x", undefined, "missing -"],
  ] as const)("%s", (...given) => {
    const [, rows, id, base, expected] = given;
    expect(current([...rows], id, base)).toBe(expected);
  });
});

describe("a template's status", () => {
  it.each([
    ["APPROVED", "approved"],
    ["PAUSED", "paused"],
    ["IN_APPEAL", "pending"],
    ["REJECTED", "rejected"],
    ["DISABLED", "disabled"],
    ["WHATEVER_COMES", "disabled"],
  ])("%s counts as %s", (status, expected) => {
    expect(templateState(status)).toBe(expected);
  });

  it("follows events, and a warning changes nothing", () => {
    expect(statusAfterEvent("REINSTATED", "PAUSED")).toBe("APPROVED");
    expect(statusAfterEvent("PAUSED", "APPROVED")).toBe("PAUSED");
    expect(statusAfterEvent("FLAGGED", "APPROVED")).toBe("APPROVED");
    expect(restLanguage("pt-BR")).toBe("pt_BR");
  });
});

describe("the language", () => {
  it.each([
    ["de-AT", "de"],
    ["pt_PT", "pt_BR"],
    ["EN-us", "en"],
    ["tr", null],
    ["", null],
    [null, null],
  ])("of %j is %j", (locale, expected) => {
    expect(templateLanguageOf(locale)).toBe(expected);
  });

  it("is the person's, then the shop's, then English, each once", () => {
    expect(languageOrder(["tr", "de-CH", "de"])).toEqual(["de", "en"]);
    expect(languageOrder([null, undefined])).toEqual(["en"]);
  });
});

describe("the summary of a cart", () => {
  it.each([
    [["Shirt"], "en", "Shirt"],
    [["Hemd", "Hose"], "de-DE", "Hemd und 1 weiterer Artikel"],
    [["Hemd", "Hose", "Hut"], "de", "Hemd und 2 weitere Artikel"],
    [["A", "B", "C"], "pl", "A i jeszcze 2 produkty"],
    [["A", "B", "C", "D", "E", "F"], "pl", "A i jeszcze 5 produktów"],
    [["A", "B"], "tr", "A and 1 more item"],
    [[], "fr", "votre sélection"],
    [[" "], "it", "la tua selezione"],
  ])("of %j in %s is %s", (titles, language, expected) => {
    expect(itemSummary(titles, language)).toBe(expected);
  });
});
