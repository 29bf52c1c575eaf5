import { Banner, BlockStack, Link } from "@shopify/polaris";
import type { CostAlert } from "#app/modules/costs/budget.types.ts";
import { useWords } from "../words.tsx";

/** What the merchant should know of the budget, as banners; `linked` leads to the page about it. */
export function CostAlerts({ alerts, linked }: { alerts: CostAlert[]; linked: boolean }) {
  const { t } = useWords();
  if (alerts.length === 0) return null;
  return (
    <BlockStack gap="200">
      {alerts.map(({ about, level }) => (
        <Banner
          key={about}
          tone={level === "full" ? "critical" : "warning"}
          title={t(`costs.alerts.${about}.${level}`)}
        >
          {linked ? <Link url="/app/costs">{t("costs.alerts.act")}</Link> : null}
        </Banner>
      ))}
    </BlockStack>
  );
}
