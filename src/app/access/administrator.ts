/** What the administrator of a service may do, whom the token of its first start lets in, whatever the rules say of them. */
export const ADMINISTRATOR_ROLES: readonly string[] = ['admin', 'steward'];
