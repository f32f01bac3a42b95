import { describe, expect, test } from "vitest";
import { checkAudience } from "../../../src/auth/audience.js";
import { TokenError } from "../../../src/auth/token-verifier.js";

const origin = "http://127.0.0.1:8888";

const check = (audience: unknown, hub: string, strict: boolean) => (): void =>
  checkAudience({ aud: audience }, { path: "/client/", hub }, { origin, strict, isAllowedHost: () => true });

describe("checkAudience(), strictly", () => {
  test.each([
    ["chat", "chat"],
    ["Chat", "Chat"],
    ["Chat", "chat"],
    ["a,b", "a,b"],
    ["a,b", "a%2Cb"],
    ["a`[1].B", "a%60%5B1%5D.B"],
    ["a`[1].B", "a%60%5B1%5D.b"],
  ])("lets a client to the hub %s with the audience ?hub=%s", (hub, spelling) => {
    expect(check(`${origin}/client/?hub=${spelling}`, hub, true)).not.toThrow();
  });

  test.each([
    ["chat", "CHAT"],
    ["chat", "chats"],
    ["chat", "%63hat"],
    ["chat", "chat&x"],
    ["a,b", "a%252Cb"],
    ["a,b", "a"],
  ])("keeps a client from the hub %s with the audience ?hub=%s", (hub, spelling) => {
    expect(check(`${origin}/client/?hub=${spelling}`, hub, true)).toThrow(TokenError);
  });
});
