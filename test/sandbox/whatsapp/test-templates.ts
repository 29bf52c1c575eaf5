import type { JsonObject } from "./json.ts";
import { SHOPPER } from "./test-kit.ts";

const picture = { type: "HEADER", format: "IMAGE", example: { header_handle: ["4::aW1hZ2U"] } };
const body = (text: string, ...samples: string[]): JsonObject => ({
  type: "BODY",
  text,
  ...(samples.length > 0 ? { example: { body_text: [samples] } } : {}),
});
const urlButton = {
  type: "URL",
  text: "Zum Warenkorb",
  url: "https://l.example/c/{{1}}",
  example: ["https://l.example/c/9f3kQ2"],
};

/** Picture, named body, footer, URL and quick reply: the shape of a cart reminder. */
export const REMINDER: JsonObject = {
  name: "cart_reminder",
  language: "de",
  category: "MARKETING",
  parameter_format: "NAMED",
  components: [
    picture,
    {
      type: "BODY",
      text: "Hallo {{first_name}}, in deinem Warenkorb liegt noch: {{item_summary}}. Wir haben ihn für dich gespeichert.",
      example: {
        body_text_named_params: [
          { param_name: "first_name", example: "Mara" },
          { param_name: "item_summary", example: "Leinenhemd" },
        ],
      },
    },
    { type: "FOOTER", text: "Keine Erinnerungen mehr? Tippe unten." },
    {
      type: "BUTTONS",
      buttons: [urlButton, { type: "QUICK_REPLY", text: "Keine Werbung mehr" }],
    },
  ],
};

/** Text header and two positional parameters, nothing else. */
export const POSITIONAL: JsonObject = {
  name: "greeting",
  language: "en",
  category: "UTILITY",
  components: [
    { type: "HEADER", format: "TEXT", text: "Hello {{1}} again", example: { header_text: ["M"] } },
    body("Dear {{1}}, you left {{2}} in your cart with us.", "Mara", "two things"),
  ],
};

export const STATIC: JsonObject = {
  name: "welcome",
  language: "en",
  category: "UTILITY",
  components: [
    body("Welcome to our shop."),
    {
      type: "BUTTONS",
      buttons: [{ type: "URL", text: "Open the shop", url: "https://shop.example/" }],
    },
  ],
};

export const COUPON: JsonObject = {
  name: "coupon",
  language: "en",
  category: "MARKETING",
  components: [
    body("Here is your code, enjoy."),
    { type: "BUTTONS", buttons: [{ type: "COPY_CODE", example: "MARA10" }] },
  ],
};

export const OFFER: JsonObject = {
  name: "offer",
  language: "en",
  category: "MARKETING",
  components: [
    picture,
    {
      type: "limited_time_offer",
      limited_time_offer: { text: "Short time only", has_expiration: true },
    },
    body("Linen for {{1}} at a special price today.", "Mara"),
    { type: "BUTTONS", buttons: [urlButton] },
  ],
};

const card = {
  components: [
    picture,
    body("New for you: {{1}} in the shop now.", "Shirt"),
    { type: "BUTTONS", buttons: [urlButton] },
  ],
};

export const CAROUSEL: JsonObject = {
  name: "reco_2",
  language: "en",
  category: "MARKETING",
  components: [
    body("Things that fit your order, {{1}}: two of them.", "Mara"),
    { type: "CAROUSEL", cards: [card, card] },
  ],
};

const productCard = {
  components: [
    { type: "HEADER", format: "PRODUCT" },
    { type: "BUTTONS", buttons: [{ type: "SPM", text: "View" }] },
  ],
};

export const PRODUCTS: JsonObject = {
  name: "products",
  language: "en",
  category: "MARKETING",
  components: [
    body("Have a look at these."),
    { type: "CAROUSEL", cards: [productCard, productCard] },
  ],
};

export const PRODUCT_LIST: JsonObject = {
  name: "mpm",
  language: "en",
  category: "MARKETING",
  components: [
    body("Your cart is waiting."),
    { type: "BUTTONS", buttons: [{ type: "MPM", text: "View items" }] },
  ],
};

export const PLACE: JsonObject = {
  name: "place",
  language: "en",
  category: "UTILITY",
  components: [{ type: "HEADER", format: "LOCATION" }, body("Come and see us here.")],
};

export const PDF: JsonObject = {
  name: "pdf",
  language: "en",
  category: "UTILITY",
  components: [
    { type: "HEADER", format: "DOCUMENT", example: { header_handle: ["4::cGRm"] } },
    body("Your invoice is attached."),
  ],
};

/** A template send. */
export function sendOf(template: JsonObject, components?: unknown[]): JsonObject {
  return {
    messaging_product: "whatsapp",
    recipient_type: "individual",
    to: SHOPPER,
    type: "template",
    template: {
      name: template["name"],
      language: { code: template["language"] },
      ...(components === undefined ? {} : { components }),
    },
  };
}

export const text = (value: string, name?: string) => ({
  type: "text",
  text: value,
  ...(name === undefined ? {} : { parameter_name: name }),
});

export const imageHeader = (link = "https://cdn.example/a.jpg") => ({
  type: "header",
  parameters: [{ type: "image", image: { link } }],
});

export const namedBody = (firstName = "Mara", items = "Leinenhemd und 1 weiterer Artikel") => ({
  type: "body",
  parameters: [text(firstName, "first_name"), text(items, "item_summary")],
});

export const positionalBody = (...values: string[]) => ({
  type: "body",
  parameters: values.map((value) => text(value)),
});

export const linkButton = (suffix = "9f3kQ2", index: string | number = "0") => ({
  type: "button",
  sub_type: "url",
  index,
  parameters: [text(suffix)],
});

export const optOutButton = (payload = "optout:shop_12") => ({
  type: "button",
  sub_type: "quick_reply",
  index: "1",
  parameters: [{ type: "payload", payload }],
});

/** A reminder as Meta takes it. */
export function reminder(extra: JsonObject = {}): JsonObject {
  const components = [imageHeader(), namedBody(), linkButton(), optOutButton()];
  return { ...sendOf(REMINDER, components), ...extra };
}
