import { randomBytes } from "node:crypto";
import type { Poster } from "#app/modules/optin/index.ts";
import { qrSvg } from "#app/shared/qr-code.ts";
import type { AnswerBody } from "./answer.ts";
import { escapeHtml } from "./escape-html.ts";

/** One sheet of A4; on a screen, a sheet on a desk. */
const STYLE = `@page{size:A4;margin:0}*{box-sizing:border-box}body{margin:0;background:#e9e7e2;color:#17201b;
font-family:system-ui,-apple-system,"Segoe UI",sans-serif}main{display:flex;flex-direction:column;align-items:center;gap:1.2rem;
width:min(100%,210mm);min-height:297mm;margin:0 auto;padding:22mm 18mm 16mm;background:#fff;text-align:center}
h1{margin:0;font-size:clamp(1.8rem,6vw,2.9rem);line-height:1.15;text-wrap:balance;overflow-wrap:anywhere}
.scan{margin:0;font-size:1.35rem}.code{width:min(100%,105mm)}.code svg{display:block;width:100%;height:auto}
.hand{margin:0;font-size:1.05rem}.words{margin:.6rem 0 0;font-size:.95rem;line-height:1.45;text-align:left;overflow-wrap:anywhere}
.privacy{margin:.4rem 0 0;font-size:.85rem;text-align:left;width:100%;overflow-wrap:anywhere}
@media print{body{background:#fff}main{width:210mm;height:297mm;overflow:hidden;print-color-adjust:exact}}`;

/** A poster to print and hang up: the code, and beside it every word that is agreed to. No script. */
export function posterPage(poster: Poster): AnswerBody {
  const nonce = randomBytes(16).toString("base64");
  const title = escapeHtml(poster.headline);
  const privacy =
    poster.privacyUrl === null ? "" : `<p class="privacy">${escapeHtml(poster.privacyUrl)}</p>`;
  const html = `<!doctype html><html lang="${poster.locale}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex">
<title>${title}</title><style nonce="${nonce}">${STYLE}</style></head><body><main>
<h1>${title}</h1><p class="scan">${escapeHtml(poster.scan)}</p>
<div class="code">${qrSvg(poster.link, poster.headline)}</div>
<p class="hand">${escapeHtml(poster.byHand)}</p>
<p class="words">${escapeHtml(poster.wording)}</p>${privacy}
</main></body></html>`;
  return {
    html,
    headers: {
      "Content-Security-Policy": `default-src 'none'; style-src 'nonce-${nonce}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
      "X-Frame-Options": "DENY",
      "Referrer-Policy": "no-referrer",
    },
  };
}
