import { Badge, BlockStack, Box, Card, InlineStack, Link, Text } from "@shopify/polaris";
import type { RecentReminder } from "#app/modules/reports/home-report.types.ts";
import { useWords } from "./words.tsx";

const TONES: Record<string, "success" | "info" | "warning" | "critical" | "attention"> = {
  accepted: "info",
  held: "attention",
  sent: "info",
  delivered: "success",
  read: "success",
  failed: "critical",
  skipped: "warning",
  unknown: "attention",
};

/** A line between rows, as part of the row: a list holds nothing but its items. */
const LINE = { borderBlockStartWidth: "025", borderColor: "border-secondary" } as const;

interface RowProps {
  reminder: RecentReminder;
  timeZone: string;
  isFirst: boolean;
}

function Row({ reminder, timeZone, isFirst }: RowProps) {
  const { t, time, money } = useWords();
  const { state, reason, endReason, errorCode, personId, firstName, phone, cart, step } = reminder;
  const name = [firstName, phone].filter(Boolean).join(" · ");
  const tone = TONES[state];
  const code = errorCode === null ? "" : ` (${errorCode})`;
  return (
    <Box as="li" paddingBlock="300" {...(isFirst ? {} : LINE)}>
      <BlockStack gap="100">
        <InlineStack align="space-between" blockAlign="center" gap="200">
          <Text as="span" variant="bodyMd" fontWeight="medium">
            {name ? (
              <Link
                url={`/app/contacts/${personId}`}
                accessibilityLabel={t("contacts.open", { name })}
              >
                {name}
              </Link>
            ) : (
              t("recent.noPerson")
            )}
          </Text>
          <Badge {...(tone ? { tone } : {})}>{t(`states.${state}`)}</Badge>
        </InlineStack>
        <InlineStack align="space-between" gap="200">
          <Text as="span" variant="bodySm" tone="subdued">
            <span suppressHydrationWarning>
              {time(reminder.at, timeZone)}
              {step === null ? "" : ` · ${t("recent.step", { step })}`}
              {cart ? ` · ${money(cart)}` : ""}
            </span>
          </Text>
          {reason ? (
            <Text as="span" variant="bodySm">
              {t(`reasons.${reason}`, {}, t("reasons.other"))}
              {code}
            </Text>
          ) : null}
        </InlineStack>
        {endReason ? (
          <Text as="span" variant="bodySm">
            {t("recent.ended", { reason: t(`reasons.${endReason}`, {}, t("reasons.other")) })}
          </Text>
        ) : null}
      </BlockStack>
    </Box>
  );
}

/** The last reminders, each with its state and, in words, why. */
export function RecentCard(props: { recent: RecentReminder[]; timeZone: string }) {
  const { t } = useWords();
  return (
    <Card>
      <BlockStack gap="200">
        <Text as="h2" variant="headingMd">
          {t("recent.title")}
        </Text>
        {props.recent.length === 0 ? (
          <Text as="p" tone="subdued">
            {t("recent.none")}
          </Text>
        ) : (
          <ul style={{ margin: 0, padding: 0, listStyle: "none" }} aria-label={t("recent.title")}>
            {props.recent.map((reminder, index) => (
              <Row
                key={reminder.id}
                reminder={reminder}
                timeZone={props.timeZone}
                isFirst={index === 0}
              />
            ))}
          </ul>
        )}
      </BlockStack>
    </Card>
  );
}
