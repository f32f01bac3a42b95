import { SignalRAuthError } from "./errors.js";

/**
 * Parses an absolute http(s) URL without credentials, query or fragment.
 * The message of the error contains `what`, never the value, because a mistyped value may contain a key.
 */
export function parseEndpoint(value: string | URL, what: string): URL {
  const url = parseHttpUrl(value);
  // The URL has no other components.
  if (url && url.href === url.origin + url.pathname) return url;
  throw new SignalRAuthError(
    "endpoint-invalid",
    `${what} must be an absolute http or https URL without credentials, query or fragment`,
  );
}

/** Parses an http(s) URL. Does not throw, because the error of the platform repeats the value. */
export function parseHttpUrl(value: string | URL): URL | undefined {
  try {
    const url = new URL(value);
    return /^https?:/.test(url.href) ? url : undefined;
  } catch {
    return undefined;
  }
}

/** Returns the URL without a trailing slash, so that a route can be appended. */
export function baseUrlOf(url: URL): string {
  return url.href.replace(/\/+$/, "");
}

// The URL parser has already normalized every notation of an IPv4 address to four decimal numbers.
const loopback = /^(([^]+\.)?localhost|\[::1\]|127(\.\d+){3})$/;

/** Throws if a token would leave this machine unencrypted. */
export function assertSecureConnection(url: URL, allowInsecureConnection: boolean | undefined): void {
  if (url.protocol === "https:" || allowInsecureConnection === true || loopback.test(url.hostname)) return;
  throw new SignalRAuthError(
    "insecure-connection",
    `Refusing to send a token over plain http to ${url.host}; use https, or set allowInsecureConnection if the network is trusted`,
  );
}
