import { useCallback, useEffect, useState } from 'react'
import { useCommand } from '../../components/use-command'
import type { AuditPage } from '../../domain/audit'
import { api, type Problem } from '../../live/http'

export interface AuditReading {
  /** What was read so far, newest first; `next` while there is something older. */
  record: AuditPage | undefined
  problem: Problem | undefined
  busy: boolean
  /** Reads anew from the newest line. */
  reload: () => void
  /** Adds the next page. */
  older: () => void
}

/** A list of record: read when the page opens, and again by its button. */
export function useAudit(): AuditReading {
  const [record, setRecord] = useState<AuditPage>()
  const { run, problem, busy } = useCommand((after?: string) =>
    api.get<AuditPage>(after === undefined ? '/api/audit' : `/api/audit?after=${after}`),
  )
  const read = useCallback(
    async (after?: string) => {
      const result = await run(after)
      if (!result?.ok) return
      const { data } = result
      setRecord((before) =>
        after === undefined || before === undefined ? data : { ...data, entries: [...before.entries, ...data.entries] },
      )
    },
    [run],
  )
  useEffect(() => void read(), [read])
  return { record, problem, busy, reload: () => void read(), older: () => void read(record?.next) }
}
