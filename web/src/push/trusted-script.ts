/** Trusted Types as far as this app needs them; TypeScript's own library does not know them yet. */
interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL: (url: string) => string },
  ): {
    createScriptURL(url: string): string
  }
}

/**
 * The address of a script of our own, in the form in which a browser with Trusted Types takes it. The server's policy
 * lets no page make scripts or their addresses out of text (`require-trusted-types-for 'script'`) except by the policy
 * of this name, which is made once, here, and kept by nobody: injected text finds no way to become a script.
 */
export function trustedScript(url: string): string {
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes }
  if (trustedTypes === undefined) return url
  return trustedTypes.createPolicy('praktik', { createScriptURL: (given) => given }).createScriptURL(url)
}
