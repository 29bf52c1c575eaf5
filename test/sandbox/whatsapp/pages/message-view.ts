import { isObject, objectsOrNull, parseJson, textOrNull } from "../json.ts";
import type { JsonObject } from "../json.ts";
import type { InMessage, OutMessage } from "../state.ts";
import { fill } from "../templates/shape.ts";
import type { PatternText, Template, TemplateButton } from "../templates/template.types.ts";

export type ButtonView = {
  kind: "url" | "reply" | "code" | "phone" | "other";
  text: string;
  /** The whole URL, the payload, the code or the phone number. */
  value: string;
};

export type CardView = {
  picture: string | null;
  header: string | null;
  body: string;
  buttons: ButtonView[];
};

/** A message as the phone shows it. */
export type MessageView = CardView & {
  footer: string | null;
  offer: string | null;
  cards: CardView[];
};

/** What the shopper sees of a message that we sent; drawn once, then kept. */
export function viewOf(message: OutMessage): MessageView {
  message.view ??= draw(message);
  return message.view;
}

export function viewOfReply(message: InMessage): MessageView {
  return { ...EMPTY, body: message.text };
}

const EMPTY: MessageView = {
  picture: null,
  header: null,
  body: "",
  buttons: [],
  footer: null,
  offer: null,
  cards: [],
};

function draw(message: OutMessage): MessageView {
  const body = parseJson(message.raw);
  if (!isObject(body)) return EMPTY;
  const content = body[textOrNull(body["type"]) ?? "text"];
  if (!isObject(content)) return EMPTY;
  return message.template ? drawTemplate(message.template, content) : drawSession(content);
}

function drawTemplate(template: Template, content: JsonObject): MessageView {
  const components = objectsOrNull(content["components"]) ?? [];
  const { shape } = template;
  const carousel = components.find((component) => typeOf(component) === "carousel");
  const cards = objectsOrNull(carousel?.["cards"]) ?? [];
  return {
    ...drawCard(shape, components),
    footer: shape.footer,
    offer: shape.offer?.text ?? null,
    cards: cards.map((card, index) => {
      const cardShape = shape.cards?.[index] ?? shape.cards?.[0];
      const parts = objectsOrNull(card["components"]) ?? [];
      return cardShape ? drawCard(cardShape, parts) : EMPTY;
    }),
  };
}

type Drawable = {
  header: { pattern: PatternText } | null;
  body: PatternText | null;
  buttons: TemplateButton[];
};

function drawCard(shape: Drawable, components: JsonObject[]): CardView {
  const header = parametersOf(components, "header");
  const buttons = components.filter((component) => typeOf(component) === "button");
  const text = shape.header ? filled(shape.header.pattern, header) : "";
  return {
    picture: pictureOf(header[0]?.["image"]),
    header: text === "" ? null : text,
    body: shape.body ? filled(shape.body, parametersOf(components, "body")) : "",
    buttons: shape.buttons.map((button, index) => {
      const use = buttons.find((component) => String(component["index"]) === String(index));
      return drawButton(button, objectsOrNull(use?.["parameters"])?.[0]);
    }),
  };
}

function drawButton(button: TemplateButton, parameter: JsonObject | undefined): ButtonView {
  const { type, text } = button;
  const target = button.target ?? "";
  if (type === "URL") {
    const suffix = textOrNull(parameter?.["text"]) ?? "";
    return { kind: "url", text, value: target.replace(/\{\{[^{}]*\}\}$/, suffix) };
  }
  if (type === "QUICK_REPLY") {
    return { kind: "reply", text, value: textOrNull(parameter?.["payload"]) ?? text };
  }
  if (type === "COPY_CODE") {
    return { kind: "code", text, value: textOrNull(parameter?.["coupon_code"]) ?? "" };
  }
  return { kind: type === "PHONE_NUMBER" ? "phone" : "other", text, value: target };
}

function filled(pattern: PatternText, parameters: JsonObject[]): string {
  const values = new Map<string, string>();
  parameters.forEach((parameter, index) => {
    const name = textOrNull(parameter["parameter_name"]) ?? pattern.variables[index] ?? "";
    values.set(name, parameterText(parameter));
  });
  return fill(pattern, values);
}

function parameterText(parameter: JsonObject): string {
  const text = textOrNull(parameter["text"]);
  if (text !== null) return text;
  const value = parameter[textOrNull(parameter["type"]) ?? ""];
  return isObject(value) ? (textOrNull(value["fallback_value"]) ?? "") : "";
}

function pictureOf(image: unknown): string | null {
  if (!isObject(image)) return null;
  const id = textOrNull(image["id"]);
  return textOrNull(image["link"]) ?? (id === null ? null : `/_control/media/${id}`);
}

function drawSession(content: JsonObject): MessageView {
  const inner = content["body"];
  const text = textOrNull(inner) ?? (isObject(inner) ? textOrNull(inner["text"]) : null);
  const footer = content["footer"];
  return {
    ...EMPTY,
    picture: pictureOf(content),
    body: text ?? textOrNull(content["caption"]) ?? "",
    footer: isObject(footer) ? textOrNull(footer["text"]) : null,
    buttons: sessionButtons(content["action"]),
  };
}

function sessionButtons(action: unknown): ButtonView[] {
  if (!isObject(action)) return [];
  const parameters = action["parameters"];
  if (isObject(parameters)) {
    const text = textOrNull(parameters["display_text"]) ?? "";
    return [{ kind: "url", text, value: textOrNull(parameters["url"]) ?? "" }];
  }
  return (objectsOrNull(action["buttons"]) ?? []).flatMap((button) => {
    const reply = button["reply"];
    if (!isObject(reply)) return [];
    const text = textOrNull(reply["title"]) ?? "";
    return [{ kind: "reply" as const, text, value: textOrNull(reply["id"]) ?? text }];
  });
}

function typeOf(component: JsonObject): string {
  return (textOrNull(component["type"]) ?? "").toLowerCase();
}

function parametersOf(components: JsonObject[], type: string): JsonObject[] {
  const component = components.find((candidate) => typeOf(candidate) === type);
  return objectsOrNull(component?.["parameters"]) ?? [];
}
