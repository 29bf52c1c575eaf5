import { useFetcher } from "@remix-run/react";
import { Banner, BlockStack, Box, Button, InlineStack } from "@shopify/polaris";
import { Fragment, type ReactNode, useState } from "react";
import type { FormErrors } from "./form-text.ts";
import { useWords } from "./words.tsx";

/** On a phone cards reach the edges; what stands between them keeps away from these. */
export const BESIDE_CARDS = { xs: "400", sm: "0" } as const;

interface Answer {
  saved: boolean;
  errors: FormErrors;
}

/**
 * The settings of a page: what came of saving them, the fields, and the button. Shopify's bar above says that
 * something is unsaved, and holds back whoever leaves; discarding brings back what is saved.
 */
export function SaveForm(props: {
  /** where the words `save`, `saved` and `notSaved` stand */
  words: string;
  renderFields(errors: FormErrors): ReactNode;
}) {
  const { words, renderFields } = props;
  const { t } = useWords();
  const { Form, state, data } = useFetcher<Answer>();
  const [discarded, setDiscarded] = useState<{ times: number; answer: typeof data }>();
  const answer = state === "idle" && data !== discarded?.answer ? data : undefined;
  const discard = () => setDiscarded({ times: (discarded?.times ?? 0) + 1, answer: data });
  return (
    <Form method="post" noValidate data-save-bar onReset={discard}>
      <BlockStack gap="400">
        <output>
          {answer ? (
            <Banner
              tone={answer.saved ? "success" : "critical"}
              title={t(`${words}.${answer.saved ? "saved" : "notSaved"}`)}
            />
          ) : null}
        </output>
        <Fragment key={discarded?.times}>{renderFields(answer?.errors ?? {})}</Fragment>
        <Box paddingInline={BESIDE_CARDS}>
          <InlineStack align="end">
            <Button submit variant="primary" loading={state !== "idle"}>
              {t(`${words}.save`)}
            </Button>
          </InlineStack>
        </Box>
      </BlockStack>
    </Form>
  );
}
