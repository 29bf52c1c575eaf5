import type { ProofFact, ProofPart } from "#app/modules/proof/proof-document.types.ts";
import type { ProofAct, ProofExchange } from "#app/modules/proof/proof.types.ts";
import type { Words } from "#app/ui/words.tsx";
import { instantWords, wordFor } from "./proof-words.ts";

interface Setting {
  number: number;
  timeZone: string;
  words: Words;
}

function questionFacts(exchange: ProofExchange, { timeZone, words }: Setting): ProofFact[] {
  const { question } = exchange;
  if (question === null) return [];
  const { t } = words;
  const lines = [
    question.text ?? t("proof.textGone"),
    question.at && t("proof.atTime", { time: instantWords(question.at, timeZone, words) }),
    t("proof.wamid", { wamid: question.wamid }),
  ];
  return [{ label: t("proof.question"), value: lines.filter(Boolean).join("\n") }];
}

function answerFacts(exchange: ProofExchange, { timeZone, words }: Setting): ProofFact[] {
  const { answer } = exchange;
  if (answer === null) return [];
  const { t } = words;
  const said = answer.text === null ? t("proof.textGone") : t("proof.said", { text: answer.text });
  const lines = [
    answer.payload === null ? said : t("proof.tapped", { said }),
    answer.at && t("proof.atTime", { time: instantWords(answer.at, timeZone, words) }),
    t("proof.wamid", { wamid: answer.wamid }),
  ];
  return [{ label: t("proof.answer"), value: lines.filter(Boolean).join("\n") }];
}

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;

function evidenceFacts(act: ProofAct, { timeZone, words }: Setting): ProofFact[] {
  const { t } = words;
  const facts = act.evidence.map(({ name, value }) => ({
    label: t(`proof.evidence.${name}`, {}, name),
    value: INSTANT.test(value) ? instantWords(value, timeZone, words) : value,
  }));
  return act.evidenceErased
    ? [...facts, { label: t("proof.more"), value: t("proof.evidenceErased") }]
    : facts;
}

function linkFacts(act: ProofAct, words: Words): ProofFact[] {
  const { t } = words;
  const ids = { label: t("proof.eventIds"), value: act.eventIds.join("\n") };
  if (act.links.length === 0) return [ids];
  const links = act.links.map(({ seq, hash }) => `${seq}: ${hash}`).join("\n");
  return [ids, { label: t("proof.links"), value: links }];
}

/** One act in full words. */
export function actPart(act: ProofAct, setting: Setting): ProofPart {
  const { number, timeZone, words } = setting;
  const { t } = words;
  const time = (iso: string) => instantWords(iso, timeZone, words);
  const optional = (key: string, value: string | null): ProofFact[] =>
    value === null ? [] : [{ label: t(key), value }];
  const wording = act.wording === null ? null : t("proof.wording", { number: act.wording + 1 });
  const place = wordFor("proof.sources", act.source, words);
  return {
    heading: t("proof.actHeading", { number, act: t(`proof.kinds.${act.kind}`) }),
    blocks: [
      { kind: "text", text: t(`proof.kindsExplained.${act.kind}`) },
      {
        kind: "facts",
        facts: [
          { label: t("proof.when"), value: time(act.at) },
          {
            label: t("proof.topics"),
            value: act.topics.map((one) => t(`topics.${one}`)).join(", "),
          },
          { label: t("proof.where"), value: place },
          ...optional("proof.forWhom", act.identifier ?? act.identifierHash),
          ...optional("proof.checkout", act.checkoutToken),
          ...optional("proof.words", wording),
          ...(act.exchange ? questionFacts(act.exchange, setting) : []),
          ...(act.exchange ? answerFacts(act.exchange, setting) : []),
          ...evidenceFacts(act, setting),
          { label: t("proof.recorded"), value: time(act.recordedAt) },
          ...linkFacts(act, words),
        ],
      },
    ],
  };
}
