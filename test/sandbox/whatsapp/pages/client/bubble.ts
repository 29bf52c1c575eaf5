/// <reference lib="dom" />
import type { PhoneMessage } from "../../control/phone-data.ts";
import type { ButtonView, CardView } from "../message-view.ts";
import { formatted, link } from "./formatted.ts";
import { element, language, scrollDown, texts } from "./page.ts";

/** What happens when the shopper taps a quick reply. */
export type ReplyTo = (button: ButtonView) => Promise<void>;

const timeOf = new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit" });

function button(view: ButtonView, replyTo: ReplyTo): HTMLElement {
  if (view.kind === "url" || view.kind === "phone") {
    const made = link(view.kind === "url" ? view.value : `tel:${view.value}`, view.text);
    made.className = `action ${view.kind}`;
    return made;
  }
  const made = element("button", `action ${view.kind}`, view.text);
  made.addEventListener("click", () => void press(view, made, replyTo));
  return made;
}

async function press(view: ButtonView, made: HTMLElement, replyTo: ReplyTo): Promise<void> {
  if (view.kind === "reply") await replyTo(view);
  if (view.kind !== "code") return;
  await navigator.clipboard?.writeText(view.value);
  made.textContent = texts.copied;
}

function card(view: CardView, replyTo: ReplyTo): HTMLElement[] {
  const parts: HTMLElement[] = [];
  if (view.picture) {
    const picture = document.createElement("img");
    picture.src = view.picture;
    picture.alt = "";
    picture.className = "picture";
    picture.addEventListener("load", scrollDown);
    parts.push(picture);
  }
  if (view.header) parts.push(element("p", "header", view.header));
  if (view.body) {
    const body = element("p", "body");
    body.append(...formatted(view.body));
    parts.push(body);
  }
  return view.buttons.length === 0 ? parts : [...parts, actions(view, replyTo)];
}

function actions(view: CardView, replyTo: ReplyTo): HTMLElement {
  const made = element("div", "actions");
  made.append(...view.buttons.map((one) => button(one, replyTo)));
  return made;
}

/** One message as a list item: picture, text, footer, time, buttons, cards. */
export function bubble(message: PhoneMessage, replyTo: ReplyTo): HTMLElement {
  const item = element("li", `row ${message.from}`);
  item.dataset["wamid"] = message.wamid;
  const made = element("article", "bubble");
  if (message.quoted) made.append(element("blockquote", "quote", message.quoted));
  if (message.offer) made.append(element("p", "offer", `${texts.offer}: ${message.offer}`));
  const parts = card(message, replyTo);
  const last = message.buttons.length > 0 ? parts.pop() : undefined;
  made.append(...parts);
  if (message.footer) made.append(element("p", "footer", message.footer));
  made.append(stamp(message));
  if (last) made.append(last);
  item.append(made);
  if (message.cards.length > 0) {
    const strip = element("div", "strip");
    for (const view of message.cards) {
      const one = element("div", "card");
      one.append(...card(view, replyTo));
      strip.append(one);
    }
    item.append(strip);
  }
  return item;
}

function stamp(message: PhoneMessage): HTMLElement {
  const made = element("p", "stamp");
  const time = element("time", "", timeOf.format(new Date(message.at)));
  time.setAttribute("datetime", message.at);
  made.append(time);
  if (message.from === "me") {
    const ticks = element("span", `ticks ${message.status}`);
    ticks.setAttribute("role", "img");
    ticks.setAttribute("aria-label", message.status === "read" ? texts.read : texts.delivered);
    made.append(ticks);
  }
  return made;
}
