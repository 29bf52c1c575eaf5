import { Banner } from "@shopify/polaris";
import type { HomeReport } from "#app/modules/reports/home-report.types.ts";
import { useWords } from "./words.tsx";

/** Somebody has to look: WhatsApp refuses with codes that nobody here knows. */
export function UnknownErrors({ errors }: { errors: HomeReport["unknownErrors"] }) {
  const { t } = useWords();
  if (errors.length === 0) return null;
  return (
    <Banner tone="warning" title={t("home.unknownErrors.title")}>
      {errors.map(({ code, hits }) => (
        <p key={code}>
          {t("home.unknownErrors.text", {
            code: code === 0 ? t("home.unknownErrors.noCode") : String(code),
            count: hits,
          })}
        </p>
      ))}
    </Banner>
  );
}
