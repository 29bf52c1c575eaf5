import { variablesOf } from "../components.rules.ts";
import { templateLanguageOf } from "../language.rules.ts";
import { CAROUSEL_POSITIONS, PURPOSES } from "../purposes.rules.ts";
import type { TemplateComponent, TemplateLanguage } from "../template.types.ts";
import {
  type Finding,
  found,
  type Place,
  type TemplateDraft,
  type ValidationContext,
  warned,
} from "./finding.types.ts";
import { characters } from "./text.rules.ts";

/** What reviewers judge, as far as words show it, and what we ask of every template ourselves. */

const BODY: Place = { part: "body" };
const TEMPLATE: Place = { part: "template" };

/** Meta publishes no numbers for marketing bodies; vendors report these (contract 4.3). */
const LONG_BODY = 550;
const MANY_EMOJI = 5;
/** What a filled variable adds at most, on average of what `renderTemplate` allows. */
const PER_VARIABLE = 80;

/** Words for what no shop may ask for in a chat (contract 4.4, rule 5). */
const SECRETS =
  /\b(iban|cvv|cvc|pin ?code|passwor[dt]|passport|reisepass|personalausweis|kreditkarten?(nummer)?|credit card|social security|carte (bancaire|de crédit)|mot de passe|tarjeta de crédito|contraseña|carta di credito|codice fiscale|wachtwoord|creditcard|cartão de crédito|senha|cpf|karty kredytowej|hasło|pesel)\b/iu;

/** What Meta's commerce policy forbids to sell (contract 4.4, rule 5): the commonest words. */
const GOODS =
  /\b(vodka|whisk(e)?y|zigaretten?|cigarettes?|cigarrillos|sigarette|sigaretten|cigarros|papieros\p{L}*|tabak|tabaco|tobacco|vape\p{L}*|cannabis|thc|cbd|munition|ammunition|waffen|weapons|casino|sportwetten|betting)\b/iu;

/** Words that stand in nearly every sentence of a language and in few of another. */
const COMMON: Readonly<Record<TemplateLanguage, string>> = {
  en: "the you your and is are for with this that have we our if",
  de: "der die das und ist nicht für dich dein deine wir mit noch ein bei",
  fr: "le les vous votre et est pour avec nous une chez dans toujours plus",
  es: "el los tu y para con una más por está tienes hemos si nos",
  it: "il gli tuo è per con una più ancora lo nel alla di che",
  nl: "het je jouw en voor met een nog we bij niet naar van zijn",
  pt_BR: "o os seu sua você e para com uma mais ainda não na está",
  pl: "w i na się twoim nadal jest dla z do jeśli nie ci to",
};

function languageFindings(text: string, language: string): Finding[] {
  const own = templateLanguageOf(language);
  if (own === null) return [];
  const words = text.toLowerCase().split(/[^\p{L}]+/u);
  const hits = (of: TemplateLanguage) => {
    const common = new Set(COMMON[of].split(" "));
    return words.filter((word) => common.has(word)).length;
  };
  const others = Object.keys(COMMON).flatMap((tongue) => templateLanguageOf(tongue) ?? []);
  const best = Math.max(...others.filter((tongue) => tongue !== own).map(hits));
  return best >= 3 && best > 2 * hits(own) ? [warned("language_mismatch", BODY)] : [];
}

const bodyOf = (components: readonly TemplateComponent[]) =>
  components.find(({ type }) => type === "BODY")?.text ?? "";

function allTexts(components: readonly TemplateComponent[]): string {
  return components
    .flatMap(({ text, buttons, cards, limited_time_offer: offer }) => [
      text ?? "",
      offer?.text ?? "",
      ...(buttons ?? []).map((button) => button.text ?? ""),
      ...(cards ?? []).map((card) => allTexts(card.components)),
    ])
    .join("\n");
}

function styleFindings(body: string): Finding[] {
  const filled = characters(body.replaceAll(/\{\{[^{}]*\}\}/g, ""));
  const long = filled + PER_VARIABLE * variablesOf(body).length > LONG_BODY;
  const emoji = (body.match(/\p{Extended_Pictographic}/gu) ?? []).length;
  return [
    ...(long ? [warned("body_long", BODY, { max: LONG_BODY })] : []),
    ...(emoji > MANY_EMOJI ? [warned("emoji_many", BODY, { max: MANY_EMOJI })] : []),
  ];
}

const leadsOut = (components: readonly TemplateComponent[]) =>
  components.some(({ buttons }) =>
    buttons?.some(({ type, url }) => type === "QUICK_REPLY" || url?.endsWith("/p/{{1}}")),
  );

/** A button where one may stand, in every card of a carousel, else the word that ends it (contract 7.2). */
function hasWayOut({ components }: TemplateDraft): boolean {
  const cards = components.find(({ type }) => type === "CAROUSEL")?.cards;
  if (cards) return cards.every((card) => leadsOut(card.components));
  return leadsOut(components) || /\bSTOP\b/.test(bodyOf(components));
}

function namesShop({ components, parameterFormat }: TemplateDraft): boolean {
  const names = variablesOf(bodyOf(components));
  const meant = parameterFormat === "POSITIONAL" ? CAROUSEL_POSITIONS.body : names;
  return names.some((_, index) => meant[index] === "shop_name");
}

function ownFindings(draft: TemplateDraft): Finding[] {
  const facts = Object.entries(PURPOSES).find(([purpose]) => purpose === draft.purpose)?.[1];
  const isWrong = facts !== undefined && facts.category !== draft.category;
  const isMarketing = draft.category === "MARKETING";
  return [
    ...(isWrong ? [found("category_wrong", TEMPLATE, { category: facts.category })] : []),
    ...(namesShop(draft) ? [] : [found("shop_not_named", BODY)]),
    ...(isMarketing && !hasWayOut(draft) ? [found("way_out_missing", { part: "buttons" })] : []),
  ];
}

/** Rules 4 to 6 of contract 4.4, and ours: the shop's name, a way out, the right category. */
export function wordingFindings(draft: TemplateDraft, context: ValidationContext): Finding[] {
  const { components } = draft;
  const body = bodyOf(components);
  const footer = components.find(({ type }) => type === "FOOTER")?.text ?? "";
  const repeats = context.others.some((other) => other.body === body && other.footer === footer);
  const said = allTexts(components);
  return [
    ...(repeats ? [found("repeats_another", BODY)] : []),
    ...(SECRETS.test(said) ? [found("asks_secrets", BODY)] : []),
    ...(GOODS.test(said) ? [warned("restricted_goods", BODY)] : []),
    ...languageFindings(body, draft.language),
    ...styleFindings(body),
    ...ownFindings(draft),
  ];
}
