import { useFetcher } from "@remix-run/react";
import {
  Banner,
  BlockStack,
  Box,
  Button,
  Card,
  InlineStack,
  Text,
  TextField,
} from "@shopify/polaris";
import { useState } from "react";
import { builtInWording, wordingProblems } from "#app/modules/consent/edit-wording.rules.ts";
import { fillWording } from "#app/modules/consent/wording.rules.ts";
import type { WordingLocale } from "#app/modules/consent/wording.types.ts";
import type { WordingProblem, WordingRow } from "#app/modules/consent/wording-versions.types.ts";
import { CardHead } from "#app/ui/card-head.tsx";
import { useWords } from "#app/ui/words.tsx";
import { GAPS, ProblemList } from "./problem-list.tsx";

interface Saved {
  ok: boolean;
  locale: WordingLocale;
  problems?: WordingProblem[];
}

function Preview({ text, locale }: { text: string; locale: WordingLocale }) {
  const { t } = useWords();
  return (
    <section aria-label={t("wording.preview")}>
      <BlockStack gap="100">
        <Text as="h3" variant="headingSm">
          {t("wording.preview")}
        </Text>
        <Box background="bg-surface-secondary" padding="300" borderRadius="200">
          <p lang={locale} style={{ margin: 0, overflowWrap: "anywhere" }}>
            <span aria-hidden="true">☐ </span>
            {text}
          </p>
        </Box>
      </BlockStack>
    </section>
  );
}

/** One language's sentence with a checker that says at every keystroke what is missing, and how it looks. */
export function WordingEditor(props: { row: WordingRow; shopName: string; language: string }) {
  const { row, shopName, language } = props;
  const { locale } = row;
  const { t } = useWords();
  const fetcher = useFetcher<Saved>();
  const [sentence, setSentence] = useState(row.sentence);
  const [privacyPolicy, setPrivacyPolicy] = useState(row.privacyPolicy);
  const written = { sentence, privacyPolicy };
  const problems = wordingProblems(written, locale);
  const answer = fetcher.state === "idle" ? fetcher.data : undefined;
  // Only the server knows how long all languages are together.
  const answered = (answer?.problems ?? []).filter(({ code }) => code === "all_too_long");
  const reset = () => {
    setSentence(builtInWording(locale).sentence);
    setPrivacyPolicy(builtInWording(locale).privacyPolicy);
    fetcher.submit({ intent: "reset", locale }, { method: "post" });
  };
  return (
    <Card>
      <fetcher.Form method="post" noValidate>
        <input type="hidden" name="locale" value={locale} />
        <BlockStack gap="400">
          <CardHead title={language}>
            <Text as="span" tone="subdued">
              {t(row.own ? "wording.own" : "wording.builtIn")}
            </Text>
          </CardHead>
          <output>
            {answer?.ok ? <Banner tone="success" title={t("wording.saved")} /> : null}
            {answer && !answer.ok ? <Banner tone="critical" title={t("wording.notSaved")} /> : null}
          </output>
          <TextField
            name="sentence"
            label={t("wording.sentence")}
            helpText={t("wording.sentenceHelp", GAPS)}
            value={sentence}
            onChange={setSentence}
            multiline={5}
            autoComplete="off"
            spellCheck
          />
          <TextField
            name="privacyPolicy"
            label={t("wording.privacyLabel")}
            helpText={t("wording.privacyHelp")}
            value={privacyPolicy}
            onChange={setPrivacyPolicy}
            autoComplete="off"
          />
          <output>
            <ProblemList problems={[...problems, ...answered]} />
          </output>
          <Preview text={fillWording(written, { shop: shopName })} locale={locale} />
          <InlineStack align="end" gap="300">
            {row.own ? <Button onClick={reset}>{t("wording.reset")}</Button> : null}
            <Button submit variant="primary" loading={fetcher.state !== "idle"}>
              {t("wording.save")}
            </Button>
          </InlineStack>
        </BlockStack>
      </fetcher.Form>
    </Card>
  );
}
