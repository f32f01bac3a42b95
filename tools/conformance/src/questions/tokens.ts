import { signToken } from "@x/contract-kit";
import type { Question } from "../question.ts";
import type { Service } from "../service.ts";

const files = ["packages/emulator/src/auth/audience.ts", "packages/auth/src/audience.ts"] as const;
const health = "users/conformance-user";

/** Whether a request is let in with a token of these claims; the audience is that of the request where none is given. */
async function letsIn(
  service: Service,
  claims: (audience: string) => Record<string, string | number>,
): Promise<string> {
  const audience = `${service.url}/api/hubs/${service.hub}/${health}`;
  const token = signToken(
    { exp: Math.floor(Date.now() / 1000) + 600, ...claims(audience) },
    service.accessKey,
  );
  const { status } = await service.request("HEAD", health, { token });
  return status === 401 || status === 403 ? `refused: ${status}` : "accepted";
}

/** Which tokens the service lets in. */
export const tokenQuestions: readonly Question[] = [
  {
    id: "audience-with-query",
    title: "Is a token accepted whose audience has the query of the request?",
    chosen: "accepted",
    files,
    ask: (service) => letsIn(service, (aud) => ({ aud: `${aud}?api-version=2024-12-01` })),
  },
  {
    id: "audience-trailing-slash",
    title: "Is a token accepted whose audience ends with a slash?",
    chosen: "accepted",
    files,
    ask: (service) => letsIn(service, (aud) => ({ aud: `${aud}/` })),
  },
  {
    id: "audience-other-path",
    title: "Is a token accepted whose audience is another path of the same host?",
    chosen: "refused: 401",
    files,
    ask: (service) => letsIn(service, () => ({ aud: `${service.url}/api/hubs/other/users/ada` })),
  },
  {
    id: "audience-host-alone",
    title: "Is a token accepted whose audience is the host alone?",
    chosen: "refused: 401",
    files,
    ask: (service) => letsIn(service, () => ({ aud: service.url })),
  },
  {
    id: "token-ten-years",
    title: "Is a token accepted that is valid for ten years?",
    chosen: "accepted",
    files: ["packages/emulator/src/auth/token-verifier.ts", "packages/auth/src/lifetime.ts"],
    ask: (service) => letsIn(service, (aud) => ({ aud, exp: Math.floor(Date.now() / 1000) + 315_360_000 })),
  },
  {
    id: "token-not-yet-valid",
    title: "Is a token accepted before its `nbf`?",
    chosen: "refused: 401",
    files: ["packages/emulator/src/auth/token-verifier.ts"],
    ask: (service) => letsIn(service, (aud) => ({ aud, nbf: Math.floor(Date.now() / 1000) + 3600 })),
  },
];
