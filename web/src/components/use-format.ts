import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import {
  formatDate,
  formatDateTime,
  formatDay,
  formatMinutes,
  formatTime,
  formatTimeRange,
  formattingLocale,
  type Viewer,
} from '../domain/format'

/** The formatters of domain/format for whoever looks at this screen. */
export function useFormat() {
  const { i18n } = useTranslation()
  return useMemo(() => {
    const viewer: Viewer = {
      locale: formattingLocale(i18n.language, navigator.languages),
      timeZone: new Intl.DateTimeFormat().resolvedOptions().timeZone,
    }
    return {
      viewer,
      time: (at: number) => formatTime(at, viewer),
      timeRange: (from: number, to: number) => formatTimeRange(from, to, viewer),
      day: (at: number, now: number) => formatDay(at, now, viewer),
      /** "today, 14:00 – 16:00" */
      when: (from: number, to: number, now: number) =>
        `${formatDay(from, now, viewer)}, ${formatTimeRange(from, to, viewer)}`,
      date: (date: string) => formatDate(date, viewer.locale),
      dateTime: (at: number) => formatDateTime(at, viewer),
      minutes: (milliseconds: number) => formatMinutes(milliseconds, viewer.locale),
    }
  }, [i18n.language])
}
