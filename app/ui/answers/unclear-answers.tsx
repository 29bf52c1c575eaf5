import { Banner } from "@shopify/polaris";
import { useWords } from "#app/ui/words.tsx";

/** On the first page, as long as there is something to decide. */
export function UnclearAnswers({ count }: { count: number }) {
  const { t } = useWords();
  if (count === 0) return null;
  return (
    <Banner
      tone="warning"
      title={t("home.unclearAnswers.title", { count })}
      action={{ content: t("home.unclearAnswers.link"), url: "/app/answers" }}
    >
      <p>{t("home.unclearAnswers.text")}</p>
    </Banner>
  );
}
