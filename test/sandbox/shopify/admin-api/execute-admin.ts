import {
  defaultTypeResolver,
  execute,
  getNamedType,
  getOperationAST,
  GraphQLError,
  isNonNullType,
  Kind,
  OperationTypeNode,
  parse,
  specifiedRules,
  validate,
  visit,
  type DocumentNode,
  type ExecutionResult,
  type FragmentDefinitionNode,
  type GraphQLFieldResolver,
  type GraphQLFormattedError,
  type GraphQLResolveInfo,
} from "graphql";
import type { AdminContext } from "./admin-context.ts";
import type { AdminSchema } from "./admin-schema.ts";
import { mutationRoot } from "./mutation-root.ts";
import { requestedCost } from "./query-cost.ts";
import { queryRoot } from "./query-root.ts";
import type { RateBucket, ThrottleStatus } from "./rate-bucket.ts";

export type AdminRequest = {
  query: string;
  variables: Record<string, unknown>;
  operationName: string | null;
};
export type AdminAnswer = {
  data?: unknown;
  errors?: readonly GraphQLFormattedError[];
  extensions?: {
    cost?: {
      requestedQueryCost: number;
      actualQueryCost: number | null;
      throttleStatus: ThrottleStatus;
    };
    search?: AdminContext["searches"];
  };
};

/** Contract 8: one query may cost this much, an input array hold this many. */
const MAX_QUERY_COST = 1000;
const MAX_INPUT_ITEMS = 250;
const CACHED_DOCUMENTS = 500;

type Prepared = { document: DocumentNode; errors: GraphQLFormattedError[] };
const prepared = new WeakMap<AdminSchema, Map<string, Prepared>>();

/** Runs one request as the Admin API does. What is wrong with it comes back as `errors`, with HTTP 200. */
export async function executeAdmin(
  context: AdminContext,
  bucket: RateBucket,
  request: AdminRequest,
): Promise<AdminAnswer> {
  const { admin } = context;
  const { document, errors } = prepare(admin, request.query);
  if (errors.length > 0) return { errors };
  const operation = getOperationAST(document, request.operationName);
  if (!operation) return { errors: [{ message: "An operation name is required" }] };
  const tooLong = longArray(request.variables);
  if (tooLong) return { errors: [tooLong] };

  const fragments = fragmentsOf(document);
  const { variables } = request;
  const cost = requestedCost({ schema: admin.schema, operation, fragments, variables });
  if (cost > MAX_QUERY_COST) return { errors: [costError(cost)] };
  if (!bucket.reserve(cost)) return throttled(cost, bucket);

  const result = await execute({
    schema: admin.schema,
    document,
    rootValue:
      operation.operation === OperationTypeNode.MUTATION
        ? mutationRoot(context)
        : queryRoot(context),
    contextValue: context,
    variableValues: variables,
    operationName: request.operationName,
    fieldResolver,
    typeResolver: defaultTypeResolver,
  });
  const actual = Math.min(cost, countObjects(result.data));
  bucket.refund(cost - actual);
  return {
    ...(result.data === undefined ? {} : { data: result.data }),
    ...(result.errors ? { errors: result.errors.map((error) => error.toJSON()) } : {}),
    extensions: {
      cost: {
        requestedQueryCost: cost,
        actualQueryCost: actual,
        throttleStatus: bucket.status(),
      },
      ...(context.searches.length > 0 ? { search: context.searches } : {}),
    },
  };
}

/** Runs the query of a bulk operation: every connection whole, whatever its `first` says, at no cost. */
export async function executeBulk(context: AdminContext, query: string): Promise<ExecutionResult> {
  return execute({
    schema: context.admin.schema,
    document: parse(query),
    rootValue: queryRoot(context),
    contextValue: context,
    fieldResolver: wholeResolver,
    typeResolver: defaultTypeResolver,
  });
}

const wholeResolver: GraphQLFieldResolver<unknown, AdminContext> = (source, args, context, info) =>
  fieldResolver(source, { ...args, whole: true }, context, info);

/** Parsing and validating against 3,000 types is the dear part: done once per text. */
export function prepare(admin: AdminSchema, query: string): Prepared {
  const documents = prepared.get(admin) ?? new Map<string, Prepared>();
  prepared.set(admin, documents);
  const known = documents.get(query);
  if (known) return known;
  const fresh = parseAndValidate(admin, query);
  if (documents.size >= CACHED_DOCUMENTS) documents.clear();
  documents.set(query, fresh);
  return fresh;
}

function parseAndValidate(admin: AdminSchema, query: string): Prepared {
  const empty: DocumentNode = { kind: Kind.DOCUMENT, definitions: [] };
  let document: DocumentNode;
  try {
    document = parse(query);
  } catch (error) {
    const message = error instanceof Error ? error.message : "Parse error";
    return { document: empty, errors: [{ message }] };
  }
  const errors = validate(admin.schema, document, specifiedRules).map(shopifyError);
  return { document, errors: [...errors, ...longLiterals(document)] };
}

/** Arrays written into the query text fall under the same limit as those in variables. */
function longLiterals(document: DocumentNode): GraphQLFormattedError[] {
  const errors: GraphQLFormattedError[] = [];
  visit(document, {
    ListValue: (node) => {
      if (node.values.length > MAX_INPUT_ITEMS) errors.push(inputSizeError(node.values.length));
    },
  });
  return errors;
}

/** Shopify's wording and code for the commonest refusal. */
function shopifyError(error: GraphQLError): GraphQLFormattedError {
  const unknown = /^Cannot query field "(\w+)" on type "(\w+)"/.exec(error.message);
  if (!unknown) return error.toJSON();
  const [, fieldName, typeName] = unknown;
  return {
    ...error.toJSON(),
    message: `Field '${fieldName}' doesn't exist on type '${typeName}'`,
    extensions: { code: "undefinedField", typeName, fieldName },
  };
}

/** The fragments of a document by name. */
export function fragmentsOf(document: DocumentNode): Map<string, FragmentDefinitionNode> {
  const fragments = document.definitions.filter((one) => one.kind === Kind.FRAGMENT_DEFINITION);
  return new Map(fragments.map((fragment) => [fragment.name.value, fragment]));
}

/** An input array that is longer than Shopify takes, as the error that names it. */
export function longArray(value: unknown): GraphQLFormattedError | null {
  if (Array.isArray(value) && value.length > MAX_INPUT_ITEMS) return inputSizeError(value.length);
  if (typeof value !== "object" || value === null) return null;
  for (const inner of Object.values(value)) {
    const found = longArray(inner);
    if (found) return found;
  }
  return null;
}

function inputSizeError(size: number): GraphQLFormattedError {
  return {
    message: `The input array size of ${size} is greater than the maximum allowed of ${MAX_INPUT_ITEMS}.`,
    extensions: { code: "MAX_INPUT_SIZE_EXCEEDED" },
  };
}

function costError(cost: number): GraphQLFormattedError {
  return {
    message: `Query cost is ${cost}, which exceeds the single query max cost limit (${MAX_QUERY_COST}).`,
    extensions: { code: "MAX_COST_EXCEEDED", cost, maxCost: MAX_QUERY_COST },
  };
}

/** HTTP 200 with `THROTTLED`: no client retries it by itself (contract 1.3, 8). */
export function throttled(cost: number, bucket: RateBucket): AdminAnswer {
  return {
    errors: [{ message: "Throttled", extensions: { code: "THROTTLED" } }],
    extensions: {
      cost: {
        requestedQueryCost: cost,
        actualQueryCost: null,
        throttleStatus: bucket.status(),
      },
    },
  };
}

/** What resolving a field needs, of whichever API. */
type ResolverContext = Pick<AdminContext, "admin" | "scopes" | "unsupported">;

export const fieldResolver: GraphQLFieldResolver<unknown, ResolverContext> = (source, ...rest) => {
  const [, context, info] = rest;
  const args: unknown = rest[0];
  checkScopes(context, info);
  const value = propertyOf(source, info.fieldName);
  if (value === undefined) return missing(context, info);
  return isField(value) ? value(args, info) : value;
};

type Field = (args: unknown, info: GraphQLResolveInfo) => unknown;

function isField(value: unknown): value is Field {
  return typeof value === "function";
}

function propertyOf(source: unknown, name: string): unknown {
  return typeof source === "object" && source !== null ? Reflect.get(source, name) : undefined;
}

/** Null where the schema allows it (and noted), an error where the stand-in would have to make something up. */
function missing(context: ResolverContext, info: GraphQLResolveInfo): null {
  const name = `${info.parentType.name}.${info.fieldName}`;
  const isRoot = info.path.prev === undefined;
  if (!isRoot && !isNonNullType(info.returnType)) {
    context.unsupported.add(name);
    return null;
  }
  throw new GraphQLError(`${name} is not supported by the stand-in`, {
    extensions: { code: "NOT_SUPPORTED" },
  });
}

function checkScopes(context: ResolverContext, info: GraphQLResolveInfo): void {
  const { scopes } = context.admin;
  const type = getNamedType(info.returnType).name.replace(/(Connection|Edge)$/, "");
  const needed = scopes.get(`${info.parentType.name}.${info.fieldName}`) ?? scopes.get(type);
  if (!needed || needed.some((scope) => hasScope(context.scopes, scope))) return;
  const requiredAccess = `${needed.map((scope) => `\`${scope}\` access scope`).join(" or ")}.`;
  throw new GraphQLError(
    `Access denied for ${info.fieldName} field. Required access: ${requiredAccess}`,
    { extensions: { code: "ACCESS_DENIED", requiredAccess } },
  );
}

/** A write scope includes the read scope of the same name. */
function hasScope(granted: Set<string>, scope: string): boolean {
  return granted.has(scope) || granted.has(scope.replace(/^read_/, "write_"));
}

/** What an answer really cost: its objects. */
function countObjects(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + countObjects(item), 0);
  if (typeof value !== "object" || value === null) return 0;
  return Object.values(value).reduce<number>((sum, item) => sum + countObjects(item), 1);
}
