// Every rule broken once, and kept once where a careless rule would cry wolf.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

const bad = (file, text, line, words) => ({ file, text, line, words })
const good = (file, text) => ({ file, text })

const cases = [
  bad('server/domain/a.cpp', '#include "store/users.hpp"\n', 1, 'may not use server/store'),
  bad('server/base/a.hpp', '#pragma once\n\n#include "domain/call.hpp"\n', 3, 'may not use server/domain'),
  bad('server/store/a.cpp', '#include "app/engine.hpp"\n', 1, 'may not use server/app'),
  bad('server/live/a.cpp', '#include "store/users.hpp"\n', 1, 'may not use server/store'),
  bad('server/live/a.cpp', '#include "net/http.hpp"\n', 1, 'may not use server/net'),
  bad('server/push/a.cpp', '#include "live/hub.hpp"\n', 1, 'may not use server/live'),
  bad('server/net/a.cpp', '#include "cli/options.hpp"\n', 1, 'may not use server/cli'),
  bad('server/net/a.cpp', '#include "http.hpp"\n', 1, 'by its path from server/'),
  bad('server/net/a.cpp', '#include "../app/engine.hpp"\n', 1, 'by its path from server/'),
  bad('server/net/a.cpp', '#include <app/engine.hpp>\n', 1, 'is ours'),
  bad('server/live/a.cpp', '#include <boost/beast/core.hpp>\n', 1, 'only net may use Boost.Beast'),
  bad('server/cli/a.cpp', '  #  include <boost/beast/http.hpp>\n', 1, 'only net may use Boost.Beast'),
  bad('server/app/a.cpp', '#include <soci/soci.h>\n', 1, 'only store may use SOCI'),
  bad('server/store/a.cpp', '#include <sqlite3.h>\n', 1, 'no folder may use SQLite itself'),
  bad('server/domain/a.cpp', '#include <openssl/evp.h>\n', 1, 'use OpenSSL'),
  bad('server/store/a.cpp', '#include <openssl/evp.h>\n', 1, 'use OpenSSL'),
  bad('server/domain/a.cpp', '#include <boost/json/value.hpp>\n', 1, 'use Boost.JSON'),
  bad('server/domain/a.cpp', '#include <random>\n', 1, 'a decision knows no clock'),
  bad('server/domain/a.cpp', '#include <fmt/format.h>\n', 1, 'use fmt'),
  bad('server/domain/a.cpp', '#include "base/log.hpp"\n', 1, 'a decision logs nothing'),
  bad('server/domain/a.cpp', '#include <unistd.h>\n', 1, 'use the operating system'),
  bad('server/app/a.cpp', '#include <sys/socket.h>\n', 1, 'use the operating system'),
  bad('server/net/a.cpp', '#include <spdlog/spdlog.h>\n', 1, 'only base may use spdlog'),
  bad('server/net/a.cpp', '#include <nlohmann/json.hpp>\n', 1, 'give it a row'),
  bad('server/util/a.cpp', 'int a;\n', 1, "is no folder of docs/ARCHITECTURE.md's table"),
  good('server/domain/a.cpp', '#include "domain/call.hpp"\n\n#include <vector>\n\n#include "base/id.hpp"\n'),
  good('server/domain/a.cpp', '// #include "store/users.hpp"\n'),
  good('server/net/a.cpp', '#include <boost/beast/core.hpp>\n#include <sys/socket.h>\n#include "store/users.hpp"\n'),
  good('server/store/a.cpp', '#include <soci/soci.h>\n#include <soci/sqlite3/soci-sqlite3.h>\n'),
  good('server/cli/a.cpp', '#include <CLI/CLI.hpp>\n#include "net/server.hpp"\n'),

  bad('web/src/domain/a.ts', "import { useState } from 'react'\n", 1, 'may import no package'),
  bad('web/src/live/a.ts', "import type { ReactNode } from 'react'\n", 1, 'may import no package'),
  bad('web/src/rtc/a.ts', "export { t } from 'i18next'\n", 1, 'may import no package'),
  bad('web/src/domain/a.ts', "import { x } from '../live/client'\n", 1, 'web/src/domain may not import'),
  bad('web/src/live/a.ts', "import {\n  x,\n} from '../rtc/session'\n", 3, 'web/src/live may not import'),
  bad('web/src/live/a.ts', "import { useMe } from '../app/live-context'\n", 1, 'web/src/live may not import'),
  bad('web/src/rtc/a.ts', "import { x } from '../features/call/store'\n", 1, 'web/src/rtc may not import'),
  bad('web/src/features/ring/a.tsx', "import { x } from '../call/store'\n", 1, 'ring imports call'),
  bad('web/src/features/ring/deep/a.tsx', "export * from '../../call/store'\n", 1, 'ring imports call'),
  bad('web/src/features/ring/a.tsx', "const x = await import('../call/store')\n", 1, 'ring imports call'),
  bad('web/src/features/ring/a.tsx', "import { router } from '../../app/router'\n", 1, 'web/src/features may not import'),
  bad('web/src/components/ui/a.tsx', "import { x } from '../../features/ring/a'\n", 1, 'web/src/components may not import'),
  bad('web/src/components/ui/a.tsx', "import '../../app/layout.css'\n", 1, 'web/src/components may not import'),
  bad('web/src/app/a.ts', "import { readFileSync } from 'node:fs'\n", 1, "that is Node's"),
  bad('web/src/app/a.ts', "import lock from '../../../package-lock.json'\n", 1, 'lies outside web/src'),
  bad('web/src/domain/a.test.ts', "import { render } from 'react-dom'\n", 1, 'may import no package'),
  bad('web/src/helpers/a.ts', 'export {}\n', 1, "is no folder of docs/ARCHITECTURE.md's table"),
  bad('web/src/worker/a.ts', "import { useState } from 'react'\n", 1, 'may import workbox-precaching and no other package'),
  bad('web/src/worker/a.ts', "import { api } from '../live/http'\n", 1, 'web/src/worker may not import'),
  bad('web/src/push/a.ts', "import { t } from 'i18next'\n", 1, 'may import no package'),
  bad('web/src/app/a.ts', "import { x } from '../worker/ring'\n", 1, 'web/src/app may not import'),
  good('web/src/worker/a.ts', "import { precache } from 'workbox-precaching'\nimport { x } from '../domain/format'\n"),
  good('web/src/features/ring/a.tsx', "import { useMe } from '../../app/live-context'\nimport { x } from './b'\nimport { useState } from 'react'\n"),
  good('web/src/features/ring/a.tsx', "import { x } from '../../rtc/session'\nimport { Button } from '../../components/ui/button'\n"),
  good('web/src/app/a.tsx', "import { IncomingCall } from '../features/ring/incoming-call'\nimport en from '../locales/en/ring.json'\n"),
  good('web/src/live/a.test.ts', "import { test } from 'vitest'\nimport golden from '../../../protocol/merge-patch.json'\n"),
  good('web/src/domain/a.ts', "// import { x } from 'react'\nexport const from = 'react'\n"),
  good('web/src/main.tsx', "import { App } from './app/app'\nimport './styles.css'\n"),
]

/** What is wrong with how a case was judged; undefined when nothing is. */
function judge({ file, text, line, words }, faults) {
  const told = faults.map((fault) => `${fault.file}:${fault.line}: ${fault.sentence}`).join(' | ') || 'nothing'
  const sample = `${file} with ${JSON.stringify(text)}`
  if (words === undefined) return faults.length === 0 ? undefined : `cried wolf over ${sample}: ${told}`
  const isRight = faults.length === 1 && faults[0].file === file && faults[0].line === line && faults[0].sentence.includes(words)
  return isRight ? undefined : `expected ${file}:${line} "… ${words} …" for ${sample}, got ${told}`
}

/** @param {(root: string) => {file: string, line: number, sentence: string}[]} faultsOf the check under test */
export function selfTest(faultsOf) {
  const missed = cases.flatMap((one) => {
    const root = mkdtempSync(join(tmpdir(), 'check-layers-'))
    try {
      mkdirSync(dirname(join(root, one.file)), { recursive: true })
      writeFileSync(join(root, one.file), one.text)
      const wrong = judge(one, faultsOf(root))
      return wrong ? [wrong] : []
    } finally {
      rmSync(root, { recursive: true })
    }
  })
  return { missed, tried: cases.length }
}
