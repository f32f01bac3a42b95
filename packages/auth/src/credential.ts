/** Options of `getToken` of a {@link SignalRCredential}. */
export interface GetTokenOptions {
  /** Cancels the wait for a token. */
  readonly signal?: AbortSignal | undefined;
  /**
   * A token that the service has just rejected. The credential then resolves to a different token that may be accepted, such as a
   * new token or a token signed with another key, or to `undefined` if it has none.
   */
  readonly previous?: string;
}

/** A source of bearer tokens for the REST API. `getToken` is called for every request, so credentials cache their tokens. */
export interface SignalRCredential {
  /**
   * Resolves to a token for a route, or to `undefined` if the credential has no token to offer.
   *
   * @param audience URL of the route that will be called, without query and trailing slash.
   */
  getToken(audience: string, options?: GetTokenOptions): Promise<string | undefined>;
  /** Called when the service has accepted a token that replaced a rejected one. */
  confirmToken?(token: string): void;
}
