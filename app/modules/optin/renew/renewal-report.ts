import { consentAgeCounts } from "#app/modules/messaging/index.ts";
import { readShop } from "#app/modules/shops/index.ts";
import { languageOrder, templateFor } from "#app/modules/templates/index.ts";
import type { Deps } from "#app/ports/deps.ts";
import type { RenewalReport } from "./renewal.types.ts";

/** How old a shop's consents are, and whether people are asked to renew them. */
export async function renewalReport(deps: Deps, shopId: string): Promise<RenewalReport> {
  return deps.db.inShop(shopId, async (tx) => {
    const { consentSettings: settings, locale } = await readShop(tx, shopId);
    const { staleAfterMonths, renewal } = settings;
    const wanted = {
      purpose: "consent_renewal",
      hasPicture: false,
      languages: languageOrder([locale]),
    };
    const { state } = await templateFor(tx, shopId, wanted);
    return {
      counts: await consentAgeCounts(tx, shopId, { settings, now: deps.clock.now() }),
      isOn: renewal.isOn,
      staleAfterMonths,
      askAfterMonths: Math.max(staleAfterMonths - renewal.monthsBefore, 0),
      waitsForTemplate: renewal.isOn && state !== "approved",
    };
  });
}
