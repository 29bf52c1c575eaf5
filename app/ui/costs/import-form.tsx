import { useFetcher } from "@remix-run/react";
import { Banner, BlockStack, Button, InlineStack, List, Text, TextField } from "@shopify/polaris";
import { useState } from "react";
import type { RateRowError } from "#app/modules/costs/rate-csv.rules.ts";
import { useWords } from "../words.tsx";

interface Imported {
  intent: string;
  ok: boolean;
  added: number;
  changed: number;
  same: number;
  written: boolean;
  errors: RateRowError[];
}

const MOST_SHOWN = 20;

function Outcome({ done }: { done: Imported }) {
  const { t } = useWords();
  const { added, changed, same, errors, written } = done;
  if (errors.length > 0) {
    return (
      <Banner tone="critical" title={t("costs.upload.failed")}>
        <List>
          {errors.slice(0, MOST_SHOWN).map(({ line, problem, value }) => (
            <List.Item key={`${line} ${problem} ${value}`}>
              {t("costs.upload.line", { line, problem: t(`costs.problems.${problem}`), value })}
            </List.Item>
          ))}
        </List>
      </Banner>
    );
  }
  const news = added + changed > 0;
  const next = written ? "written" : news ? "dry" : "nothing";
  return (
    <Banner tone={written ? "success" : "info"} title={t(`costs.upload.${next}`)}>
      <p>{t("costs.upload.result", { added, changed, same })}</p>
    </Banner>
  );
}

/** A whole rate card as CSV: checked first, then taken in as a whole. */
export function ImportForm({ today }: { today: string }) {
  const { t } = useWords();
  const fetcher = useFetcher<Imported>();
  const [text, setText] = useState("");
  const [validFrom, setValidFrom] = useState(today);
  const done = fetcher.state === "idle" ? fetcher.data : undefined;
  const submit = (intent: "check" | "import") =>
    fetcher.submit({ intent, text, validFrom }, { method: "post" });
  const mayImport = done?.errors.length === 0 && !done.written;
  return (
    <BlockStack gap="300">
      <Text as="h3" variant="headingSm">
        {t("costs.upload.title")}
      </Text>
      <Text as="p" tone="subdued">
        {t("costs.upload.explained")}
      </Text>
      <label>
        {t("costs.upload.file")}{" "}
        <input
          type="file"
          accept=".csv,text/csv,text/plain"
          onChange={(event) => {
            void event.currentTarget.files?.[0]?.text().then(setText);
          }}
        />
      </label>
      <TextField
        label={t("costs.upload.text")}
        multiline={5}
        maxHeight={240}
        autoComplete="off"
        monospaced
        value={text}
        onChange={setText}
      />
      <TextField
        label={t("costs.upload.validFrom")}
        type="date"
        autoComplete="off"
        value={validFrom}
        onChange={setValidFrom}
      />
      <output>{done ? <Outcome done={done} /> : null}</output>
      <InlineStack align="end" gap="200">
        <Button onClick={() => submit("check")} loading={fetcher.state !== "idle"}>
          {t("costs.upload.check")}
        </Button>
        {mayImport ? (
          <Button variant="primary" onClick={() => submit("import")}>
            {t("costs.upload.write")}
          </Button>
        ) : null}
      </InlineStack>
    </BlockStack>
  );
}
