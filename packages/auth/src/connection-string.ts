import { assertAccessKey } from "./access-key.js";
import { baseUrlOf, parseEndpoint } from "./endpoint.js";
import { isSignalRAuthError, SignalRAuthError } from "./errors.js";

/** How the application authenticates: with an access key, or with Microsoft Entra ID. */
export type AuthType = "accessKey" | "azure" | "azure.msi" | "azure.app" | "aad";

/**
 * The parts of a connection string.
 *
 * `accessKey` and `clientSecret` are not enumerable: you can read them, but `JSON.stringify`, `console.log` and
 * object spread omit them, so that logging a connection string does not leak its secrets.
 */
export interface ConnectionString {
  /** URL of the service, without a trailing slash. A port in this URL is part of every token audience. */
  readonly endpoint: string;
  /** Port to connect to, instead of the port of `endpoint`. Not part of token audiences. */
  readonly port?: number;
  /** URL that clients connect to instead of `endpoint`, for example a gateway. */
  readonly clientEndpoint?: string;
  /** URL that REST calls are sent to instead of `endpoint`, for example a gateway. Not part of token audiences. */
  readonly serverEndpoint?: string;
  /** Version of the connection string format. `1.0` if the string does not contain `Version`. */
  readonly version: string;
  /** Authentication type. `accessKey` if the string does not contain `AuthType`. */
  readonly authType: AuthType;
  /** Access key of the resource. Present only if `authType` is `accessKey`. Secret, not enumerable. */
  readonly accessKey?: string;
  /** Client ID of the Microsoft Entra application or of the user-assigned managed identity. */
  readonly clientId?: string;
  /** Microsoft Entra tenant ID. */
  readonly tenantId?: string;
  /** Client secret of the Microsoft Entra application. Secret, not enumerable. */
  readonly clientSecret?: string;
  /** Path of a certificate file, from `ClientCert` or `ClientCertPath`. */
  readonly clientCert?: string;
}

const entraTypes: ReadonlySet<string> = new Set(["azure", "azure.msi", "azure.app", "aad"]);

/** Property names by their lower-case form. */
const properties: ReadonlyMap<string, string> = new Map(
  [
    "Endpoint",
    "Port",
    "Version",
    "AccessKey",
    "ClientEndpoint",
    "ServerEndpoint",
    "AuthType",
    "ClientId",
    "TenantId",
    "ClientSecret",
    "ClientCert",
    "ClientCertPath",
  ].map((name) => [name.toLowerCase(), name]),
);

function invalid(message: string): SignalRAuthError {
  return new SignalRAuthError("connection-string-invalid", message);
}

/**
 * Parses a connection string of Azure SignalR Service.
 *
 * Keys are case-insensitive, unknown keys are ignored, values may contain `=`, and white space around keys and values is
 * trimmed. `Version` defaults to `1.0`. The grammar follows Azure/azure-signalr, `ConnectionStringParser.cs`.
 *
 * @param text A connection string such as `Endpoint=https://contoso.service.signalr.net;AccessKey=…;Version=1.0;`
 * @throws {SignalRAuthError} `connection-string-invalid`. The message names the key and the rule, never the value.
 *
 * @example
 * ```ts
 * import { parseConnectionString } from "@x/auth";
 *
 * const { endpoint, port } = parseConnectionString(
 *   "Endpoint=http://localhost;Port=8888;AccessKey=ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789ABCDEFGH;Version=1.0;",
 * );
 * console.log(endpoint, port); // http://localhost 8888
 * ```
 */
export function parseConnectionString(text: string): ConnectionString {
  const values = splitProperties(text);

  const endpoint = readUrl(values, "Endpoint");
  if (endpoint === undefined) {
    throw invalid("The connection string has no Endpoint; add Endpoint=https://<name>.service.signalr.net");
  }
  const version = values.get("version") ?? "1.0";
  if (!/^1\.\d+(?:[\w.-]+)?$/.test(version)) {
    throw invalid("Version in the connection string is not supported; expected 1.0 or another 1.x");
  }
  const authType = readAuthType(values.get("authtype"));
  const accessKey = values.get("accesskey");
  if (authType === "accessKey") {
    if (accessKey === undefined || accessKey === "") {
      throw invalid(
        "The connection string has no AccessKey; add AccessKey=…, or AuthType=azure to use Microsoft Entra",
      );
    }
    assertInConnectionString(() => assertAccessKey(accessKey, "AccessKey in the connection string"));
  }
  checkEntraProperties(authType, values);

  return connectionString({
    endpoint,
    port: readPort(values.get("port")),
    clientEndpoint: readUrl(values, "ClientEndpoint"),
    serverEndpoint: readUrl(values, "ServerEndpoint"),
    version,
    authType,
    accessKey: authType === "accessKey" ? accessKey : undefined,
    clientId: values.get("clientid"),
    tenantId: values.get("tenantid"),
    clientSecret: values.get("clientsecret"),
    clientCert: values.get("clientcert") ?? values.get("clientcertpath"),
  });
}

function splitProperties(text: string): Map<string, string> {
  if (typeof text !== "string") throw invalid("The connection string must be a string");
  if (text.trim() === "") {
    throw invalid(
      "The connection string is empty. Check that the environment variable it is read from is set",
    );
  }
  const parts = text.split(";").filter((part) => part.trim() !== "");
  if (parts.length < 2) {
    throw invalid(
      "The connection string needs at least two parts, Endpoint=… and AccessKey=…, separated by semicolons",
    );
  }
  const values = new Map<string, string>();
  for (const part of parts) {
    const equals = part.indexOf("=");
    if (equals < 0) continue;
    const key = part.slice(0, equals).trim().toLowerCase();
    const name = properties.get(key);
    if (name === undefined) continue;
    if (values.has(key)) throw invalid(`${name} appears more than once in the connection string; keep one`);
    values.set(key, part.slice(equals + 1).trim());
  }
  return values;
}

function readAuthType(value: string | undefined): AuthType {
  const type = value?.toLowerCase();
  // An unknown type means an access key, as in the official SDK.
  return type !== undefined && entraTypes.has(type) ? (type as AuthType) : "accessKey";
}

function readPort(value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  const port = Number(value);
  if (!/^\d{1,5}$/.test(value) || port < 1 || port > 65_535) {
    throw invalid("Port in the connection string must be a whole number from 1 to 65535");
  }
  return port;
}

function readUrl(values: ReadonlyMap<string, string>, name: string): string | undefined {
  const value = values.get(name.toLowerCase());
  if (value === undefined) return undefined;
  return assertInConnectionString(() => baseUrlOf(parseEndpoint(value, `${name} in the connection string`)));
}

function assertInConnectionString<Value>(read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    throw isSignalRAuthError(error) ? invalid(error.message) : error;
  }
}

function checkEntraProperties(authType: AuthType, values: ReadonlyMap<string, string>): void {
  if (authType !== "azure.app") return;
  for (const name of ["ClientId", "TenantId"]) {
    if (!values.get(name.toLowerCase()))
      throw invalid(`AuthType=azure.app needs ${name} in the connection string`);
  }
  if (!values.get("clientsecret") && !values.get("clientcert") && !values.get("clientcertpath")) {
    throw invalid("AuthType=azure.app needs ClientSecret or ClientCert in the connection string");
  }
}

type Parts = { readonly [Name in keyof ConnectionString]: ConnectionString[Name] | undefined };

const secrets: ReadonlySet<string> = new Set(["accessKey", "clientSecret"]);

function connectionString(parts: Parts): ConnectionString {
  const result = {};
  for (const [name, value] of Object.entries(parts)) {
    if (value === undefined) continue;
    // A getter, because inspecting with `showHidden` prints the values of plain properties.
    if (secrets.has(name)) Object.defineProperty(result, name, { get: () => value, enumerable: false });
    else Object.defineProperty(result, name, { value, enumerable: true });
  }
  return Object.freeze(result) as ConnectionString;
}

/** Input of {@link formatConnectionString}. `version` defaults to `1.0`, `authType` to `accessKey`. */
export type ConnectionStringParts = Omit<ConnectionString, "version" | "authType"> &
  Partial<Pick<ConnectionString, "version" | "authType">>;

/**
 * Formats a connection string that {@link parseConnectionString} accepts.
 *
 * The result contains the secrets of its parts. Treat it like a password.
 *
 * @throws {SignalRAuthError} `connection-string-invalid` if a part contains a semicolon or starts or ends with white space, or
 * if the result cannot be parsed.
 *
 * @example
 * ```ts
 * import { formatConnectionString } from "@x/auth";
 *
 * const text = formatConnectionString({
 *   endpoint: "https://contoso.service.signalr.net",
 *   accessKey: "FakeKeyForTestsOnlyFakeKeyForTestsOnly0000000=",
 * });
 * ```
 */
export function formatConnectionString(parts: ConnectionStringParts): string {
  const entries: readonly (readonly [string, string | number | undefined])[] = [
    ["Endpoint", parts.endpoint],
    ["Port", parts.port],
    ["AccessKey", parts.accessKey],
    ["ClientEndpoint", parts.clientEndpoint],
    ["ServerEndpoint", parts.serverEndpoint],
    ["AuthType", parts.authType === "accessKey" ? undefined : parts.authType],
    ["ClientId", parts.clientId],
    ["TenantId", parts.tenantId],
    ["ClientSecret", parts.clientSecret],
    ["ClientCert", parts.clientCert],
    ["Version", parts.version ?? "1.0"],
  ];
  let text = "";
  for (const [name, value] of entries) {
    if (value === undefined) continue;
    const written = String(value);
    if (written.includes(";") || written.trim() !== written) {
      throw invalid(`${name} must not contain a semicolon or start or end with a space`);
    }
    text += `${name}=${written};`;
  }
  parseConnectionString(text);
  return text;
}

/** The addresses derived from a connection string. */
export interface ServiceAddresses {
  /** Origin of every token audience: that of `Endpoint`. `Port` and `ServerEndpoint` do not change it. */
  readonly audienceOrigin: string;
  /** Base URL of REST calls. */
  readonly rest: string;
  /** Base URL of client connections. */
  readonly client: string;
}

export function serviceAddresses(parts: ConnectionString): ServiceAddresses {
  const endpoint = new URL(parts.endpoint);
  const audienceOrigin = endpoint.origin;
  if (parts.port !== undefined) endpoint.port = String(parts.port);
  const direct = baseUrlOf(endpoint);
  return { audienceOrigin, rest: parts.serverEndpoint ?? direct, client: parts.clientEndpoint ?? direct };
}
