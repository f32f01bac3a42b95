import type { Rule } from "../rule.ts";
import { clientRules } from "./client.ts";
import { componentRules } from "./components.ts";
import { documentRules } from "./document.ts";
import { extensionRules } from "./extensions.ts";
import { operationRules } from "./operations.ts";
import { parameterRules } from "./parameters.ts";
import { requestBodyRules } from "./request-body.ts";
import { responseRules } from "./responses.ts";
import { resultRules } from "./results.ts";
import { schemaLimitRules } from "./schema-limits.ts";
import { noteRules } from "./schema-notes.ts";
import { schemaObjectRules } from "./schema-object.ts";
import { schemaTypeRules } from "./schema-type.ts";
import { schemaUnionRules } from "./schema-union.ts";
import { schemaValueRules } from "./schema-values.ts";
import { securityRules } from "./security.ts";
import { webhookRules } from "./webhooks.ts";

/** The rules by family, in the order in which the policy shows them. */
export const ruleFamilies = {
  Document: documentRules,
  Client: clientRules,
  Operations: operationRules,
  Parameters: parameterRules,
  "Request bodies": requestBodyRules,
  Responses: responseRules,
  Results: resultRules,
  Security: securityRules,
  "Webhooks and callbacks": webhookRules,
  "Named schemas and shared parts": componentRules,
  "Types and formats": schemaTypeRules,
  Values: schemaValueRules,
  Properties: schemaObjectRules,
  Unions: schemaUnionRules,
  Limits: schemaLimitRules,
  "Texts and deprecations": noteRules,
  Extensions: extensionRules,
} as const satisfies Record<string, Readonly<Record<string, Rule>>>;

const all = {
  ...documentRules,
  ...clientRules,
  ...operationRules,
  ...parameterRules,
  ...requestBodyRules,
  ...responseRules,
  ...resultRules,
  ...securityRules,
  ...webhookRules,
  ...componentRules,
  ...schemaTypeRules,
  ...schemaValueRules,
  ...schemaObjectRules,
  ...schemaUnionRules,
  ...schemaLimitRules,
  ...noteRules,
  ...extensionRules,
};

export type RuleId = keyof typeof all;

/** Every rule, by id. */
export const ruleTable: Readonly<Record<RuleId, Rule>> = all;
