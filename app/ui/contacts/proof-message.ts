import type { ProofBlock, ProofFact, ProofPart } from "#app/modules/proof/proof-document.types.ts";
import type { ProofMessage } from "#app/modules/proof/proof.types.ts";
import type { Words } from "#app/ui/words.tsx";
import { instantWords, wordFor } from "./proof-words.ts";

const MOMENTS = ["plannedAt", "acceptedAt", "sentAt", "deliveredAt", "readAt", "endedAt"] as const;

function outcomeOf({ state, reason, errorCode }: ProofMessage, { t }: Words): string {
  const why = reason ? `: ${t(`reasons.${reason}`, {}, t("reasons.other"))}` : "";
  const code = errorCode === null ? "" : ` (${errorCode})`;
  return `${t(`states.${state}`)}${why}${code}`;
}

/** One message that was sent, or was meant to be, with what became of it. */
export function messagePart(message: ProofMessage, timeZone: string, words: Words): ProofPart {
  const { t } = words;
  const optional = (key: string, value: string | null): ProofFact[] =>
    value === null ? [] : [{ label: t(key), value }];
  const moments = MOMENTS.flatMap((name): ProofFact[] => {
    const at = message[name];
    if (at === null) return [];
    return [{ label: t(`proof.moments.${name}`), value: instantWords(at, timeZone, words) }];
  });
  const text: ProofBlock[] = message.text === null ? [] : [{ kind: "quote", text: message.text }];
  return {
    heading: `${wordFor("proof.messageKinds", message.kind, words)} · ${t(`states.${message.state}`)}`,
    blocks: [
      ...text,
      {
        kind: "facts",
        facts: [
          { label: t("proof.outcome"), value: outcomeOf(message, words) },
          ...optional("proof.to", message.to),
          ...optional("proof.from", message.from),
          ...optional("proof.template", message.template),
          ...moments,
          ...optional("proof.messageId", message.wamid),
        ],
      },
    ],
  };
}
