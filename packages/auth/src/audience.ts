import { parseEndpoint, parseHttpUrl } from "./endpoint.js";
import { SignalRAuthError } from "./errors.js";

const hubPattern = /^[A-Za-z][A-Za-z0-9_`,.[\]]{0,127}$/;

/** The address that a service token is for: query, fragment and trailing slash never count. */
export function serviceAudience(address: string | URL): string {
  const url = parseHttpUrl(address);
  if (url === undefined) {
    throw new SignalRAuthError(
      "audience-invalid",
      "The audience of a service token must be an absolute http or https URL",
    );
  }
  if (/^\/client\/?$/.test(url.pathname)) {
    throw new SignalRAuthError(
      "audience-invalid",
      "The audience of a service token must not be /client, the address of clients; use signClientToken",
    );
  }
  return url.origin + url.pathname.replace(/\/+$/, "");
}

/**
 * The same for an address that is an absolute URL already, as a credential is given: reading each as a URL again would cost a fifth
 * of a signature.
 */
export function trimAudience(address: string): string {
  return address.replace(/[?#][^]*/, "").replace(/\/+$/, "");
}

/** The name under which the service knows a hub: lower case, with the application as a prefix. */
export function effectiveHub(hub: string, application: string | undefined): string {
  assertHubName(hub, "hub");
  if (application === undefined) return hub.toLowerCase();
  assertHubName(application, "application");
  return `${application}_${hub}`.toLowerCase();
}

function assertHubName(name: unknown, what: string): void {
  if (typeof name === "string" && hubPattern.test(name)) return;
  throw new SignalRAuthError(
    "hub-invalid",
    `The ${what} name must start with a letter and contain only letters, digits and the characters _\`,.[] (128 at most)`,
  );
}

/** Where a client of `hub` connects, below `base`. The slash before the query is part of the audience. */
export function clientUrl(base: string, hub: string): string {
  return `${base}/client/?hub=${encodeURIComponent(hub)}`;
}

/**
 * The audience of a client token: always from `Endpoint`, whatever gateway the client goes through. The hub stands in it as it is,
 * where the address percent-encodes it. Source: Azure/azure-signalr, `DefaultServiceEndpointGenerator.cs`.
 */
export function clientAudience(endpoint: string | URL, hub: string): string {
  return `${parseEndpoint(endpoint, "The endpoint").origin}/client/?hub=${hub}`;
}
