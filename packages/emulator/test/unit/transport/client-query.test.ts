import { expect, test } from "vitest";
import { splitTarget } from "../../../src/request-target.js";
import { readClientQuery } from "../../../src/transport/client-query.js";

test("readClientQuery() knows its names in any case and decodes their values", () => {
  expect(
    readClientQuery(
      splitTarget(
        "/client/negotiate?Hub=a%2Cb&NegotiateVersion=1&UseStatefulReconnect=TRUE&ID=x&Access_Token=t",
      ),
    ),
  ).toEqual({
    path: "/client/negotiate",
    hubs: ["a,b"],
    id: "x",
    accessToken: "t",
    negotiateVersion: "1",
    asksToResume: true,
    forUpstream: "?Hub=a%2Cb&NegotiateVersion=1&UseStatefulReconnect=TRUE",
  });
});

test("readClientQuery() takes the last token and tells the upstream none of them", () => {
  const query = readClientQuery(splitTarget("/client/?hub=chat&access_token=a&x=1%202&access%5Ftoken=b"));
  expect([query.accessToken, query.forUpstream]).toEqual(["b", "?hub=chat&x=1%202"]);
});

test.each(["/client/", "/client/?", "/client/?&&", "/client/?%zz=%zz", "/client/?hub"])(
  "readClientQuery() reads the odd target %s",
  (target) => {
    expect(readClientQuery(splitTarget(target))).toMatchObject({
      path: "/client/",
      id: undefined,
      accessToken: undefined,
    });
  },
);
