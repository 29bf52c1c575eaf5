export type ErrorMeaning = { title: string; http: number };

/**
 * Meta's error codes with the HTTP status that each is answered with.
 * Source: contract section 2. The HTTP column there is for stand-ins only.
 */
const MEANINGS: Readonly<Record<number, ErrorMeaning>> = {
  0: { title: "Could not authenticate the app user", http: 401 },
  1: { title: "Invalid request or possible server error", http: 400 },
  2: { title: "Service temporarily unavailable", http: 503 },
  3: { title: "Capability or permissions issue", http: 500 },
  4: { title: "Application request limit reached", http: 429 },
  10: { title: "Permission is either not granted or has been removed", http: 403 },
  33: { title: "Parameter value is not valid", http: 400 },
  100: { title: "Invalid parameter", http: 400 },
  190: { title: "Invalid OAuth access token", http: 401 },
  200: { title: "Provide a valid access token", http: 403 },
  368: { title: "Temporarily blocked for policies violations", http: 403 },
  2500: { title: "Unknown path components", http: 400 },
  80007: { title: "Rate limit issues", http: 429 },
  130403: { title: "User was blocked by the business", http: 400 },
  130429: { title: "Rate limit hit", http: 429 },
  130472: { title: "User's number is part of an experiment", http: 400 },
  130497: {
    title: "Business account is restricted from messaging users in this country",
    http: 403,
  },
  131000: { title: "Something went wrong", http: 500 },
  131005: { title: "Access denied", http: 403 },
  131008: { title: "Required parameter is missing", http: 400 },
  131009: { title: "Parameter value is not valid", http: 400 },
  131016: { title: "Service unavailable", http: 500 },
  131021: { title: "Recipient cannot be sender", http: 400 },
  131026: { title: "Message undeliverable", http: 400 },
  131031: { title: "Account has been locked", http: 403 },
  131037: { title: "Display name is not approved", http: 400 },
  131042: { title: "Business eligibility payment issue", http: 400 },
  131045: { title: "Incorrect certificate", http: 500 },
  131047: { title: "Re-engagement message", http: 400 },
  131048: { title: "Spam rate limit hit", http: 429 },
  131049: {
    title: "Message was not delivered to maintain healthy ecosystem engagement",
    http: 400,
  },
  131050: {
    title: "User has stopped to receive marketing messages from this business",
    http: 400,
  },
  131051: { title: "Unsupported message type", http: 400 },
  131052: { title: "Media download error", http: 400 },
  131053: { title: "Media upload error", http: 400 },
  131055: { title: "Method not allowed", http: 400 },
  131056: { title: "Business account and consumer account pair rate limit hit", http: 429 },
  131057: { title: "Account in maintenance mode", http: 500 },
  131062: { title: "Business-scoped user id recipients are not supported", http: 400 },
  131063: { title: "Marketing templates are disabled on Cloud API", http: 400 },
  131064: { title: "Utility messaging limit reached", http: 429 },
  132000: { title: "Number of parameters does not match the expected number of params", http: 400 },
  132001: { title: "Template name does not exist in the translation", http: 404 },
  132005: { title: "Translated text too long", http: 400 },
  132007: { title: "Template format character policy violated", http: 400 },
  132012: {
    title: "Parameter format does not match format in the created template",
    http: 400,
  },
  132015: { title: "Template is paused", http: 400 },
  132016: { title: "Template is disabled", http: 400 },
  132018: { title: "There is an issue with the parameters in your template", http: 400 },
  133000: { title: "Incomplete deregistration", http: 500 },
  133004: { title: "Server temporarily unavailable", http: 503 },
  133005: { title: "Two-step verification PIN mismatch", http: 400 },
  133010: { title: "Phone number not registered", http: 400 },
  133015: { title: "Please wait a few minutes before attempting to register", http: 400 },
  133016: { title: "Registration or deregistration rate limit exceeded", http: 400 },
  135000: { title: "Generic user error", http: 400 },
  2388019: { title: "Message template limit exceeded", http: 400 },
  2388039: { title: "Message template cannot be edited now", http: 400 },
  2388040: { title: "Message template part exceeds its character limit", http: 400 },
  2388047: { title: "Message template header format is not valid", http: 400 },
  2388072: { title: "Message template body format is not valid", http: 400 },
  2388073: { title: "Message template footer format is not valid", http: 400 },
  2388293: { title: "Message template has too many variables for its length", http: 400 },
  2388299: { title: "Message template starts or ends with a variable", http: 400 },
};

/** The title and HTTP status of a code; an unknown one is a plain 400. */
export function errorMeaning(code: number): ErrorMeaning {
  return MEANINGS[code] ?? { title: "Unknown error", http: 400 };
}
