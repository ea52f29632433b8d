import { ArrowLeft, Video } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { Avatar } from '../../components/avatar'
import { DeviceProblems } from '../../components/devices/device-problem'
import { DeviceSelect } from '../../components/devices/device-select'
import { LevelBar } from '../../components/devices/level-bar'
import { OwnPicture } from '../../components/devices/own-picture'
import { SpeakerTest } from '../../components/devices/speaker-test'
import { useMediaState } from '../../components/devices/use-media'
import { ProblemNotice } from '../../components/problem-notice'
import { Button, buttonClass } from '../../components/ui/button'
import type { CallState, Role } from '../../domain/types'
import type { CallSession } from '../../rtc/session'
import { otherOf, scheduleRoomOf } from './hooks'
import { MediaButtons } from './media-buttons'
import { otherAttached } from './room-status'
import { SpeakerSelect } from './speaker-select'
import type { EndCall } from './use-end-call'

interface PreviewProps {
  session: CallSession
  state: CallState
  role: Role
  onJoin: () => void
  ending: EndCall
}

/** The last look into the mirror: nothing leaves this page before Join. */
export function Preview({ session, state, role, onJoin, ending }: PreviewProps) {
  const { t } = useTranslation('call')
  const { media } = session
  const { stream, opening } = useMediaState(media)
  const { name } = otherOf(state.call, role)
  const hasVoice = (stream?.getAudioTracks().length ?? 0) > 0
  const ownAttached = role === 'DOCTOR' ? state.doctor.attached : state.patient.attached
  return (
    <main className="flex min-h-dvh flex-col bg-paper text-ink">
      <div className="px-3 pt-[max(0.75rem,env(safe-area-inset-top))]">
        <Link to={scheduleRoomOf(state.call, role)} className={buttonClass('ghost')}>
          <ArrowLeft aria-hidden />
          {t(`back.${role}`)}
        </Link>
      </div>
      <div className="mx-auto grid w-full max-w-5xl flex-1 content-center gap-5 px-4 pt-2 pb-[max(1.5rem,env(safe-area-inset-bottom))] sm:px-6 lg:grid-cols-[3fr_2fr] lg:gap-10">
        <div className="relative self-center">
          <OwnPicture media={media} className="aspect-4/3 w-full rounded-card sm:aspect-video" />
          {stream !== undefined && (
            <div className="absolute inset-x-0 bottom-3 flex justify-center gap-3">
              <MediaButtons media={media} />
            </div>
          )}
        </div>
        <div className="flex flex-col gap-4 self-center">
          <h1 className="text-2xl">{t('preview.title')}</h1>
          <div className="flex items-center gap-3">
            <Avatar name={name} />
            <div className="min-w-0">
              <p className="truncate font-semibold">{t('preview.with', { name })}</p>
              <p role="status" className="text-soft text-sm">
                {t(otherAttached(state, role) ? 'preview.there' : 'preview.preparing', { name })}
              </p>
            </div>
          </div>
          {hasVoice && <LevelBar stream={stream} />}
          <DeviceProblems media={media} />
          <div className="flex flex-col gap-3 sm:flex-row lg:flex-col">
            <DeviceSelect media={media} kind="camera" />
            <DeviceSelect media={media} kind="microphone" />
          </div>
          <SpeakerSelect />
          <SpeakerTest />
          {ownAttached && <p className="text-soft text-sm">{t('joinElsewhere')}</p>}
          <Button size="lg" busy={opening} onClick={onJoin}>
            <Video aria-hidden />
            {t(opening || hasVoice ? 'preview.join' : 'preview.joinVoiceless')}
          </Button>
          <p className="text-center text-soft text-sm">{t('preview.note')}</p>
          <ProblemNotice problem={ending.problem} />
          <Button variant="quietDanger" busy={ending.busy} onClick={ending.end}>
            {t('end')}
          </Button>
        </div>
      </div>
    </main>
  )
}
