import type { RequestTarget } from "../request-target.js";

/** What the target of a client's request says. Names have no case, as in ASP.NET Core. */
export interface ClientQuery {
  readonly path: string;
  readonly hubs: readonly string[];
  readonly id: string | undefined;
  /** The last one. */
  readonly accessToken: string | undefined;
  readonly negotiateVersion: string | undefined;
  /** Asked for in the query of negotiate (dotnet/aspnetcore src/SignalR/docs/specs/TransportProtocols.md). */
  readonly asksToResume: boolean;
  /** The query with `?`, without what is secret in it. */
  readonly forUpstream: string;
}

export function readClientQuery({ path, query }: RequestTarget): ClientQuery {
  const hubs: string[] = [];
  const publicPairs: string[] = [];
  let id: string | undefined;
  let accessToken: string | undefined;
  let negotiateVersion: string | undefined;
  let asksToResume = false;
  for (const pair of query.split("&")) {
    const end = pair.indexOf("=");
    const value = end === -1 ? "" : decode(pair.slice(end + 1));
    switch ((end === -1 ? pair : decode(pair.slice(0, end))).toLowerCase()) {
      case "id":
        id ??= value;
        continue;
      case "access_token":
        accessToken = value;
        continue;
      case "hub":
        hubs.push(value);
        break;
      case "negotiateversion":
        negotiateVersion ??= value;
        break;
      case "usestatefulreconnect":
        asksToResume ||= value.toLowerCase() === "true";
        break;
      default:
    }
    if (pair !== "") publicPairs.push(pair);
  }
  return {
    path,
    hubs,
    id,
    accessToken,
    negotiateVersion,
    asksToResume,
    forUpstream: `?${publicPairs.join("&")}`,
  };
}

function decode(text: string): string {
  if (!/[%+]/.test(text)) return text;
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return text;
  }
}
