/** The server's own paths, which a browser may open too. */
const ofTheServer = /^\/(api\/|healthz$|readyz$|metrics$)/
/** The server takes such a path for a file as well. */
const ofAFile = /\.[^/]*$/

/** Whether the app draws this page by itself, so that it can be opened without a network. */
export function isAppPage(pathname: string): boolean {
  return !ofTheServer.test(pathname) && !ofAFile.test(pathname)
}
