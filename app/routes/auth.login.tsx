import { useWords } from "#app/ui/words.tsx";

/** Nobody types a shop's address here (App Store rule): the way in is the Shopify admin. */
export default function Login() {
  const { t } = useWords();
  return (
    <main style={{ fontFamily: "system-ui, sans-serif", padding: "3rem", maxWidth: "36rem" }}>
      <h1>{t("outside.title")}</h1>
      <p>{t("outside.text")}</p>
    </main>
  );
}
