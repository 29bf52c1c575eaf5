/// <reference lib="dom" />
import type { Chat, PhoneData, PhoneMessage } from "../../control/phone-data.ts";
import { bubble } from "./bubble.ts";
import { arrange, itemOf } from "./list.ts";
import { byId, element, fetchPhone, language, post, scrollDown } from "./page.ts";

const dayOf = new Intl.DateTimeFormat(language, { weekday: "long", day: "numeric", month: "long" });

/** The number that somebody chose; null follows the phone that was written to last. */
let chosen: string | null = new URLSearchParams(location.search).get("number");
let chosenChat: string | null = null;
let shown: { number: string; chat: Chat | undefined } | null = null;
let tabsDrawn = "";

function messageItem(message: PhoneMessage): HTMLElement {
  // How far the shop's message has come is no part of how it looks: it stays the same item.
  const seen = message.from === "shop" ? { ...message, status: "" } : message;
  const make = () => bubble(message, replyTo(message));
  const item = itemOf(message.wamid, JSON.stringify(seen), make);
  item.dataset["status"] = message.status;
  return item;
}

function drawList(messages: PhoneMessage[]): void {
  const items: HTMLElement[] = [];
  let day = "";
  for (const message of messages) {
    const today = dayOf.format(new Date(message.at));
    const begins = `day ${message.wamid}`;
    if (today !== day) items.push(itemOf(begins, today, () => element("li", "day", today)));
    day = today;
    items.push(messageItem(message));
  }
  arrange(byId("list"), items);
}

/** A tap on a quick reply of this message, sent as the shopper. */
function replyTo(message: PhoneMessage) {
  return async (button: { text: string; value: string }): Promise<void> => {
    if (!shown) return;
    await post("inbound", {
      from: shown.number,
      phoneNumberId: shown.chat?.phoneNumberId,
      button: { text: button.text, payload: button.value, contextWamid: message.wamid },
    });
  };
}

function drawNumbers(data: PhoneData): void {
  const select = byId("number");
  if (!(select instanceof HTMLSelectElement)) return;
  const there = [...select.options].map(({ value }) => value);
  if (there.join() !== data.numbers.join()) {
    select.replaceChildren(...data.numbers.map((number) => new Option(number, number)));
  }
  select.value = data.number ?? "";
}

function drawChats(chats: Chat[], open: Chat | undefined): void {
  const tabsNow = JSON.stringify([
    chats.map((chat) => [chat.phoneNumberId, chat.name]),
    open?.name,
  ]);
  if (tabsNow === tabsDrawn) return;
  tabsDrawn = tabsNow;
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
  const messages = open?.messages ?? [];
  const grew = messages.length !== shown?.chat?.messages.length;
  shown = data.number === null ? null : { number: data.number, chat: open };
  drawNumbers(data);
  drawChats(data.chats, open);
  drawHead(open);
  drawList(messages);
  byId("list").dataset["number"] = data.number ?? "";
  if (grew) scrollDown();
  void markRead(messages);
}

function drawHead(open: Chat | undefined): void {
  const name = open?.name ?? "";
  byId("head").hidden = !open;
  byId("empty").hidden = Boolean(open);
  byId("name").textContent = name;
  byId("avatar").textContent = name.slice(0, 1).toUpperCase();
}

/** What somebody can see counts as read; a hidden tab or a folded-away frame does not. */
async function markRead(messages: PhoneMessage[]): Promise<void> {
  const visible = document.visibilityState === "visible" && window.innerWidth > 0;
  const unread = messages.some((one) => one.from === "shop" && one.status === "delivered");
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
  const asked = chosen;
  const data = await fetchPhone(asked);
  // Who has turned to another phone meanwhile gets that one, in the next round.
  if (data && asked === chosen) draw(data);
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
window.addEventListener("resize", () => void markRead(shown?.chat?.messages ?? []));
