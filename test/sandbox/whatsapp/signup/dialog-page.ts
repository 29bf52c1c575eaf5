import { html, jsonScript, Markup } from "../../page-kit/html.ts";
import { languageOf } from "../pages/texts.ts";
import type { State } from "../state.ts";
import { dialogFault } from "./dialog-request.ts";
import { dialogTexts } from "./dialog-texts.ts";

const STYLE = `body{font:16px/1.5 system-ui,sans-serif;margin:0;background:#f0f2f5;color:#1c1e21}
main{max-width:32rem;margin:2rem auto;padding:1.5rem;background:#fff;border-radius:12px;border:1px solid #dadde1}
h1{font-size:1.3rem;margin:.2rem 0 .6rem}small{color:#5b6067}fieldset{border:0;padding:0;margin:1rem 0}
legend{font-weight:600;padding:0}label{display:flex;gap:.6rem;align-items:center;padding:.55rem 0;border-bottom:1px solid #e4e6eb}
div.buttons{display:flex;gap:.75rem}button{font:inherit;padding:.6rem 1.2rem;border-radius:8px;border:1px solid #8a8d91;
background:#fff;color:inherit;cursor:pointer}button.go{background:#0a58ca;border-color:#0a58ca;color:#fff}
button:focus-visible,input:focus-visible{outline:3px solid #6ea8fe;outline-offset:2px}`;

const STYLE_MARKUP = new Markup(STYLE);

type Choice = { wabaId: string; phoneNumberId: string; businessId: string; words: string };

function choices(state: State): Choice[] {
  return [...state.accounts.values()].flatMap((account) =>
    account.numberIds.flatMap((id) => {
      const number = state.numbers.get(id);
      if (!number) return [];
      const words = `${account.name} · ${number.displayPhoneNumber}`;
      const { wabaId, portfolioId } = account;
      return [{ wabaId, phoneNumberId: id, businessId: portfolioId, words }];
    }),
  );
}

const CHECKED = html`checked`;

function option(choice: Choice, index: number): Markup {
  return html`<label
    ><input
      type="radio"
      name="account"
      value="${index}"
      ${index === 0 ? CHECKED : null}
    />${choice.words}</label
  >`;
}

/** Meta's signup as the merchant meets it: one choice, buttons once the script hears them, or nothing at all. */
export function dialogPage(state: State, query: URLSearchParams): string {
  const language = languageOf(query);
  const texts = dialogTexts(language);
  const fault = dialogFault(state, query);
  const offered = choices(state);
  const body = fault
    ? html`<p role="alert">${texts.refused.replace("{why}", fault)}</p>`
    : html`<p>${texts.intro}</p>
        <form id="signup">
          <fieldset>
            <legend>${texts.choose}</legend>
            ${offered.map(option)}
          </fieldset>
          <p>${texts.grants}</p>
          <div class="buttons">
            <button class="go" type="submit" disabled>${texts.go}</button>
            <button type="button" id="cancel" disabled>${texts.cancel}</button>
          </div>
        </form>
        <p id="done" role="status"></p>`;
  const data = { choices: offered, texts, opener: query.get("opener") ?? "" };
  return html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${texts.title}</title>
        <style>
          ${STYLE_MARKUP}
        </style>
        ${jsonScript("page", data)}
        <script type="module" src="/dialog.js"></script>
      </head>
      <body>
        <main>
          <small>${texts.standIn}</small>
          <h1>${texts.title}</h1>
          ${body}
        </main>
      </body>
    </html>`.text;
}
