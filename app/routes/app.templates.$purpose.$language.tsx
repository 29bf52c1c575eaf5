import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { BlockStack, Page } from "@shopify/polaris";
import { openShop } from "#app/modules/shops/index.ts";
import {
  isEditable,
  saveTemplateText,
  submitTemplateAgain,
  templateDetail,
} from "#app/modules/templates/index.ts";
import { purposeOf } from "#app/modules/templates/purposes.rules.ts";
import { keepShowing, keepTyped } from "#app/ui/keep-page.ts";
import { type FormAnswer, TemplateFormCard } from "#app/ui/templates/template-form-card.tsx";
import { languageName } from "#app/ui/templates/template-state.tsx";
import { useFresh } from "#app/ui/use-fresh.ts";
import { textOf } from "#app/ui/form-text.ts";
import { useWords } from "#app/ui/words.tsx";

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const { session } = await context.shopify.authenticate.admin(request);
  const shop = await openShop(context.deps, session.shop);
  const { purpose = "", language = "" } = params;
  const detail = await templateDetail(context.deps, shop.id, { purpose, language });
  if (!detail) throw new Response("No such template", { status: 404 });
  return detail;
}

export async function action({
  request,
  params,
  context,
}: ActionFunctionArgs): Promise<FormAnswer> {
  const { session } = await context.shopify.authenticate.admin(request);
  const form = await request.formData();
  const shop = await openShop(context.deps, session.shop);
  const purpose = textOf(form, "form");
  const { language = "" } = params;
  if (purposeOf(purpose)?.purpose !== params["purpose"]) {
    throw new Response("No such template", { status: 404 });
  }
  const intent = textOf(form, "intent") === "again" ? "again" : "save";
  const target = { purpose, language };
  if (intent === "again") {
    const done = await submitTemplateAgain(context.deps, shop.id, target);
    return { intent, count: 0, findings: [], ...done };
  }
  if (!isEditable(purpose)) throw new Response("Not to be changed", { status: 400 });
  const text = textOf(form, "text");
  const done = await saveTemplateText(context.deps, shop.id, { ...target, text });
  return { intent, count: 0, findings: [], ...done };
}

export const clientLoader = keepShowing();
export const clientAction = keepTyped;

const REFRESH_MS = 5_000;

export default function Template() {
  const { purpose, language, forms, timeZone } = useLoaderData<typeof loader>();
  const { t, locale } = useWords();
  useFresh(REFRESH_MS);
  return (
    <Page
      title={t(`templates.purposes.${purpose}.title`)}
      subtitle={languageName(language, locale)}
      backAction={{ content: t("templates.title"), url: "/app/templates" }}
    >
      <BlockStack gap="400">
        {forms.map((form) => (
          <TemplateFormCard
            key={form.purpose}
            form={form}
            timeZone={timeZone}
            isOnly={forms.length === 1}
          />
        ))}
      </BlockStack>
    </Page>
  );
}
