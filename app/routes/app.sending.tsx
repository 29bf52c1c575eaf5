import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useFetcher, useLoaderData } from "@remix-run/react";
import { Banner, BlockStack, Button, InlineStack, Page } from "@shopify/polaris";
import { saveSendSettings } from "#app/modules/messaging/index.ts";
import { sendSettingsOf } from "#app/modules/messaging/send-settings.types.ts";
import { openShop } from "#app/modules/shops/index.ts";
import { holidayRegions } from "#app/shared/holidays.ts";
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

export default function Sending() {
  const { settings, regions } = useLoaderData<typeof loader>();
  const fetcher = useFetcher<typeof action>();
  const { t, locale } = useWords();
  const answer = fetcher.state === "idle" ? fetcher.data : undefined;
  return (
    <Page title={t("sending.title")} subtitle={t("sending.subtitle")}>
      <fetcher.Form method="post" noValidate>
        <BlockStack gap="400">
          <output>
            {answer?.saved ? <Banner tone="success" title={t("sending.saved")} /> : null}
            {answer && !answer.saved ? (
              <Banner tone="critical" title={t("sending.notSaved")} />
            ) : null}
          </output>
          <SendingFields
            settings={settings}
            regions={regions[locale]}
            errors={answer?.errors ?? {}}
          />
          <InlineStack align="end">
            <Button submit variant="primary" loading={fetcher.state !== "idle"}>
              {t("sending.save")}
            </Button>
          </InlineStack>
        </BlockStack>
      </fetcher.Form>
    </Page>
  );
}
