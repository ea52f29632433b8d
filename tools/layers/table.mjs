// Who may use whom. The tables of docs/ARCHITECTURE.md as data: change both, and say why in the commit.

/** Each folder of server/ and the other folders it may include from. */
export const serverFolders = {
  base: [],
  domain: ['base'],
  store: ['base', 'domain'],
  app: ['base', 'domain', 'store'],
  live: ['base', 'domain', 'app'],
  push: ['base', 'domain', 'store', 'app'],
  net: ['base', 'domain', 'store', 'app', 'live', 'push'],
  cli: ['base', 'domain', 'store', 'app', 'live', 'push', 'net'],
}

/** Headers of the house that a folder may not include although it may use the folder they stand in. */
export const serverSecrets = [
  { folder: 'domain', header: 'base/log.hpp', because: 'a decision logs nothing' },
]

const everywhere = Object.keys(serverFolders)
const above = (lowest) => everywhere.slice(everywhere.indexOf(lowest))

/** Each library by the start of its headers' names, and the folders that may include it. The first row that fits counts. */
export const libraries = [
  { prefix: 'boost/beast', name: 'Boost.Beast', folders: ['net'] },
  { prefix: 'boost/asio', name: 'Boost.Asio', folders: above('app') },
  { prefix: 'boost/system', name: 'Boost.System', folders: above('app') },
  { prefix: 'boost/json', name: 'Boost.JSON', folders: above('app') },
  { prefix: 'boost/url', name: 'Boost.URL', folders: ['push', 'net', 'cli'] },
  { prefix: 'boost/locale/utf', name: 'Boost.Locale (its headers for UTF-8 alone)', folders: ['base'] },
  { prefix: 'boost/describe', name: 'Boost.Describe', folders: everywhere },
  { prefix: 'boost/mp11', name: 'Boost.Mp11', folders: everywhere },
  { prefix: 'soci/', name: 'SOCI', folders: ['store'] },
  { prefix: 'sqlite3', name: 'SQLite itself (it clashes with soci-sqlite3.h)', folders: [] },
  { prefix: 'libpq', name: 'libpq itself', folders: [] },
  { prefix: 'openssl/', name: 'OpenSSL', folders: above('app') },
  { prefix: 'sodium', name: 'libsodium', folders: ['app', 'net', 'cli'] },
  { prefix: 'jwt.h', name: 'libjwt', folders: ['net'] },
  { prefix: 'wslay/', name: 'libwslay', folders: ['net'] },
  { prefix: 'zlib.h', name: 'zlib', folders: ['net'] },
  { prefix: 'curl/', name: 'libcurl', folders: ['push'] },
  { prefix: 'CLI/', name: 'CLI11', folders: ['cli'] },
  { prefix: 'spdlog/', name: 'spdlog', folders: ['base'] },
  { prefix: 'fmt/', name: 'fmt', folders: everywhere.filter((folder) => folder !== 'domain') },
  { prefix: 'sys/', name: 'the operating system', folders: ['base', 'store', 'push', 'net', 'cli'] },
  { prefix: 'netinet/', name: 'the operating system', folders: ['push', 'net'] },
  { prefix: 'arpa/', name: 'the operating system', folders: ['push', 'net'] },
]

/** C headers of the operating system without a folder of their own. */
export const systemHeaders = {
  names: ['unistd.h', 'fcntl.h', 'poll.h', 'termios.h', 'signal.h', 'netdb.h', 'pthread.h', 'sched.h'],
  folders: ['base', 'store', 'push', 'net', 'cli'],
}

/** What the decisions of domain may not include from the standard library: clocks come as arguments. */
export const outsideDomain = [
  'atomic', 'barrier', 'condition_variable', 'coroutine', 'csignal', 'cstdio', 'ctime', 'filesystem', 'fstream', 'future',
  'iostream', 'latch', 'mutex', 'ostream', 'random', 'semaphore', 'shared_mutex', 'sstream', 'stop_token', 'thread',
]

/**
 * Each folder of web/src and what it may import from the others, by the start of the path below web/src.
 * `packages` are those it may import: all, none (and with it no React), or the named ones.
 */
export const webFolders = {
  domain: { uses: [], packages: false },
  live: { uses: ['domain/'], packages: false },
  rtc: { uses: ['domain/', 'live/'], packages: false },
  push: { uses: ['domain/', 'live/', 'rtc/observable'], packages: false },
  // The virtual clock is for its tests.
  worker: { uses: ['domain/', 'locales/', 'live/testing/virtual-time'], packages: ['workbox-precaching'] },
  locales: { uses: [], packages: false },
  components: { uses: ['domain/', 'live/', 'rtc/'], packages: true },
  features: {
    uses: ['components/', 'domain/', 'live/', 'rtc/', 'push/', 'app/live-context', 'app/push-context'],
    packages: true,
  },
  app: { uses: ['features/', 'components/', 'domain/', 'live/', 'rtc/', 'push/', 'locales/'], packages: true },
}

/** Packages that a test may import wherever it stands. */
export const testPackages = /^(vitest|node:.+|@testing-library\/.+|jsdom)$/
