import { Badge, BlockStack, Card, List, Text } from "@shopify/polaris";
import type { NativeCounts } from "#app/modules/optin/native/native.types.ts";
import { CardHead } from "../card-head.tsx";
import { useWords } from "../words.tsx";

/** How far Shopify's own WhatsApp consent is in step with ours, and why it is not for some. */
export function NativeCard({ native }: { native: NativeCounts }) {
  const { t, number } = useWords();
  const { inStep, waiting, hints, problems } = native;
  const isGood = problems.length === 0;
  return (
    <Card>
      <section aria-label={t("native.title")}>
        <BlockStack gap="200">
          <CardHead title={t("native.title")}>
            <Badge tone={isGood ? "success" : "attention"}>
              {t(isGood ? "native.good" : "native.some")}
            </Badge>
          </CardHead>
          <Text as="p">{t("native.explained")}</Text>
          <List>
            <List.Item>{t("native.inStep", { count: inStep, shown: number(inStep) })}</List.Item>
            {waiting > 0 ? (
              <List.Item>
                {t("native.waiting", { count: waiting, shown: number(waiting) })}
              </List.Item>
            ) : null}
            {hints > 0 ? (
              <List.Item>{t("native.hints", { count: hints, shown: number(hints) })}</List.Item>
            ) : null}
            {problems.map(({ problem, people }) => (
              <List.Item key={problem}>
                {t(`native.problems.${problem}`, { count: people, shown: number(people) })}
              </List.Item>
            ))}
          </List>
        </BlockStack>
      </section>
    </Card>
  );
}
