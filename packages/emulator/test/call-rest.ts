import { apiVersion } from "../generated/index.js";
import type { Emulator, EmulatorOptions } from "../src/index.js";
import { signJwt } from "./sign-jwt.ts";
import { startEmulator } from "./start-emulator.ts";

export const key = "FakeKeyForTestsOnlyFakeKeyForTestsOnly0000000=";
export const version = `api-version=${apiVersion}`;
export const start = (options: EmulatorOptions = {}): Promise<Emulator> =>
  startEmulator({ accessKeys: [key], ...options });

/** A token that ends in ten minutes. */
export function sign(
  claims: object,
  options: { readonly alg?: "HS256" | "HS512"; readonly key?: string; readonly exp?: number } = {},
): string {
  const { alg = "HS256", exp = Math.floor(Date.now() / 1000) + 600 } = options;
  return signJwt({ exp, ...claims }, options.key ?? key, { alg });
}

export interface Call {
  readonly token?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array<ArrayBuffer>;
}

/** Calls the REST API with a token for the route. */
export async function call(
  emulator: Emulator,
  method: string,
  target: string,
  options: Call = {},
): Promise<Response> {
  const route = target.split("?", 1)[0] ?? "";
  const token = options.token ?? sign({ aud: `${emulator.url}${route}` });
  return await fetch(`${emulator.url}${target}`, {
    method,
    headers: {
      ...(token !== "" && { authorization: `Bearer ${token}` }),
      ...(typeof options.body === "string" && { "content-type": "application/json" }),
      ...options.headers,
    },
    ...(options.body !== undefined && { body: options.body }),
  });
}

export const send = `/api/hubs/chat/:send?${version}`;
export const message = JSON.stringify({ target: "say", arguments: [] });
