import { OutboundMessage } from "../../protocol/outbound-message.js";
import { MessageType } from "../../protocol/message-type.js";
import type { Hub } from "../../state/hub.js";
import type { HubMember } from "../../state/hub-member.js";
import { FilterError } from "../filter/tokens.js";
import { parseFilter } from "../filter/parse-filter.js";
import type { OperationHandlers } from "../operation.js";
import { printable } from "../../printable.js";
import { checkString } from "../parameters.js";
import { readJson, readPayload } from "../payload.js";
import { badRequest } from "../rest-error.js";

interface Command {
  readonly run: (hub: Hub, member: HubMember) => void;
  /** What it sends. */
  readonly message?: OutboundMessage;
}

/** The document closes each command: a property of another one is a mistake. */
const commandProperties: ReadonlyMap<string, readonly string[]> = new Map([
  ["SendMessage", ["type", "message"]],
  ["JoinGroup", ["type", "group"]],
  ["LeaveGroup", ["type", "group"]],
  ["CloseConnection", ["type", "reason"]],
]);

/** Commands on connections that match a filter. Every command is understood before the first one runs. */
export const commandOperations = {
  executeCommands({ hub, parameters: { filter }, body, trace }) {
    const matches = filterOf(filter);
    const list = readJson(body);
    if (!Array.isArray(list)) throw badRequest("The request body must be a list of commands", "body");
    const commands = list.map((item: unknown, index) => readCommand(item, `[${index}]`));
    const reached = Array.from(hub.connections.values()).filter(({ id, userId, groups }) =>
      matches({ connectionId: id, userId, groups }),
    );
    for (const member of reached) for (const command of commands) command.run(hub, member);
    const to = filter === undefined ? "everyone" : `connections where ${filter}`;
    for (const { message } of commands) if (message !== undefined) trace.sent(message, to, reached);
    return { status: 202 };
  },
} satisfies Partial<OperationHandlers>;

function filterOf(filter: string | undefined): ReturnType<typeof parseFilter> {
  if (filter === undefined || filter.trim() === "") return () => true;
  try {
    return parseFilter(filter);
  } catch (error) {
    if (error instanceof FilterError) throw badRequest(error.message, "filter");
    throw error;
  }
}

function readCommand(value: unknown, place: string): Command {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw badRequest(`The command ${place} must be an object`, place);
  }
  const members = new Map(
    Object.entries(value).map(([name, member]): [string, unknown] => [name.toLowerCase(), member]),
  );
  const type = members.get("type");
  const properties = typeof type === "string" ? commandProperties.get(type) : undefined;
  const unknown = [...members.keys()].find((name) => properties !== undefined && !properties.includes(name));
  if (unknown !== undefined)
    throw badRequest(`The command ${place} is ${String(type)}, which has no '${printable(unknown)}'`, place);
  switch (type) {
    case "SendMessage": {
      const { target, arguments: args } = readPayload(members.get("message"));
      const message = OutboundMessage.of({ type: MessageType.Invocation, target, arguments: args });
      return { message, run: (_, member) => member.send(message) };
    }
    case "JoinGroup": {
      const group = groupOf(members, place);
      return { run: (hub, member) => void hub.addConnectionToGroup(member.id, group) };
    }
    case "LeaveGroup": {
      const group = groupOf(members, place);
      return { run: (hub, member) => void hub.removeConnectionFromGroup(member.id, group) };
    }
    case "CloseConnection": {
      const reason = members.get("reason") ?? undefined;
      if (reason !== undefined && typeof reason !== "string")
        throw badRequest(`'reason' of the command ${place} must be a string`, place);
      return { run: (_, member) => member.close(reason) };
    }
    default:
      throw badRequest(
        `The command ${place} needs a type: SendMessage, JoinGroup, LeaveGroup or CloseConnection`,
        place,
      );
  }
}

const groupName = { minLength: 1, maxLength: 1024, pattern: "^(?!\\s+$).+$" };

function groupOf(members: ReadonlyMap<string, unknown>, place: string): string {
  const group = members.get("group");
  if (typeof group !== "string") throw badRequest(`The command ${place} needs a group`, place);
  checkString(`${place}.group`, group, groupName);
  return group;
}
