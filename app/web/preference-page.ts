import { randomBytes } from "node:crypto";
import { consentTopics } from "#app/modules/consent/consent.types.ts";
import type { WordingLocale } from "#app/modules/consent/wording.types.ts";
import type { PreferenceView, PreferenceWish } from "#app/modules/preferences/preferences.types.ts";
import type { AnswerBody } from "./answer.ts";
import { escapeHtml } from "./escape-html.ts";
import { PREFERENCE_WORDS } from "./preference-words/all.ts";
import type { PreferenceWords } from "./preference-words/words.ts";

const STYLE = `:root{color-scheme:light dark}*{box-sizing:border-box}body{margin:0;font:1.05rem/1.5 system-ui,sans-serif;background:#f6f5f2;color:#1f2421}
main{max-width:32rem;margin:0 auto;padding:1.5rem 1rem 3rem}h1{font-size:1.4rem;line-height:1.3;margin:.5rem 0}h2{font-size:1.1rem;margin:2rem 0 .5rem}
p{margin:.5rem 0}.soft{color:#4a524d}button,.go{font:inherit;min-height:44px;border-radius:.6rem;cursor:pointer}
.all{display:block;width:100%;margin:1rem 0;padding:.9rem 1rem;border:0;background:#a3241b;color:#fff;font-weight:600}
ul{list-style:none;margin:0;padding:0}.topics li{display:flex;flex-wrap:wrap;gap:.5rem 1rem;align-items:center;justify-content:space-between;padding:.6rem 0;border-top:1px solid #d9d6ce}
.topics form{margin:0}.topics button{padding:.4rem 1rem;border:1px solid #1f2421;background:transparent;color:inherit}
.said{padding:.9rem 1rem;border-radius:.6rem;background:#dcefe3;color:#12391f}.said.bad{background:#fbe3e0;color:#5c130d}
a{color:#1b5e3f}.languages{display:flex;flex-wrap:wrap;gap:.25rem .9rem;padding:0}.languages a,.languages span{display:inline-block;padding:.6rem 0}
:focus-visible{outline:3px solid #2f8f63;outline-offset:2px}
@media(prefers-color-scheme:dark){body{background:#171a18;color:#eef1ef}.soft{color:#b4bcb7}a{color:#8fd0b0}.topics li{border-color:#3a403c}.topics button{border-color:#b4bcb7}
.said{background:#163524;color:#d5f0df}.said.bad{background:#4a1612;color:#fbe3e0}}`;

/** What has just happened on the page. */
export type PreferenceSaid = { done: PreferenceWish } | "again" | null;

interface Drawn {
  language: WordingLocale;
  words: PreferenceWords;
}

type Fill = Readonly<Record<string, string>>;

const filled = (text: string, fill: Fill) =>
  escapeHtml(text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => fill[name] ?? whole));

/** A form of one button: works without JavaScript, and nothing but a person's tap sends it. */
function stopForm(wish: PreferenceWish, button: string): string {
  return `<form method="post"><input type="hidden" name="stop" value="${wish}">${button}</form>`;
}

function topicRow(wish: (typeof consentTopics)[number], words: PreferenceWords, isOn: boolean) {
  const topic = escapeHtml(words.topics[wish]);
  const label = `aria-label="${escapeHtml(words.stopOne)}: ${topic}"`;
  const button = `<button ${label}>${escapeHtml(words.stopOne)}</button>`;
  const state = `<span class="soft">(${escapeHtml(isOn ? words.on : words.off)})</span>`;
  return `<li><span>${topic} ${state}</span>${isOn ? stopForm(wish, button) : ""}</li>`;
}

function saidOf(said: PreferenceSaid, words: PreferenceWords, fill: Fill): string {
  if (said === null) return "";
  if (said === "again") return `<p class="said bad" role="alert">${escapeHtml(words.again)}</p>`;
  const { done } = said;
  const text =
    done === "all"
      ? filled(words.doneAll, fill)
      : filled(words.doneOne, { ...fill, topic: words.topics[done] });
  return `<p class="said" role="status">${text}</p>`;
}

function languageLinks({ language, words }: Drawn): string {
  const links = Object.entries(PREFERENCE_WORDS).map(([locale, { language: name }]) =>
    locale === language
      ? `<li><span aria-current="true" lang="${locale}">${name}</span></li>`
      : `<li><a href="?lang=${locale}" hreflang="${locale}" lang="${locale}">${name}</a></li>`,
  );
  return `<nav aria-label="${escapeHtml(words.languages)}"><ul class="languages">${links.join("")}</ul></nav>`;
}

function page(drawn: Drawn, title: string, body: string): AnswerBody {
  const nonce = randomBytes(16).toString("base64");
  const html = `<!doctype html><html lang="${drawn.language}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex,nofollow">
<title>${title}</title><style nonce="${nonce}">${STYLE}</style></head><body><main>
${body}
${languageLinks(drawn)}</main></body></html>`;
  const headers = {
    "Content-Security-Policy": `default-src 'none'; style-src 'nonce-${nonce}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    // The address is the key to the page: the shop's own pages need not learn it either.
    "Referrer-Policy": "no-referrer",
  };
  return { html, headers };
}

function choices(view: PreferenceView, words: PreferenceWords, fill: Fill): string {
  const stop = `<button class="all">${escapeHtml(words.stopAll)}</button>`;
  const rows = consentTopics.map((topic) => topicRow(topic, words, view.on.includes(topic)));
  return `${stopForm("all", stop)}<p class="soft">${filled(words.stopAllText, fill)}</p>
<h2>${escapeHtml(words.one)}</h2><ul class="topics">${rows.join("")}</ul>`;
}

/** The preference page as it stands now. It shows no more of a person than the last digits of the number. */
export function preferencePage(
  view: PreferenceView,
  at: { language: WordingLocale; said: PreferenceSaid },
): AnswerBody {
  const words = PREFERENCE_WORDS[at.language];
  const fill = { shop: view.shopName, phone: view.maskedPhone ?? "" };
  const title = filled(words.title, fill);
  const said = saidOf(at.said, words, fill);
  const number = view.maskedPhone ? `<p class="soft">${filled(words.forNumber, fill)}</p>` : "";
  const isSaid = typeof at.said === "object" && at.said?.done === "all";
  const out = isSaid ? "" : `<p>${filled(words.out, fill)}</p>`;
  const body = view.isOut
    ? `${out}<p class="soft">${escapeHtml(words.comeBack)}</p>`
    : choices(view, words, fill);
  const toShop = `<p><a href="${escapeHtml(view.shopUrl)}">${escapeHtml(words.toShop)}</a></p>`;
  const top = `<h1>${title}</h1>${number}${said}`;
  return page({ language: at.language, words }, title, `${top}${body}${toShop}`);
}

/** For a link that leads to nobody: says what to do, and nothing about anybody. */
export function noPreferencePage(kind: "unknown" | "tooMany", language: WordingLocale): AnswerBody {
  const words = PREFERENCE_WORDS[language];
  const title = escapeHtml(words[kind]);
  const text = escapeHtml(words[`${kind}Text`]);
  return page({ language, words }, title, `<h1>${title}</h1><p>${text}</p>`);
}
