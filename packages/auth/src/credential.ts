/** What a caller of `getToken` knows. */
export interface GetTokenOptions {
  /** Ends the wait for a token. */
  readonly signal?: AbortSignal | undefined;
  /**
   * A token that the service has just refused. The credential resolves to one that may be accepted, newly made or signed with
   * another key, or to `undefined` if it has none.
   */
  readonly previous?: string;
}

/** A source of bearer tokens for the REST API. Credentials keep their own cache. */
export interface SignalRCredential {
  /**
   * Resolves to a token for one route, or to `undefined` when there is none that would help.
   *
   * @param audience Address of the route that will be called, without query and trailing slash.
   */
  getToken(audience: string, options?: GetTokenOptions): Promise<string | undefined>;
  /** Says that the service took a token that was given as the replacement of a refused one. */
  confirmToken?(token: string): void;
}
