import {
  type ImportField,
  importFields,
  type ImportMapping,
  requiredFields,
} from "./import.types.ts";

const SEPARATORS = [";", ",", "\t", "|"] as const;

/** The separator that parts the header most often outside of quotes. */
export function separatorOf(header: string): string {
  const bare = header.replaceAll(/"[^"]*"/g, "");
  const count = (sign: string) => bare.split(sign).length;
  return SEPARATORS.toSorted((a, b) => count(b) - count(a))[0] ?? ",";
}

/** Parts of column names by which a field is recognised, in the languages of exports. */
const NAMES: Readonly<Record<ImportField, RegExp>> = {
  phone: /phone|telefon|mobil|handy|whatsapp.?(nr|num)|número|numero|cel/i,
  country: /country|^land|land(es)?.?(code|kürzel)|pays|país|paese|kraj|ülke/i,
  agreedAt:
    /consent.?(date|at|time)|opt.?in.?(date|at|time)|agreed|datum|date|zeitpunkt|fecha|timestamp/i,
  place: /source|place|where|quelle|^ort|origin|herkunft|form|lieu|fuente/i,
  wording: /wording|consent.?text|text|wortlaut|einwilligung|sentence|declaration|texte/i,
  confirmation: /confirm|bestätig|bestaetig|double|doi|verif/i,
  language: /lang|sprache|locale|langue|idioma|lingua|taal/i,
  topics: /topic|themen|purpose|zweck|categor/i,
};

/** A first guess at which column is what; the merchant corrects it. Each column is given once. */
export function guessColumns(header: readonly string[]): ImportMapping["columns"] {
  const taken = new Set<number>();
  const columns: ImportMapping["columns"] = {};
  for (const field of importFields) {
    const at = header.findIndex((name, index) => !taken.has(index) && NAMES[field].test(name));
    if (at < 0) continue;
    taken.add(at);
    columns[field] = at;
  }
  return columns;
}

export type MappingProblem = { field: ImportField; problem: "missing" | "twice" | "no_column" };

/** What keeps a mapping from being used: a proof column that is missing, a column that is two things. */
export function mappingProblems(
  mapping: ImportMapping,
  header: readonly string[],
): MappingProblem[] {
  const used = new Map<number, ImportField>();
  const problems: MappingProblem[] = [];
  for (const field of importFields) {
    const at = mapping.columns[field];
    if (at === undefined) {
      const isNeeded = requiredFields.some((one) => one === field);
      const topicsChosen = field === "topics" && mapping.topics.length === 0;
      if (isNeeded || topicsChosen) problems.push({ field, problem: "missing" });
    } else if (at >= header.length) problems.push({ field, problem: "no_column" });
    else if (used.has(at)) problems.push({ field, problem: "twice" });
    else used.set(at, field);
  }
  return problems;
}
