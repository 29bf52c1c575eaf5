import { Badge, BlockStack, Box, Card, InlineStack, Link, Text } from "@shopify/polaris";
import type { ShownCase, ShownProduct } from "#app/modules/reports/recommendation-report.types.ts";
import { useWords } from "../words.tsx";
import { usePercent } from "./use-percent.ts";

const TONES = {
  sent: "success",
  sending: "info",
  not_sent: "warning",
  held_out: "new",
  superseded: "new",
  waiting: "new",
} as const;

/** A line between rows, as part of the row: a list holds nothing but its items. */
const LINE = { borderBlockStartWidth: "025", borderColor: "border-secondary" } as const;

function Product({ product }: { product: ShownProduct }) {
  const { t, money, locale } = useWords();
  const percent = usePercent();
  const { title, price, chance, why } = product;
  return (
    <li>
      <Text as="span" variant="bodySm">
        <span suppressHydrationWarning>
          {`${title}, ${money(price)}: ${why[locale]} (${t("recommendations.cases.chance", { chance: percent(chance) })})`}
        </span>
      </Text>
    </li>
  );
}

function Person({ one }: { one: ShownCase }) {
  const { t } = useWords();
  const name = [one.firstName, one.phone].filter(Boolean).join(" · ") || t("contacts.nameless");
  if (one.personId === null) return <Text as="span">{t("recommendations.cases.erased")}</Text>;
  return (
    <Link
      url={`/app/contacts/${one.personId}`}
      accessibilityLabel={t("recommendations.cases.open", { name })}
    >
      {name}
    </Link>
  );
}

function Row(props: { one: ShownCase; timeZone: string; isFirst: boolean }) {
  const { one, timeZone, isFirst } = props;
  const { t, time, money, locale } = useWords();
  const { outcome, reason, kind, orderName, decidedAt, expectedMargin, products, leftOut } = one;
  const facts = [
    time(decidedAt, timeZone),
    t(`recommendations.cases.kinds.${kind}`, { order: orderName }),
    ...(expectedMargin && products.length > 0
      ? [t("recommendations.cases.margin", { margin: money(expectedMargin) })]
      : []),
  ];
  return (
    <Box as="li" paddingBlock="300" {...(isFirst ? {} : LINE)}>
      <BlockStack gap="100">
        <InlineStack align="space-between" blockAlign="center" gap="200">
          <Person one={one} />
          <Badge tone={TONES[outcome]}>{t(`recommendations.outcomes.${outcome}`)}</Badge>
        </InlineStack>
        <Text as="span" variant="bodySm" tone="subdued">
          <span suppressHydrationWarning>{facts.join(" · ")}</span>
        </Text>
        {reason === null ? null : (
          <Text as="span" variant="bodySm">
            {t(
              `recommendations.reasons.${reason}`,
              {},
              t(`reasons.${reason}`, {}, t("reasons.other")),
            )}
          </Text>
        )}
        {products.length === 0 ? null : (
          <ul style={{ margin: 0, paddingInlineStart: "1.25rem" }}>
            {products.map((product) => (
              <Product key={product.productId} product={product} />
            ))}
          </ul>
        )}
        {leftOut === null ? null : (
          <Text as="span" variant="bodySm" tone="subdued">
            {leftOut[locale]}
          </Text>
        )}
      </BlockStack>
    </Box>
  );
}

/** The cases that were decided last, each with its products or, in words, why there was no message. */
export function CaseList({ cases, timeZone }: { cases: ShownCase[]; timeZone: string }) {
  const { t } = useWords();
  return (
    <Card>
      <BlockStack gap="200">
        <Text as="h2" variant="headingMd">
          {t("recommendations.cases.title")}
        </Text>
        {cases.length === 0 ? (
          <Text as="p" tone="subdued">
            {t("recommendations.cases.none")}
          </Text>
        ) : (
          <ul
            style={{ margin: 0, padding: 0, listStyle: "none" }}
            aria-label={t("recommendations.cases.title")}
          >
            {cases.map((one, index) => (
              <Row key={one.id} one={one} timeZone={timeZone} isFirst={index === 0} />
            ))}
          </ul>
        )}
      </BlockStack>
    </Card>
  );
}
