import { CameraOff, MicOff, RotateCw } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { deviceHelp } from '../../domain/device-help'
import type { DeviceKind, DeviceProblem } from '../../rtc/devices'
import type { LocalMedia } from '../../rtc/local-media'
import { ContactLine } from '../contact'
import { Button } from '../ui/button'
import { Notice } from '../ui/notice'
import { useMediaState } from './use-media'

/** What is wrong with camera or microphone, what that means, and the way out. One message when both have the same trouble. */
export function DeviceProblems({ media }: { media: LocalMedia }) {
  const { cameraProblem, microphoneProblem } = useMediaState(media)
  if (cameraProblem !== undefined && cameraProblem === microphoneProblem) {
    return <ProblemNotice media={media} subject="both" problem={cameraProblem} kinds={['microphone', 'camera']} />
  }
  return (
    <>
      {microphoneProblem && (
        <ProblemNotice media={media} subject="microphone" problem={microphoneProblem} kinds={['microphone']} />
      )}
      {cameraProblem && <ProblemNotice media={media} subject="camera" problem={cameraProblem} kinds={['camera']} />}
    </>
  )
}

const help = () => deviceHelp(navigator.userAgent, navigator.maxTouchPoints)

interface ProblemNoticeProps {
  media: LocalMedia
  subject: DeviceKind | 'both'
  problem: DeviceProblem
  kinds: DeviceKind[]
}

function ProblemNotice({ media, subject, problem, kinds }: ProblemNoticeProps) {
  const { t } = useTranslation('ready')
  const what = t(`subject.${subject}`)
  const canTryAgain = problem !== 'insecure'
  return (
    <Notice
      tone="warn"
      role="alert"
      icon={subject === 'microphone' ? MicOff : CameraOff}
      title={t(`problem.${problem}.title`, { what })}
    >
      <p>{t(`problem.${problem}.text`, { what })}</p>
      {problem === 'denied' && <p className="mt-1">{t(`problem.denied.help.${help()}`, { what })}</p>}
      <ContactLine className="mt-1" />
      <div className="mt-2 flex flex-wrap gap-2">
        {canTryAgain && (
          <Button variant="secondary" onClick={() => void media.open(kinds)}>
            <RotateCw aria-hidden />
            {t('tryAgain')}
          </Button>
        )}
        {subject === 'both' && problem === 'denied' && (
          <Button variant="secondary" onClick={() => void media.open(['microphone'])}>
            {t('voiceOnly')}
          </Button>
        )}
      </div>
    </Notice>
  )
}
