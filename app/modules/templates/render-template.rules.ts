import { variablesOf } from "./components.rules.ts";
import { itemSummary } from "./item-summary.rules.ts";
import { templateLanguageOf } from "./language.rules.ts";
import { couponFits, parameterText } from "./parameter-text.rules.ts";
import { CAROUSEL_POSITIONS } from "./purposes.rules.ts";
import {
  type CardValues,
  OPT_IN_PAYLOAD,
  OPT_OUT_PAYLOAD,
  RENEWAL_PAYLOAD,
  type TemplateButton,
  type TemplateComponent,
  type TemplateValues,
} from "./template.types.ts";
import { TEXTS } from "./texts/all.rules.ts";

/** Together with the fixed text these keep a body below 550 characters, a card's below 160 (contract 4.3). */
const MOST = {
  first_name: 40,
  shop_name: 60,
  item_summary: 150,
  product_title: 100,
  price: 20,
  offer: 150,
  card_title: 80,
} as const;

/** Of its room, where WhatsApp found the whole too long; none gets less than this. */
const BRIEF_SHARE = 4;
const SHORTEST = 12;

/** Prices and offers are never cut: half a promise is another one. */
function roomFor(
  name: Exclude<keyof typeof MOST, "price" | "offer">,
  { brief }: Pick<TemplateValues, "brief">,
): number {
  return brief ? Math.max(SHORTEST, Math.floor(MOST[name] / BRIEF_SHARE)) : MOST[name];
}

type Texts = Readonly<Record<string, string | undefined>>;
type SendComponent = Record<string, unknown>;

function mandatory(raw: string | undefined, max: number): string | undefined {
  return parameterText(raw, max, "") || undefined;
}

function textsOf(values: TemplateValues, language: string): Texts {
  const tongue = templateLanguageOf(language) ?? "en";
  const room = (name: Parameters<typeof roomFor>[0]) => roomFor(name, values);
  return {
    first_name: parameterText(values.firstName, room("first_name"), TEXTS[tongue].nobody),
    shop_name: parameterText(values.shopName, room("shop_name"), "Shop"),
    item_summary: parameterText(values.itemSummary, room("item_summary"), itemSummary([], tongue)),
    // Nothing can stand in for what a message is about.
    product_title: mandatory(values.productTitle, room("product_title")),
    price: mandatory(values.price, MOST.price),
    offer: mandatory(values.offer, MOST.offer),
  };
}

interface Picture {
  pictureUrl: string | null;
  pictureMediaId?: string | null | undefined;
}

/** By the id of its upload, or else by its address: WhatsApp takes the one or the other (contract 1.4). */
function header(component: TemplateComponent, picture: Picture): SendComponent[] {
  if (component.format !== "IMAGE") return [];
  const { pictureUrl: link, pictureMediaId: id } = picture;
  if (link === null && !id) throw new Error("A template with a picture needs one");
  return [{ type: "header", parameters: [{ type: "image", image: id ? { id } : { link } }] }];
}

const isPosition = (name: string) => /^\d+$/.test(name);

function body(
  component: TemplateComponent,
  texts: Texts,
  positions: readonly string[],
): SendComponent[] {
  const given = variablesOf(component.text ?? "").map((name) => {
    const meant = isPosition(name) ? positions[Number(name) - 1] : name;
    const text = meant === undefined ? undefined : texts[meant];
    if (text === undefined) throw new Error(`The template asks for an unknown value: ${name}`);
    return { type: "text", ...(isPosition(name) ? {} : { parameter_name: name }), text };
  });
  return given.length > 0 ? [{ type: "body", parameters: given }] : [];
}

interface Tapped {
  linkCode: string;
  preferenceToken: string | undefined;
  couponCode: string | undefined;
  confirmationId: string | undefined;
  renewalId: string | undefined;
  /** the first of two quick replies says yes, to an opt-in or to its renewal */
  confirms: boolean;
}

const leadsToPreferences = ({ url }: TemplateButton) => url?.endsWith("/p/{{1}}") ?? false;

/** Whether a message of this template needs the token of the person's preference page. */
export function hasWayOutLink(components: readonly TemplateComponent[]): boolean {
  return components.some(
    ({ buttons: own, cards }) =>
      own?.some(leadsToPreferences) || cards?.some((one) => hasWayOutLink(one.components)),
  );
}

/** A link to the preference page has that page's token, any other the message's link code. */
function suffixOf(button: TemplateButton, tapped: Tapped): string {
  if (!leadsToPreferences(button)) return tapped.linkCode;
  if (!tapped.preferenceToken) throw new Error("The way out needs a token of the preference page");
  return tapped.preferenceToken;
}

function couponOf({ couponCode = "" }: Tapped): string {
  if (!couponFits(couponCode)) throw new Error("A coupon has 1 to 15 letters and digits");
  return couponCode;
}

function confirming({ confirmationId, renewalId }: Tapped): string {
  if (renewalId !== undefined) return `${RENEWAL_PAYLOAD}:${renewalId}`;
  return confirmationId === undefined ? OPT_IN_PAYLOAD : `${OPT_IN_PAYLOAD}:${confirmationId}`;
}

function button(one: TemplateButton, index: number, tapped: Tapped): SendComponent[] {
  const place = { type: "button", index: String(index) };
  switch (one.type) {
    case "QUICK_REPLY": {
      const payload = tapped.confirms && index === 0 ? confirming(tapped) : OPT_OUT_PAYLOAD;
      return [{ ...place, sub_type: "quick_reply", parameters: [{ type: "payload", payload }] }];
    }
    case "COPY_CODE": {
      const code = { type: "coupon_code", coupon_code: couponOf(tapped) };
      return [{ ...place, sub_type: "copy_code", parameters: [code] }];
    }
    case "URL": {
      if (!one.url?.includes("{{")) return [];
      const suffix = { type: "text", text: suffixOf(one, tapped) };
      return [{ ...place, sub_type: "url", parameters: [suffix] }];
    }
    default:
      return [];
  }
}

function buttons(component: TemplateComponent, tapped: Omit<Tapped, "confirms">): SendComponent[] {
  const list = component.buttons ?? [];
  const confirms = list.length === 2 && list.every(({ type }) => type === "QUICK_REPLY");
  return list.flatMap((one, index) => button(one, index, { ...tapped, confirms }));
}

/** Its end in UNIX milliseconds (contract 1.4): an offer that is over is not sent. */
function offer({ offerEndsAt }: TemplateValues, now: Date | null): SendComponent[] {
  if (offerEndsAt === undefined) throw new Error("A limited-time offer needs its end");
  if (now && offerEndsAt <= now.getTime()) throw new Error("The limited-time offer is over");
  const value = { expiration_time_ms: offerEndsAt };
  const parameter = { type: "limited_time_offer", limited_time_offer: value };
  return [{ type: "limited_time_offer", parameters: [parameter] }];
}

interface CardFilling extends Pick<TemplateValues, "brief"> {
  values: CardValues;
  tapped: Tapped;
}

function card(parts: readonly TemplateComponent[], of: CardFilling) {
  const { title, price, linkCode } = of.values;
  const texts = {
    product_title: mandatory(title, roomFor("card_title", of)),
    price: mandatory(price, MOST.price),
  };
  return parts.flatMap((part) => {
    if (part.type === "HEADER") return header(part, of.values);
    if (part.type === "BODY") return body(part, texts, CAROUSEL_POSITIONS.card);
    return part.type === "BUTTONS" ? buttons(part, { ...of.tapped, linkCode }) : [];
  });
}

/** As many cards as at approval, each with its own product (contract 1.4). */
function carousel(component: TemplateComponent, values: TemplateValues, tapped: Tapped) {
  const cards = component.cards ?? [];
  const given = values.cards ?? [];
  if (given.length !== cards.length) {
    throw new Error(`The carousel has ${cards.length} cards, not ${given.length}`);
  }
  const filled = given.map((one, index) => ({
    card_index: index,
    components: card(cards[index]?.components ?? [], { values: one, tapped, brief: values.brief }),
  }));
  return [{ type: "carousel", cards: filled }];
}

/**
 * The `template` of a send request (contract 1.4): only dynamic parts become components.
 * @param now refuses a limited-time offer that is over; left out, nobody looks at the clock
 * @throws when the template asks for something that the message does not carry
 */
export function renderTemplate(
  template: { name: string; language: string; components: readonly TemplateComponent[] },
  values: TemplateValues,
  now: Date | null = null,
): Record<string, unknown> {
  const texts = textsOf(values, template.language);
  const { linkCode, preferenceToken, couponCode, confirmationId, renewalId } = values;
  const ids = { confirmationId, renewalId };
  const tapped = { linkCode, preferenceToken, couponCode, ...ids, confirms: false };
  const components = template.components.flatMap((component): SendComponent[] => {
    switch (component.type) {
      case "HEADER":
        return header(component, values);
      case "BODY":
        return body(component, texts, CAROUSEL_POSITIONS.body);
      case "LIMITED_TIME_OFFER":
        return offer(values, now);
      case "CAROUSEL":
        return carousel(component, values, tapped);
      case "BUTTONS":
        return buttons(component, tapped);
      default:
        return [];
    }
  });
  return {
    name: template.name,
    language: { code: template.language },
    ...(components.length > 0 ? { components } : {}),
  };
}
