/** What generated code imports from the runtime, by module. */
export const runtimeNames = {
  body: ["BytesBody", "writeBytes", "writeJson", "writeText"],
  call: ["call"],
  context: ["ClientContext", "createContext"],
  "form-body": ["writeForm"],
  "light-request": ["LightRequest"],
  "link-paging": ["paginateByLink"],
  methods: ["createMethods"],
  middleware: ["FetchFunction", "Middleware", "MiddlewareCall", "MiddlewareOptions"],
  "openapi-fetch-middleware": ["OpenapiFetchMiddleware", "fromOpenapiFetch"],
  operation: ["OperationDescriptor", "ParameterDescriptor", "ParameterPlace", "QueryStyle"],
  options: ["CallOptions", "ClientOptions", "NoArguments"],
  paging: ["PagedResult", "PagingError", "paginate"],
  path: ["InvalidPathParameterError"],
  "path-text": ["allowScalars"],
  "query-styles": ["writeStyled"],
  "raw-client": ["RawClient", "createRaw"],
  "response-body": ["readTextOrBytes"],
  retry: ["AttemptEvent", "RetryEvent", "RetryPolicy"],
  "service-error": ["RequestSummary", "ServiceError", "ServiceErrorInit"],
} as const;

export type RuntimeName = (typeof runtimeNames)[keyof typeof runtimeNames][number];
