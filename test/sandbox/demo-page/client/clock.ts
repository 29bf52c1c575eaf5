/// <reference lib="dom" />
import { byId, page } from "./page-data.ts";

const HOUR_MS = 3_600_000;
const timeZone = "Europe/Berlin";

const day = new Intl.DateTimeFormat(page.language, {
  weekday: "short",
  day: "numeric",
  month: "short",
  timeZone,
});
const time = new Intl.DateTimeFormat(page.language, {
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  hourCycle: "h23",
  timeZone,
});
const short = new Intl.DateTimeFormat(page.language, {
  weekday: "long",
  hour: "2-digit",
  minute: "2-digit",
  hourCycle: "h23",
  timeZone,
});

let offsetMs = 0;

/** Shows the demo's time, which is this far ahead of the real one. */
export function setOffset(ms: number): void {
  offsetMs = ms;
  draw();
}

/** The demo's time in words: "Monday 14:05". */
export function nowInWords(): string {
  return short.format(new Date(Date.now() + offsetMs));
}

/** A moment of the demo as the feed shows it. */
export function timeOf(iso: string): string {
  return `${day.format(new Date(iso))} ${time.format(new Date(iso))}`;
}

function draw(): void {
  const now = new Date(Date.now() + offsetMs);
  byId("day").textContent = day.format(now);
  byId("time").textContent = time.format(now);
  byId("ahead").textContent = offsetMs === 0 ? page.texts.realTime : aheadInWords();
}

function aheadInWords(): string {
  const hours = Math.round(offsetMs / HOUR_MS);
  const days = Math.floor(hours / 24);
  const parts = [days > 0 && `${days} d`, hours % 24 > 0 && `${hours % 24} h`].filter(Boolean);
  return `${parts.join(" ")} ${page.texts.ahead}`;
}

setInterval(draw, 1000);
draw();
