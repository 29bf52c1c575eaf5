import { textsFor } from "./texts.ts";
import type { Language } from "./texts.ts";

const SEND_ICON =
  '<svg viewBox="0 0 24 24" width="22" height="22" aria-hidden="true"><path fill="currentColor" d="M3.4 20.4 21 12 3.4 3.6 3.4 10l11 2-11 2z"/></svg>';

/** The shell of the phone; client/phone.ts fills it and keeps it up to date. */
export function phonePage(language: Language): string {
  const texts = textsFor(language);
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${texts.title}</title>
<link rel="stylesheet" href="/phone.css">
<script type="application/json" id="texts">${JSON.stringify(texts).replaceAll("<", "\\u003c")}</script>
<script type="module" src="/phone.js"></script>
</head>
<body>
<div class="phone">
  <div class="bar">
    <label for="number">${texts.phone}</label>
    <select id="number"></select>
    <span class="badge">${texts.standIn}</span>
  </div>
  <header class="head" id="head" hidden>
    <span class="avatar" id="avatar" aria-hidden="true"></span>
    <div>
      <h1 id="name"></h1>
      <p>${texts.business}</p>
    </div>
  </header>
  <nav class="chats" id="chats" aria-label="${texts.chats}" hidden></nav>
  <main class="wall" id="wall" tabindex="0" aria-label="${texts.messages}">
    <p class="notice">${texts.secure}</p>
    <div class="empty" id="empty"><strong>${texts.empty}</strong><span>${texts.emptyHint}</span></div>
    <div role="log" aria-live="polite"><ol class="list" id="list"></ol></div>
  </main>
  <form class="composer" id="composer" autocomplete="off">
    <label class="hidden" for="reply">${texts.reply}</label>
    <input id="reply" name="reply" placeholder="${texts.reply}" maxlength="4096">
    <button type="submit" aria-label="${texts.send}">${SEND_ICON}</button>
  </form>
</div>
</body>
</html>`;
}
