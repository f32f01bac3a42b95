import type { Activity } from "../activity/activity.js";

/**
 * What the emulator tells the page, one JSON object an event of `GET /inspector/stream`. The page takes these types
 * from here, so that both sides agree.
 */
export type InspectorEvent = StartEvent | StateEvent | ActivitiesEvent;

/** The first event. */
export interface StartEvent {
  readonly kind: "start";
  /** Another one after a restart of the emulator. */
  readonly instance: string;
  readonly url: string;
  /** Milliseconds since the Unix epoch, by the emulator's clock. */
  readonly now: number;
  readonly operations: Readonly<Record<string, OperationView>>;
}

/** An operation of the REST API, as far as a request or a typed call needs it. */
export interface OperationView {
  /** The newest version that has it. */
  readonly apiVersion: string;
  readonly method: string;
  /** Template, e.g. `/api/hubs/{hub}/:send`. */
  readonly path: string;
  readonly parameters: Readonly<Record<string, "path" | "query">>;
}

/** What changed since the event before; the first ones after `start` hold everything, some 1,000 connections each. */
export interface StateEvent {
  readonly kind: "state";
  /** New, or changed. */
  readonly connections: readonly ConnectionView[];
  /** Ids of connections that are gone. */
  readonly gone: readonly string[];
  /** Absent when unchanged. */
  readonly memberships?: readonly MembershipView[];
  /** More memberships are remembered than are told. */
  readonly moreMemberships?: boolean;
}

export interface ConnectionView {
  readonly id: string;
  readonly hub: string;
  readonly userId?: string;
  /** Absent while a client that lost its connection may come back. */
  readonly transport?: string;
  readonly protocol: string;
  readonly groups: readonly string[];
  /** Milliseconds since the Unix epoch. */
  readonly since: number;
}

/** A user is remembered in a group, with or without a connection. */
export interface MembershipView {
  readonly hub: string;
  readonly user: string;
  readonly group: string;
  /** Milliseconds since the Unix epoch. */
  readonly expiresAt: number;
}

/** What happened, the oldest first. */
export interface ActivitiesEvent {
  readonly kind: "activities";
  readonly activities: readonly InspectedActivity[];
  /** Left out because the page read too slowly. */
  readonly dropped: number;
}

/** An activity; a request that meant an operation comes with its arguments as the typed client takes them. */
export type InspectedActivity = Activity & { readonly call?: CallArguments };

/** Arguments of an operation by their names in the document, without the body. */
export type CallArguments = Readonly<Record<string, string | number | boolean | readonly string[]>>;
