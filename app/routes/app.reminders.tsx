import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { Page } from "@shopify/polaris";
import { saveReminderSettings, settingsOf } from "#app/modules/checkouts/index.ts";
import { openShop } from "#app/modules/shops/index.ts";
import { keepShowing, keepTyped } from "#app/ui/keep-page.ts";
import { readReminderForm } from "#app/ui/reminder-form.ts";
import { ReminderFields } from "#app/ui/reminder-fields.tsx";
import { SaveForm } from "#app/ui/save-form.tsx";
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

export const clientLoader = keepShowing();
export const clientAction = keepTyped;

export default function Reminders() {
  const { settings } = useLoaderData<typeof loader>();
  const { t } = useWords();
  return (
    <Page title={t("reminders.title")} subtitle={t("reminders.subtitle")}>
      <SaveForm
        words="reminders"
        renderFields={(errors) => <ReminderFields settings={settings} errors={errors} />}
      />
    </Page>
  );
}
