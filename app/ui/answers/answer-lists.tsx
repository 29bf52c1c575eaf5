import { useFetcher } from "@remix-run/react";
import { Banner, BlockStack, Box, Button, Card, InlineStack, Link, Text } from "@shopify/polaris";
import {
  type AnswerVerdict,
  answerVerdicts,
  type DecidedAnswer,
  type ShownAnswer,
} from "#app/modules/conversations/answers/answer.types.ts";
import { useWords } from "#app/ui/words.tsx";

/** A line between rows, as part of the row: a list holds nothing but its items. */
const LINE = { borderBlockStartWidth: "025", borderColor: "border-secondary" } as const;
const LIST = { listStyle: "none", margin: 0, padding: 0 } as const;

interface Decided {
  outcome: "decided" | "decided_before" | "unknown";
  verdict: AnswerVerdict | null;
}
type Fetcher = ReturnType<typeof useFetcher<Decided>>;

function DecideButton(props: {
  id: string;
  verdict: AnswerVerdict;
  name: string;
  fetcher: Fetcher;
}) {
  const { id, verdict, name, fetcher } = props;
  const { t } = useWords();
  const label = t(`answers.verdicts.${verdict}`);
  const isThis = fetcher.formData?.get("id") === id && fetcher.formData.get("verdict") === verdict;
  return (
    <fetcher.Form method="post">
      <input type="hidden" name="id" value={id} />
      <input type="hidden" name="verdict" value={verdict} />
      <Button
        submit
        {...(verdict === "stop" ? { tone: "critical" as const } : {})}
        loading={fetcher.state !== "idle" && isThis}
        accessibilityLabel={t("answers.about", { label, name })}
      >
        {label}
      </Button>
    </fetcher.Form>
  );
}

function OpenAnswer(props: {
  answer: ShownAnswer;
  timeZone: string;
  isFirst: boolean;
  fetcher: Fetcher;
}) {
  const { answer, timeZone, isFirst, fetcher } = props;
  const { t, time } = useWords();
  const name = [answer.firstName, answer.phone].filter(Boolean).join(" · ");
  const shownName = name || t("contacts.nameless");
  return (
    <Box as="li" paddingBlock="400" {...(isFirst ? {} : LINE)}>
      <BlockStack gap="200">
        <InlineStack align="space-between" gap="200">
          <Link url={`/app/contacts/${answer.contactId}`}>{shownName}</Link>
          <Text as="span" variant="bodySm" tone="subdued">
            <span suppressHydrationWarning>{time(answer.at, timeZone)}</span>
          </Text>
        </InlineStack>
        <blockquote style={{ margin: 0, overflowWrap: "anywhere" }}>
          {answer.text ?? t("answers.gone")}
        </blockquote>
        <Text as="p" variant="bodySm" tone="subdued">
          <span suppressHydrationWarning>
            {t("answers.until", { time: time(answer.decideBy, timeZone) })}
          </span>
        </Text>
        <InlineStack gap="200">
          {answerVerdicts.map((verdict) => (
            <DecideButton
              key={verdict}
              id={answer.id}
              verdict={verdict}
              name={shownName}
              fetcher={fetcher}
            />
          ))}
        </InlineStack>
      </BlockStack>
    </Box>
  );
}

function said({ outcome, verdict }: Decided): { key: string; isGood: boolean } {
  if (outcome === "decided" && verdict) return { key: `answers.done.${verdict}`, isGood: true };
  return { key: `answers.done.${outcome}`, isGood: false };
}

/** What a human has to read: until then nothing is advertised to these people. */
export function OpenAnswers(props: { open: ShownAnswer[]; openCount: number; timeZone: string }) {
  const { open, openCount, timeZone } = props;
  const { t } = useWords();
  // One for the whole list: the row that was decided is gone before its answer is there.
  const fetcher = useFetcher<Decided>();
  const told = fetcher.state === "idle" && fetcher.data ? said(fetcher.data) : null;
  return (
    <BlockStack gap="400">
      <output>
        {told ? <Banner tone={told.isGood ? "success" : "warning"} title={t(told.key)} /> : null}
      </output>
      <Card>
        <BlockStack gap="200">
          <Text as="h2" variant="headingMd">
            {t("answers.open", { count: openCount })}
          </Text>
          <Text as="p">{t(open.length === 0 ? "answers.none" : "answers.explained")}</Text>
          <ul style={LIST}>
            {open.map((answer, index) => (
              <OpenAnswer
                key={answer.id}
                answer={answer}
                timeZone={timeZone}
                isFirst={index === 0}
                fetcher={fetcher}
              />
            ))}
          </ul>
          {openCount > open.length ? (
            <Text as="p">{t("answers.more", { count: openCount - open.length })}</Text>
          ) : null}
        </BlockStack>
      </Card>
    </BlockStack>
  );
}

/** What became of those before. */
export function DecidedAnswers(props: { decided: DecidedAnswer[]; timeZone: string }) {
  const { decided, timeZone } = props;
  const { t, time } = useWords();
  if (decided.length === 0) return null;
  return (
    <Card>
      <BlockStack gap="200">
        <Text as="h2" variant="headingMd">
          {t("answers.before")}
        </Text>
        <ul style={LIST}>
          {decided.map(({ id, contactId, decision, decidedAt }, index) => (
            <Box as="li" key={id} paddingBlock="200" {...(index === 0 ? {} : LINE)}>
              <InlineStack align="space-between" gap="200">
                <Link
                  url={`/app/contacts/${contactId}`}
                  accessibilityLabel={`${t(`answers.decisions.${decision}`)}, ${time(decidedAt, timeZone)}`}
                >
                  {t(`answers.decisions.${decision}`)}
                </Link>
                <Text as="span" variant="bodySm" tone="subdued">
                  <span suppressHydrationWarning>{time(decidedAt, timeZone)}</span>
                </Text>
              </InlineStack>
            </Box>
          ))}
        </ul>
      </BlockStack>
    </Card>
  );
}
