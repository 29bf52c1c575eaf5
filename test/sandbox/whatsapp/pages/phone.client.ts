/// <reference lib="dom" />
import type { Chat, PhoneData, PhoneMessage } from "../control/phone-data.ts";
import type { ButtonView, CardView } from "./message-view.ts";
import type { Texts } from "./texts.ts";

const texts: Texts = JSON.parse(byId("texts").textContent ?? "{}");
const language = document.documentElement.lang;
const timeOf = new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit" });
const dayOf = new Intl.DateTimeFormat(language, { weekday: "long", day: "numeric", month: "long" });

/** The number that somebody chose; null follows the phone that was written to last. */
let chosen: string | null = new URLSearchParams(location.search).get("number");
let chosenChat: string | null = null;
let shown: { number: string; chat: Chat | undefined } | null = null;
const drawn = new Map<string, { json: string; item: HTMLElement }>();

function byId(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (!found) throw new Error(`no element ${id}`);
  return found;
}

function element(tag: string, className = "", text = ""): HTMLElement {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}

async function post(name: string, body: object): Promise<void> {
  await fetch(`/_control/${name}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
}

/** WhatsApp's marks: *bold*, _italic_, ~struck~, `code`; and links. */
function formatted(text: string): Node[] {
  const marks = /(https?:\/\/[^\s]+|\*(?!\s)[^*\n]+\*|(?<!\w)_[^_\n]+_(?!\w)|~[^~\n]+~|`[^`\n]+`)/;
  const tags: Record<string, string> = { "*": "strong", _: "em", "~": "s", "`": "code" };
  return text.split(marks).map((part) => {
    if (/^https?:\/\//.test(part)) return link(part, part);
    const tag = part.length > 2 && part[0] === part.at(-1) ? tags[part[0] ?? ""] : undefined;
    return tag ? element(tag, "", part.slice(1, -1)) : document.createTextNode(part);
  });
}

function link(href: string, text: string): HTMLAnchorElement {
  const made = document.createElement("a");
  made.href = href;
  made.textContent = text;
  made.target = "_blank";
  made.rel = "noopener";
  return made;
}

function button(view: ButtonView, message: PhoneMessage): HTMLElement {
  if (view.kind === "url" || view.kind === "phone") {
    const made = link(view.kind === "url" ? view.value : `tel:${view.value}`, view.text);
    made.className = `action ${view.kind}`;
    return made;
  }
  const made = element("button", `action ${view.kind}`, view.text);
  made.addEventListener("click", () => void press(view, message, made));
  return made;
}

async function press(view: ButtonView, message: PhoneMessage, made: HTMLElement): Promise<void> {
  if (view.kind === "code") {
    await navigator.clipboard?.writeText(view.value);
    made.textContent = texts.copied;
  }
  if (view.kind !== "reply" || !shown) return;
  await post("inbound", {
    from: shown.number,
    phoneNumberId: shown.chat?.phoneNumberId,
    button: { text: view.text, payload: view.value, contextWamid: message.wamid },
  });
}

function card(view: CardView, message: PhoneMessage): HTMLElement[] {
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
  return view.buttons.length === 0 ? parts : [...parts, actions(view, message)];
}

function actions(view: CardView, message: PhoneMessage): HTMLElement {
  const made = element("div", "actions");
  made.append(...view.buttons.map((one) => button(one, message)));
  return made;
}

function bubble(message: PhoneMessage): HTMLElement {
  const item = element("li", `row ${message.from}`);
  item.dataset["wamid"] = message.wamid;
  item.dataset["status"] = message.status;
  const made = element("article", "bubble");
  if (message.quoted) made.append(element("blockquote", "quote", message.quoted));
  if (message.offer) made.append(element("p", "offer", `${texts.offer}: ${message.offer}`));
  const parts = card(message, message);
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
      one.append(...card(view, message));
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

function drawList(messages: PhoneMessage[]): void {
  const items: HTMLElement[] = [];
  let day = "";
  for (const message of messages) {
    const today = dayOf.format(new Date(message.at));
    if (today !== day) items.push(element("li", "day", today));
    day = today;
    const json = JSON.stringify(message);
    const known = drawn.get(message.wamid);
    const item = known?.json === json ? known.item : bubble(message);
    drawn.set(message.wamid, { json, item });
    items.push(item);
  }
  byId("list").replaceChildren(...items);
}

function drawNumbers(data: PhoneData): void {
  const select = byId("number");
  if (!(select instanceof HTMLSelectElement)) return;
  const options = data.numbers.map((number) => new Option(number, number));
  select.replaceChildren(...options);
  select.value = data.number ?? "";
}

function drawChats(chats: Chat[], open: Chat | undefined): void {
  byId("chats").hidden = chats.length < 2;
  const tabs = chats.toReversed().map((chat) => {
    const tab = element("button", "chat", chat.name);
    tab.setAttribute("aria-pressed", String(chat === open));
    tab.addEventListener("click", () => {
      chosenChat = chat.phoneNumberId;
      void refresh();
    });
    return tab;
  });
  byId("chats").replaceChildren(...tabs);
}

function draw(data: PhoneData): void {
  const open = data.chats.find((chat) => chat.phoneNumberId === chosenChat) ?? data.chats.at(-1);
  const before = shown?.chat?.messages.length ?? -1;
  shown = data.number === null ? null : { number: data.number, chat: open };
  drawNumbers(data);
  drawChats(data.chats, open);
  byId("head").hidden = !open;
  byId("name").textContent = open?.name ?? "";
  byId("avatar").textContent = open?.name.slice(0, 1).toUpperCase() ?? "";
  byId("empty").hidden = Boolean(open);
  drawList(open?.messages ?? []);
  if (before !== (open?.messages.length ?? 0)) scrollDown();
  void markRead(open);
}

function scrollDown(): void {
  const wall = byId("wall");
  wall.scrollTop = wall.scrollHeight;
}

/** What somebody can see counts as read; a hidden tab or a folded-away frame does not. */
async function markRead(open: Chat | undefined): Promise<void> {
  const visible = document.visibilityState === "visible" && window.innerWidth > 0;
  const unread = open?.messages.some((one) => one.from === "shop" && one.status === "delivered");
  if (visible && unread && shown) await post("phone/read", { number: shown.number });
}

let busy = false;
let again = false;

/** Asks for the phone and draws it; calls in between become one more round. */
async function refresh(): Promise<void> {
  if (busy) {
    again = true;
    return;
  }
  busy = true;
  const query = chosen === null ? "" : `?number=${encodeURIComponent(chosen)}`;
  const answer = await fetch(`/_control/phone${query}`).catch(() => null);
  if (answer?.ok) draw(await answer.json());
  busy = false;
  if (!again) return;
  again = false;
  await refresh();
}

byId("number").addEventListener("change", (event) => {
  const select = event.target;
  if (!(select instanceof HTMLSelectElement)) return;
  chosen = select.value;
  chosenChat = null;
  void refresh();
});

byId("composer").addEventListener("submit", (event) => {
  event.preventDefault();
  const input = byId("reply");
  if (!(input instanceof HTMLInputElement) || !shown || input.value.trim() === "") return;
  const text = input.value;
  input.value = "";
  void post("inbound", { from: shown.number, phoneNumberId: shown.chat?.phoneNumberId, text });
});

const events = new EventSource("/_control/events");
events.addEventListener("message", () => void refresh());
events.addEventListener("open", () => void refresh());
document.addEventListener("visibilitychange", () => void refresh());
window.addEventListener("resize", () => void markRead(shown?.chat));
