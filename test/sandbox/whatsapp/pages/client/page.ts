/// <reference lib="dom" />
import type { PhoneData } from "../../control/phone-data.ts";
import type { Texts } from "../texts.ts";

export const language = document.documentElement.lang;
export const texts = readTexts();

export function byId(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (!found) throw new Error(`no element ${id}`);
  return found;
}

export function element(tag: string, className = "", text = ""): HTMLElement {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}

export function scrollDown(): void {
  const wall = byId("wall");
  wall.scrollTop = wall.scrollHeight;
}

/** Calls the control API of the stand-in that served this page. */
export async function post(name: string, body: object): Promise<void> {
  await fetch(`/_control/${name}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
}

const parameters = new URLSearchParams(location.search);

/** Origin of a page that holds this one in a frame and wants to open the shopper's links itself. */
export const linkOpener = parameters.get("opener");

/** One phone's chats; null when the stand-in is away for the moment. */
export async function fetchPhone(number: string | null): Promise<PhoneData | null> {
  const query = new URLSearchParams({ number: number ?? "", first: parameters.get("first") ?? "" });
  try {
    const answer = await fetch(`/_control/phone?${query.toString()}`);
    const data: unknown = await answer.json();
    return isPhoneData(data) ? data : null;
  } catch {
    // The stand-in is restarting: the event stream reconnects and asks again.
    return null;
  }
}

function isPhoneData(value: unknown): value is PhoneData {
  return typeof value === "object" && value !== null && "chats" in value && "numbers" in value;
}

function readTexts(): Texts {
  const value: unknown = JSON.parse(byId("texts").textContent ?? "");
  if (!isTexts(value)) throw new Error("the page has no texts");
  return value;
}

function isTexts(value: unknown): value is Texts {
  return typeof value === "object" && value !== null && "reply" in value;
}
