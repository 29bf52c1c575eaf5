import type {
  ProofBlock,
  ProofDocument,
  ProofFact,
  ProofSection,
} from "#app/modules/proof/proof-document.types.ts";
import type { ProofReport, ProofStanding } from "#app/modules/proof/proof.types.ts";
import type { Words } from "#app/ui/words.tsx";
import { actPart } from "./proof-act.ts";
import { chainSection } from "./proof-chain.ts";
import { messagePart } from "./proof-message.ts";
import { instantWords, wordFor } from "./proof-words.ts";

const facts = (list: ProofFact[]): ProofBlock => ({ kind: "facts", facts: list });
const text = (words: string): ProofBlock => ({ kind: "text", text: words });

function mergeFacts(report: ProofReport, words: Words): ProofFact[] {
  const { t } = words;
  return report.merges.map(({ kind, contactId: from, intoId: into, at, reason: why }) => {
    const reason = wordFor("proof.mergeReasons", why, words);
    const time = instantWords(at, report.shop.timeZone, words);
    return {
      label: t(`proof.merges.${kind}`),
      value: t("proof.mergeText", { from, into, reason, time }),
    };
  });
}

function personSection(report: ProofReport, words: Words): ProofSection {
  const { t } = words;
  const time = (iso: string) => instantWords(iso, report.shop.timeZone, words);
  const name = report.firstName ? [{ label: t("proof.firstName"), value: report.firstName }] : [];
  const identifiers = report.identifiers.map((one): ProofFact => {
    const span =
      one.until === null
        ? t("proof.sinceTime", { time: time(one.since) })
        : t("proof.fromTo", { from: time(one.since), to: time(one.until) });
    const value = one.value ?? t("proof.hashOnly", { hash: one.hash });
    return { label: wordFor("proof.identifiers", one.kind, words), value: `${value}\n${span}` };
  });
  const own = { label: t("proof.contactId"), value: report.contactId };
  const since = { label: t("proof.knownSince"), value: time(report.since) };
  return {
    key: "person",
    heading: t("proof.sections.person"),
    blocks: [
      ...(report.erasedAt ? [text(t("proof.erased", { time: time(report.erasedAt) }))] : []),
      facts([...name, ...identifiers, ...mergeFacts(report, words), since, own]),
    ],
    parts: [],
  };
}

function standingFacts(standings: ProofStanding[], report: ProofReport, words: Words): ProofBlock {
  const { t } = words;
  return facts(
    standings.map(({ topic, state, since, identifier }) => {
      const stands = t(`consentStates.${state}`);
      const time = since && instantWords(since, report.shop.timeZone, words);
      const from = time ? `, ${t("proof.sinceTime", { time })}` : "";
      const forNumber =
        identifier && (state === "granted" || state === "pending")
          ? `, ${t("proof.forNumber", { number: identifier })}`
          : "";
      return { label: t(`topics.${topic}`), value: `${stands}${from}${forNumber}` };
    }),
  );
}

function standingSections(report: ProofReport, words: Words): ProofSection[] {
  const { t } = words;
  const time = (iso: string) => instantWords(iso, report.shop.timeZone, words);
  const now: ProofSection = {
    key: "now",
    heading: t("proof.sections.now"),
    blocks: [
      text(t("proof.asOf", { time: time(report.readAt) })),
      standingFacts(report.standings, report, words),
    ],
    parts: [],
  };
  if (report.past === null) return [now];
  const { at, standings } = report.past;
  const past: ProofSection = {
    key: "past",
    heading: t("proof.sections.past"),
    blocks: [text(t("proof.asOf", { time: time(at) })), standingFacts(standings, report, words)],
    parts: [],
  };
  return [now, past];
}

function wordingSection(report: ProofReport, words: Words): ProofSection {
  const { t } = words;
  const parts = report.wordings.map((one, index) => {
    const fits = one.fits === null ? "unchecked" : one.fits ? "fits" : "differs";
    return {
      heading: t("proof.wording", { number: index + 1 }),
      blocks: [
        one.text === null
          ? text(t("proof.wordingGone"))
          : ({ kind: "quote", text: one.text } as const),
        facts([
          { label: t("proof.version"), value: one.version ?? "–" },
          { label: t("proof.language"), value: one.locale ?? "–" },
          {
            label: t("proof.wordingHash"),
            value: one.hash === null ? "–" : `${one.hash}\n${t(`proof.hashCheck.${fits}`)}`,
          },
        ]),
      ],
    };
  });
  const none = parts.length === 0 ? [text(t("proof.noWordings"))] : [];
  return { key: "wordings", heading: t("proof.sections.wordings"), blocks: none, parts };
}

function actSection(report: ProofReport, words: Words): ProofSection {
  const { t } = words;
  const none = report.acts.length === 0 ? [text(t("proof.noActs"))] : [];
  const parts = report.acts.map((act, index) =>
    actPart(act, { number: index + 1, timeZone: report.shop.timeZone, words }),
  );
  return { key: "acts", heading: t("proof.sections.acts"), blocks: none, parts };
}

function messageSection(report: ProofReport, words: Words): ProofSection {
  const { t } = words;
  const none = report.messages.length === 0 ? [text(t("proof.noMessages"))] : [];
  const parts = report.messages.map((message) => messagePart(message, report.shop.timeZone, words));
  return { key: "messages", heading: t("proof.sections.messages"), blocks: none, parts };
}

/**
 * A person's proof in words, for the page and for paper. Whoever reads it needs nothing else: who, which
 * words, when, where, confirmed how, withdrawn when, and why it can be believed.
 */
export function proofDocument(
  report: ProofReport,
  words: Words,
  by: { printedBy: string | null },
): ProofDocument {
  const { t } = words;
  const { shop } = report;
  const time = instantWords(report.readAt, shop.timeZone, words);
  const printedBy = by.printedBy
    ? [{ label: t("proof.printedBy"), value: t("proof.staff", { id: by.printedBy }) }]
    : [];
  return {
    language: words.locale,
    title: t("proof.title"),
    head: [
      { label: t("proof.shop"), value: `${shop.name} (${shop.domain})` },
      { label: t("proof.printedAt"), value: time },
      ...printedBy,
    ],
    intro: t("proof.intro", { shop: shop.name }),
    sections: [
      personSection(report, words),
      ...standingSections(report, words),
      actSection(report, words),
      wordingSection(report, words),
      messageSection(report, words),
      chainSection(report, words),
    ],
    pageLabel: t("proof.page", { page: "{{page}}", pages: "{{pages}}" }),
    footer: `${report.contactId} · ${shop.name.slice(0, 60)}`,
  };
}
