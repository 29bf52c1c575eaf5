import {
  getNamedType,
  isCompositeType,
  isListType,
  Kind,
  OperationTypeNode,
  getNullableType,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLOutputType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
  type ValueNode,
} from "graphql";

export type CostInput = {
  schema: GraphQLSchema;
  operation: OperationDefinitionNode;
  fragments: Map<string, FragmentDefinitionNode>;
  variables: Record<string, unknown>;
};

const MUTATION_COST = 10;
const CONNECTION_COST = 2;

/** Points that a query asks for: scalar 0, object 1, mutation 10, connection by `first` (contract 8). */
export function requestedCost(input: CostInput): number {
  const root = input.schema.getRootType(input.operation.operation);
  if (!root) return 0;
  const perField = input.operation.operation === OperationTypeNode.MUTATION ? MUTATION_COST : 0;
  const fields = input.operation.selectionSet.selections.length * perField;
  return fields + costOf(input, input.operation.selectionSet, root.name);
}

function costOf(input: CostInput, set: SelectionSetNode, typeName: string): number {
  let sum = 0;
  for (const selection of set.selections) {
    if (selection.kind === Kind.FIELD) sum += fieldCost(input, selection, typeName);
    else if (selection.kind === Kind.INLINE_FRAGMENT) {
      const inner = selection.typeCondition?.name.value ?? typeName;
      sum += costOf(input, selection.selectionSet, inner);
    } else {
      const fragment = input.fragments.get(selection.name.value);
      if (fragment) sum += costOf(input, fragment.selectionSet, fragment.typeCondition.name.value);
    }
  }
  return sum;
}

function fieldCost(input: CostInput, field: FieldNode, typeName: string): number {
  const parent = input.schema.getType(typeName);
  if (!field.selectionSet || !parent || !("getFields" in parent)) return 0;
  const definition = parent.getFields()[field.name.value];
  if (!definition || !("args" in definition)) return 0;
  const type = getNamedType(definition.type);
  if (!isCompositeType(type)) return 0;
  const inner = costOf(input, field.selectionSet, type.name);
  if (type.name.endsWith("Connection")) {
    return CONNECTION_COST + pageSize(input, field) * Math.max(1, inner);
  }
  if (type.name === "PageInfo" || type.name.endsWith("Edge")) return inner;
  return listSize(input, field, definition.type) * (1 + inner);
}

function pageSize(input: CostInput, field: FieldNode): number {
  const size = argument(input, field, "first") ?? argument(input, field, "last");
  return typeof size === "number" ? size : 1;
}

/** `nodes(ids:)` costs by its ids; other lists count once, their length is unknown beforehand. */
function listSize(input: CostInput, field: FieldNode, type: GraphQLOutputType): number {
  if (!isListType(getNullableType(type))) return 1;
  const ids = argument(input, field, "ids");
  return Array.isArray(ids) ? ids.length : 1;
}

function argument(input: CostInput, field: FieldNode, name: string): unknown {
  const node = field.arguments?.find((candidate) => candidate.name.value === name);
  return node ? literal(node.value, input.variables) : undefined;
}

/** The plain value of an argument, variables filled in; enums and objects are of no interest here. */
function literal(node: ValueNode, variables: Record<string, unknown>): unknown {
  if (node.kind === Kind.VARIABLE) return variables[node.name.value];
  if (node.kind === Kind.INT || node.kind === Kind.FLOAT) return Number(node.value);
  if (node.kind === Kind.LIST) return node.values.map((value) => literal(value, variables));
  return node.kind === Kind.STRING ? node.value : undefined;
}
