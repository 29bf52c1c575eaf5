import { isObject, textOrNull } from "../json.ts";
import type { JsonObject } from "../json.ts";
import type { State } from "../state.ts";
import type { ParameterFormat, TemplateHeader } from "../templates/template.types.ts";
import { refuse } from "./refusal.ts";
import { fillPattern, parametersOf, refuseCount } from "./template-parameter.ts";

const HEADER_TEXT_MAX = 60;
const MIME_OF: Readonly<Record<string, RegExp>> = {
  image: /^image\/(jpeg|png)$/,
  video: /^video\/(mp4|3gpp)$/,
  // A document in a template header is a PDF, nothing else (contract 1.4).
  document: /^application\/pdf$/,
};

export type HeaderCheck = {
  state: State;
  wabaId: string;
  where: string;
  header: TemplateHeader | null;
  format: ParameterFormat;
  component: JsonObject | undefined;
};

/** Checks a header component; answers the picture link that Meta will fetch, if there is one. */
export function checkHeader(check: HeaderCheck): string | null {
  const { header, component, where } = check;
  const parameters = component ? parametersOf(component, where) : [];
  if (!header) {
    if (parameters.length > 0) refuseCount(where, parameters.length, 0);
    return null;
  }
  if (header.format === "TEXT") {
    const { pattern } = header;
    fillPattern({ where, pattern, format: check.format, max: HEADER_TEXT_MAX }, parameters);
    return null;
  }
  return checkMediaHeader(check, header, parameters);
}

function checkMediaHeader(
  check: HeaderCheck,
  header: TemplateHeader,
  parameters: JsonObject[],
): string | null {
  const { where } = check;
  const parameter = parameters[0];
  const received = parameter ? String(parameter["type"]).toUpperCase() : "UNKNOWN";
  if (!parameter || received !== header.format) {
    refuse(132012, `${where}: Format mismatch, expected ${header.format}, received ${received}`);
  }
  if (parameters.length > 1) refuseCount(where, parameters.length, 1);
  const kind = header.format.toLowerCase();
  const value = parameter[kind];
  if (!isObject(value)) refuse(131008, `${where}: ${kind} is missing`);
  if (kind === "location") return checkLocation(value, where);
  if (kind === "product") return checkProductHeader(value, where);
  const link = checkMedia(check.state, { wabaId: check.wabaId, where, kind, value });
  return kind === "image" ? link : null;
}

/**
 * Media by exactly one of id and link. An id must be ours and of the right type; what a link
 * holds shows only when it is fetched, after the answer (contract 1.9).
 */
export function checkMedia(
  state: State,
  media: { wabaId: string; where: string; kind: string; value: JsonObject },
): string | null {
  const { where, kind, value } = media;
  const id = textOrNull(value["id"]);
  const link = textOrNull(value["link"]);
  if (id === null && link === null) refuse(131008, `${where}: ${kind} needs an id or a link`);
  if (id !== null && link !== null) refuse(100, `${where}: ${kind} has both an id and a link`);
  if (id !== null) {
    const known = state.media.get(id);
    if (!known || known.wabaId !== media.wabaId) {
      refuse(131009, `${where}: media id ${id} is unknown or expired`);
    }
    const wanted = MIME_OF[kind];
    if (wanted && !wanted.test(known.mimeType)) {
      refuse(131053, `${where}: media ${id} is ${known.mimeType}`);
    }
    return null;
  }
  if (link === null || !isWebLink(link)) refuse(131009, `${where}: link is not an http(s) URL`);
  return link;
}

function isWebLink(link: string): boolean {
  return /^https?:\/\//.test(link) && URL.canParse(link);
}

function checkLocation(value: JsonObject, where: string): null {
  for (const field of ["latitude", "longitude", "name", "address"]) {
    if (value[field] === undefined || value[field] === "") {
      refuse(131008, `${where}: location needs ${field}`);
    }
  }
  return null;
}

function checkProductHeader(value: JsonObject, where: string): null {
  for (const field of ["product_retailer_id", "catalog_id"]) {
    if (!textOrNull(value[field])) refuse(131008, `${where}: product needs ${field}`);
  }
  return null;
}
