import { useWords } from "./words.tsx";

/** What somebody sees who is not in the Shopify admin: where Beckon is found, and nothing else. */
export function OutsidePage() {
  const { t } = useWords();
  return (
    <main style={{ fontFamily: "system-ui, sans-serif", padding: "3rem", maxWidth: "36rem" }}>
      <h1>{t("outside.title")}</h1>
      <p>{t("outside.text")}</p>
    </main>
  );
}
