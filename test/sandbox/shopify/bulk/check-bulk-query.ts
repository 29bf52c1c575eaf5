import {
  getNamedType,
  isListType,
  Kind,
  OperationTypeNode,
  parse,
  specifiedRules,
  TypeInfo,
  validate,
  visit,
  visitWithTypeInfo,
  type DocumentNode,
  type FieldNode,
  type GraphQLOutputType,
  type GraphQLSchema,
  isNonNullType,
} from "graphql";

/** Contract 6.7, and the schema's own words at bulkOperationRunQuery. */
const MAX_CONNECTIONS = 5;
const MAX_NESTED = 2;

/**
 * What is wrong with a query that is to run in bulk; null when Shopify would take it. Variables and
 * several operations cannot be given, `node` and `nodes` have no pages, and a nested connection's parent
 * must select its id, since its children name it.
 */
export function bulkProblem(schema: GraphQLSchema, query: string): string | null {
  let document: DocumentNode;
  try {
    document = parse(query);
  } catch (error) {
    return `Invalid bulk query: ${error instanceof Error ? error.message : "parse error"}`;
  }
  const [invalid] = validate(schema, document, specifiedRules);
  if (invalid) return `Invalid bulk query: ${invalid.message}`;
  return shapeProblem(document) ?? connectionProblem(schema, document);
}

function shapeProblem(document: DocumentNode): string | null {
  const [definition, ...others] = document.definitions;
  if (others.length > 0) return "Bulk queries take one operation and no fragments";
  if (definition?.kind !== Kind.OPERATION_DEFINITION) return "Bulk queries take one operation";
  if (definition.operation !== OperationTypeNode.QUERY) return "Only queries run in bulk here";
  if ((definition.variableDefinitions ?? []).length > 0) return "Bulk queries take no variables";
  const names = definition.selectionSet.selections.map((one) =>
    one.kind === Kind.FIELD ? one.name.value : "",
  );
  const single = names.find((name) => name === "node" || name === "nodes");
  return single ? `Bulk queries cannot use ${single} at the top` : null;
}

type Walk = { problems: string[]; connections: number; nested: number; lists: number };

function connectionProblem(schema: GraphQLSchema, document: DocumentNode): string | null {
  const types = new TypeInfo(schema);
  const walk: Walk = { problems: [], connections: 0, nested: 0, lists: 0 };
  const fields: FieldNode[] = [];
  const enter = (field: FieldNode) => {
    if (isConnection(types.getType())) enterConnection(walk, { field, parents: fields });
    else if (isPlainList(types.getType(), field)) walk.lists += 1;
    fields.push(field);
  };
  const leave = (field: FieldNode) => {
    fields.pop();
    if (isConnection(types.getType())) walk.nested -= 1;
    else if (isPlainList(types.getType(), field)) walk.lists -= 1;
  };
  visit(document, visitWithTypeInfo(types, { Field: { enter, leave } }));
  if (walk.connections === 0) return "Bulk queries must contain at least one connection";
  if (walk.connections > MAX_CONNECTIONS) {
    return `Bulk queries cannot contain more than ${MAX_CONNECTIONS} connections`;
  }
  return walk.problems[0] ?? null;
}

function enterConnection(
  walk: Walk,
  { field, parents }: { field: FieldNode; parents: FieldNode[] },
) {
  const name = field.name.value;
  walk.connections += 1;
  if (walk.nested > MAX_NESTED) {
    walk.problems.push(
      `Bulk queries cannot contain connections nested deeper than ${MAX_NESTED} levels`,
    );
  }
  if (walk.lists > 0) {
    walk.problems.push("Bulk queries cannot contain a connection field within a list field");
  }
  if (!select(field, "edges")) {
    walk.problems.push(`The stand-in runs connections in bulk by their edges: ${name}`);
  }
  const parent = parents.findLast((one) => one.name.value === "node");
  if (walk.nested > 0 && parent && !select(parent, "id")) {
    walk.problems.push(`The parent 'node' field for the connection '${name}' must select 'id'`);
  }
  walk.nested += 1;
}

function select(field: FieldNode, name: string): boolean {
  return (field.selectionSet?.selections ?? []).some(
    (one) => one.kind === Kind.FIELD && one.name.value === name,
  );
}

type Found = GraphQLOutputType | null | undefined;

function isConnection(type: Found): boolean {
  return type ? getNamedType(type).name.endsWith("Connection") : false;
}

/** A list with fields of its own that is no page of a connection. */
function isPlainList(type: Found, field: FieldNode): boolean {
  if (!type || field.name.value === "edges" || !field.selectionSet) return false;
  return isListType(isNonNullType(type) ? type.ofType : type);
}
