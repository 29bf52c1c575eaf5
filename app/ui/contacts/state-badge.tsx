import { Badge } from "@shopify/polaris";
import type { ConsentState } from "#app/modules/consent/consent.types.ts";
import { useWords } from "#app/ui/words.tsx";

const TONES = {
  granted: "success",
  pending: "attention",
  withdrawn: "critical",
  none: undefined,
} as const;

/** Where consent stands, in one word. */
export function ConsentBadge({ state, topic }: { state: ConsentState; topic?: string }) {
  const { t } = useWords();
  const tone = TONES[state];
  const word = t(`consentStates.${state}`);
  return <Badge {...(tone ? { tone } : {})}>{topic ? `${topic}: ${word}` : word}</Badge>;
}
