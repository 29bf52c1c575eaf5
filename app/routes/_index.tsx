import type { LoaderFunctionArgs } from "@remix-run/node";
import { redirect } from "@remix-run/node";
import { useWords } from "#app/ui/words.tsx";

/** Shopify opens the app at "/"; everything happens below "/app". */
export function loader({ request }: LoaderFunctionArgs) {
  const { searchParams } = new URL(request.url);
  if (searchParams.has("shop")) throw redirect(`/app?${searchParams.toString()}`);
  return null;
}

export default function Index() {
  const { t } = useWords();
  return (
    <main style={{ fontFamily: "system-ui, sans-serif", padding: "3rem", maxWidth: "36rem" }}>
      <h1>Beckon</h1>
      <p>{t("outside.text")}</p>
    </main>
  );
}
