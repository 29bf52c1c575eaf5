import { readShop } from "#app/modules/shops/index.ts";
import type { ConsentSettings } from "#app/modules/shops/consent-settings.types.ts";
import { languageOrder, templateFor } from "#app/modules/templates/index.ts";
import type { TemplateState } from "#app/modules/templates/template.types.ts";
import type { Deps } from "#app/ports/deps.ts";
import { addDays } from "#app/shared/duration.ts";
import { confirmationCounts } from "./confirmation.store.server.ts";

const PERIOD_DAYS = 30;

/** How the opt-ins of a period stand that had to be confirmed. */
export interface ConfirmationFigures {
  requested: number;
  confirmed: number;
  declined: number;
  expired: number;
  /** asked, or waiting to be asked */
  open: number;
  /** not asked: they had said no, or were asked before */
  notAsked: number;
}

interface ConsentReport {
  confirmation: ConsentSettings["confirmation"];
  /** of the question, in the shop's language */
  template: TemplateState;
  periodDays: number;
  figures: ConfirmationFigures;
}

const FIGURE_OF = {
  waiting: "open",
  asked: "open",
  confirmed: "confirmed",
  declined: "declined",
  expired: "expired",
  not_asked: "notAsked",
} as const;

/** What the merchant chose about confirmations, and what came of them lately. */
export async function consentReport(deps: Deps, shopId: string): Promise<ConsentReport> {
  const since = addDays(deps.clock.now(), -PERIOD_DAYS);
  return deps.db.inShop(shopId, async (tx) => {
    const shop = await readShop(tx, shopId);
    const counts = await confirmationCounts(tx, shopId, since);
    const figures: ConfirmationFigures = {
      requested: 0,
      confirmed: 0,
      declined: 0,
      expired: 0,
      open: 0,
      notAsked: 0,
    };
    for (const { state, count } of counts) {
      figures.requested += count;
      figures[FIGURE_OF[state]] += count;
    }
    const languages = languageOrder([shop.locale]);
    const wanted = { purpose: "double_opt_in", hasPicture: false, languages };
    const { state: template } = await templateFor(tx, shopId, wanted);
    const { confirmation } = shop.consentSettings;
    return { confirmation, template, periodDays: PERIOD_DAYS, figures };
  });
}
