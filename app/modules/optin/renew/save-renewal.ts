import { readShop, writeConsentSettings } from "#app/modules/shops/index.ts";
import { addTemplatePurposes } from "#app/modules/templates/index.ts";
import type { Deps } from "#app/ports/deps.ts";

/**
 * Lets people be asked to renew consent, or not (any more). Each question costs a message, so it is off
 * until the merchant wants it; from then on WhatsApp reviews its template.
 */
export async function saveRenewal(deps: Deps, shopId: string, isOn: boolean): Promise<void> {
  await deps.db.inShop(shopId, async (tx) => {
    const { renewal } = (await readShop(tx, shopId)).consentSettings;
    await writeConsentSettings(tx, shopId, { renewal: { ...renewal, isOn } });
  });
  if (isOn) await addTemplatePurposes(deps, shopId, ["consent_renewal"]);
}
