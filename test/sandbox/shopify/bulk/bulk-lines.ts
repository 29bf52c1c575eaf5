type Json = Record<string, unknown>;
type Line = Json & { __parentId?: string };

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The nodes of a connection; null for anything else. */
function nodesOf(value: unknown): Json[] | null {
  if (!isObject(value) || !Array.isArray(value["edges"])) return null;
  return value["edges"].flatMap((edge: unknown) =>
    isObject(edge) && isObject(edge["node"]) ? [edge["node"]] : [],
  );
}

/** One object of a connection, what it holds beside connections, and the objects of those. */
type Branch = { line: Line; children: Branch[] };

function branchOf(node: Json, parentId: unknown): Branch {
  const children: Branch[] = [];
  const plain: Json = {};
  for (const [key, value] of Object.entries(node)) {
    const inner = nodesOf(value);
    if (inner) children.push(...inner.map((one) => branchOf(one, node["id"])));
    else plain[key] = value;
  }
  const line = typeof parentId === "string" ? { ...plain, __parentId: parentId } : plain;
  return { line, children };
}

const grouped = ({ line, children }: Branch): Line[] => [line, ...children.flatMap(grouped)];

/** Parents before their children, and no nearer to them than that. */
function ungrouped(branches: Branch[]): Line[] {
  if (branches.length === 0) return [];
  const below = branches.flatMap((branch) => branch.children);
  return [...branches.map(({ line }) => line), ...ungrouped(below)];
}

/**
 * The answer of a query as the lines of a bulk operation's file: every object of a connection is one,
 * children name their parent. Only `groupObjects` puts them right under it.
 */
export function bulkLines(data: unknown, groupObjects: boolean): { lines: Line[]; roots: number } {
  const top = isObject(data) ? Object.values(data) : [];
  const branches = top.flatMap((value) => nodesOf(value) ?? []).map((node) => branchOf(node, null));
  const lines = groupObjects ? branches.flatMap(grouped) : ungrouped(branches);
  return { lines, roots: branches.length };
}
