import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useFetcher, useLoaderData } from "@remix-run/react";
import { Banner, BlockStack, Button, InlineStack, Page } from "@shopify/polaris";
import { saveReminderSettings, settingsOf } from "#app/modules/checkouts/index.ts";
import { openShop } from "#app/modules/shops/index.ts";
import { readReminderForm } from "#app/ui/reminder-form.ts";
import { ReminderFields } from "#app/ui/reminder-fields.tsx";
import { useWords } from "#app/ui/words.tsx";

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { session } = await context.shopify.authenticate.admin(request);
  const shop = await openShop(context.deps, session.shop);
  return { settings: settingsOf(shop.reminderSettings) };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const { session } = await context.shopify.authenticate.admin(request);
  const read = readReminderForm(await request.formData());
  if (!read.ok) return { saved: false, errors: read.errors };
  const shop = await openShop(context.deps, session.shop);
  await saveReminderSettings(context.deps, shop.id, read.settings);
  return { saved: true, errors: {} };
}

export default function Reminders() {
  const { settings } = useLoaderData<typeof loader>();
  const fetcher = useFetcher<typeof action>();
  const { t } = useWords();
  const answer = fetcher.state === "idle" ? fetcher.data : undefined;
  return (
    <Page title={t("reminders.title")} subtitle={t("reminders.subtitle")}>
      <fetcher.Form method="post" noValidate>
        <BlockStack gap="400">
          <output>
            {answer?.saved ? <Banner tone="success" title={t("reminders.saved")} /> : null}
            {answer && !answer.saved ? (
              <Banner tone="critical" title={t("reminders.notSaved")} />
            ) : null}
          </output>
          <ReminderFields settings={settings} errors={answer?.errors ?? {}} />
          <InlineStack align="end">
            <Button submit variant="primary" loading={fetcher.state !== "idle"}>
              {t("reminders.save")}
            </Button>
          </InlineStack>
        </BlockStack>
      </fetcher.Form>
    </Page>
  );
}
