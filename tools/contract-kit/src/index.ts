export { type Call, callsOf, exampleArguments } from "./arguments.ts";
export {
  type Document,
  type JsonObject,
  type JsonValue,
  documentOf,
  parseOpenApi,
  readOpenApi,
} from "./document.ts";
export { type Break, extremeInstances, minimalBreaks, sampleInstances, validInstances } from "./instances.ts";
export type { ClientUnderTest } from "./client-under-test.ts";
export { judgeFetchClient } from "./judges/fetch-client.ts";
export { TypesJudge, type TypesUnderTest, judgeOperationTypes, judgeSchemaType } from "./judges/types.ts";
export { type Operation, findOperation, readOperations } from "./operations.ts";
export { type ObservedRequest, checkRequest, observingFetch } from "./request-observer.ts";
export { type ObservedResponse, checkResponse, observeResponse } from "./response-checker.ts";
export { schemaNames, specFile, specVersion } from "./spec-file.ts";
export { type HubConnection, type HubConnectionOptions, openHubConnection } from "./hub-connection.ts";
export { signToken, serviceToken } from "./tokens.ts";
export { writtenNames } from "./written-names.ts";
export { validatorsOf } from "./validators.ts";
export type { Violation } from "./violation.ts";
export { judgeVectors } from "./judges/vectors.ts";
export { type Vector, bodyBytes, clientArguments, compareRequest, readVectors } from "./vectors.ts";
export { type AuthenticatedClientUnderTest, judgeAuth } from "./judges/auth.ts";
export { judgeEmulator } from "./judges/emulator.ts";
export type { PlayedFault, RunningService, ServiceUnderTest } from "./service-under-test.ts";
export { isForServices, judgeServiceVector } from "./judges/service-vectors.ts";
