import { SignalRAuthError } from "./errors.js";

/**
 * Reads an absolute http(s) URL without credentials, query or fragment.
 * The message names `what`, never the value, because a mistyped value may hold a key.
 */
export function parseEndpoint(value: string | URL, what: string): URL {
  const url = parseHttpUrl(value);
  // Nothing stands in the URL but these two.
  if (url && url.href === url.origin + url.pathname) return url;
  throw new SignalRAuthError(
    "endpoint-invalid",
    `${what} must be an absolute http or https URL without credentials, query or fragment`,
  );
}

/** Reads an http(s) URL, without the error of the platform, which repeats the value. */
export function parseHttpUrl(value: string | URL): URL | undefined {
  try {
    const url = new URL(value);
    return /^https?:/.test(url.href) ? url : undefined;
  } catch {
    return undefined;
  }
}

/** The URL as text without a trailing slash, ready to have a route appended. */
export function baseUrlOf(url: URL): string {
  return url.href.replace(/\/+$/, "");
}

// The URL parser has already turned every spelling of an IPv4 address into four decimal numbers.
const loopback = /^(([^]+\.)?localhost|\[::1\]|127(\.\d+){3})$/;

/** Throws when a token would travel in clear text beyond this machine. */
export function assertSecureConnection(url: URL, allowInsecureConnection: boolean | undefined): void {
  if (url.protocol === "https:" || allowInsecureConnection === true || loopback.test(url.hostname)) return;
  throw new SignalRAuthError(
    "insecure-connection",
    `Refusing to send a token over plain http to ${url.host}; use https, or set allowInsecureConnection if the network is trusted`,
  );
}
