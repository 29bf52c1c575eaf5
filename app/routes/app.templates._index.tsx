import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { Banner, BlockStack, Box, Page, Text } from "@shopify/polaris";
import { openShop } from "#app/modules/shops/index.ts";
import {
  addTemplatePurposes,
  chooseWayOut,
  templatesReport,
} from "#app/modules/templates/index.ts";
import { templatePurposeSchema, wayOutSchema } from "#app/modules/templates/template.types.ts";
import { keepShowing, keepTyped } from "#app/ui/keep-page.ts";
import { BESIDE_CARDS } from "#app/ui/save-form.tsx";
import { TemplateGroup } from "#app/ui/templates/template-list.tsx";
import { languageName, needsAttention } from "#app/ui/templates/template-state.tsx";
import { WayOutCard } from "#app/ui/templates/way-out-card.tsx";
import { useFresh } from "#app/ui/use-fresh.ts";
import { useWords } from "#app/ui/words.tsx";

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { session } = await context.shopify.authenticate.admin(request);
  const shop = await openShop(context.deps, session.shop);
  return templatesReport(context.deps, shop.id);
}

export async function action({ request, context }: ActionFunctionArgs) {
  const { session } = await context.shopify.authenticate.admin(request);
  const form = await request.formData();
  const shop = await openShop(context.deps, session.shop);
  const wayOut = wayOutSchema.safeParse(form.get("wayOut"));
  const purpose = templatePurposeSchema.safeParse(form.get("purpose"));
  if (form.get("intent") === "wayOut" && wayOut.success) {
    await chooseWayOut(context.deps, shop.id, wayOut.data);
  } else if (form.get("intent") === "add" && purpose.success) {
    await addTemplatePurposes(context.deps, shop.id, [purpose.data]);
  } else {
    throw new Response("Unknown intent", { status: 400 });
  }
  return { done: true };
}

export const clientLoader = keepShowing();
export const clientAction = keepTyped;

const REFRESH_MS = 5_000;

export default function Templates() {
  const report = useLoaderData<typeof loader>();
  const { t, locale } = useWords();
  useFresh(REFRESH_MS);
  const lines = report.purposes.flatMap((group) => (group.submitted ? group.lines : []));
  const count = lines.filter(({ note }) => needsAttention(note)).length;
  const languages = report.fallback.map((one) => languageName(one, locale)).join(", ");
  return (
    <Page title={t("templates.title")} subtitle={t("templates.subtitle")}>
      <BlockStack gap="400">
        {report.connected ? null : (
          <Banner
            tone="info"
            title={t("templates.notConnected")}
            action={{ content: t("setup.whatsapp.link"), url: "/app/whatsapp" }}
          />
        )}
        {count > 0 && report.connected ? (
          <Banner tone="warning" title={t("templates.attention", { count })} />
        ) : null}
        <Box paddingInline={BESIDE_CARDS}>
          <Text as="p">{t("templates.fallback", { languages })}</Text>
        </Box>
        {report.purposes.map((group) => (
          <TemplateGroup key={group.purpose} group={group} connected={report.connected} />
        ))}
        <WayOutCard wayOut={report.wayOut} />
      </BlockStack>
    </Page>
  );
}
