import { linesTotal, type Line } from "../../../state.ts";
import { html, type Html } from "../html.ts";
import { isLineAvailable, lineImage, lineTitle, lineVariant } from "../line-items.ts";
import { moneyText } from "../money-text.ts";
import type { Visitor } from "../visitor.ts";

/** What is bought, with pictures and sums; beside the form, or above it on a phone. */
export function orderSummary(visitor: Visitor, lines: Line[]): Html {
  const { data, lang, t } = visitor;
  const total = moneyText(linesTotal(lines), data.shop.currency, lang);
  return html`<aside class="summary" aria-labelledby="summary-title">
    <h2 id="summary-title">${t.summary}</h2>
    <ul>
      ${lines.map((line) => summaryLine(visitor, line))}
    </ul>
    <dl>
      <div>
        <dt>${t.subtotal}</dt>
        <dd>${total}</dd>
      </div>
      <div>
        <dt>${t.shipping}</dt>
        <dd>${t.free}</dd>
      </div>
      <div class="grand">
        <dt>${t.total}</dt>
        <dd>${total}</dd>
      </div>
    </dl>
  </aside>`;
}

function summaryLine(visitor: Visitor, line: Line): Html {
  const { data, lang, t } = visitor;
  const variant = lineVariant(visitor, line);
  const price = moneyText(line.priceMinor * line.quantity, data.shop.currency, lang);
  return html`<li>
    <span class="summary-picture">
      ${lineImage(visitor, line)}
      <span class="count" aria-label="${t.quantity}: ${line.quantity}" role="img"
        >${line.quantity}</span
      >
    </span>
    <span class="summary-words">
      ${lineTitle(visitor, line)} ${variant && html`<small>${variant}</small>`}
      ${!isLineAvailable(data, line) && html`<small class="warning">${t.soldOut}</small>`}
    </span>
    <span>${price}</span>
  </li>`;
}
