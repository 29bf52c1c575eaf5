import { useFetcher } from "@remix-run/react";
import { Badge, Banner, BlockStack, Button, Card, InlineStack, List, Text } from "@shopify/polaris";
import type { ImportShown } from "#app/modules/optin/import/import.types.ts";
import type { CountryName } from "#app/shared/country-names.ts";
import { CardHead } from "../card-head.tsx";
import { useDownload } from "../contacts/download.ts";
import { useWords } from "../words.tsx";
import { MappingForm } from "./mapping-form.tsx";

const TONES = {
  uploading: "info",
  ready: "attention",
  checking: "info",
  checked: "attention",
  importing: "info",
  done: "success",
  aborted: "warning",
  failed: "critical",
} as const;

/** How many rows became what, and why the others did not. */
function Outcome({ run }: { run: ImportShown }) {
  const { t, number, locale } = useWords();
  const { state, download } = useDownload();
  const rows = `/app/consent/import/rows?${new URLSearchParams({ id: run.id, locale }).toString()}`;
  const tense = run.state === "done" ? "is" : "would";
  const counts = (["granted", "pending", "known", "refused"] as const).map((outcome) => ({
    outcome,
    count: run[outcome],
  }));
  return (
    <BlockStack gap="200">
      <List>
        {counts.map(({ outcome, count }) => (
          <List.Item key={outcome}>
            {t(`import.counts.${tense}.${outcome}`, { count, shown: number(count) })}
          </List.Item>
        ))}
      </List>
      {run.reasons.length > 0 ? (
        <BlockStack gap="100">
          <Text as="h3" variant="headingSm">
            {t("import.why")}
          </Text>
          <List>
            {run.reasons.map(({ outcome, reason, rows }) => (
              <List.Item key={`${outcome} ${reason}`}>
                {t("import.reason", { reason: t(`import.reasons.${reason}`), count: number(rows) })}
              </List.Item>
            ))}
          </List>
          <InlineStack>
            <Button loading={state === "loading"} onClick={() => void download(rows, "rows.csv")}>
              {t("import.rows")}
            </Button>
          </InlineStack>
          <output>
            {state === "failed" ? (
              <Banner tone="critical">{t("contacts.export.failed")}</Banner>
            ) : null}
          </output>
        </BlockStack>
      ) : null}
    </BlockStack>
  );
}

function Buttons({ run }: { run: ImportShown }) {
  const { t } = useWords();
  const fetcher = useFetcher();
  const submit = (intent: string) => fetcher.submit({ intent, id: run.id }, { method: "post" });
  const mayAbort = ["uploading", "ready", "checking", "checked", "importing"].includes(run.state);
  const mayImport = run.state === "checked" && run.granted + run.pending > 0;
  return (
    <InlineStack align="end" gap="200">
      {mayAbort ? (
        <Button onClick={() => submit("abort")} tone="critical" variant="tertiary">
          {t("import.abort")}
        </Button>
      ) : null}
      {mayImport ? (
        <Button
          onClick={() => submit("import")}
          variant="primary"
          loading={fetcher.state !== "idle"}
        >
          {t("import.import")}
        </Button>
      ) : null}
    </InlineStack>
  );
}

/** One list: its columns, its dry run, its import, its end. */
export function RunCard(props: { run: ImportShown; timeZone: string; countries: CountryName[] }) {
  const { run, timeZone, countries } = props;
  const { t, time, number } = useWords();
  const isMapped = run.state === "ready" || run.state === "checked";
  const isWorking = run.state === "checking" || run.state === "importing";
  const name = run.fileName || t("import.deleted");
  return (
    <Card>
      <section aria-label={name}>
        <BlockStack gap="300">
          <CardHead title={name}>
            <Badge tone={TONES[run.state]}>{t(`import.states.${run.state}`)}</Badge>
          </CardHead>
          <Text as="p" tone="subdued">
            {time(run.createdAt, timeZone)}
          </Text>
          {run.problem ? (
            <Banner tone="critical">{t(`import.fileProblems.${run.problem}`)}</Banner>
          ) : null}
          {isWorking ? <output>{t("import.progress", { rows: number(run.rows) })}</output> : null}
          {isMapped ? <MappingForm run={run} countries={countries} /> : null}
          {run.rows > 0 && !isWorking ? <Outcome run={run} /> : null}
          <Buttons run={run} />
        </BlockStack>
      </section>
    </Card>
  );
}
