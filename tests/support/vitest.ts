import { afterAll, afterEach, beforeAll } from 'vitest'
import { closeEveryLive } from './live.ts'
import { Server, type ServerOptions } from './server.ts'

/**
 * One server for all tests of a file; call the result inside a test. After each test its connections are ended,
 * unless `keepConnections`, for files whose tests run side by side.
 */
export function serverForThisFile(options: ServerOptions & { keepConnections?: boolean } = {}): () => Server {
  let server: Server | undefined
  beforeAll(async () => {
    server = await Server.start(options)
  })
  if (!options.keepConnections) afterEach(closeEveryLive)
  afterAll(async () => {
    try {
      closeEveryLive()
    } finally {
      await server?.dispose()
    }
  })
  return () => {
    if (!server) throw new Error('the server has not been started')
    return server
  }
}
