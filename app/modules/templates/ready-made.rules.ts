import {
  body,
  buttons,
  carousel,
  copyCode,
  footer,
  linkButton,
  offerPart,
  pictureHeader,
  quickReply,
} from "./components.rules.ts";
import { itemSummary } from "./item-summary.rules.ts";
import { PURPOSES, storedPurpose } from "./purposes.rules.ts";
import {
  type TemplateButton,
  type TemplateComponent,
  type TemplateDefinition,
  type TemplateLanguage,
  templateLanguages,
  type TemplatePurpose,
  templatePurposes,
  type WayOut,
} from "./template.types.ts";
import { TEXTS } from "./texts/all.rules.ts";
import type { LanguageTexts } from "./texts/texts.types.ts";

export interface ReadyMadeWish {
  /** What links begin with, without a slash at the end; the shop's own domain where it has one. */
  bases: { app: string; proxy?: string | null };
  shopName: string;
  /** of an uploaded sample picture; null leaves the templates with a picture out */
  sampleHandle: string | null;
  wayOut?: WayOut;
  purposes?: readonly TemplatePurpose[];
  languages?: readonly TemplateLanguage[];
  /** bodies in the merchant's own words, by stored purpose and language */
  ownTexts?: readonly { purpose: string; language: string; text: string }[];
}

type Base = TemplateDefinition["base"];

interface Place {
  purpose: TemplatePurpose;
  language: TemplateLanguage;
  hasPicture: boolean;
  base: Base;
  /** what its links begin with */
  url: string;
  wish: ReadyMadeWish;
  texts: LanguageTexts;
}

function samplesOf({ wish, texts, language }: Place): Record<string, string> {
  const { product, price, offer } = texts.samples;
  return {
    first_name: "Mara",
    shop_name: wish.shopName,
    item_summary: itemSummary([product, product], language),
    product_title: product,
    price,
    offer,
  };
}

function wordsOf(place: Place, readyMade: string): TemplateComponent {
  const stored = storedPurpose(place.purpose, place.hasPicture);
  const own = place.wish.ownTexts?.find(
    (text) => text.purpose === stored && text.language === place.language,
  );
  return body(own?.text ?? readyMade, { format: "NAMED", of: samplesOf(place) });
}

function header({ hasPicture, wish }: Place): TemplateComponent[] {
  return hasPicture ? [pictureHeader(wish.sampleHandle ?? "")] : [];
}

function link(place: Place, text: string): TemplateButton {
  return linkButton(text, `${place.url}/r/`);
}

function wayOut(place: Place): TemplateButton {
  const { optOut, unsubscribe } = place.texts.buttons;
  return place.wish.wayOut === "link"
    ? linkButton(unsubscribe, `${place.url}/p/`)
    : quickReply(optOut);
}

function wayOutWords({ texts, wish, base }: Place): string {
  return texts.wayOut[wish.wayOut ?? "reply"][base];
}

type Simple = "cart_reminder_1" | "cart_reminder_2" | "recommendation" | "offer";

/** Picture, text, footer that names the way out, link and way out. */
function simple(place: Place, of: { purpose: Simple; main: TemplateButton[] }) {
  const { withPicture, plain } = place.texts[of.purpose];
  return [
    ...header(place),
    wordsOf(place, place.hasPicture ? withPicture : plain),
    footer(wayOutWords(place)),
    buttons(...of.main, wayOut(place)),
  ];
}

/** Neither a footer nor a quick reply may stand here (contract 1.4): the way out is said in the body. */
function limitedTimeOffer(place: Place): TemplateComponent[] {
  const { limited_time_offer: offer, replyStop, buttons: labels } = place.texts;
  const words = place.hasPicture ? offer.withPicture : offer.plain;
  return [
    ...header(place),
    offerPart(offer.heading),
    wordsOf(place, `${words} ${replyStop[place.base]}`),
    buttons(copyCode(), link(place, labels.toShop)),
  ];
}

/** A carousel may have no footer: the body names the way out, and every card has it. */
function recommendationCarousel(place: Place, count: 2 | 3 | 4 | 5): TemplateComponent[] {
  const { carousel: words, samples, buttons: labels } = place.texts;
  const opening = words.opening.replace("#", words.suggestions[count]);
  const card = {
    components: [
      ...header(place),
      body(words.card, { format: "POSITIONAL", of: { 1: samples.product, 2: samples.price } }),
      buttons(link(place, labels.toProduct), wayOut(place)),
    ],
  };
  const of = { 1: "Mara", 2: place.wish.shopName };
  return [
    body(`${opening} ${wayOutWords(place)}`, { format: "POSITIONAL", of }),
    carousel(count, card),
  ];
}

function doubleOptIn(place: Place): TemplateComponent[] {
  const { double_opt_in: words, buttons: labels } = place.texts;
  return [
    wordsOf(place, words.body),
    footer(words.footer),
    buttons(quickReply(labels.confirm), quickReply(labels.decline)),
  ];
}

/** The way out is a button whatever the shop has chosen: who is asked must be able to say no as easily as yes. */
function consentRenewal(place: Place): TemplateComponent[] {
  const { consent_renewal: words, buttons: labels, wayOut: ways } = place.texts;
  return [
    wordsOf(place, words.body),
    footer(ways.reply.app),
    buttons(quickReply(labels.stay), quickReply(labels.optOut)),
  ];
}

const BUILD: Readonly<Record<TemplatePurpose, (place: Place) => TemplateComponent[]>> = {
  cart_reminder_1: (place) =>
    simple(place, { purpose: "cart_reminder_1", main: [link(place, place.texts.buttons.toCart)] }),
  cart_reminder_2: (place) =>
    simple(place, { purpose: "cart_reminder_2", main: [link(place, place.texts.buttons.toCart)] }),
  recommendation: (place) =>
    simple(place, {
      purpose: "recommendation",
      main: [link(place, place.texts.buttons.toProduct)],
    }),
  recommendation_carousel_2: (place) => recommendationCarousel(place, 2),
  recommendation_carousel_3: (place) => recommendationCarousel(place, 3),
  recommendation_carousel_4: (place) => recommendationCarousel(place, 4),
  recommendation_carousel_5: (place) => recommendationCarousel(place, 5),
  offer: (place) =>
    simple(place, {
      purpose: "offer",
      main: [copyCode(), link(place, place.texts.buttons.toShop)],
    }),
  limited_time_offer: limitedTimeOffer,
  consent_renewal: consentRenewal,
  double_opt_in: doubleOptIn,
  opt_out_confirmation: (place) => [wordsOf(place, place.texts.opt_out_confirmation.body)],
};

function basesOf(wish: ReadyMadeWish, purpose: TemplatePurpose): { base: Base; url: string }[] {
  const { app, proxy } = wish.bases;
  const own = proxy && PURPOSES[purpose].hasLinks ? [{ base: "proxy" as const, url: proxy }] : [];
  return [{ base: "app", url: app }, ...own];
}

/** The ready-made set of a shop: each purpose in each language, form and base. */
export function readyMadeTemplates(wish: ReadyMadeWish): TemplateDefinition[] {
  const places = (wish.purposes ?? templatePurposes).flatMap((purpose) =>
    (wish.languages ?? templateLanguages).flatMap((language) =>
      PURPOSES[purpose].forms.flatMap((hasPicture) =>
        basesOf(wish, purpose).map(({ base, url }): Place => {
          return { purpose, language, hasPicture, base, url, wish, texts: TEXTS[language] };
        }),
      ),
    ),
  );
  return places
    .filter(({ hasPicture }) => !hasPicture || wish.sampleHandle !== null)
    .map((place) => {
      const { purpose, language, hasPicture, base } = place;
      const { category, parameterFormat } = PURPOSES[purpose];
      const components = BUILD[purpose](place);
      return { purpose, language, hasPicture, base, category, parameterFormat, components };
    });
}

/** Versioned, since a live template is never edited in place (contract 4.2). */
export function templateName(purpose: string, base: Base, version: number): string {
  return `beckon_${purpose}${base === "proxy" ? "_own" : ""}_v${version}`;
}

/** Everything but the samples: they change with every upload and nobody but reviewers sees them. */
function shapeOf(components: readonly TemplateComponent[]): unknown {
  return components.map(
    ({ type, format, text, buttons: list, cards, limited_time_offer: offer }) => [
      type,
      format ?? null,
      text ?? null,
      (list ?? []).map((button) => [button.type, button.text ?? null, button.url ?? null]),
      offer?.text ?? null,
      (cards ?? []).map((card) => shapeOf(card.components)),
    ],
  );
}

/** Whether two versions say and link the same; samples do not count. */
export function sameComponents(
  a: readonly TemplateComponent[],
  b: readonly TemplateComponent[],
): boolean {
  return JSON.stringify(shapeOf(a)) === JSON.stringify(shapeOf(b));
}
