import { z } from "zod";
import type { JsonLine } from "./read-jsonl.ts";

/** An object of the file with its children, which stand right under it. */
export interface LineGroup {
  /** the object's own line first; empty where nothing could be read */
  objects: unknown[];
  /** lines that were read for it, and those of them that say nothing */
  read: number;
  refused: number;
  /** of the file: everything before it is in this group or an earlier one */
  endByte: number;
}

/** An order of more lines than that is cut: somebody else's mistake must not fill our memory. */
const MOST_CHILDREN = 5000;

const named = z.looseObject({ id: z.string(), __parentId: z.string().nullish() });
type Named = z.infer<typeof named>;

function parse(text: string | null): Named | null {
  if (text === null) return null;
  try {
    return named.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null; // not JSON: counted as refused
  }
}

const emptyGroup = (endByte: number): LineGroup => ({ objects: [], read: 0, refused: 0, endByte });

/** Adds a line to the group; false when it begins the next one. */
function takes(group: LineGroup, parentId: string | null, object: Named): boolean {
  const parent = object.__parentId ?? null;
  if (parent === null) return false;
  if (parent !== parentId || group.objects.length > MOST_CHILDREN) group.refused += 1;
  else group.objects.push(object);
  return true;
}

/**
 * Objects with their children, as `groupObjects` writes them. A line that is no JSON, has no id, or names a
 * parent that is not the one above is refused, and spoils nobody else's.
 */
export async function* groupLines(lines: AsyncIterable<JsonLine>): AsyncGenerator<LineGroup> {
  let group: LineGroup | null = null;
  let parentId: string | null = null;
  for await (const { text, endByte } of lines) {
    const object: Named | null = parse(text);
    const begins: boolean = object !== null && (object.__parentId ?? null) === null;
    if (begins && group && group.objects.length > 0) {
      yield group;
      group = null;
    }
    group ??= emptyGroup(endByte);
    group.endByte = endByte;
    group.read += 1;
    if (object === null) group.refused += text === "" ? 0 : 1;
    else if (!takes(group, parentId, object)) {
      group.objects.push(object);
      parentId = object.id;
    }
  }
  if (group) yield group;
}
