import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { Page } from "@shopify/polaris";
import { saveSendSettings } from "#app/modules/messaging/index.ts";
import { sendSettingsOf } from "#app/modules/messaging/send-settings.types.ts";
import { openShop } from "#app/modules/shops/index.ts";
import { holidayRegions } from "#app/shared/holidays.ts";
import { keepShowing, keepTyped } from "#app/ui/keep-page.ts";
import { SaveForm } from "#app/ui/save-form.tsx";
import { SendingFields } from "#app/ui/sending/sending-fields.tsx";
import { readSendingForm } from "#app/ui/sending/sending-form.ts";
import { useWords } from "#app/ui/words.tsx";

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { session } = await context.shopify.authenticate.admin(request);
  const shop = await openShop(context.deps, session.shop);
  // Which language the admin speaks is known where the page is drawn.
  const regions = { de: holidayRegions("de"), en: holidayRegions("en") };
  return { settings: sendSettingsOf(shop), regions };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const { session } = await context.shopify.authenticate.admin(request);
  const offered = new Set(holidayRegions("en").map(({ code }) => code));
  const read = readSendingForm(await request.formData(), offered);
  if (!read.ok) return { saved: false, errors: read.errors };
  const shop = await openShop(context.deps, session.shop);
  await saveSendSettings(context.deps, shop.id, read.settings);
  return { saved: true, errors: {} };
}

export const clientLoader = keepShowing();
export const clientAction = keepTyped;

export default function Sending() {
  const { settings, regions } = useLoaderData<typeof loader>();
  const { t, locale } = useWords();
  return (
    <Page title={t("sending.title")} subtitle={t("sending.subtitle")}>
      <SaveForm
        words="sending"
        renderFields={(errors) => (
          <SendingFields settings={settings} regions={regions[locale]} errors={errors} />
        )}
      />
    </Page>
  );
}
