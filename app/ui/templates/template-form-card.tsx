import { useFetcher } from "@remix-run/react";
import {
  Banner,
  BlockStack,
  Button,
  Card,
  InlineGrid,
  InlineStack,
  List,
  Text,
  TextField,
} from "@shopify/polaris";
import { useState } from "react";
import { variablesOf } from "#app/modules/templates/components.rules.ts";
import type { TemplateForm } from "#app/modules/templates/templates-report.types.ts";
import type { Finding } from "#app/modules/templates/validation/finding.types.ts";
import { CardHead } from "#app/ui/card-head.tsx";
import { useWords } from "#app/ui/words.tsx";
import { PhonePreview } from "./phone-preview.tsx";
import { StateBadge, StateWords } from "./template-state.tsx";

/** What the route's action answers. */
export interface FormAnswer {
  intent: "save" | "again";
  outcome: "submitted" | "invalid" | "saved";
  count: number;
  findings: Finding[];
}

function Findings({ findings }: { findings: readonly Finding[] }) {
  const { t } = useWords();
  return (
    <List>
      {findings.map(({ code, card, values }) => (
        <List.Item key={`${code} ${card}`}>
          {card === undefined ? "" : `${t("templates.preview.card", { number: card })}: `}
          {t(`templates.findings.${code}`, { ...values })}
        </List.Item>
      ))}
    </List>
  );
}

function Answer({ answer }: { answer: FormAnswer | undefined }) {
  const { t } = useWords();
  if (!answer) return null;
  const { intent, outcome, count, findings } = answer;
  if (outcome === "invalid") {
    return (
      <Banner tone="critical" title={t("templates.form.invalid")}>
        <Findings findings={findings} />
      </Banner>
    );
  }
  const done = intent === "again" ? "againDone" : "form.submitted";
  const key = outcome === "saved" ? "form.saved" : count === 0 ? "form.unchanged" : done;
  return (
    <Banner tone="success" title={t(`templates.${key}`)}>
      {findings.length > 0 ? (
        <BlockStack gap="100">
          <Text as="p">{t("templates.form.warnings")}</Text>
          <Findings findings={findings} />
        </BlockStack>
      ) : null}
    </Banner>
  );
}

function Editor(props: { form: TemplateForm; text: string; change(text: string): void }) {
  const { form, text, change } = props;
  const { t } = useWords();
  const variables = variablesOf(form.readyMadeText).map((name) => `{{${name}}}`);
  return (
    <BlockStack gap="200">
      <TextField
        label={t("templates.form.body")}
        name="text"
        multiline={5}
        autoComplete="off"
        maxLength={1024}
        showCharacterCount
        value={text}
        onChange={change}
        helpText={t("templates.form.help", { variables: variables.join(", ") })}
      />
      <InlineStack gap="200" align="end">
        {text === form.readyMadeText ? null : (
          <Button onClick={() => change(form.readyMadeText)}>{t("templates.form.reset")}</Button>
        )}
      </InlineStack>
    </BlockStack>
  );
}

interface Props {
  form: TemplateForm;
  timeZone: string;
  /** where there is but one form, it needs no name of its own */
  isOnly: boolean;
}

function Title({ form, isOnly }: Omit<Props, "timeZone">) {
  const { t } = useWords();
  const key = isOnly ? "only" : form.hasPicture ? "picture" : "plain";
  return (
    <CardHead title={t(`templates.form.${key}`)}>
      <StateBadge state={form.note.state} />
    </CardHead>
  );
}

/** The same words once more. */
function Again({ form }: { form: TemplateForm }) {
  const { t } = useWords();
  const fetcher = useFetcher<FormAnswer>();
  const busy = fetcher.state !== "idle";
  return (
    <fetcher.Form method="post">
      <input type="hidden" name="form" value={form.purpose} />
      <input type="hidden" name="intent" value="again" />
      <BlockStack gap="200">
        <output>
          <Answer answer={busy ? undefined : fetcher.data} />
        </output>
        <InlineStack align="end">
          <Button submit loading={busy}>
            {t("templates.again")}
          </Button>
        </InlineStack>
      </BlockStack>
    </fetcher.Form>
  );
}

/** One form of a template: how it stands, how it looks, and its words to change where they may be. */
export function TemplateFormCard({ form, timeZone, isOnly }: Props) {
  const { t } = useWords();
  const fetcher = useFetcher<FormAnswer>();
  const [text, change] = useState(form.text);
  const busy = fetcher.state !== "idle";
  return (
    <Card>
      <fetcher.Form method="post">
        <input type="hidden" name="form" value={form.purpose} />
        <input type="hidden" name="intent" value="save" />
        <BlockStack gap="400">
          <Title form={form} isOnly={isOnly} />
          <StateWords note={form.note} timeZone={timeZone} />
          <output>
            <Answer answer={busy ? undefined : fetcher.data} />
          </output>
          <InlineGrid columns={{ xs: 1, md: "1fr 320px" }} gap="400">
            {form.editable ? (
              <Editor form={form} text={text} change={change} />
            ) : (
              <Text as="p">{t("templates.form.fixed")}</Text>
            )}
            <PhonePreview components={form.components} text={text} />
          </InlineGrid>
          {form.editable ? (
            <InlineStack align="end">
              <Button submit variant="primary" loading={busy}>
                {t("templates.form.submit")}
              </Button>
            </InlineStack>
          ) : null}
        </BlockStack>
      </fetcher.Form>
      {form.maySubmitAgain ? <Again form={form} /> : null}
    </Card>
  );
}
