import { html, jsonScript, type Markup } from "../page-kit/html.ts";
import type { DemoLanguage, DemoTexts } from "./demo-texts.ts";

/** The number that the phone shows before anybody has been written to. */
const FIRST_NUMBER = "+4915123456789";

type Places = { shopifyUrl: string; whatsappUrl: string; shop: string; demoOrigin: string };
type Shell = { places: Places; language: DemoLanguage; texts: DemoTexts };

/** The page; client/demo.ts fills it with life. */
export function demoShell(places: Places, language: DemoLanguage, texts: DemoTexts): string {
  const shell = { places, language, texts };
  const data = {
    language,
    texts,
    adminOrigin: places.shopifyUrl,
    phoneOrigin: places.whatsappUrl,
  };
  return html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${texts.title}</title>
        <link rel="stylesheet" href="/demo.css" />
        ${jsonScript("page", data)}
        <script type="module" src="/demo.js"></script>
      </head>
      <body>
        ${header(shell)} ${controls(texts)}
        <main>
          <div class="tabs" role="tablist" aria-label="${texts.windows}">
            ${tab("shop", texts.shop, true)} ${tab("phone", texts.phone, false)}
            ${tab("admin", texts.admin, false)}
          </div>
          <div class="windows">${windows(shell)}</div>
        </main>
        <details class="feed" id="feed" open>
          <summary>${texts.feed}</summary>
          <div role="log" aria-live="polite" aria-label="${texts.feed}" tabindex="0">
            <ol id="entries">
              <li class="nothing">${texts.nothing}</li>
            </ol>
          </div>
        </details>
      </body>
    </html>`.text;
}

function header({ texts, language }: Shell): Markup {
  const link = (code: DemoLanguage, name: string) =>
    html`<a
      href="?lang=${code}"
      lang="${code}"
      hreflang="${code}"
      aria-current="${String(code === language)}"
      >${name}</a
    >`;
  return html`<header class="head">
    <div class="words">
      <h1>${texts.heading}</h1>
      <p>${texts.intro} <em>${texts.singleOptIn}</em></p>
    </div>
    <nav class="languages" aria-label="${texts.language}">
      ${link("en", "English")} ${link("de", "Deutsch")}
    </nav>
  </header>`;
}

function controls(texts: DemoTexts): Markup {
  const button = (action: string, label: string) =>
    html`<button type="button" data-action="${action}">${label}</button>`;
  const choice = (action: string, label: string) =>
    html`<button type="button" data-action="${action}" aria-pressed="false">${label}</button>`;
  const group = (label: string, buttons: Markup[]) =>
    html`<div class="group" role="group" aria-label="${label}">
      <span class="label" aria-hidden="true">${label}</span>
      <div class="buttons">${buttons}</div>
    </div>`;
  return html`<section class="controls" aria-label="${texts.controls}">
    <div class="clock">
      <div role="timer" aria-label="${texts.clock}" id="clock">
        <span class="label"><span id="day"></span> · <span id="ahead"></span></span>
        <strong id="time"></strong>
      </div>
      <div class="buttons">
        ${button("hour", texts.plusHour)} ${button("day", texts.plusDay)}
        ${button("fortnight", texts.plusFortnight)}
      </div>
    </div>
    <div class="groups">
      ${group(texts.shopper, [button("buy", texts.buyElsewhere)])}
      ${group(texts.native, [
        button("unsubscribe", texts.nativeNo),
        button("subscribe", texts.nativeYes),
      ])}
      ${group(texts.whatsapp, [
        choice("whatsapp:down", texts.whatsappDown),
        choice("whatsapp:up", texts.whatsappUp),
      ])}
      ${group(texts.template, [
        choice("template:paused", texts.pause),
        choice("template:running", texts.resume),
        button("reject", texts.rejectNext),
      ])}
      ${group(texts.quality, [
        choice("quality:red", texts.qualityRed),
        choice("quality:green", texts.qualityGreen),
        button("wave", texts.stopWave),
      ])}
      ${group(texts.domain, [
        choice("domain:lost", texts.domainLost),
        choice("domain:ours", texts.domainOurs),
      ])}
      ${group(texts.webhooks, [
        choice("webhooks:duplicate", texts.twice),
        choice("webhooks:shuffle", texts.shuffled),
        choice("webhooks:normal", texts.normal),
      ])}
    </div>
    <div class="said">
      <p role="status" id="said"></p>
      <p role="alert" id="failed"></p>
    </div>
  </section>`;
}

function tab(name: string, label: string, isSelected: boolean): Markup {
  return html`<button
    type="button"
    role="tab"
    id="tab-${name}"
    data-window="${name}"
    aria-controls="window-${name}"
    aria-selected="${String(isSelected)}"
    tabindex="${isSelected ? 0 : -1}"
  >
    ${label}
  </button>`;
}

function windows({ places, language, texts }: Shell): Markup[] {
  const phone = new URLSearchParams({
    lang: language,
    first: FIRST_NUMBER,
    opener: places.demoOrigin,
  });
  const store = places.shop.split(".")[0] ?? "";
  const of = (name: string, label: string, hint: string, source: string) =>
    html`<section class="window ${name}" id="window-${name}" aria-label="${label}">
      <header>
        <h2>${label}</h2>
        <span>${hint}</span>
        <a
          href="${source}"
          target="_blank"
          rel="noopener"
          aria-label="${label}: ${texts.openAlone}"
          title="${texts.openAlone}"
          >↗</a
        >
      </header>
      <iframe
        id="frame-${name}"
        name="${name}"
        title="${label}"
        src="${source}"
        allow="clipboard-write"
      ></iframe>
    </section>`;
  return [
    of("shop", texts.shop, texts.shopHint, `${places.shopifyUrl}/shop?lang=${language}`),
    of("phone", texts.phone, texts.phoneHint, `${places.whatsappUrl}/phone?${phone.toString()}`),
    of(
      "admin",
      texts.admin,
      texts.adminHint,
      `${places.shopifyUrl}/store/${store}/apps/beckon?locale=${language}`,
    ),
  ];
}
