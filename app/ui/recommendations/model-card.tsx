import { Badge, Banner, BlockStack, Card, Text } from "@shopify/polaris";
import type { ShownModel } from "#app/modules/reports/recommendation-report.types.ts";
import { CardHead } from "../card-head.tsx";
import { useWords } from "../words.tsx";
import { usePercent } from "./use-percent.ts";

/** From what the shop's model was learned, and how often it would have been right. */
export function ModelCard({ model, timeZone }: { model: ShownModel | null; timeZone: string }) {
  const { t, number, time } = useWords();
  const percent = usePercent();
  const report = model?.report ?? null;
  const fittedAt = model?.fittedAt ?? null;
  return (
    <Card>
      <BlockStack gap="300">
        <CardHead title={t("recommendations.model.title")}>
          {report ? (
            <Badge tone={report.source === "learned" ? "success" : "info"}>
              {t(`recommendations.model.sources.${report.source}`)}
            </Badge>
          ) : null}
        </CardHead>
        {model?.problem ? (
          <Banner tone="warning" title={t("recommendations.model.problem")}>
            <p>{model.problem}</p>
          </Banner>
        ) : null}
        {!report || fittedAt === null ? (
          <Text as="p">{t("recommendations.model.none")}</Text>
        ) : (
          <BlockStack gap="200">
            <Text as="p">
              <span suppressHydrationWarning>
                {t("recommendations.model.facts", {
                  orders: number(report.orders),
                  persons: number(report.persons),
                  products: number(report.products),
                  time: time(fittedAt, timeZone),
                })}
              </span>
            </Text>
            <Text as="p" tone="subdued">
              {t(`recommendations.model.explained.${report.source}`)}
            </Text>
            {report.hitRate ? (
              <Text as="p">
                <span suppressHydrationWarning>
                  {t("recommendations.model.hitRate", {
                    ours: percent(report.hitRate.ours),
                    popularity: percent(report.hitRate.popularity),
                  })}
                </span>
              </Text>
            ) : null}
          </BlockStack>
        )}
      </BlockStack>
    </Card>
  );
}
