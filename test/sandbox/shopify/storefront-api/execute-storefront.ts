import {
  defaultTypeResolver,
  execute,
  getDirectiveValues,
  getOperationAST,
  getVariableValues,
  OperationTypeNode,
  type GraphQLFormattedError,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from "graphql";
import type { AdminRequest } from "../admin-api/execute-admin.ts";
import { requestedCost } from "../admin-api/query-cost.ts";
import { fieldResolver, fragmentsOf, longArray, prepare } from "../admin-api/execute-admin.ts";
import type { Market } from "./market.ts";
import type { StorefrontContext } from "./storefront-context.ts";
import { storefrontRoot } from "./storefront-root.ts";

export type StorefrontAnswer = { data?: unknown; errors?: readonly GraphQLFormattedError[] };

/** Who asks: with which scopes, and how much at once. */
export type StorefrontAccess = Omit<StorefrontContext, "market"> & { maxComplexity: number };

/** Runs one request as the Storefront API does: through the eyes of a market, and at no cost (contract 8). */
export async function executeStorefront(
  given: StorefrontAccess,
  request: AdminRequest,
): Promise<StorefrontAnswer> {
  const { schema } = given.admin;
  const { document, errors } = prepare(given.admin, request.query);
  if (errors.length > 0) return { errors };
  const operation = getOperationAST(document, request.operationName);
  if (!operation) return { errors: [{ message: "An operation name is required" }] };
  if (operation.operation !== OperationTypeNode.QUERY) {
    return { errors: [{ message: "Mutations are not supported by the stand-in" }] };
  }
  const tooLong = longArray(request.variables);
  if (tooLong) return { errors: [tooLong] };
  const { variables } = request;
  const fragments = fragmentsOf(document);
  const complexity = requestedCost({ schema, operation, fragments, variables });
  if (complexity > given.maxComplexity) return { errors: [tooComplex(complexity)] };
  const context = { ...given, market: marketOf(schema, operation, request.variables) };
  const result = await execute({
    schema,
    document,
    rootValue: storefrontRoot(context),
    contextValue: context,
    variableValues: request.variables,
    operationName: request.operationName,
    fieldResolver,
    typeResolver: defaultTypeResolver,
  });
  return {
    ...(result.data === undefined ? {} : { data: result.data }),
    ...(result.errors ? { errors: result.errors.map((error) => error.toJSON()) } : {}),
  };
}

/** Shopify does not say how it counts without a token: here as the Admin API counts its points. */
function tooComplex(complexity: number): GraphQLFormattedError {
  const message = `Query has complexity of ${complexity}, which exceeds max complexity of 1000`;
  return { message, extensions: { code: "MAX_COMPLEXITY_EXCEEDED" } };
}

/** `@inContext(country:, language:)` of the operation; a language "PT_BR" reads "pt-br". */
function marketOf(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  variables: Record<string, unknown>,
): Market {
  const directive = schema.getDirective("inContext");
  const { coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], variables);
  const values = directive ? getDirectiveValues(directive, operation, coerced) : undefined;
  const text = (value: unknown) => (typeof value === "string" ? value : null);
  return {
    country: text(values?.["country"]),
    language: text(values?.["language"])?.toLowerCase().replace("_", "-") ?? null,
  };
}
